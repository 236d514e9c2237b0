"""Real reports on repositories of several projects, with the place of every path as it was built.

``python -m tests.real_repositories`` prints what becomes of them, as a table; ``--by-tool`` a shorter one.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporter.model import RepoPath
from reporter.paths import Decision, Outcome
from reporter.paths.decide import resolve
from reporter.paths.roots import Hints
from reporter.paths.universe import Universe
from reporter.reading import read_report
from reporter.report_file import ReportFile

REPOSITORIES = Path(__file__).parent / "fixtures" / "paths"
NAMES = tuple(sorted(file.parent.name for file in REPOSITORIES.glob("*/paths.json")))

_WORDS = {Outcome.OUTSIDE: "outside", Outcome.AMBIGUOUS: "ambiguous", Outcome.UNMATCHED: None}


@dataclass(frozen=True)
class Case:
    """One report: what is ``known`` of it, its format, and what the resolver says of each path."""

    known: dict[str, Any]
    format: str
    decisions: tuple[Decision, ...]

    @property
    def said(self) -> dict[str, str | None]:
        """The path as the report has it, after the JaCoCo groups around it → where it is, or in a word why nowhere."""
        return {
            "/".join((*decision.group, decision.report_path)): decision.repo_path or _WORDS[decision.outcome]
            for decision in self.decisions
        }

    @property
    def wrong(self) -> dict[str, str | None]:
        """The paths that are credited to a file which is not theirs."""
        files = {*_WORDS.values()}
        known = self.known["expected"]
        return {path: place for path, place in self.said.items() if place not in files and place != known[path]}


def load(name: str) -> Case:
    """The case in the folder ``name``."""
    folder = REPOSITORIES / name
    known = json.loads((folder / "paths.json").read_text(encoding="utf-8"))
    parsed = read_report(ReportFile(folder / known["report"], known["report"]), None)
    hints = Hints(
        repository_roots=tuple(known["workspace_roots"]),
        report_folder=known["report_folder"],
        repository_slug=known["slug"],
    )
    return Case(known, parsed.format, resolve(parsed, _universe(folder, known), hints))


def _universe(folder: Path, known: dict[str, Any]) -> Universe:
    """The tracked files of the repository; those that are not in ``files`` are as if they were not checked out."""

    def read(file: RepoPath, limit: int = -1) -> bytes:
        kept = folder / "files" / file
        content = kept.read_bytes() if kept.is_file() else b""
        return content if limit < 0 else content[:limit]

    tracked = (folder / "tracked.txt").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    return Universe([RepoPath(file) for file in tracked], read, known.get("submodules", ()), known.get("links", {}))


def table(*, by_tool: bool = False) -> list[str]:
    """A row of Markdown for each case, or each tool: how many paths, what became of them, and which rules decided."""
    rows: dict[str, tuple[str, Counter[str], Counter[str]]] = {}
    for name in NAMES:
        case = load(name)
        tool = f"{case.known['tool']} {case.known['version']}"
        _, counts, rules = rows.setdefault(tool if by_tool else name, (tool, Counter(), Counter()))
        right = sum(case.said[path] == place for path, place in case.known["expected"].items())
        total = len(case.known["expected"])
        counts.update(
            reports=1, paths=total, right=right, refused=total - right - len(case.wrong), wrong=len(case.wrong)
        )
        rules.update(decision.rule for decision in case.decisions if decision.repo_path)
    names, sides = ("tool", ":--|") if by_tool else ("fixture | tool", ":--|:--|")
    lines = [f"| {names} | {' | '.join(_COUNTS)} | rules |", f"|{sides}{'--:|' * len(_COUNTS)}:--|"]
    for name, (tool, counts, rules) in sorted(rows.items()):
        decided = ", ".join(f"{rule} {count}" for rule, count in sorted(rules.items()))
        lines.append(f"| {name if by_tool else f'{name} | {tool}'} | {_numbers(counts)} | {decided} |")
    all_counts: Counter[str] = sum((counts for _, counts, _ in rows.values()), Counter())
    return [*lines, f"| {'all' if by_tool else 'all |'} | {_numbers(all_counts)} | |"]


_COUNTS = ("reports", "paths", "right", "refused", "wrong")


def _numbers(counts: Counter[str]) -> str:
    return " | ".join(str(counts[key]) for key in _COUNTS)


if __name__ == "__main__":
    print("\n".join(table(by_tool="--by-tool" in sys.argv)))  # noqa: T201 - that is what it is run for
