"""A job that has run its tests: a git checkout in the fake runner, with a sandbox for Codacy."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from reporter.main import run
from reporter.sandbox import Sandbox
from tests.fake_runner import FakeRunner
from tests.runner_log import Result

ACTION = yaml.safe_load((Path(__file__).parent.parent / "action.yml").read_text(encoding="utf-8"))
DEFAULTS = {name: row["default"] for name, row in ACTION["inputs"].items()}
TOKEN = "s3cr3t-project-token"
SHA = "0123456789abcdef0123456789abcdef01234567"
HEAD = "a" * 40
COVERAGE = {"src/shop/cart.py": {1: 1, 2: 1, 3: 0}, "web/src/app.ts": {1: 5, 4: 0}}


def lcov(files: Mapping[str, Mapping[int, int]], root: str = "") -> str:
    records = []
    for path, lines in files.items():
        records += [f"SF:{root}{path}", *(f"DA:{line},{hits}" for line, hits in lines.items()), "end_of_record"]
    return "\n".join(records) + "\n"


def commit_files(folder: Path, *names: str) -> None:
    """A git checkout that tracks files of these names, of ten lines each."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("line\n" * 10, encoding="utf-8")
    git = ("git", "-C", str(folder), "-c", "user.name=t", "-c", "user.email=t@example.com")
    subprocess.run([*git, "init", "-q", "."], check=True)
    subprocess.run([*git, "add", "-f", *names], check=True)
    subprocess.run([*git, "commit", "-qm", "files"], check=True)


class Job:
    """A job of acme/shop that has run its tests; Codacy is a sandbox."""

    def __init__(self, folder: Path, sandbox: Sandbox, **runner: Any) -> None:
        self.runner = FakeRunner(folder, defaults=DEFAULTS, **runner)
        self.sandbox = sandbox
        commit_files(self.runner.workspace, *COVERAGE)

    def write(self, name: str, text: str) -> None:
        path = self.runner.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def step(self, env: Mapping[str, str] | None = None, **inputs: str) -> Result:
        given = {name.replace("_", "-"): text for name, text in inputs.items()}
        given.setdefault("project-token", TOKEN)
        given.setdefault("api-base-url", self.sandbox.url)
        return self.runner.run(run, given, env=env, secrets=[TOKEN])

    def held(self, sha: str = SHA) -> dict[str, dict[int, int]]:
        """What Codacy would hold: file → line → hits."""
        commit = self.sandbox.state.commits.get(sha)
        files = commit.coverage.values() if commit else ()
        return {path: dict(lines.items()) for language in files for path, lines in language.items()}

    def finals(self, sha: str = SHA) -> int:
        return self.sandbox.state.commits[sha].finals if sha in self.sandbox.state.commits else 0


MakeJob = Callable[..., Job]


def slugs(result: Result) -> set[str]:
    return {annotation.title.removeprefix("Coverage: ").replace(" ", "-") for annotation in result.annotations}
