"""Run a workflow file with act, and read back what its jobs did."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.docker import PROJECT, cannot_run, commit_all, git, run

RUNNER_IMAGE = os.environ.get("ACT_RUNNER_IMAGE", "node:20-bookworm-slim")
"""The image in which jobs run; it needs no more than node and a shell."""

TOKEN = "0123456789abcdef0123456789abcdef"
SOURCES = {f"src/{name}.js": "one\ntwo\nthree\nfour\n" for name in ("api", "web", "worker", "shared")}


@dataclass(slots=True)
class Step:
    """The step with the id ``coverage`` in one job or leg; ``result`` is success or failure."""

    result: str = ""
    log: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Performance:
    """A whole run: ``status`` is 0 if every job succeeded, ``steps`` are those of each job in the order of its legs."""

    status: int
    log: str
    steps: Mapping[str, tuple[Step, ...]]


def checkout(root: Path, files: Mapping[str, str]) -> str:
    """A repository acme/shop with these files and the action itself; returns its commit."""
    for name, content in {**files, "action.yml": (PROJECT / "action.yml").read_text("utf-8")}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, "utf-8")
    shutil.copy(PROJECT / "Dockerfile", root)
    sha = commit_all(root)
    git(root, "remote", "add", "origin", "https://github.com/acme/shop.git")
    return sha


def perform(root: Path, workflow: Path, codacy: str, *, event: str = "push", payload: object = None) -> Performance:
    """Run the workflow in the checkout ``root``; ``codacy`` is the address that ``vars.CODACY`` has."""
    act = Path(sys.executable).with_name("act")
    if not act.exists():
        cannot_run("act is not installed, so whole workflows are NOT tested: make .venv/ready")
    options = [
        "--platform",
        f"ubuntu-latest={RUNNER_IMAGE}",
        "--pull=false",
        "--action-offline-mode",
        "--rebuild=false",
    ]
    if payload is not None:
        event_file = root / ".git/event.json"
        event_file.write_text(json.dumps(payload), "utf-8")
        options += ["--eventpath", str(event_file)]
    done = run(
        *(str(act), event, "--json", "--rm", "--no-cache-server", "--workflows", str(workflow), *options),
        *("--secret", f"CODACY_PROJECT_TOKEN={TOKEN}", "--var", f"CODACY={codacy}"),
        environ={"XDG_CONFIG_HOME": str(root / ".git"), "XDG_CACHE_HOME": str(root / ".git")},
        folder=root,
    )
    events = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    log = "".join(f"{event.get('job')}: {event['msg'].rstrip()}\n" for event in events)
    return Performance(done.returncode, log + done.stderr, _steps(events))


def _steps(events: Iterable[Mapping[str, Any]]) -> Mapping[str, tuple[Step, ...]]:
    """The events of parallel legs come mixed; the name of a leg ends in its number."""
    found: dict[tuple[str, str], Step] = {}
    for event in events:
        if event.get("stepID") != ["coverage"]:
            continue
        step = found.setdefault((event["jobID"], event["job"]), Step())
        if event.get("command") == "set-output":
            step.outputs[event["name"]] = event["arg"]
        elif event.get("command") == "summary":
            step.summary += event["content"]
        elif event.get("raw_output"):
            step.log += event["msg"]
        step.result = event.get("stepResult", step.result)
    return {job: tuple(found[key] for key in sorted(found) if key[0] == job) for job, _ in found}
