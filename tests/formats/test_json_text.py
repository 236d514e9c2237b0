"""What every JSON format needs."""

from __future__ import annotations

import msgspec
import pytest

from reporter.errors import NotThisFormat, ReportError, Slug
from reporter.formats import json_text
from reporter.formats.numbers import Skips
from tests.formats.reports import report

Pair = tuple[list[int], list[int]]


def integers(numbers: list[object], counts: list[object]) -> tuple[Pair, dict[str, tuple[int, str]]]:
    skips = Skips()
    lines, hits = json_text.integers(numbers, counts, skips, "a.py")
    return (list(lines), list(hits)), {entry.what: (entry.count, entry.first) for entry in skips.result()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_make_no_difference(encoding: str) -> None:
    assert json_text.decode(report('{"é":1}'.encode(encoding)), dict[str, int]) == {"é": 1}


def test_another_shape_is_told_from_damage() -> None:
    with pytest.raises(NotThisFormat):
        json_text.decode(report("[]"), dict[str, int])
    with pytest.raises(ReportError) as caught:
        json_text.decode(report('{"a":'), dict[str, int])
    assert caught.value.problems[0].slug is Slug.REPORT_MALFORMED


@pytest.mark.parametrize(
    ("numbers", "counts"),
    [([], []), ([3, 1, 3], [0, 5, 2**31 - 1]), (["3", "1", "3"], [0, 5, 2**31 - 1])],
    ids=["none", "numbers", "keys"],
)
def test_integers_are_taken_as_they_are(numbers: list[object], counts: list[object]) -> None:
    (lines, hits), skipped = integers(numbers, counts)

    assert (lines, hits) == ([int(str(number)) for number in numbers], counts)
    assert skipped == {}


def test_other_values_are_read_where_they_are_numbers_and_counted_where_not() -> None:
    numbers: list[object] = ["1", "2", 3, 4, 5, 6, 7, 0, "x", None]
    counts: list[object] = [1.0, "7", -1, 2**40, 1e300, None, [], 1, 1, 1]

    (lines, hits), skipped = integers(numbers, counts)

    assert dict(zip(lines, hits, strict=True)) == {1: 1, 2: 7, 3: 0, 4: 2**31 - 1, 5: 2**31 - 1}
    assert skipped == {"hit count": (2, "a.py line 6: 'None'"), "line number": (3, "a.py: '0'")}


def test_parts_of_another_shape_are_left_out_and_counted_by_their_place() -> None:
    skips = Skips()
    parts = [
        ("a", msgspec.Raw(b"[1]")),
        ("b", msgspec.Raw(b'["\xff"]')),
        ("c", msgspec.Raw(b"{}")),
        ("d", msgspec.Raw(b"[]")),
    ]

    decoded = list(json_text.fitting(parts, msgspec.json.Decoder(list[int]), skips))

    assert decoded == [("a", [1]), ("d", [])]
    (entry,) = skips.result()
    assert (entry.what, entry.count) == ("file", 2)
    assert entry.first.startswith("['b']: ")


def test_parts_by_which_a_format_is_known_must_fit_if_there_are_any() -> None:
    decoder = msgspec.json.Decoder(list[int])
    unfit, fit = ("a", msgspec.Raw(b"{}")), ("b", msgspec.Raw(b"[1]"))

    assert list(json_text.fitting([], decoder, Skips(), required=True)) == []
    assert list(json_text.fitting([unfit, fit], decoder, Skips(), required=True)) == [("b", [1])]
    with pytest.raises(NotThisFormat, match="has another shape: Expected `array`"):
        list(json_text.fitting([unfit], decoder, Skips(), required=True))
