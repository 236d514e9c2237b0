"""The action in its container, started as the runner starts it."""

from __future__ import annotations

import hashlib
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from reporter.sandbox import Sandbox
from tests.container.step import ContainerStep
from tests.docker import run
from tests.fake_runner import FakeRunner

pytestmark = [pytest.mark.timeout(600)]

TOKEN = "0123456789abcdef0123456789abcdef"


def inputs(address: str, **more: str) -> dict[str, str]:
    return {"project-token": TOKEN, "api-base-url": address, **{name.replace("_", "-"): more[name] for name in more}}


def snapshot(folder: Path) -> dict[str, tuple[str, int, float]]:
    """Path → content, mode and time of everything below, so that any write shows."""
    return {
        str(path.relative_to(folder)): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
            path.lstat().st_mode,
            path.lstat().st_mtime,
        )
        for path in sorted(folder.rglob("*"))
    }


def without_times(summary: str) -> str:
    """How long each report took to read differs from run to run."""
    return re.sub(r"\d+\.\d+\ss\b", "… s", summary)


def kept_payloads(runner: FakeRunner, path: str) -> list[Path]:
    """The payload files in a folder that an output names as the host spells it."""
    return list(Path(runner.translated(path)).glob("*.json"))


def test_reports_of_every_language_reach_codacy(
    runner: FakeRunner, step: ContainerStep, sandbox: Sandbox, commit: str
) -> None:
    done = runner.run(step.main, inputs(sandbox.url), secrets=[TOKEN])

    assert done.exit_status == 0, done.stdout
    assert done.runner_errors == []
    assert done.outputs["status"] == "uploaded"
    assert done.outputs["commit-uuid"] == commit
    held = sandbox.state.commits[commit]
    assert held.finals == 1
    languages = done.outputs["languages"].split(",")
    assert len(languages) == len(held.coverage) >= 5
    coverable = sum(lines.coverable for files in held.coverage.values() for lines in files.values())
    assert done.outputs["coverable-lines"] == str(coverable)
    assert coverable > 0
    assert done.outputs["coverage"] in done.summary
    assert TOKEN not in done.stdout.replace(f"::add-mask::{TOKEN}", "")


def test_nothing_is_written_into_the_workspace(runner: FakeRunner, step: ContainerStep, sandbox: Sandbox) -> None:
    """A file left behind would belong to root and break the next checkout of a self-hosted runner."""
    before = snapshot(runner.workspace)

    done = runner.run(step.main, inputs(sandbox.url))

    assert done.exit_status == 0, done.stdout
    assert snapshot(runner.workspace) == before


def test_a_workspace_that_cannot_be_written_is_enough(
    runner: FakeRunner, step: ContainerStep, sandbox: Sandbox
) -> None:
    done = runner.run(replace(step, workspace_mount=":ro").main, inputs(sandbox.url))

    assert done.exit_status == 0, done.stdout
    assert done.outputs["status"] == "uploaded"


def test_the_environment_of_the_workflow_changes_nothing(
    runner: FakeRunner, step: ContainerStep, sandbox: Sandbox
) -> None:
    """Python's and the shell's variables come in with `env:`; none may bring the repository's code to the token."""
    expected = runner.run(step.main, inputs(sandbox.url))
    trap = "import os\nos.write(1, b'foreign code ran\\n')\nos._exit(97)\n"
    folders = (runner.workspace, runner.workspace / "evil", runner.home / ".local/lib/python3.13/site-packages")
    modules = ("requests/__init__.py", "encodings/__init__.py", "sitecustomize.py", "usercustomize.py", "json.py")
    for place in (folder / module for folder in folders for module in modules):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(trap)

    done = runner.run(
        step.main,
        inputs(sandbox.url),
        env={
            "PATH": "utter-nonsense",
            "PYTHONPATH": "evil:/github/workspace/evil:/github/workspace",
            "PYTHONSTARTUP": "/github/workspace/evil/sitecustomize.py",
            "PYTHONHOME": "/github/workspace/evil",
            "PYTHONUSERBASE": "/github/workspace/evil",
            "PYTHONINSPECT": "1",
            "PYTHONWARNINGS": "error",
            "PYTHONOPTIMIZE": "2",
            "PYTHONIOENCODING": "ascii:strict",
            "PYTHONPLATLIBDIR": "evil",
            "PYTHONVERBOSE": "1",
            "VIRTUAL_ENV": "/github/workspace/evil",
            "LC_ALL": "en_US.ISO-8859-1",
            "TZ": "Nowhere/Nothing",
        },
    )

    assert "foreign code ran" not in done.stdout
    assert done.exit_status == expected.exit_status == 0, done.stdout
    assert done.outputs == expected.outputs
    assert without_times(done.summary) == without_times(expected.summary)


def test_paths_of_the_host_work_inside(runner: FakeRunner, step: ContainerStep, sandbox: Sandbox) -> None:
    """The runner rewrites only the first of several paths; the action does the others."""
    names = [path.relative_to(runner.workspace) for path in sorted(runner.workspace.rglob("coverage.*"))]
    assert len(names) >= 2
    reports = "\n".join(f"{runner.host_workspace}/{name}" for name in names)

    done = runner.run(step.main, inputs(sandbox.url, coverage_reports=reports))

    assert done.exit_status == 0, done.stdout
    assert done.outputs["reports"] == str(len(names))


def test_the_folder_of_payloads_is_named_as_the_host_spells_it(
    runner: FakeRunner, step: ContainerStep, sandbox: Sandbox
) -> None:
    done = runner.run(step.main, inputs(sandbox.url, dry_run="true"))

    assert done.outputs["status"] == "dry-run", done.stdout
    assert done.outputs["payload-path"].startswith("/home/runner/work/_temp/")
    assert kept_payloads(runner, done.outputs["payload-path"])
    assert sandbox.state.requests == []


def test_a_cancelled_step_keeps_its_payloads_and_ends_at_once(runner: FakeRunner, step: ContainerStep) -> None:
    """The first process of a container ignores SIGTERM unless it says otherwise, and is killed some seconds later."""
    with socket.create_server(("127.0.0.1", 0)) as silent, ThreadPoolExecutor() as pool:
        silent.settimeout(60)
        running = pool.submit(runner.run, step.main, inputs(f"http://127.0.0.1:{silent.getsockname()[1]}"))
        connection, _ = silent.accept()
        with connection:
            connection.recv(1)
            run("docker", "kill", "--signal", "TERM", step.name)
            done = running.result()

    assert done.exit_status not in {0, 137}, done.stdout
    assert done.outputs["status"] == "failed"
    assert kept_payloads(runner, done.outputs["payload-path"])
