"""gcov's JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from reporter.errors import Slug
from reporter.formats import gcov_json
from tests.formats.reports import Lines, coverages, lines, partials, refusal, report, skipped

ROOT = "/home/runner/work/shop/shop/build"


def entry(line: object, count: object, **rest: object) -> dict[str, object]:
    return {"line_number": line, "count": count, "unexecuted_block": False, "branches": [], **rest}


def document(*files: tuple[str, list[dict[str, object]]], folder: str | None = None) -> str:
    body = {
        "gcc_version": "14.2.0",
        "format_version": "2",
        "files": [{"file": path, "lines": rows} for path, rows in files],
    }
    return json.dumps(body if folder is None else {**body, "current_working_directory": folder})


def test_the_entries_of_functions_and_instances_add_up() -> None:
    rows = [entry(3, 1, function_name="f<int>"), entry(3, 4, function_name="f<char>"), entry(5, 0), entry(3, 0)]
    parsed = gcov_json.parse(report(document(("a.c", rows))))

    assert lines(parsed) == {"a.c": {3: 5, 5: 0}}
    assert partials(parsed) == {"a.c": {3}}


def test_covered_lines_with_a_block_or_a_branch_not_run_are_partial() -> None:
    branches = [{"count": 3, "throw": False, "fallthrough": True}, {"count": 0, "throw": True, "fallthrough": False}]
    rows = [
        entry(1, 3, unexecuted_block=True),
        entry(2, 3, branches=branches),
        entry(3, 0, branches=branches),
        entry(4, 1),
    ]

    assert partials(gcov_json.parse(report(document(("a.c", rows))))) == {"a.c": {1, 2}}


@pytest.mark.parametrize("end", ["\n", "\n\n", "\r\n"])
def test_documents_follow_each_other_each_with_its_own_folder(end: str) -> None:
    content = end.join(
        (
            document(("../a.c", [entry(1, 1)]), ("/usr/include/b.h", [entry(1, 2)]), folder=ROOT),
            document(("../a.c", [entry(1, 4)]), ("C:\\b.h", [entry(1, 8)]), folder=ROOT),
            document(("a.c", [entry(1, 9)])),
            "",
        )
    )

    assert lines(gcov_json.parse(report(content))) == {
        f"{ROOT}/../a.c": {1: 5},
        "/usr/include/b.h": {1: 2},
        "C:\\b.h": {1: 8},
        "a.c": {1: 9},
    }


def test_a_document_may_be_spread_over_lines() -> None:
    content = json.dumps(json.loads(document(("a.c", [entry(1, 1)]))), indent=2)

    assert lines(gcov_json.parse(report(content))) == {"a.c": {1: 1}}


def test_what_cannot_be_read_is_counted() -> None:
    rows = [entry(1, 2**64 - 1), entry(2, -3), entry(3, None), entry(0, 1), entry(5, 1.0)]
    parsed = gcov_json.parse(report(document(("a.c", rows), ("b.c", [{"count": 1}]))))

    assert lines(parsed) == {"a.c": {1: 2**31 - 1, 2: 0, 5: 1}}
    assert skipped(parsed) == {"file": 1, "hit count": 1, "line number": 1}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (document(("a.c", [entry(1, 1)]))[:-1], Slug.REPORT_MALFORMED),
        ('{"files":[]}', Slug.REPORT_UNKNOWN_FORMAT),
        (document(), Slug.REPORT_EMPTY),
        (document(("a.c", [])), Slug.REPORT_WITHOUT_LINES),
    ],
)
def test_what_cannot_be_used_says_why(content: str, slug: Slug) -> None:
    assert refusal(gcov_json.parse, content).slug is slug


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, Lines]) -> None:
    content = document(
        *((path, [entry(line, hits) for line, hits in table.items()]) for path, table in coverage.items())
    )

    assert lines(gcov_json.parse(report(content))) == coverage
