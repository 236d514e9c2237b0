"""Codacy's own JSON."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given

from reporter.errors import ReportError, Slug
from reporter.formats import codacy
from tests.formats.reports import coverages, lines, mutations, refusal, report, skipped

MAX = 2**31 - 1


def body(*files: object, **rest: object) -> str:
    return json.dumps({"fileReports": files, **rest})


def test_totals_are_left_alone_and_entries_of_a_file_add_up() -> None:
    content = body(
        {"filename": "b.py", "total": 3, "coverage": {"2": 1, "10": 0}},
        {"filename": "b.py", "coverage": {"2": 2}},
        {"filename": "a.py", "coverage": {"1": 2**70}},
        total=99,
        language="python",
    )

    assert lines(codacy.parse(report(content))) == {"a.py": {1: MAX}, "b.py": {2: 3, 10: 0}}


def test_what_the_api_would_not_take_is_left_out_and_counted() -> None:
    content = body(
        {"filename": "a", "coverage": {"1": 5, "2": None, "x": 1, "3": 1e3, "0": 1, "4": "7", "5": True, "6": [1]}},
        {"filename": "b", "coverage": {"-1": 1, "2": -3}},
        {"coverage": {"1": 1}},
        {"filename": 3, "coverage": {}},
        17,
    )
    parsed = codacy.parse(report(content))

    assert lines(parsed) == {"a": {1: 5, 3: 1000, 4: 7}, "b": {2: 0}}
    assert skipped(parsed) == {"file report": 3, "hit count": 3, "line number": 3}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_make_no_difference(encoding: str) -> None:
    content = '{"fileReports":[{"filename":"é.py","coverage":{"1":1}}]}'.encode(encoding)

    assert lines(codacy.parse(report(content))) == {"é.py": {1: 1}}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        ('{"fileReports":[', Slug.REPORT_MALFORMED),
        ('{"fileReports":[{"filename":"a","coverage":{"1":NaN}}]}', Slug.REPORT_MALFORMED),
        (b'{"fileReports":[{"filename":"\xff","coverage":{"1":1}}]}', Slug.REPORT_EMPTY),
        ("[" * 200_000, Slug.REPORT_UNKNOWN_FORMAT),
        ('{"fileReports":' + "[" * 200_000, Slug.REPORT_MALFORMED),
        ('{"source_files":[]}', Slug.REPORT_UNKNOWN_FORMAT),
        ('{"fileReports":{}}', Slug.REPORT_UNKNOWN_FORMAT),
        ('{"fileReports":[]}', Slug.REPORT_EMPTY),
        ('{"fileReports":[{"filename":"a","coverage":{}}]}', Slug.REPORT_WITHOUT_LINES),
    ],
)
def test_what_cannot_be_used_says_why(content: str | bytes, slug: Slug) -> None:
    assert refusal(codacy.parse, content).slug is slug


def test_a_misspelt_key_is_named() -> None:
    problem = refusal(codacy.parse, body({"file": "a.py", "coverage": {"1": 1}}))

    assert problem.slug is Slug.REPORT_EMPTY
    assert "fileReports[0]" in problem.reason
    assert "`filename`" in problem.reason


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, dict[int, int]]) -> None:
    files = (
        {"filename": path, "coverage": {str(line): hits for line, hits in table.items()}}
        for path, table in coverage.items()
    )

    assert lines(codacy.parse(report(body(*files)))) == {
        path: dict(sorted(table.items())) for path, table in coverage.items()
    }


@given(mutations(body({"filename": "a.py", "coverage": {"1": 1, "2": 0}}, total=50).encode()))
def test_damage_is_refused_or_read_never_a_crash(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        codacy.parse(report(content))
