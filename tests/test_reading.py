"""One report: recognised, confirmed by its parser, or refused with the cure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reporter.errors import ReportError, Slug
from reporter.formats import BY_NAME, FORMATS
from reporter.reading import read_report
from reporter.report_file import ReportFile
from tests.test_detection import FIXTURES

LCOV = "TN:\nSF:a.c\nDA:1,1\nend_of_record\n"


def problem_of(tmp_path: Path, content: str | bytes, forced: str = "") -> tuple[Slug, str]:
    path = tmp_path / "report"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(ReportError) as caught:
        read_report(ReportFile(path, "report"), BY_NAME.get(forced))
    (problem,) = caught.value.problems
    assert problem.cure
    return problem.slug, problem.message


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: f"{path.parent.parent.name}/{path.parent.name}")
def test_reports_of_real_tools_hold_what_the_tools_say(fixture: Path) -> None:
    facts = json.loads(fixture.read_text(encoding="utf-8"))
    forced = BY_NAME[facts["format"]] if facts.get("refused") else None
    parsed = read_report(ReportFile(fixture.parent / facts["report"], facts["report"]), forced)

    assert parsed.format == facts["format"]
    assert sum(file.lines.coverable for file in parsed.files) == facts["expected"]["coverable"]
    assert sum(file.lines.covered for file in parsed.files) == facts["expected"]["covered"]


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff", "\0\0\0"])
def test_an_empty_file_is_said_whatever_is_forced(tmp_path: Path, content: str, format_: object) -> None:
    assert problem_of(tmp_path, content, getattr(format_, "name", ""))[0] is Slug.REPORT_EMPTY
    assert problem_of(tmp_path, content)[0] is Slug.REPORT_EMPTY


def test_a_forced_format_does_not_win_over_what_is_clearly_another(tmp_path: Path) -> None:
    slug, message = problem_of(tmp_path, LCOV, "clover")

    assert slug is Slug.REPORT_OTHER_FORMAT
    assert message == "looks like LCOV, and Clover was asked for"


def test_a_forced_format_does_not_win_over_a_refusal(tmp_path: Path) -> None:
    assert problem_of(tmp_path, "<testsuites/>", "cobertura")[0] is Slug.REPORT_NOT_COVERAGE


def test_a_forced_format_wins_where_the_head_tells_nothing(tmp_path: Path) -> None:
    path = tmp_path / "late"
    path.write_text("#" + "x" * 70_000 + "\n" + LCOV, encoding="utf-8")

    assert problem_of(tmp_path, path.read_bytes())[0] is Slug.REPORT_UNKNOWN_FORMAT
    assert [file.path for file in read_report(ReportFile(path, "late"), BY_NAME["lcov"]).files] == ["a.c"]


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_no_parser_takes_what_it_does_not_know(tmp_path: Path, format_: object) -> None:
    slug, _ = problem_of(tmp_path, "Hello, world.\n", getattr(format_, "name", ""))

    assert slug in {Slug.REPORT_UNKNOWN_FORMAT, Slug.REPORT_MALFORMED}


def test_the_parser_that_disagrees_is_heard(tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.write_text('{"fileReports": 3}', encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        read_report(ReportFile(path, "report"), None)

    assert caught.value.problems[0].reason.startswith("It looks like Codacy JSON, but it ")
