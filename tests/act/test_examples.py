"""Every workflow in the documents is one that works when it is pasted."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reporter.sandbox import Sandbox
from tests.act.examples import documented_workflows, performable
from tests.act.performance import SOURCES, TOKEN, checkout, perform
from tests.docker import run

WORKFLOWS = dict(documented_workflows())
example = pytest.mark.parametrize("place", WORKFLOWS)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(project_token=TOKEN) as server:
        yield server


def test_the_readme_shows_whole_workflows() -> None:
    assert any(place.startswith("README.md:") for place in WORKFLOWS)


@example
def test_a_workflow_is_valid(place: str, tmp_path: Path) -> None:
    file = tmp_path / "workflow.yml"
    file.write_text(WORKFLOWS[place], "utf-8")
    checked = run(str(Path(sys.executable).with_name("actionlint")), "-ignore", "is deprecated", str(file))
    assert checked.returncode == 0, checked.stdout


@pytest.mark.xdist_group("docker")
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("image")
@example
def test_a_workflow_brings_its_coverage_to_codacy(place: str, tmp_path: Path, sandbox: Sandbox) -> None:
    sha = checkout(tmp_path, SOURCES)
    (tmp_path / ".git/workflow.yml").write_text(performable(WORKFLOWS[place]), "utf-8")
    event = "push" if re.search(r"\bpush\b", WORKFLOWS[place]) else "pull_request"

    performed = perform(tmp_path, tmp_path / ".git/workflow.yml", sandbox.url, event=event)

    assert performed.status == 0, performed.log
    assert performed.steps
    held = sandbox.state.commits[sha]
    assert held.finals == 1
    assert [list(files) for files in held.coverage.values()] == [["src/api.js"]]
