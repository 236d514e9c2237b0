"""From a path in a report to a file of the repository, with the reason, or why not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from reporter.model import RepoPath, ReportPath


class Outcome(Enum):
    """What became of a report path."""

    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    UNMATCHED = "not found"
    OUTSIDE = "outside the repository"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One report path and what became of it.

    ``rule`` names the rule that decided ("<source>", "workspace root", "Java package", …) and ``reason`` what it
    went by (the root, the prefix, the module). ``candidates`` are the files an ambiguous path fits; ``nearest`` is
    the closest file of the repository for a path that was not found; ``cure`` is an input to paste, such as
    ``path-prefix: packages/api``.
    """

    report_path: ReportPath
    outcome: Outcome
    rule: str
    group: tuple[str, ...] = ()
    repo_path: RepoPath | None = None
    reason: str = ""
    candidates: tuple[RepoPath, ...] = ()
    nearest: RepoPath | None = None
    cure: str = ""
