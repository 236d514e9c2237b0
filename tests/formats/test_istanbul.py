"""Istanbul's coverage objects."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping

import pytest
from hypothesis import given

from reporter.errors import ReportError, Slug
from reporter.formats import istanbul
from tests.formats.reports import coverages, lines, mutations, partials, refusal, report, skipped


def statements(
    *rows: tuple[object, object], path: str = "a.js", rest: Mapping[str, object] | None = None
) -> dict[str, object]:
    """One coverage object; each row is the line on which a statement starts, and its hits."""
    return {
        "path": path,
        "statementMap": {
            str(key): {"start": {"line": line, "column": 0}, "end": {"line": line, "column": None}}
            for key, (line, _) in enumerate(rows)
        },
        "s": {str(key): hits for key, (_, hits) in enumerate(rows)},
        **(rest or {}),
    }


def body(*files: dict[str, object]) -> str:
    return json.dumps({str(file["path"]): file for file in files})


def test_a_line_has_the_hits_of_its_most_visited_statement() -> None:
    parsed = istanbul.parse(report(body(statements((3, 1), (1, 5), (3, 7), (1, 0), (9, 0)))))

    assert lines(parsed) == {"a.js": {1: 5, 3: 7, 9: 0}}
    assert partials(parsed) == {"a.js": {1}}


def test_covered_lines_with_a_branch_that_was_not_taken_are_partial() -> None:
    branches: dict[str, object] = {
        "branchMap": {
            "0": {"loc": {"start": {"line": 1}}, "line": 0, "type": "if"},
            "1": {"line": 2, "type": "if", "locations": []},
            "2": {"line": 3},
            "3": {"line": 4},
            "4": {"line": 77},
            "5": {},
            "7": {"line": 5, "locations": [{"skip": True}, {"skip": False}]},
            "8": {"line": 6, "locations": [{"skip": True}, {}]},
        },
        "b": {"0": [0, 3], "1": [0], "2": [1, 1], "3": [0, 0], "4": [0], "5": [0], "6": [0], "7": [0, 1], "8": [1, 0]},
    }
    file = statements((1, 3), (2, 3), (3, 3), (4, 0), (5, 3), (6, 3), rest=branches)

    assert partials(istanbul.parse(report(body(file)))) == {"a.js": {1, 2, 6}}


@pytest.mark.parametrize("branches", [{}, {"branchMap": [], "b": {}}, {"branchMap": {"0": 1}, "b": None}])
def test_branches_that_cannot_be_read_cost_no_line(branches: dict[str, object]) -> None:
    assert lines(istanbul.parse(report(body(statements((1, 3), rest=branches))))) == {"a.js": {1: 3}}


def test_statements_that_old_versions_skip_count_as_covered() -> None:
    file = statements((1, 0), (2, 0), (3, 4))
    file["statementMap"] = {
        "0": {"start": {"line": 1}, "skip": True},
        "1": {"start": {"line": 2}, "skip": False},
        "2": {"start": {"line": 3}, "skip": True},
    }

    assert lines(istanbul.parse(report(body(file)))) == {"a.js": {1: 1, 2: 0, 3: 4}}


@pytest.mark.parametrize(
    "content",
    [
        {"data": {"a.js": statements((1, 1))}},
        {"a.js": {"path": "a.js", "data": statements((1, 1))}},
        {"data": {"a.js": {"data": statements((1, 1))}}},
    ],
)
def test_objects_may_be_wrapped(content: object) -> None:
    assert lines(istanbul.parse(report(json.dumps(content)))) == {"a.js": {1: 1}}


def test_the_key_serves_where_there_is_no_path_and_entries_of_a_file_add_up() -> None:
    bare = statements((1, 2))
    del bare["path"]
    content = {"a.js": bare, "b.js": statements((1, 3)), "c.js": statements((1, 1), path="c.js")}

    assert lines(istanbul.parse(report(json.dumps(content)))) == {"a.js": {1: 5}, "c.js": {1: 1}}


def test_lines_of_generated_code_are_not_taken_for_the_sources() -> None:
    content = body(
        statements((1, 1), path="a.ts", rest={"inputSourceMap": {"version": 3, "mappings": "AAAA"}}),
        statements((2, 1), path="b.ts", rest={"inputSourceMap": None}),
    )
    parsed = istanbul.parse(report(content))

    assert lines(parsed) == {"b.ts": {2: 1}}
    assert skipped(parsed) == {"file whose source map was not applied": 1}


def test_what_cannot_be_read_is_left_out_and_counted() -> None:
    file = statements((1, None), (2, "x"), (0, 1), (-1, 1), (3, -5), (4, 2**70), (5, 1.0), (6, 1e3), (7, 1))
    content = {
        "a.js": file,
        "b.js": {"path": "b.js", "statementMap": {"0": None, "1": {}, "2": {"start": None}}, "s": {"0": 1, "1": 1}},
        "c.js": {"path": "c.js", "s": {}},
        "d.js": 17,
    }
    parsed = istanbul.parse(report(json.dumps(content)))

    assert lines(parsed) == {"a.js": {3: 0, 4: 2**31 - 1, 5: 1, 6: 1000, 7: 1}}
    assert skipped(parsed) == {"file": 2, "hit count": 2, "line number": 2}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        ("{}", Slug.REPORT_EMPTY),
        ('{"data":{}}', Slug.REPORT_EMPTY),
        ('{"data":[]}', Slug.REPORT_UNKNOWN_FORMAT),
        ("[]", Slug.REPORT_UNKNOWN_FORMAT),
        ('{"a.js":{"path":"a.js"}}', Slug.REPORT_UNKNOWN_FORMAT),
        ('{"total":{"lines":{"pct":80}}}', Slug.REPORT_UNKNOWN_FORMAT),
        (body(statements()), Slug.REPORT_WITHOUT_LINES),
        (body(statements((1, 1), rest={"inputSourceMap": {}})), Slug.REPORT_EMPTY),
        (body(statements((1, 1)))[:-1], Slug.REPORT_MALFORMED),
    ],
)
def test_what_cannot_be_used_says_why(content: str, slug: Slug) -> None:
    assert refusal(istanbul.parse, content).slug is slug


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, dict[int, int]]) -> None:
    content = body(*(statements(*table.items(), path=path) for path, table in coverage.items()))

    assert lines(istanbul.parse(report(content))) == {
        path: dict(sorted(table.items())) for path, table in coverage.items()
    }


@given(mutations(body(statements((1, 1), (2, 0), rest={"branchMap": {"0": {"line": 1}}, "b": {"0": [0, 1]}})).encode()))
def test_damage_is_refused_or_read_never_a_crash(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        istanbul.parse(report(content))
