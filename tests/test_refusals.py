"""What real tools write and cannot be used is refused with the command or option that writes what can be."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from reporter.discovery import find
from reporter.errors import Problem, ReportError
from reporter.reading import read_report
from tests.job import COVERAGE, Job, lcov

ROOT = Path(__file__).parent / "fixtures/refused"
REFUSED: list[dict[str, Any]] = json.loads((ROOT / "refused.json").read_text(encoding="utf-8"))
GOOD = "good.info"


def problem_of(file: str) -> Problem:
    """What is said of a file or a folder that the user names."""
    discovery = find(file, ROOT, (), {})
    if discovery.problems:
        (problem,) = discovery.problems
        return problem
    (found,) = discovery.found
    with pytest.raises(ReportError) as caught:
        read_report(found.report, found.forced)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row["file"])
def test_the_cure_is_what_the_tool_must_be_told(row: dict[str, Any]) -> None:
    problem = problem_of(row["file"])

    assert problem.slug == row["slug"]
    assert row["cure"] in problem.cure


def test_every_file_has_its_row() -> None:
    """A row may be about a whole folder."""
    rows = {row["file"] for row in REFUSED}
    files = {path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()} - {Path("refused.json")}

    assert {str(file) for file in files if not rows & {str(file), *map(str, file.parents)}} == set()


def test_a_job_that_names_them_all_is_told_all_the_cures(job: Job) -> None:
    """The one good report is sent all the same."""
    shutil.copytree(ROOT, job.runner.workspace / "all")
    job.write(GOOD, lcov(COVERAGE))

    result = job.step(coverage_reports="\n".join([GOOD, *(f"all/{row['file']}" for row in REFUSED)]))

    assert job.held() == COVERAGE
    assert result.exit_status == 1
    assert not result.runner_errors
    said = "\n".join((result.text, *(command.data for command in result.commands)))
    for row in REFUSED:
        about = said.rpartition(f"all/{row['file']} ")[2]  # the last time is the problem, those before are in tables
        assert row["cure"] in about.partition("Cure: ")[2].partition("\n")[0], row["file"]
