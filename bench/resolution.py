"""How long it takes to write 20 000 path decisions as JSON Lines, beside deciding them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import Row
from reporter.figures import Report
from reporter.formats import BY_NAME
from reporter.keeping import keep_resolution
from reporter.model import LineHits, ParsedReport, RepoPath, ReportedFile, ReportPath
from reporter.paths.decide import resolve
from reporter.paths.roots import Hints
from reporter.paths.universe import Universe
from reporter.report_file import ReportFile
from reporter.resolution import resolution_lines

_ROOT = "/home/runner/work/shop/shop"
_FILES = [RepoPath(f"packages/p{number // 200}/src/area{number % 20}/file{number}.ts") for number in range(20_000)]


def rows() -> Iterator[Row]:
    """One row; the floor is the time in which the paths were decided."""
    nothing = LineHits.from_mapping({})
    parsed = ParsedReport("lcov", tuple(ReportedFile(ReportPath(f"{_ROOT}/{file}"), nothing) for file in _FILES))
    start = time.perf_counter()
    decisions = resolve(parsed, Universe(_FILES, lambda _path, _limit=-1: b""), Hints(repository_roots=(_ROOT,)))
    decided = time.perf_counter() - start
    file = ReportFile(Path("lcov.info"), "lcov.info")
    report = Report.of(file, BY_NAME["lcov"], parsed, decisions, size=0, seconds=0)
    with TemporaryDirectory() as folder:
        start = time.perf_counter()
        keep_resolution(resolution_lines([report]), Path(folder))
        seconds = time.perf_counter() - start
    what = f"{len(decisions)} path decisions written"
    yield Row(what, f"{seconds:.2f} s", f"deciding {decided:.2f} s", seconds / decided, "0.3 s")
