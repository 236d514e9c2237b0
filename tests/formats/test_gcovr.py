"""gcovr's own JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from reporter.errors import Slug
from reporter.formats import gcovr
from tests.formats.reports import Lines, coverages, lines, partials, refusal, report, skipped


def entry(line: object, count: object, **rest: object) -> dict[str, object]:
    return {"line_number": line, "count": count, "branches": [], **rest}


def body(*files: tuple[str, list[dict[str, object]]], version: object = "0.6") -> str:
    return json.dumps(
        {"files": [{"file": path, "lines": rows} for path, rows in files], "gcovr/format_version": version}
    )


@pytest.mark.parametrize("version", [0.1, "0.2", "0.15"])
def test_the_entries_of_functions_and_instances_add_up(version: object) -> None:
    rows = [entry(3, 1, function_name="f<int>"), entry(3, 4, function_name="f<char>"), entry(5, 0)]

    assert lines(gcovr.parse(report(body(("a.c", rows), version=version)))) == {"a.c": {3: 5, 5: 0}}


def test_what_gcovr_leaves_out_is_no_code() -> None:
    rows = [
        entry(1, 0, **{"gcovr/noncode": True}),
        entry(2, 4, **{"gcovr/noncode": False, "gcovr/excluded": False}),
        entry(3, 0, **{"gcovr/excluded": True}),
    ]

    assert lines(gcovr.parse(report(body(("a.c", rows))))) == {"a.c": {2: 4}}


def test_covered_lines_with_a_branch_that_was_not_taken_are_partial() -> None:
    taken, not_taken = {"count": 3}, {"count": 0, "throw": True}
    excluded = {"count": 0, "gcovr/excluded": True}
    rows = [
        entry(1, 3, branches=[taken, not_taken]),
        entry(2, 3, branches=[taken, excluded]),
        entry(3, 0, branches=[not_taken]),
        entry(4, 3, branches=[taken]),
    ]

    assert partials(gcovr.parse(report(body(("a.c", rows))))) == {"a.c": {1}}


def test_what_cannot_be_read_is_counted() -> None:
    rows = [entry(1, 2**64 - 1), entry(2, -3), entry(3, "many"), entry(0, 1)]
    parsed = gcovr.parse(report(body(("a.c", rows), ("b.c", [{"count": 1}]))))

    assert lines(parsed) == {"a.c": {1: 2**31 - 1, 2: 0}}
    assert skipped(parsed) == {"file": 1, "hit count": 1, "line number": 1}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (body()[:-1], Slug.REPORT_MALFORMED),
        ('{"files":[]}', Slug.REPORT_UNKNOWN_FORMAT),
        (body(), Slug.REPORT_EMPTY),
        (body(("a.c", [])), Slug.REPORT_WITHOUT_LINES),
    ],
)
def test_what_cannot_be_used_says_why(content: str, slug: Slug) -> None:
    assert refusal(gcovr.parse, content).slug is slug


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, Lines]) -> None:
    content = body(*((path, [entry(line, hits) for line, hits in table.items()]) for path, table in coverage.items()))

    assert lines(gcovr.parse(report(content))) == coverage
