"""How long 20 000 report paths take in a repository of 80 000 files with thousands of equal names, and who is right."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from bench import Row
from reporter.model import LineHits, ParsedReport, RepoPath, ReportedFile, ReportPath
from reporter.paths import Decision, Outcome
from reporter.paths.decide import resolve
from reporter.paths.roots import Hints
from reporter.paths.universe import Universe

_PATHS = 20_000
_HOST = "/home/runner/work/shop/shop"
_HINTS = Hints(repository_roots=("/github/workspace", _HOST), repository_slug="acme/shop")
_NOTHING = LineHits.from_mapping({})


def _repository() -> list[RepoPath]:
    """400 packages of 200 files each: the same names everywhere, and one folder in four shared by two packages."""
    names = [f"{name}.ts" for name in ("index", "types", "utils", "errors", "api", "model", "store", "view", "a", "b")]
    return sorted(
        RepoPath(f"{top}/{top}{number}/{area}/{module}/{name}")
        for top in ("apps", "packages", "libs", "services")
        for number in range(100)
        for area in (f"{top}-pair{number // 2}", f"{top}-ui{number}", f"{top}-core{number}", f"{top}-data{number}")
        for module in ("forms", "lists", "charts", "tables", "menus")
        for name in names
    )


_WAYS: dict[str, Callable[[str], str]] = {
    "absolute": lambda path: f"{_HOST}/{path}",
    "first component lost": lambda path: path.split("/", 1)[-1],
    "two components lost": lambda path: path.split("/", 2)[-1],
    "foreign root": lambda path: f"/srv/agent/7/checkout/{path}",
}


def _run(written: Sequence[str], files: Sequence[RepoPath]) -> tuple[float, dict[str, RepoPath | None], int]:
    """The shortest of three runs in seconds, the index included; the files found; and how many paths found one."""
    report = ParsedReport("lcov", tuple(ReportedFile(ReportPath(path), _NOTHING) for path in written))
    shortest = float("inf")
    decisions: tuple[Decision, ...] = ()
    for _ in range(3):
        start = time.perf_counter()
        decisions = resolve(report, Universe(files, lambda _path, _limit=-1: b""), _HINTS)
        shortest = min(shortest, time.perf_counter() - start)
    matched = sum(decision.outcome is Outcome.MATCHED for decision in decisions)
    return shortest, {decision.report_path: decision.repo_path for decision in decisions}, matched


def rows() -> Iterator[Row]:
    """One row for each way of writing a path; the floor is the same run with one path."""
    files = _repository()
    shuffled = random.Random(1).sample(files, len(files))  # noqa: S311 -- the same order in each run
    for name, way in _WAYS.items():
        namesakes = Counter(map(way, files))
        truth = {way(path): path for path in reversed(shuffled)}
        written = list(truth)[:_PATHS]
        seconds, found, matched = _run(written, files)
        floor = _run(written[:1], files)[0]
        right = sum(found[path] == truth[path] and namesakes[path] == 1 for path in written)
        clear = sum(namesakes[path] == 1 for path in written)
        what = f"{name}: {right} of {clear} right, {len(written) - matched} refused, {matched - right} wrong"
        yield Row(what, f"{seconds:.2f} s", f"one path {floor:.2f} s", seconds / floor, "1 s over one path")
