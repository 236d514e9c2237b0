"""What R's covr makes for Codecov."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from reporter.errors import Slug
from reporter.formats import covr
from tests.formats.reports import Lines, by_place, lines, refusal, report, short_coverages, skipped


def body(*files: object, uploader: str = "R") -> str:
    return json.dumps({"files": files, "uploader": uploader})


def test_the_index_is_the_line() -> None:
    content = body({"name": "R/a.R", "coverage": [None, None, 5, 0, None]}, {"name": "R/b.R", "coverage": [None]})

    assert lines(covr.parse(report(content))) == {"R/a.R": {2: 5, 3: 0}}


def test_what_cannot_be_read_is_counted() -> None:
    parsed = covr.parse(report(body({"name": "R/a.R", "coverage": [1, 2**40, "NA", -1]}, {"name": "R/b.R"})))

    assert lines(parsed) == {"R/a.R": {1: 2**31 - 1, 3: 0}}
    assert skipped(parsed) == {"file": 1, "hit count": 1, "line number": 1}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (body()[:-1], Slug.REPORT_MALFORMED),
        ('{"files":[]}', Slug.REPORT_UNKNOWN_FORMAT),
        (body(uploader="other"), Slug.REPORT_UNKNOWN_FORMAT),
        (body(), Slug.REPORT_EMPTY),
        (body({"name": "R/a.R", "coverage": [None]}), Slug.REPORT_WITHOUT_LINES),
    ],
)
def test_what_cannot_be_used_says_why(content: str, slug: Slug) -> None:
    assert refusal(covr.parse, content).slug is slug


@given(short_coverages)
def test_what_is_written_is_read(coverage: dict[str, Lines]) -> None:
    content = body(*({"name": path, "coverage": [None, *by_place(table)]} for path, table in coverage.items()))

    assert lines(covr.parse(report(content))) == coverage
