"""llvm-cov's export."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from reporter.errors import Slug
from reporter.formats import llvm
from tests.formats.reports import Lines, coverages, lines, partials, refusal, report, skipped

MAX = 2**31 - 1


def opening(line: int, column: int, count: object) -> list[object]:
    return [line, column, count, True, True, False]


def returning(line: int, column: int, count: object) -> list[object]:
    """Back to a region that is open already."""
    return [line, column, count, True, False, False]


def closing(line: int, column: int) -> list[object]:
    return [line, column, 0, False, False, False]


def skipping(line: int, column: int) -> list[object]:
    return [line, column, 0, False, True, False]


def gap(line: int, column: int, count: object) -> list[object]:
    return [line, column, count, True, False, True]


def file(*segments: list[object], name: str = "a.c", **rest: object) -> dict[str, object]:
    return {"filename": name, "segments": list(segments), "summary": {"lines": {"count": 99}}, **rest}


def export(*files: dict[str, object]) -> str:
    return json.dumps({"data": [{"files": files, "functions": []}], "type": "llvm.coverage.json.export"})


def hits(*segments: list[object]) -> Lines:
    return lines(llvm.parse(report(export(file(*segments)))))["a.c"]


def test_a_region_wraps_the_lines_up_to_its_end() -> None:
    assert hits(opening(3, 12, 7), closing(6, 2), opening(9, 1, 0), closing(9, 30)) == {3: 7, 4: 7, 5: 7, 6: 7, 9: 0}


def test_a_line_has_the_largest_count_of_what_starts_on_it_and_of_what_runs_into_it() -> None:
    """``for (int i = 0; i < 5; ++i) step();`` and an ``else`` behind the brace of a branch that was not taken."""
    assert hits(opening(1, 1, 1), opening(2, 8, 6), returning(2, 20, 1), closing(3, 2)) == {1: 1, 2: 6, 3: 1}
    assert hits(opening(1, 1, 0), closing(2, 2), gap(2, 2, 9), opening(2, 9, 4), closing(3, 2)) == {1: 0, 2: 4, 3: 4}


def test_what_only_follows_a_region_that_ended_on_the_line_says_nothing_about_it() -> None:
    assert hits(opening(1, 1, 1), returning(2, 5, 8), closing(3, 2)) == {1: 1, 2: 1, 3: 8}


def test_lines_that_the_preprocessor_or_a_blank_skips_are_no_code() -> None:
    assert hits(opening(1, 1, 2), skipping(2, 1), returning(4, 1, 2), closing(5, 2)) == {1: 2, 5: 2}


def test_code_behind_a_skipped_region_on_its_line_is_code() -> None:
    assert hits(skipping(1, 1), opening(1, 9, 3), closing(1, 20)) == {1: 3}


def test_covered_lines_with_a_region_or_an_arm_not_run_are_partial() -> None:
    segments = [opening(1, 1, 1), opening(2, 20, 0), returning(2, 30, 1), opening(5, 3, 0), closing(6, 2)]
    branches = [[3, 9, 3, 14, 1, 0, 0, 0, 4], [4, 9, 4, 14, 2, 3], [5, 9, 5, 14, 0, 0], [77, 1, 77, 2, 1, 0]]
    parsed = llvm.parse(report(export(file(*segments, branches=branches))))

    assert lines(parsed) == {"a.c": {1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 0}}
    assert partials(parsed) == {"a.c": {2, 3, 5}}


def test_the_first_versions_of_the_format_had_numbers_and_no_gaps() -> None:
    assert hits([1, 1, 4, 1, 1], [2, 2, 0, 0, 0]) == {1: 4, 2: 4}


def test_the_files_of_all_objects_are_read() -> None:
    content = json.dumps(
        {
            "data": [
                {"files": [file(opening(1, 1, 1), closing(1, 9))]},
                {"files": [file(opening(1, 1, 2), closing(1, 9))]},
            ]
        }
    )

    assert lines(llvm.parse(report(content))) == {"a.c": {1: 3}}


def test_counts_beyond_their_range_are_hits_and_positions_that_cannot_be_are_left_out() -> None:
    parsed = llvm.parse(
        report(
            export(
                file(opening(1, 1, 2**64 - 1), closing(1, 2), opening(2, 1, -5), closing(2, 9)),
                file(opening(0, 1, 1), closing(3, 1), opening(5, 1, 1), closing(4_000_000, 1), name="b.c"),
                {"filename": "c.c"},
            )
        )
    )

    assert lines(parsed) == {"a.c": {1: MAX, 2: 0}, "b.c": {1: 1, 2: 1, 3: 1, 5: 1, 4_000_000: 1}}
    assert skipped(parsed) == {"file": 1, "segment": 2}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        ('{"data":[{"files":[', Slug.REPORT_MALFORMED),
        ('{"data":[{"files":[{"filename":"a.c","summary":{}}]}]}', Slug.REPORT_UNKNOWN_FORMAT),
        ('{"data":{}}', Slug.REPORT_UNKNOWN_FORMAT),
        (export(), Slug.REPORT_EMPTY),
        (export(file()), Slug.REPORT_WITHOUT_LINES),
    ],
)
def test_what_cannot_be_used_says_why(content: str, slug: Slug) -> None:
    assert refusal(llvm.parse, content).slug is slug


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, Lines]) -> None:
    files = (
        file(
            *(each for line in sorted(table) for each in (opening(line, 1, table[line]), closing(line, 80))), name=path
        )
        for path, table in coverage.items()
    )

    assert lines(llvm.parse(report(export(*files)))) == coverage
