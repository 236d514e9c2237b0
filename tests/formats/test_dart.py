"""The Dart VM's coverage."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given

from reporter.errors import ReportError, Slug
from reporter.formats import dart
from tests.formats.reports import coverages, lines, mutations, partials, refusal, report, skipped


def library(source: object, *hits: object, branches: list[object] | None = None) -> dict[str, object]:
    script = {"type": "@Script", "fixedId": True, "uri": source, "_kind": "library"}
    return {"source": source, "script": script, "hits": hits, **({"branchHits": branches} if branches else {})}


def body(*libraries: object) -> str:
    return json.dumps({"type": "CodeCoverage", "coverage": libraries})


def test_lines_ranges_and_libraries_that_occur_again_add_up() -> None:
    content = body(
        library("package:shop/a.dart", 3, 1, "5-7", 0, 6, 2),
        library("package:shop/a.dart", 3, 4),
        library("file:///home/runner/work/shop/shop/bin/b.dart", 1, 0),
        library("dart:core", 1, 1),
    )

    assert lines(dart.parse(report(content))) == {
        "package:shop/a.dart": {3: 5, 5: 0, 6: 2, 7: 0},
        "file:///home/runner/work/shop/shop/bin/b.dart": {1: 0},
    }


def test_covered_lines_with_a_branch_that_was_not_taken_are_partial() -> None:
    content = body(library("a.dart", 1, 1, 2, 0, 3, 1, branches=[1, 0, 2, 0, 3, 2, 9, 0]))

    assert partials(dart.parse(report(content))) == {"a.dart": {1}}


def test_what_cannot_be_read_is_left_out_and_counted() -> None:
    content = body(
        library("a.dart", 0, 1, 1, None, "2-x", 1, "1-900000000", 1, [], 1, 2, -1, 3, 1, 4),
        library(None, 1, 1),
        {"source": "b.dart"},
    )
    parsed = dart.parse(report(content))

    assert lines(parsed) == {"a.dart": {2: 0, 3: 1}}
    assert skipped(parsed) == {"file": 2, "hit count": 1, "line number": 4}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (body(), Slug.REPORT_EMPTY),
        (body(library("dart:core", 1, 1)), Slug.REPORT_EMPTY),
        (body(library("a.dart")), Slug.REPORT_WITHOUT_LINES),
        ('{"coverage":{}}', Slug.REPORT_UNKNOWN_FORMAT),
        (body()[:-1], Slug.REPORT_MALFORMED),
    ],
)
def test_what_cannot_be_used_says_why(content: str, slug: Slug) -> None:
    assert refusal(dart.parse, content).slug is slug


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, dict[int, int]]) -> None:
    content = body(
        *(
            library(f"package:{path}", *(value for pair in table.items() for value in pair))
            for path, table in coverage.items()
        )
    )

    assert lines(dart.parse(report(content))) == {
        f"package:{path}": dict(sorted(table.items())) for path, table in coverage.items()
    }


@given(mutations(body(library("package:shop/a.dart", 1, 1, "2-3", 0, branches=[1, 0])).encode()))
def test_damage_is_refused_or_read_never_a_crash(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        dart.parse(report(content))
