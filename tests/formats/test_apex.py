"""The coverage of Salesforce's Apex tests."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given

from reporter.errors import ReportError, Slug
from reporter.formats import apex
from tests.formats.reports import coverages, lines, mutations, refusal, report, skipped

CLASS, TRIGGER = "01p5g00000HrXyzAAF", "01q5g000000AbcDAAS"


def unit(name: object, table: object, id_: str = CLASS) -> dict[str, object]:
    return {"id": id_, "name": name, "totalLines": 2, "lines": table, "totalCovered": 1, "coveredPercent": 50}


def test_the_id_tells_classes_from_triggers() -> None:
    content = json.dumps([unit("Cart", {"3": 1, "4": 0}), unit("Cart", {"1": 1}, TRIGGER), unit("Till", {"2": 1}, "")])

    assert lines(apex.parse(report(content))) == {
        "Cart.cls": {3: 1, 4: 0},
        "Cart.trigger": {1: 1},
        "Till.cls": {2: 1},
    }


def test_what_cannot_be_read_is_left_out_and_counted() -> None:
    content = json.dumps([unit("A", {"0": 1, "x": 1, "1": None, "2": "1", "3": 1}), unit(1, {}), unit("B", [1]), None])
    parsed = apex.parse(report(content))

    assert lines(parsed) == {"A.cls": {2: 1, 3: 1}}
    assert skipped(parsed) == {"file": 3, "hit count": 1, "line number": 2}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        ("[]", Slug.REPORT_EMPTY),
        (json.dumps([unit("A", {})]), Slug.REPORT_WITHOUT_LINES),
        ("{}", Slug.REPORT_UNKNOWN_FORMAT),
        ("[{", Slug.REPORT_MALFORMED),
    ],
)
def test_what_cannot_be_used_says_why(content: str, slug: Slug) -> None:
    assert refusal(apex.parse, content).slug is slug


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, dict[int, int]]) -> None:
    content = json.dumps([unit(name, table, TRIGGER) for name, table in coverage.items()])

    assert lines(apex.parse(report(content))) == {
        f"{name}.trigger": dict(sorted(table.items())) for name, table in coverage.items()
    }


@given(mutations(json.dumps([unit("A", {"1": 1, "2": 0})]).encode()))
def test_damage_is_refused_or_read_never_a_crash(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        apex.parse(report(content))
