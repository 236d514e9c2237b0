"""What became of report paths as summaries show it: groups by rule, and the files that were left out. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain

from reporter.model import RepoPath, ReportPath
from reporter.paths import Decision, Outcome
from reporter.text import share

EXAMPLES = 3

REFUSED = (Outcome.AMBIGUOUS, Outcome.UNMATCHED)
"""Outcomes that leave out a file which should count, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class PathGroup:
    """Decisions with the same outcome, rule and reason; the first few of them by name."""

    outcome: Outcome
    rule: str
    reason: str
    count: int
    examples: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Paths:
    """What became of report paths: how many of each outcome, and the groups, matched ones first, large ones first."""

    matched: int = 0
    ambiguous: int = 0
    unmatched: int = 0
    outside: int = 0
    groups: tuple[PathGroup, ...] = ()

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> Paths:
        """One report's decisions in groups."""
        members: dict[tuple[Outcome, str, str], list[Decision]] = {}
        for decision in decisions:
            reason = "" if decision.outcome in REFUSED else decision.reason  # of these it tells of one path
            members.setdefault((decision.outcome, decision.rule, reason), []).append(decision)
        return cls._of(PathGroup(*key, len(found), _first(found)) for key, found in members.items())

    @classmethod
    def together(cls, several: Iterable[Paths]) -> Paths:
        """The paths of several reports; equal groups become one."""
        joined: dict[tuple[Outcome, str, str], PathGroup] = {}
        for group in chain.from_iterable(paths.groups for paths in several):
            key = (group.outcome, group.rule, group.reason)
            known = joined.get(key, PathGroup(*key, 0, ()))
            joined[key] = PathGroup(*key, known.count + group.count, _first((*known.examples, *group.examples)))
        return cls._of(joined.values())

    @classmethod
    def _of(cls, groups: Iterable[PathGroup]) -> Paths:
        ordered = sorted(
            groups, key=lambda group: (_ORDER.index(group.outcome), -group.count, group.rule, group.reason)
        )
        count: Counter[Outcome] = Counter()
        for group in ordered:
            count[group.outcome] += group.count
        return cls(
            matched=count[Outcome.MATCHED],
            ambiguous=count[Outcome.AMBIGUOUS],
            unmatched=count[Outcome.UNMATCHED],
            outside=count[Outcome.OUTSIDE],
            groups=tuple(ordered),
        )

    @property
    def expected(self) -> int:
        """The paths that should have matched: all but those outside the repository."""
        return self.matched + self.ambiguous + self.unmatched

    @property
    def match_rate(self) -> int | None:
        """Hundredths of a percent of the expected paths that matched, rounded down."""
        return share(self.matched, self.expected)


_ORDER = (Outcome.MATCHED, Outcome.OUTSIDE, *REFUSED)


def _first(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    return tuple(nsmallest(EXAMPLES, decisions, key=lambda decision: decision.report_path))


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A file that ``reports`` name alike, and the files of the repository that it could be."""

    path: ReportPath
    group: tuple[str, ...]
    outcome: Outcome
    reason: str
    candidates: tuple[RepoPath, ...]
    nearest: RepoPath | None
    reports: tuple[str, ...]


def first_left_out(reports: Iterable[tuple[str, Iterable[Decision]]], limit: int) -> tuple[LeftOut, ...]:
    """The first ``limit`` rows: ambiguous files before missing ones, sorted by name."""
    rows: dict[_Key, tuple[Decision, list[str]]] = {}
    for shown, decisions in reports:
        for decision in decisions:
            if decision.outcome in REFUSED:
                rows.setdefault(_key(decision), (decision, []))[1].append(shown)
    return tuple(
        LeftOut(
            path=decision.report_path,
            group=decision.group,
            outcome=decision.outcome,
            reason=decision.reason,
            candidates=decision.candidates,
            nearest=decision.nearest,
            reports=tuple(sorted(names)),
        )
        for decision, names in (rows[key] for key in sorted(rows)[:limit])
    )


_Key = tuple[int, str, tuple[str, ...], str, tuple[str, ...], str]


def _key(decision: Decision) -> _Key:
    """What two reports must have in common to share a row; in the order of the rows."""
    return (
        REFUSED.index(decision.outcome),
        decision.report_path,
        decision.group,
        decision.reason,
        decision.candidates,
        decision.nearest or "",
    )
