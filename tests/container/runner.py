"""What GitHub's runner does with a container action: its mounts, its variables, its translation of host paths."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import yaml

from tests.docker import PROJECT

ACTION = yaml.safe_load((PROJECT / "action.yml").read_text("utf-8"))
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Step:
    """What is left of a step: exit status, log, outputs and job summary."""

    status: int
    log: str
    outputs: Mapping[str, str]
    summary: str


@dataclass(frozen=True, slots=True)
class RunningStep:
    """A step that has not ended yet."""

    container: str
    client: subprocess.Popen[str]
    commands: Path

    def result(self) -> Step:
        """Wait for the end."""
        log, _ = self.client.communicate()
        outputs = dict(_values((self.commands / "set_output").read_text("utf-8")))
        return Step(self.client.returncode, log, outputs, (self.commands / "step_summary").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Runner:
    """A runner whose work folder is ``root``; the repository is acme/shop and ``sha`` was pushed to main."""

    root: Path
    image: str
    sha: str = "0" * 40
    mount_options: str = ""
    """Appended to the mount of the workspace, such as ``:ro``."""

    @property
    def workspace(self) -> Path:
        """The checkout, on the host."""
        return self.root / "work/shop/shop"

    @property
    def temp(self) -> Path:
        """RUNNER_TEMP, on the host."""
        return self.root / "work/_temp"

    def step(self, inputs: Mapping[str, str], environ: Mapping[str, str] | None = None) -> Step:
        """Run the action once; ``environ`` is the workflow's ``env:``."""
        with self.start(inputs, environ) as step:
            return step.result()

    @contextmanager
    def start(self, inputs: Mapping[str, str], environ: Mapping[str, str] | None = None) -> Iterator[RunningStep]:
        """Start the action without waiting for its end; the block must wait for its result."""
        commands = self._prepare()
        variables = self._variables(environ or {}, inputs)
        name = f"coverage-{uuid4().hex}"
        with subprocess.Popen(
            self._command(name, variables),
            env={**os.environ, **variables},  # values travel in the client's environment, never on its command line
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        ) as client:
            yield RunningStep(name, client, commands)

    def mounts(self) -> Mapping[Path, str]:
        """Host folder → where the container sees it, in the order in which paths are translated."""
        return {
            self.workspace: "/github/workspace",
            self.temp / "_runner_file_commands": "/github/file_commands",
            self.temp / "_github_workflow": "/github/workflow",
            self.temp / "_github_home": "/github/home",
            self.temp: "/github/runner_temp",
        }

    def translate(self, value: str) -> str:
        """As the runner does: only a value that is a host path, or starts with one."""
        for host, inside in self.mounts().items():
            if value == str(host) or value.startswith(f"{host}/"):
                return inside + value.removeprefix(str(host))
        return value

    def _prepare(self) -> Path:
        for folder in self.mounts():
            folder.mkdir(parents=True, exist_ok=True)
        commands = self.temp / "_runner_file_commands"
        for name in ("set_output", "set_env", "add_path", "save_state", "step_summary"):
            (commands / name).write_text("")
        event = {"ref": "refs/heads/main", "after": self.sha, "repository": {"full_name": "acme/shop", "fork": False}}
        (self.temp / "_github_workflow/event.json").write_text(json.dumps(event))
        return commands

    def _variables(self, environ: Mapping[str, str], inputs: Mapping[str, str]) -> dict[str, str]:
        """What the container gets, in the runner's order: later ones win."""
        given = {name: self._evaluate(str(row.get("default", ""))) for name, row in ACTION["inputs"].items()}
        values = {
            "CI": "true",
            **environ,
            **{f"INPUT_{name.replace(' ', '_').upper()}": value for name, value in (given | dict(inputs)).items()},
            "HOME": str(self.temp / "_github_home"),
            "GITHUB_ACTION": "coverage",
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": "https://api.github.com",
            "GITHUB_EVENT_NAME": "push",
            "GITHUB_EVENT_PATH": str(self.temp / "_github_workflow/event.json"),
            "GITHUB_JOB": "test",
            "GITHUB_OUTPUT": str(self.temp / "_runner_file_commands/set_output"),
            "GITHUB_ENV": str(self.temp / "_runner_file_commands/set_env"),
            "GITHUB_PATH": str(self.temp / "_runner_file_commands/add_path"),
            "GITHUB_STATE": str(self.temp / "_runner_file_commands/save_state"),
            "GITHUB_STEP_SUMMARY": str(self.temp / "_runner_file_commands/step_summary"),
            "GITHUB_REF": "refs/heads/main",
            "GITHUB_REF_NAME": "main",
            "GITHUB_REPOSITORY": "acme/shop",
            "GITHUB_REPOSITORY_OWNER": "acme",
            "GITHUB_RUN_ATTEMPT": "1",
            "GITHUB_RUN_ID": "4711",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_SHA": self.sha,
            "GITHUB_WORKFLOW": "CI",
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_ARCH": "X64",
            "RUNNER_ENVIRONMENT": "github-hosted",
            "RUNNER_OS": "Linux",
            "RUNNER_TEMP": str(self.temp),
            "RUNNER_WORKSPACE": str(self.workspace.parent),
        }
        return {name: self.translate(value) for name, value in values.items()}

    def _evaluate(self, default: str) -> str:
        """An input's default; it sees the host's paths."""
        known = {
            "github.workspace": str(self.workspace),
            "runner.temp": str(self.temp),
            "strategy.job-total": "1",
            "toJSON(matrix)": "null",
            "github.event.pull_request.head.sha": "",
        }
        return _EXPRESSION.sub(lambda match: known[match[1]], default)

    def _command(self, name: str, variables: Mapping[str, str]) -> list[str]:
        volumes = {**self.mounts(), Path("/var/run/docker.sock"): "/var/run/docker.sock"}
        return [
            shutil.which("docker") or "docker",  # absolute: PATH belongs to the workflow here
            *("run", "--rm", "--name", name, "--workdir", "/github/workspace"),
            *(part for variable in variables for part in ("-e", variable)),
            *("--network", "host"),  # the sandbox listens on the host's loopback
            "--read-only",  # stricter than the runner: what the action writes belongs to the mounts
            *(part for host, inside in volumes.items() for part in ("-v", self._volume(host, inside))),
            self.image,
        ]

    def _volume(self, host: Path, inside: str) -> str:
        return f"{host}:{inside}{self.mount_options if host == self.workspace else ''}"


def _values(text: str) -> Iterator[tuple[str, str]]:
    """The ``name=value`` and ``name<<delimiter`` entries of a command file."""
    lines = iter(text.splitlines())
    for line in lines:
        name, separator, rest = re.split(r"(=|<<)", line, maxsplit=1)
        if separator == "=":
            yield name, rest
        else:
            yield name, "\n".join(iter(lambda: next(lines), rest))
