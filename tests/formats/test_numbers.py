"""Numbers as real tools write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.formats.numbers import Skips, hit_count, line_hits, line_number

MAX = 2**31 - 1


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("0", 0),
        ("7", 7),
        ("007", 7),
        ("2147483647", MAX),
        ("2147483648", MAX),
        ("18446744073709551151", MAX),
        ("-5", 0),
        ("-2704160", 0),
        ("1e+0", 1),
        ("1E6", 1_000_000),
        ("1e+3", 1000),
        ("1e+999999999", MAX),
        ("1e-999999999", 1),
        ("0e5", 0),
        ("1.0", 1),
        ("0.0", 0),
        ("0.5", 1),
        ("1,234", 1),
        ("0,0", 0),
        ("1 234", 1),
        ("9" * 5000, MAX),
        ("", None),
        ("-", None),
        ("=", None),
        ("NaN", None),
        ("Infinity", None),
        ("null", None),
        ("skipped", None),
        ("undefined", None),
        ("0x10", None),
    ],
)
def test_hit_counts(text: str, hits: int | None) -> None:
    assert hit_count(text) == hits
    assert hit_count(text.encode()) == hits


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1),
        ("2147483647", MAX),
        ("0", None),
        ("-1", None),
        ("2147483648", None),
        ("1.5", None),
        ("undefined", None),
    ],
)
def test_line_numbers(text: str, number: int | None) -> None:
    assert line_number(text) == number


_numbers = st.integers(-3, 2**33).map(str) | st.sampled_from(["", "x", "1e3", "1,5", "null"])


@given(st.lists(st.tuples(_numbers, _numbers)))
def test_what_is_read_and_what_is_left_out_make_up_the_whole(pairs: list[tuple[str, str]]) -> None:
    skips = Skips()
    table = line_hits([number for number, _ in pairs], [count for _, count in pairs], skips, "a.c")
    expected: dict[int, int] = {}
    left_out = 0
    for number_text, count_text in pairs:
        number, count = line_number(number_text), hit_count(count_text)
        if number is None or count is None:
            left_out += 1
        else:
            expected[number] = min(expected.get(number, 0) + count, MAX)

    assert dict(table.items()) == expected
    assert sum(row.count for row in skips.result()) == left_out


def test_what_is_left_out_is_named_once_with_its_place() -> None:
    skips = Skips()
    line_hits(["1", "2", "3"], ["x", "y\n", "1"], skips, "a.c")

    (row,) = skips.result()
    assert (row.what, row.count, row.first) == ("hit count", 2, "a.c line 1: 'x'")
