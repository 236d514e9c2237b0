"""The run after a fork's, in the container: the artifact lies in the mounted temporary folder, as strangers made it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from reporter.sandbox import Sandbox
from tests.container.step import ContainerStep
from tests.docker import PROJECT
from tests.fake_github import FakeGitHub
from tests.fake_runner import FakeRunner
from tests.job import HEAD
from tests.test_fork_end_to_end import workflow_run

pytestmark = [pytest.mark.timeout(600)]

TOKEN = "0123456789abcdef0123456789abcdef"
COVERAGE = {"src/cart.py": {"1": 1, "2": 0}}


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    with FakeGitHub() as fake:
        fake.state.trees[HEAD] = {"src/cart.py": "100644"}
        yield fake


@pytest.fixture
def following(tmp_path: Path, github: FakeGitHub) -> FakeRunner:
    """A runner without a checkout, which has downloaded what the fork's run has saved."""
    action = yaml.safe_load((PROJECT / "action.yml").read_text("utf-8"))
    defaults = {name: str(row.get("default", "")) for name, row in action["inputs"].items()}
    runner = FakeRunner(
        tmp_path,
        event_name="workflow_run",
        event=workflow_run(),
        defaults=defaults,
        github={"api_url": github.url},
    )
    files = [{"filename": path, "coverage": lines} for path, lines in COVERAGE.items()]
    (runner.temp / "fork-coverage").mkdir()
    (runner.temp / "fork-coverage" / "python-1.json").write_text(json.dumps({"fileReports": files}), "utf-8")
    return runner


def inputs(address: str) -> dict[str, str]:
    return {
        "project-token": TOKEN,
        "api-base-url": address,
        "coverage-reports": "/home/runner/work/_temp/fork-coverage",
    }


def test_what_a_fork_has_saved_is_sent(image: str, following: FakeRunner, sandbox: Sandbox) -> None:
    step = ContainerStep(image, following.workspace.parent)

    done = following.run(step.main, inputs(sandbox.url), secrets=[TOKEN])

    assert done.exit_status == 0, done.stdout
    assert (done.outputs["status"], done.outputs["commit-uuid"]) == ("uploaded", HEAD)
    held = sandbox.state.commits[HEAD]
    assert held.finals == 1
    assert {path: dict(lines.items()) for path, lines in held.coverage["python"].items()} == {
        "src/cart.py": {1: 1, 2: 0}
    }


@pytest.mark.parametrize("target", ["/github/workflow/event.json", "/proc/self/environ", "python-1.json"])
def test_a_link_in_the_artifact_leads_nowhere(image: str, following: FakeRunner, sandbox: Sandbox, target: str) -> None:
    (following.temp / "fork-coverage" / "b.json").symlink_to(target)
    step = ContainerStep(image, following.workspace.parent)

    done = following.run(step.main, inputs(sandbox.url), secrets=[TOKEN])

    assert done.exit_status == 1
    assert "fork-coverage/b.json is a link" in done.stdout
    assert not sandbox.state.requests


def test_a_pipe_in_the_artifact_keeps_nobody_waiting(image: str, following: FakeRunner, sandbox: Sandbox) -> None:
    os.mkfifo(following.temp / "fork-coverage" / "b.json")
    step = ContainerStep(image, following.workspace.parent)

    done = following.run(step.main, inputs(sandbox.url), secrets=[TOKEN])

    assert done.exit_status == 1
    assert "fork-coverage/b.json is no regular file" in done.stdout
    assert not sandbox.state.requests
