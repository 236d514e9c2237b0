"""The action in its container, started as the runner starts it."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reporter.sandbox import Sandbox
from tests.container.runner import Runner
from tests.docker import run

pytestmark = [pytest.mark.xdist_group("docker"), pytest.mark.timeout(600)]

TOKEN = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as server:
        yield server


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


def test_reports_of_every_language_reach_codacy(runner: Runner, sandbox: Sandbox) -> None:
    step = runner.step(inputs(sandbox.url))

    assert step.status == 0, step.log
    assert step.outputs["status"] == "uploaded"
    assert step.outputs["commit-uuid"] == runner.sha
    held = sandbox.state.commits[runner.sha]
    assert step.outputs["languages"].split(",") == sorted(held.coverage)
    assert held.finals == 1
    coverable = sum(lines.coverable for files in held.coverage.values() for lines in files.values())
    assert step.outputs["coverable-lines"] == str(coverable)
    assert coverable > 0
    assert step.outputs["coverage"] in step.summary
    assert TOKEN not in step.log.replace(f"::add-mask::{TOKEN}", "")


def test_the_workspace_stays_as_it_was(runner: Runner, sandbox: Sandbox) -> None:
    """A file left behind would belong to root and break the next checkout of a self-hosted runner."""
    before = snapshot(runner.workspace)

    step = runner.step(inputs(sandbox.url))

    assert step.status == 0, step.log
    assert snapshot(runner.workspace) == before


def test_a_workspace_that_cannot_be_written_is_enough(runner: Runner, sandbox: Sandbox) -> None:
    step = replace(runner, mount_options=":ro").step(inputs(sandbox.url))

    assert step.status == 0, step.log
    assert step.outputs["status"] == "uploaded"


def test_the_environment_of_the_workflow_changes_nothing(runner: Runner, sandbox: Sandbox) -> None:
    """Python's and the shell's variables come in with `env:`; none may bring the repository's code to the token."""
    expected = runner.step(inputs(sandbox.url))
    evil = runner.workspace / "evil"
    trap = "import os\nos.write(1, b'foreign code ran\\n')\nos._exit(97)\n"
    for module in ("requests/__init__.py", "sitecustomize.py", "usercustomize.py", "encodings/__init__.py", "json.py"):
        for folder in (evil, runner.workspace, runner.temp / "_github_home/.local/lib/python3.13/site-packages"):
            (folder / module).parent.mkdir(parents=True, exist_ok=True)
            (folder / module).write_text(trap)

    step = runner.step(
        inputs(sandbox.url),
        environ={
            "PATH": "utter-nonsense",
            "PYTHONPATH": "evil:/github/workspace/evil:/github/workspace",
            "PYTHONSTARTUP": "/github/workspace/evil/sitecustomize.py",
            "PYTHONHOME": "/github/workspace/evil",
            "PYTHONUSERBASE": "/github/workspace/evil",
            "PYTHONINSPECT": "1",
            "PYTHONBREAKPOINT": "json.loads",
            "PYTHONWARNINGS": "error",
            "PYTHONOPTIMIZE": "2",
            "PYTHONIOENCODING": "ascii:strict",
            "PYTHONPLATLIBDIR": "evil",
            "VIRTUAL_ENV": "/github/workspace/evil",
            "LC_ALL": "en_US.ISO-8859-1",
            "TZ": "Nowhere/Nothing",
        },
    )

    assert "foreign code ran" not in step.log
    assert step.status == expected.status == 0, step.log
    assert step.outputs == expected.outputs


def test_paths_of_the_host_work_inside(runner: Runner, sandbox: Sandbox) -> None:
    """The runner rewrites only the first of several paths; the action does the others."""
    reports = [path for path in sorted(runner.workspace.rglob("*")) if path.name in {"coverage.xml", "coverage.out"}]
    assert len(reports) >= 2

    step = runner.step(inputs(sandbox.url, coverage_reports="\n".join(map(str, reports))))

    assert step.status == 0, step.log
    assert step.outputs["reports"] == str(len(reports))


def test_what_a_path_output_says_exists_on_the_host(runner: Runner, sandbox: Sandbox) -> None:
    step = runner.step(inputs(sandbox.url, dry_run="true"))

    assert step.outputs["status"] == "dry-run", step.log
    assert list(Path(step.outputs["payload-path"]).glob("*.json"))
    assert sandbox.state.requests == []


def test_a_cancelled_step_keeps_its_payloads_and_ends_at_once(runner: Runner) -> None:
    """The container's first process gets no default for SIGTERM: unhandled, it would be ignored and then killed."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        with runner.start(inputs(f"http://127.0.0.1:{silent.getsockname()[1]}")) as running:
            connection, _ = silent.accept()
            with connection:
                connection.recv(1)
                run("docker", "kill", "--signal", "TERM", running.container)
                step = running.result()

    assert step.status not in {0, 128 + 9}, step.log
    assert step.outputs["status"] == "failed"
    assert list(Path(step.outputs["payload-path"]).glob("*.json"))
