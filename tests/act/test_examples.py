"""Every workflow in the documents is one that works when it is pasted."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reporter.sandbox import Sandbox
from tests.act.examples import documented_workflows, finals, performable
from tests.act.performance import SOURCES, TOKEN, checkout, perform
from tests.docker import run

WORKFLOWS = dict(documented_workflows())
example = pytest.mark.parametrize("place", WORKFLOWS)

EVENTS: dict[str, Callable[[str], dict[str, Any]]] = {
    "push": lambda sha: {"ref": "refs/heads/main", "after": sha},
    "workflow_dispatch": lambda sha: {"inputs": {"run-id": "1", "commit": sha}},
}
"""Event → its payload for a commit.

Not ``workflow_run``: act gives the action another temporary folder than the steps before it, and no API of GitHub.
"""


def _event(workflow: str) -> str:
    return next((name for name in EVENTS if re.search(rf"^on:\s.*?\b{name}\b", workflow, re.MULTILINE | re.DOTALL)), "")


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


@pytest.mark.timeout(600)
@pytest.mark.usefixtures("image")
@pytest.mark.parametrize("place", [place for place, text in WORKFLOWS.items() if _event(text)])
def test_a_workflow_brings_its_coverage_to_codacy(place: str, tmp_path: Path, sandbox: Sandbox) -> None:
    sha = checkout(tmp_path, SOURCES)
    (tmp_path / ".git/workflow.yml").write_text(performable(WORKFLOWS[place]), "utf-8")
    event = _event(WORKFLOWS[place])

    performed = perform(tmp_path, tmp_path / ".git/workflow.yml", sandbox.url, event=event, payload=EVENTS[event](sha))

    assert performed.status == 0, performed.log
    assert performed.steps
    held = sandbox.state.commits[sha]
    assert held.finals == finals(WORKFLOWS[place])
    assert [list(files) for files in held.coverage.values()] == [["src/api.js"]]
