"""How long a step takes from the container's start to its exit beside the same container doing nothing."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

from bench import Row
from reporter.sandbox import Sandbox
from tests.container.step import ContainerStep
from tests.fake_runner import FakeRunner
from tests.job import commit_files

IMAGE = "codacy-coverage-action"
FILES = 200
LINES_PER_FILE = 500
ROUNDS = 9
WHAT = "container, LCOV of 1 MB, start to exit"
AIM = "≤ 3 x"


def rows() -> Iterator[Row]:
    """The time as a ratio to the floor, both measured by turns; needs the image that ``make image`` builds."""
    docker = shutil.which("docker")
    if (
        docker is None
        or subprocess.run([docker, "image", "inspect", IMAGE], capture_output=True, check=False).returncode
    ):
        yield Row(WHAT, "not measured", f"no image {IMAGE}", None, f"{AIM}; run make image first")
        return
    with tempfile.TemporaryDirectory() as folder, Sandbox() as sandbox:
        runner = FakeRunner(Path(folder))
        _write(runner.workspace)
        step = ContainerStep(IMAGE, runner.workspace.parent)
        nothing = replace(step, instead=("/opt/venv/bin/python", "-E", "-s", "-c", "pass"))

        def seconds(of: ContainerStep, status: str) -> float:
            start = time.perf_counter()
            result = runner.run(of.main, {"project-token": "token", "api-base-url": sandbox.url})
            taken = time.perf_counter() - start
            assert result.outputs.get("status", "") == status, result.stdout
            return taken

        floors, times = [], []
        for _ in range(ROUNDS):
            floors.append(seconds(nothing, ""))
            times.append(seconds(step, "uploaded"))
    floor, taken = median(floors), median(times)
    yield Row(WHAT, f"{taken:.2f} s", f"doing nothing {floor:.2f} s", taken / floor, AIM)


def _write(workspace: Path) -> None:
    names = [f"src/package_{number % 10}/module_{number}.py" for number in range(FILES)]
    commit_files(workspace, *names)
    with (workspace / "lcov.info").open("w", encoding="utf-8") as report:
        for name in names:
            report.write(f"SF:{name}\n")
            report.writelines(f"DA:{line},{line % 3}\n" for line in range(1, LINES_PER_FILE + 1))
            report.write("end_of_record\n")
