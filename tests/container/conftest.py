"""The example repository as a checkout on a runner."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.container.runner import Runner
from tests.docker import PROJECT, commit_all


@pytest.fixture
def runner(image: str, tmp_path: Path) -> Runner:
    """A runner that has checked out examples/ and has run its tests."""
    unborn = Runner(tmp_path, image)
    shutil.copytree(PROJECT / "examples", unborn.workspace)
    return Runner(tmp_path, image, sha=commit_all(unborn.workspace))
