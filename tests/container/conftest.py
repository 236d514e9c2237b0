"""The example repository as a checkout on a runner, and the container beside it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from reporter.sandbox import Sandbox
from tests.container.step import ContainerStep
from tests.docker import PROJECT, commit_all
from tests.fake_runner import FakeRunner


@pytest.fixture
def commit(tmp_path: Path) -> str:
    """The commit of examples/, which lies in ``tmp_path / "checkout"``."""
    shutil.copytree(PROJECT / "examples", tmp_path / "checkout")
    return commit_all(tmp_path / "checkout")


@pytest.fixture
def runner(tmp_path: Path, commit: str) -> FakeRunner:
    """A runner that has checked out examples/ and has run its tests, which left their reports."""
    action = yaml.safe_load((PROJECT / "action.yml").read_text("utf-8"))
    defaults = {name: str(row.get("default", "")) for name, row in action["inputs"].items()}
    runner = FakeRunner(tmp_path, sha=commit, defaults=defaults)
    shutil.copytree(tmp_path / "checkout", runner.workspace, dirs_exist_ok=True)
    return runner


@pytest.fixture
def step(image: str, runner: FakeRunner) -> ContainerStep:
    return ContainerStep(image, runner.workspace.parent)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as server:
        yield server
