"""Whole workflow files, performed by act against the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reporter.sandbox import Sandbox
from tests.act.performance import SOURCES, TOKEN, checkout, perform

pytestmark = [pytest.mark.timeout(600), pytest.mark.usefixtures("image")]

WORKFLOWS = Path(__file__).parent / "workflows"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(project_token=TOKEN) as server:
        yield server


def test_three_legs_and_a_final_job_make_one_coverage(tmp_path: Path, sandbox: Sandbox) -> None:
    sha = checkout(tmp_path, SOURCES)

    run = perform(tmp_path, WORKFLOWS / "matrix.yml", sandbox.url)

    assert run.status == 0, run.log
    assert [step.outputs["status"] for step in run.steps["test"]] == ["partial"] * 3
    assert [step.outputs["coverage"] for step in run.steps["test"]] == ["50.00"] * 3
    assert all("50.00" in step.summary for step in run.steps["test"])
    (finish,) = run.steps["finish"]
    assert (finish.outputs["status"], finish.outputs["commit-uuid"]) == ("final", sha)

    assert list(sandbox.state.commits) == [sha]
    held = sandbox.state.commits[sha]
    assert held.finals == 1
    assert [(upload.partial, upload.late) for upload in held.uploads] == [(True, False)] * 3
    (language,) = held.coverage
    assert {name: dict(lines.items()) for name, lines in held.coverage[language].items()} == {
        "src/api.js": {1: 1, 2: 0},
        "src/shared.js": {1: 1, 2: 1, 3: 1, 4: 0},
        "src/web.js": {1: 1, 2: 0},
        "src/worker.js": {1: 1, 2: 0},
    }
    assert "foreign code ran" not in "".join(step.log for step in run.steps["test"])


def test_a_fork_without_a_token_gets_its_summary_and_stays_green(tmp_path: Path, sandbox: Sandbox) -> None:
    checkout(tmp_path, SOURCES)
    head = {"sha": "1" * 40, "ref": "patch-1", "repo": {"full_name": "stranger/shop", "fork": True}}
    base = {"sha": "2" * 40, "ref": "main", "repo": {"full_name": "acme/shop", "fork": False}}
    event = {"action": "opened", "number": 7, "pull_request": {"number": 7, "head": head, "base": base}}

    run = perform(tmp_path, WORKFLOWS / "fork.yml", sandbox.url, event="pull_request", payload=event)

    assert run.status == 0, run.log
    (step,) = run.steps["test"]
    assert (step.outputs["status"], step.outputs["coverage"]) == ("skipped", "50.00")
    assert "50.00" in step.summary
    assert sandbox.state.requests == []
