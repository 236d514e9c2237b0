"""The post step in its container, started as the runner starts it: the same image, another entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from reporter.leg import Left
from reporter.sandbox import Sandbox
from tests.container.step import ContainerStep
from tests.docker import PROJECT
from tests.fake_github import FakeGitHub
from tests.fake_runner import FakeRunner
from tests.github_answers import job

pytestmark = [pytest.mark.timeout(600)]

TOKEN = "0123456789abcdef0123456789abcdef"
SHA = "0123456789abcdef0123456789abcdef01234567"
ACTION = yaml.safe_load((PROJECT / "action.yml").read_text("utf-8"))
ENTRY = ACTION["runs"]["post-entrypoint"]


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    with FakeGitHub() as server:
        server.state.jobs[1000] = [job(1000, "test (a)", "in_progress"), job(1001, "test (b)", "completed")]
        yield server


@pytest.fixture
def runner(tmp_path: Path, github: FakeGitHub) -> FakeRunner:
    defaults = {name: str(row["default"]) for name, row in ACTION["inputs"].items()}
    return FakeRunner(tmp_path, defaults=defaults, job_total=2, github={"api_url": github.url})


def test_the_last_job_of_a_matrix_completes_the_coverage(
    image: str, runner: FakeRunner, github: FakeGitHub, sandbox: Sandbox
) -> None:
    """Whatever `env:` says to Python, the post step does not hear it either."""
    post = replace(ContainerStep(image, runner.workspace.parent), instead=(ENTRY,))
    (runner.workspace / "sitecustomize.py").write_text("import os\nos.write(1, b'foreign code ran\\n')\n")
    trap = {"PYTHONPATH": "/github/workspace", "PYTHONHOME": "/github/workspace", "PATH": "utter-nonsense"}

    done = runner.run(
        post.main,
        {"project-token": TOKEN, "api-base-url": sandbox.url},
        env=trap,
        secrets=[TOKEN],
        state=Left(SHA, accepted=True).as_state(),
    )

    assert done.exit_status == 0, done.stdout
    assert "foreign code ran" not in done.stdout
    assert [request.route for request in github.requests] == ["jobs"]
    assert sandbox.state.commits[SHA].finals == 1


def test_a_step_that_left_nothing_has_nothing_to_finish(image: str, runner: FakeRunner) -> None:
    done = runner.run(replace(ContainerStep(image, runner.workspace.parent), instead=(ENTRY,)).main)

    assert (done.exit_status, done.stdout) == (0, "")
