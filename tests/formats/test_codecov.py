"""Codecov's custom JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import Slug
from reporter.formats import codecov
from tests.formats.reports import Lines, by_place, coverages, lines, partials, refusal, report, short_coverages, skipped


def body(**files: object) -> str:
    return json.dumps({"messages": {}, "coverage": files})


def test_in_a_list_the_index_is_the_line() -> None:
    parsed = codecov.parse(report(body(a=[None, 5, True, 0, None, False, "1/2"])))

    assert lines(parsed) == {"a": {1: 5, 2: 1, 3: 0, 5: 0, 6: 1}}
    assert partials(parsed) == {"a": {2, 6}}


def test_of_parts_the_covered_ones_count() -> None:
    parsed = codecov.parse(report(body(a={"3": "1/2", "4": "0/2", "10": " 3 / 3 ", "11": "7", "12": None})))

    assert lines(parsed) == {"a": {3: 1, 4: 0, 10: 3, 11: 7}}
    assert partials(parsed) == {"a": {3}}


def test_what_cannot_be_read_is_counted() -> None:
    parsed = codecov.parse(
        report(body(a={"1": 2**40, "2": -1, "3": "x", "x": True, "0": 1, "4": 1.0}, b=3, c={"1": {}}))
    )

    assert lines(parsed) == {"a": {1: 2**31 - 1, 2: 0, 4: 1}}
    assert skipped(parsed) == {"file": 2, "hit count": 1, "line number": 2}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (body()[:-1], Slug.REPORT_MALFORMED),
        ('{"files":{}}', Slug.REPORT_UNKNOWN_FORMAT),
        ('{"coverage":{"/a.rb":{"lines":[1,null]}}}', Slug.REPORT_UNKNOWN_FORMAT),
        ('{"coverage":97.5}', Slug.REPORT_UNKNOWN_FORMAT),
        (body(), Slug.REPORT_EMPTY),
        (body(a=[None]), Slug.REPORT_WITHOUT_LINES),
    ],
)
def test_what_cannot_be_used_says_why(content: str, slug: Slug) -> None:
    assert refusal(codecov.parse, content).slug is slug


@given(coverages)
def test_what_is_written_by_line_is_read(coverage: dict[str, Lines]) -> None:
    assert lines(codecov.parse(report(body(**coverage)))) == coverage


@given(short_coverages)
def test_what_is_written_as_lists_is_read(coverage: dict[str, Lines]) -> None:
    content = body(**{path: [None, *by_place(table)] for path, table in coverage.items()})

    assert lines(codecov.parse(report(content))) == coverage


@given(st.integers(0, 9), st.integers(1, 9))
def test_a_line_is_partial_if_some_but_not_all_of_its_parts_were_run(covered: int, total: int) -> None:
    parsed = codecov.parse(report(body(a={"1": f"{covered}/{total}"})))

    assert lines(parsed) == {"a": {1: covered}}
    assert partials(parsed) == ({"a": {1}} if 0 < covered < total else {})
