"""What xccov shows of Xcode's archives."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given

from reporter.errors import ReportError, Slug
from reporter.formats import xccov
from tests.formats.reports import coverages, lines, mutations, partials, refusal, report, skipped


def line(number: object, count: object, *parts: int) -> dict[str, object]:
    ranges = [{"column": 4, "length": 0, "executionCount": part} for part in parts]
    return {"line": number, "isExecutable": True, "executionCount": count, "subranges": ranges}


def test_only_executable_lines_count() -> None:
    blank = {"line": 2, "isExecutable": False}
    bare = {"line": 3, "isExecutable": True}

    assert lines(xccov.parse(report(json.dumps({"/a.swift": [line(1, 5), blank, bare]})))) == {"/a.swift": {1: 5, 3: 0}}


def test_covered_lines_of_which_a_part_was_not_run_are_partial() -> None:
    content = json.dumps(
        {"/a.swift": [line(1, 5, 0, 5), line(2, 5, 1), line(3, 0, 0), {**line(4, 1), "subranges": None}]}
    )

    assert partials(xccov.parse(report(content))) == {"/a.swift": {1}}


def test_what_cannot_be_read_is_left_out_and_counted() -> None:
    content = json.dumps({"/a.swift": [line(0, 1), line(1, None), line(2, 2**40)], "/b.swift": [{}], "/c.swift": 1})
    parsed = xccov.parse(report(content))

    assert lines(parsed) == {"/a.swift": {2: 2**31 - 1}}
    assert skipped(parsed) == {"file": 2, "hit count": 1, "line number": 1}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        ("{}", Slug.REPORT_EMPTY),
        ('{"/a.swift":[]}', Slug.REPORT_WITHOUT_LINES),
        ('{"lineCoverage":0.5,"targets":[{"name":"Shop"}]}', Slug.REPORT_UNKNOWN_FORMAT),
        ("[]", Slug.REPORT_UNKNOWN_FORMAT),
        ('{"/a.swift":[', Slug.REPORT_MALFORMED),
    ],
)
def test_what_cannot_be_used_says_why(content: str, slug: Slug) -> None:
    assert refusal(xccov.parse, content).slug is slug


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, dict[int, int]]) -> None:
    content = json.dumps({path: [line(*pair) for pair in table.items()] for path, table in coverage.items()})

    assert lines(xccov.parse(report(content))) == {
        path: dict(sorted(table.items())) for path, table in coverage.items()
    }


@given(mutations(json.dumps({"/a.swift": [line(1, 1, 0), line(2, 0)]}).encode()))
def test_damage_is_refused_or_read_never_a_crash(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        xccov.parse(report(content))
