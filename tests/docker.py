"""The real image for the tests that run it, and the programs around it."""

from __future__ import annotations

import fcntl
import os
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

PROJECT = Path(__file__).parent.parent
IMAGE = "codacy-coverage-action:test"
ACT_IMAGE = "act-dockeraction:latest"
"""What act calls the image of ``uses: ./``; found under this name, it is not built again."""


@contextmanager
def engine_alone() -> Iterator[None]:
    """Wait until no other process tests with the engine: act calls containers by names that two runs may share."""
    with (Path(tempfile.gettempdir()) / "codacy-coverage-action-engine.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build_image() -> str:
    """Build the Dockerfile and return the image's name; without an engine the test is skipped, in CI it fails.

    ``DOCKER_BUILD_ARGS`` holds further arguments for ``docker build``.
    """
    if run("docker", "info").returncode != 0:
        cannot_run("no Docker engine answers here, so the image is NOT tested. Start Docker and run the tests again.")
    more = shlex.split(os.environ.get("DOCKER_BUILD_ARGS", ""))
    built = run("docker", "build", *more, "--quiet", "--tag", IMAGE, "--tag", ACT_IMAGE, str(PROJECT))
    assert built.returncode == 0, built.stderr
    return IMAGE


def cannot_run(reason: str) -> NoReturn:
    """Skip, or fail where nobody would read that something was skipped."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def run(
    *command: str, environ: dict[str, str] | None = None, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; its output is text. ``environ`` is added to the environment."""
    return subprocess.run(
        command,
        env=os.environ | (environ or {}),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def git(folder: Path, *arguments: str) -> str:
    """Run git, deaf to the settings of whoever runs the tests."""
    environ = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    identity = ("-c", "user.name=tester", "-c", "user.email=tester@example.com")
    done = run("git", *identity, *arguments, environ=environ, folder=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit_all(folder: Path) -> str:
    """Make the folder a repository with one commit of all that is not ignored; returns the commit."""
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "All of it")
    return git(folder, "rev-parse", "HEAD")
