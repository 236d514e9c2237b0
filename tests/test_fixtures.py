"""Every report that a real tool wrote: exactly one parser accepts it, and its numbers are the tool's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reporter import detection
from reporter.errors import ReportError, Slug
from reporter.formats import BY_NAME, FORMATS
from reporter.model import MAX_HITS, LineHits
from reporter.reading import read_report
from reporter.report_file import ReportFile
from tests.real_reports import FIXTURES, described, name


def files_of(folder: Path, description: dict[str, Any]) -> dict[str, LineHits]:
    """The report as its file name and content show it; a refused one with its format named."""
    report = ReportFile(folder / description["report"], description["report"])
    forced = BY_NAME[description["format"]] if description.get("refused") else None
    parsed = read_report(report, forced)
    assert parsed.format == description["format"]
    return {file.path: file.lines for file in parsed.files if file.lines.coverable}


@pytest.mark.parametrize("folder", FIXTURES, ids=name)
def test_covered_and_coverable_lines_are_the_tools_own(folder: Path) -> None:
    description = described(folder)
    expected = description["expected"]

    files = files_of(folder, description)

    assert {path: [lines.covered, lines.coverable] for path, lines in files.items()} == expected["files"]
    assert sum(lines.covered for lines in files.values()) == expected["covered"]
    assert sum(lines.coverable for lines in files.values()) == expected["coverable"]


@pytest.mark.parametrize("folder", [folder for folder in FIXTURES if described(folder).get("lines")], ids=name)
def test_each_line_is_the_tools_own(folder: Path) -> None:
    description = described(folder)
    files = files_of(folder, description)

    for path, expected in description["lines"].items():
        most = 1 if description["hits"] == "covered" else MAX_HITS  # the tool shows whether, or how often
        found = {line: min(hits, most) for line, hits in files[path].items()}
        assert found == {int(line): min(hits, most) for line, hits in expected.items()}, path


@pytest.mark.parametrize("folder", [folder for folder in FIXTURES if described(folder).get("refused")], ids=name)
def test_what_cannot_state_its_uncovered_lines_is_refused(folder: Path) -> None:
    description = described(folder)

    with pytest.raises(ReportError) as caught:
        read_report(ReportFile(folder / description["report"], "index.xml"), None)

    assert caught.value.problems[0].slug is Slug.REPORT_UNCOVERED_LINES_MISSING


@pytest.mark.parametrize("folder", FIXTURES, ids=name)
def test_the_content_leaves_one_format(folder: Path) -> None:
    description = described(folder)
    report = ReportFile(folder / description["report"], description["report"])

    found = detection.candidates(report.head(), "report")

    assert [format_.name for format_ in found] == [description["format"]]


def test_every_format_has_fixtures() -> None:
    assert {described(folder)["format"] for folder in FIXTURES} == {format_.name for format_ in FORMATS}
