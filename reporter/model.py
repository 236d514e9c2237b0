"""The values everything else is about: lines with hits, what a report says, a repository's coverage. No I/O."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from operator import lt
from typing import NewType

RepoPath = NewType("RepoPath", str)
"""A file of the repository: relative to its root, ``/`` separated, in git's own spelling."""

ReportPath = NewType("ReportPath", str)
"""A file as a report names it."""

MAX_HITS = 2**31 - 1
"""Codacy's hits are 32-bit signed integers."""

MAX_LINE = 2**31 - 1


class LineHits:
    """The coverable lines of one file with their hits, held as arrays (8 bytes a line).

    ``lines`` is strictly increasing and ≥ 1; ``hits`` runs parallel, each 0 … MAX_HITS. ``partials`` are the covered
    lines of which a branch, instruction or statement was not taken. A line that is not coverable is absent.
    """

    __slots__ = ("hits", "lines", "partials")

    def __init__(self, lines: array[int], hits: array[int], partials: frozenset[int] = frozenset()) -> None:
        self.lines = lines
        self.hits = hits
        self.partials = partials

    @classmethod
    def adding(cls, lines: Sequence[int], hits: Sequence[int], partials: Iterable[int] = ()) -> LineHits:
        """Lines in any order; the hits of a repeated line add up, as the tools that write reports do."""
        if all(map(lt, lines, islice(lines, 1, None))):
            return cls(array("i", lines), array("i", hits), frozenset(partials))
        total: dict[int, int] = {}
        for line, count in zip(lines, hits, strict=True):
            total[line] = saturating(total.get(line, 0), count)
        return cls.from_mapping(total, partials)

    @classmethod
    def from_mapping(cls, hits: Mapping[int, int], partials: Iterable[int] = ()) -> LineHits:
        """``{line: hits}`` in any order, already clamped."""
        lines = sorted(hits)
        return cls(array("i", lines), array("i", map(hits.__getitem__, lines)), frozenset(partials))

    def where(self, kept: Callable[[int], bool]) -> LineHits:
        """Only the lines that ``kept`` accepts."""
        return LineHits.from_mapping(
            {line: hits for line, hits in self.items() if kept(line)}, filter(kept, self.partials)
        )

    def items(self) -> Iterator[tuple[int, int]]:
        """``(line, hits)`` in the order of lines."""
        return zip(self.lines, self.hits, strict=True)

    @property
    def coverable(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    @property
    def covered(self) -> int:
        """How many of them have hits."""
        return len(self.hits) - self.hits.count(0)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LineHits):
            return NotImplemented
        return (self.lines, self.hits, self.partials) == (other.lines, other.hits, other.partials)

    __hash__ = None  # type: ignore[assignment]  # arrays are mutable

    def __repr__(self) -> str:
        return f"LineHits({dict(self.items())!r}, partials={sorted(self.partials)!r})"


def add_up(tables: Sequence[LineHits]) -> LineHits:
    """Entries of one file inside one report: hits add up; a line is partial unless an entry covers it fully."""
    if len(tables) == 1:
        return tables[0]
    if all(one.lines and other.lines and one.lines[-1] < other.lines[0] for one, other in pairwise(tables)):
        return _in_a_row(tables)
    return _combine(tables, saturating)


def saturating(hits: int, more: int) -> int:
    """The sum, at most MAX_HITS."""
    return min(hits + more, MAX_HITS)


def _in_a_row(tables: Sequence[LineHits]) -> LineHits:
    """The portions of a long file: no line is in two of them."""
    lines, hits = array("i"), array("i")
    for table in tables:
        lines.extend(table.lines)
        hits.extend(table.hits)
    return LineHits(lines, hits, frozenset().union(*(table.partials for table in tables)))


def merge(tables: Sequence[LineHits]) -> LineHits:
    """One file in several reports: the union of coverable lines, the largest hits of each.

    Commutative, associative and idempotent, so the same run written twice changes nothing. A line stays partial
    only while every table that covers it calls it partial.
    """
    if len(tables) == 1:
        return tables[0]
    return _combine(tables, max)


def _combine(tables: Sequence[LineHits], join: Callable[[int, int], int]) -> LineHits:
    if tables and not any(table.partials or table.lines != tables[0].lines for table in tables):  # as legs of a matrix
        joined = tables[0].hits
        for table in tables[1:]:
            joined = array("i", map(join, joined, table.hits))
        return LineHits(tables[0].lines, joined)
    hits: dict[int, int] = {}
    full: set[int] = set()
    partial: set[int] = set()
    for table in tables:
        partial |= table.partials
        for line, count in table.items():
            known = hits.get(line)
            hits[line] = count if known is None else join(known, count)
            if count and line not in table.partials:
                full.add(line)
    return LineHits.from_mapping(hits, partial - full)


@dataclass(frozen=True, slots=True)
class ReportedFile:
    """One file of a report. ``group`` holds JaCoCo's enclosing group names, outermost first."""

    path: ReportPath
    lines: LineHits
    group: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """Values of a report that were left out: what they are, how many, and where the first one stands."""

    what: str
    count: int
    first: str


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """What a report says, in its own paths: each (path, group) once.

    ``format`` is the name in the registry. ``source_roots`` are Cobertura's ``<source>`` and their like, as written.
    ``name`` is what a JaCoCo report calls itself.
    """

    format: str
    files: tuple[ReportedFile, ...]
    source_roots: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    name: str = ""


Coverage = dict[RepoPath, LineHits]
"""The coverage of a repository, sorted by path."""
