"""Reports that real tools wrote in real repositories of several projects: every path goes where it was known to be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reporter.model import RepoPath
from reporter.paths import Decision, Outcome
from reporter.paths.decide import resolve
from reporter.paths.roots import Hints
from reporter.paths.universe import Universe
from reporter.reading import read_report
from reporter.report_file import ReportFile

REPOSITORIES = Path(__file__).parent / "fixtures" / "paths"

UNDECIDED: dict[str, str] = {
    "c8-linked-packages-lcov-moved": "the length and what other paths lead to do not exclude the namesakes",
    "c8-source-maps-lcov-moved": "the length and what other paths lead to do not exclude the namesakes",
    "llvm-cov-relative": "a file of the root is not found, though the other files prove that .. is the root",
    "llvm-cov-relative-moved": "a file of the root is not found, though the other files prove that .. is the root",
    "monocart-source-maps-lcov-moved": "the length and what other paths lead to do not exclude the namesakes",
    "phpunit-clover-image-queue": "two files below /app do not prove which package the image held",
    "phpunit-clover-image-smtp": "one file below /app is not looked for, though length and the class in the report tell the package",
}
"""Fixtures of which the resolver does not yet say all that is known, and why."""

_WORDS = {Outcome.OUTSIDE: "outside", Outcome.AMBIGUOUS: "ambiguous", Outcome.UNMATCHED: None}


def _fixtures() -> list[object]:
    names = sorted(file.parent.name for file in REPOSITORIES.glob("*/paths.json"))
    return [
        pytest.param(name, marks=[pytest.mark.xfail(strict=True, reason=UNDECIDED[name])] if name in UNDECIDED else [])
        for name in names
    ]


@pytest.mark.parametrize("name", _fixtures())
def test_every_path_is_where_it_was_built(name: str) -> None:
    folder = REPOSITORIES / name
    known = json.loads((folder / "paths.json").read_text(encoding="utf-8"))
    parsed = read_report(ReportFile(folder / known["report"], known["report"]), None)

    decisions = resolve(parsed, _universe(folder, known), _hints(known))

    assert parsed.format == known["format"]
    assert {_written(decision): _said(decision) for decision in decisions} == known["expected"]


def _universe(folder: Path, known: dict[str, Any]) -> Universe:
    """The tracked files of the repository; those that are not in ``files`` are as if they were not checked out."""

    def read(file: RepoPath, limit: int = -1) -> bytes:
        kept = folder / "files" / file
        content = kept.read_bytes() if kept.is_file() else b""
        return content if limit < 0 else content[:limit]

    tracked = (folder / "tracked.txt").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    return Universe([RepoPath(file) for file in tracked], read, known.get("submodules", ()), known.get("links", {}))


def _hints(known: dict[str, Any]) -> Hints:
    return Hints(
        repository_roots=tuple(known["workspace_roots"]),
        report_folder=known["report_folder"],
        repository_slug=known["slug"],
    )


def _written(decision: Decision) -> str:
    """The path as the report has it, after the JaCoCo groups around it."""
    return "/".join((*decision.group, decision.report_path))


def _said(decision: Decision) -> str | None:
    return decision.repo_path if decision.outcome is Outcome.MATCHED else _WORDS[decision.outcome]
