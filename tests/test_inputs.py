from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest

from reporter import inputs
from reporter.inputs import Input, declare

SHA = "0123456789abcdef0123456789ABCDEF01234567"


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


@pytest.mark.parametrize(
    ("read", "given", "value"),
    [
        (inputs.text, "a, b", "a, b"),
        (inputs.boolean, "TRUE", True),
        (inputs.boolean, "False", False),
        (inputs.token, "abc-123_~", "abc-123_~"),
        (inputs.commit, SHA, SHA.lower()),
        (inputs.percent, "0", Decimal(0)),
        (inputs.percent, "100", Decimal(100)),
        (inputs.percent, "99.5 %", Decimal("99.5")),
        (inputs.seconds, "1", 1),
        (inputs.seconds, "86400", 86_400),
        (inputs.seconds_or_none, "0", 0),
        (inputs.seconds_or_none, "60", 60),
        (inputs.base_url, "https://codacy.example.com:8443/tools/", "https://codacy.example.com:8443/tools"),
        (inputs.base_url, "http://[::1]:9000", "http://[::1]:9000"),
        (inputs.choice(Colour), "Blue", Colour.BLUE),
        (inputs.lines, " a \n\n b c\r\n", ("a", "b c")),
        (inputs.mapping, "/build/src=>src\n/app =>\n", (("/build/src", "src"), ("/app", ""))),
        (inputs.mapping, "a => b => c", (("a", "b => c"),)),
    ],
)
def test_a_text_becomes_its_value(read: Callable[[str], Any], given: str, value: object) -> None:
    assert read(given) == value


@pytest.mark.parametrize(
    ("read", "given"),
    [
        (inputs.boolean, "yes"),
        (inputs.boolean, "tRUE"),
        (inputs.boolean, "1"),
        (inputs.commit, SHA[1:]),
        (inputs.commit, SHA + "0"),
        (inputs.commit, "g" * 40),
        (inputs.commit, "main"),
        (inputs.percent, "-1"),
        (inputs.percent, "100.01"),
        (inputs.percent, "NaN"),
        (inputs.percent, "Infinity"),
        (inputs.percent, "most"),
        (inputs.percent, "%"),
        (inputs.seconds, "0"),
        (inputs.seconds, "86401"),
        (inputs.seconds, "1000000"),
        (inputs.seconds, "0000120000"),
        (inputs.seconds, "9" * 5000),
        (inputs.seconds, "-5"),
        (inputs.seconds, "1.5"),
        (inputs.seconds, "\u0665"),
        (inputs.seconds_or_none, "-1"),
        (inputs.seconds_or_none, "86401"),
        (inputs.choice(Colour), "green"),
        (inputs.mapping, "src"),
        (inputs.mapping, "a => b\n=> src"),
    ],
)
def test_a_wrong_text_is_shown_with_what_to_write(read: Callable[[str], Any], given: str) -> None:
    with pytest.raises(ValueError, match=r"^(is|has the line) .*\. Write "):
        read(given)


@pytest.mark.parametrize(
    "url",
    [
        "codacy.example.com",
        "ftp://codacy.example.com",
        "https://",
        "https://codacy.example.com:0",
        "https://codacy.example.com:port",
        "https://codacy.example.com:99999",
        "https://[codacy.example.com",
        "https://[nowhere]/",
        "https://user:secret@codacy.example.com",
        "https://codacy.example.com?token=secret",
        "https://codacy.example.com#secret",
    ],
)
def test_an_address_that_leads_nowhere_or_could_leak_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(ValueError, match=r"^is no URL of a server\. Write it like https://") as caught:
        inputs.base_url(url)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("token", ["two words", "tab\there", "line\nbreak", "schlüssel"])
def test_a_token_that_fits_no_header_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(ValueError, match="Copy the token again") as caught:
        inputs.token(token)

    assert token not in str(caught.value)


def test_a_wrong_choice_lists_all_of_them() -> None:
    with pytest.raises(ValueError, match=r"^is 'green'\. Write red or blue$"):
        inputs.choice(Colour)("green")


def test_a_wrong_line_of_a_mapping_is_the_one_shown() -> None:
    with pytest.raises(ValueError, match="has the line 'src'"):
        inputs.mapping("a => b\nsrc")


@pytest.mark.parametrize(
    ("names", "said"), [(["a"], "a"), (["a", "b"], "a or b"), ([1, 2, 3], "1, 2 or 3")], ids=["one", "two", "three"]
)
def test_alternatives_in_words(names: list[object], said: str) -> None:
    assert inputs.one_of(names) == said


def test_a_declared_field_has_its_default_and_its_row() -> None:
    @dataclass
    class Settings:
        loud: bool = declare("loud", "Say more.", False, inputs.boolean)
        owner: str = declare("owner", "Who.", "me", inputs.text, fallback="OWNER", secret=True)

    rows = [column.metadata["input"] for column in fields(Settings)]

    assert Settings() == Settings(loud=False, owner="me")
    assert rows == [
        Input(name="loud", description="Say more.", read=inputs.boolean, switch=True),
        Input(name="owner", description="Who.", read=inputs.text, fallback="OWNER", secret=True),
    ]
