"""The body of Coveralls' API."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from reporter.errors import Slug
from reporter.formats import coveralls
from tests.formats.reports import Lines, by_place, lines, partials, refusal, report, short_coverages, skipped


def body(*files: object) -> str:
    return json.dumps({"service_name": "github", "source_files": files, "repo_token": "x"})


def test_the_first_value_is_line_one_and_null_is_no_code() -> None:
    content = body(
        {"name": "a.c", "source": "int f();\n", "coverage": [None, 5, 0, None]},
        {"name": "b.c", "coverage": []},
        {"name": "a.c", "coverage": [None, 1]},
    )

    assert lines(coveralls.parse(report(content))) == {"a.c": {2: 6, 3: 0}}


def test_covered_lines_with_a_branch_that_was_not_taken_are_partial() -> None:
    branches = [1, 0, 0, 3, 1, 0, 1, 0, 2, 0, 0, 1, 3, 0, 0, 0, 9]
    parsed = coveralls.parse(report(body({"name": "a.c", "coverage": [3, 1, 0], "branches": branches})))

    assert partials(parsed) == {"a.c": {1}}


def test_a_list_may_be_written_as_text() -> None:
    content = body({"name": "a.c", "coverage": "[null, 2]"}, {"name": "b.c", "coverage": "[null,"})
    parsed = coveralls.parse(report(content))

    assert lines(parsed) == {"a.c": {2: 2}}
    assert skipped(parsed) == {"file": 1}


def test_what_cannot_be_read_is_counted() -> None:
    parsed = coveralls.parse(report(body({"name": "a.c", "coverage": [2**40, -1, "x", 1.0]}, {"name": 3}, 17)))

    assert lines(parsed) == {"a.c": {1: 2**31 - 1, 2: 0, 4: 1}}
    assert skipped(parsed) == {"file": 2, "hit count": 1}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (body()[:-1], Slug.REPORT_MALFORMED),
        ('{"files":[]}', Slug.REPORT_UNKNOWN_FORMAT),
        (body(), Slug.REPORT_EMPTY),
        (body({"name": "a.c", "coverage": [None]}), Slug.REPORT_WITHOUT_LINES),
    ],
)
def test_what_cannot_be_used_says_why(content: str, slug: Slug) -> None:
    assert refusal(coveralls.parse, content).slug is slug


@given(short_coverages)
def test_what_is_written_is_read(coverage: dict[str, Lines]) -> None:
    content = body(*({"name": path, "coverage": by_place(table)} for path, table in coverage.items()))

    assert lines(coveralls.parse(report(content))) == coverage
