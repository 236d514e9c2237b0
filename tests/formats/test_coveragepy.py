"""coverage.py's JSON."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given

from reporter.errors import ReportError, Slug
from reporter.formats import coveragepy
from tests.formats.reports import coverages, lines, mutations, partials, refusal, report, skipped


def body(files: dict[str, object], **rest: object) -> str:
    return json.dumps({"files": files, **rest})


def test_executed_and_missing_lines_count_and_excluded_ones_do_not() -> None:
    file = {"executed_lines": [1, 2, 9], "missing_lines": [4, 8], "excluded_lines": [2, 3, 8]}

    assert lines(coveragepy.parse(report(body({"a.py": file}, meta={"version": "7.6"})))) == {
        "a.py": {1: 1, 4: 0, 9: 1}
    }


def test_slipcover_knows_no_excluded_lines() -> None:
    assert lines(coveragepy.parse(report(body({"a.py": {"executed_lines": [1], "missing_lines": [2]}})))) == {
        "a.py": {1: 1, 2: 0}
    }


def test_covered_lines_from_which_a_branch_was_never_taken_are_partial() -> None:
    file = {
        "executed_lines": [1, 2, 3],
        "missing_lines": [5],
        "excluded_lines": [3],
        "missing_branches": [[1, 5], [1, -1], [3, 4], [5, 6], [-1, 2]],
    }

    assert partials(coveragepy.parse(report(body({"a.py": file})))) == {"a.py": {1}}


def test_executed_lines_are_no_statements_where_none_was_executed() -> None:
    docstring = {"executed_lines": [1], "missing_lines": [3], "summary": {"covered_lines": 0, "num_statements": 1}}
    unknown = {"executed_lines": [1], "missing_lines": [3], "summary": {}}

    assert lines(coveragepy.parse(report(body({"a.py": docstring, "b.py": unknown})))) == {
        "a.py": {3: 0},
        "b.py": {1: 1, 3: 0},
    }


def test_what_cannot_be_read_is_left_out_and_counted() -> None:
    content = body(
        {
            "a.py": {"executed_lines": [0, 1, -1], "missing_lines": [2**40, 2]},
            "b.py": {"executed_lines": [None], "missing_lines": []},
            "c.py": {"executed_lines": [1]},
            "d.py": None,
        }
    )
    parsed = coveragepy.parse(report(content))

    assert lines(parsed) == {"a.py": {1: 1, 2: 0}}
    assert skipped(parsed) == {"file": 3, "line number": 3}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        ('{"files":{}}', Slug.REPORT_EMPTY),
        (body({"a.py": {"executed_lines": [], "missing_lines": []}}), Slug.REPORT_WITHOUT_LINES),
        (body({"a.py": {"executed": []}}), Slug.REPORT_UNKNOWN_FORMAT),
        ('{"files":[]}', Slug.REPORT_UNKNOWN_FORMAT),
        ('{"meta":{"version":"7.6"}}', Slug.REPORT_UNKNOWN_FORMAT),
        ('{"files":{"a.py":{"executed_lines":[1', Slug.REPORT_MALFORMED),
    ],
)
def test_what_cannot_be_used_says_why(content: str, slug: Slug) -> None:
    assert refusal(coveragepy.parse, content).slug is slug


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, dict[int, int]]) -> None:
    """The format knows whether a line was run, not how often."""
    content = body(
        {
            path: {
                "missing_lines": [line for line, hits in table.items() if not hits],
                "executed_lines": [line for line, hits in table.items() if hits],
            }
            for path, table in coverage.items()
        }
    )

    assert lines(coveragepy.parse(report(content))) == {
        path: {line: min(hits, 1) for line, hits in sorted(table.items())} for path, table in coverage.items()
    }


@given(mutations(body({"a.py": {"executed_lines": [1], "missing_lines": [2], "missing_branches": [[1, 2]]}}).encode()))
def test_damage_is_refused_or_read_never_a_crash(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        coveragepy.parse(report(content))
