"""Patch coverage: which coverable lines a pull request adds or changes, and which of them are covered. Pure."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from io import StringIO
from itertools import groupby

from reporter.figures import Lines
from reporter.github_api import ChangedFile, Comparison
from reporter.model import MAX_LINE, Coverage, LineHits, RepoPath
from reporter.text import visible

LISTED_FILES = 3000
"""GitHub lists no more files of a pull request (docs.github.com, "List pull requests files")."""

_WHOLE_FILE = range(1, MAX_LINE + 1)


@dataclass(frozen=True, slots=True)
class Span:
    """Coverable lines in a row, none of them covered: ``first`` to ``last``, ``lines`` of which are coverable."""

    path: RepoPath
    first: int
    last: int
    lines: int

    def __str__(self) -> str:
        return f"{visible(self.path)}:{self.first}" + (f"-{self.last}" if self.last > self.first else "")


@dataclass(frozen=True, slots=True)
class PatchedFile:
    """A file with coverable lines that the pull request adds or changes; ``uncovered`` are in the order of lines."""

    path: RepoPath
    lines: Lines
    uncovered: tuple[Span, ...] = ()


class Why(Enum):
    """Why the changed lines of a file cannot be told."""

    SHIFTED = "What was tested is not the file at the head of the pull request, so its lines may have moved."
    LEFT_OUT = "GitHub does not tell the changes of a file as large as this."


@dataclass(frozen=True, slots=True)
class Unknown:
    """A changed file whose changed lines cannot be told: at most ``covered`` and at most ``uncovered`` of them."""

    path: RepoPath
    why: Why
    covered: int
    uncovered: int


@dataclass(frozen=True, slots=True)
class Patch:
    """What a pull request changes of the coverable lines, both tuples by path.

    ``cut`` says that GitHub's list of files ends before the pull request does, or may do so.
    """

    files: tuple[PatchedFile, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    cut: bool = False

    @property
    def lines(self) -> Lines:
        """All known lines; those of unknown files are not among them."""
        return sum((file.lines for file in self.files), Lines())

    @property
    def uncovered(self) -> list[Span]:
        """What is worth a test, the largest first."""
        return largest_first(span for file in self.files for span in file.uncovered)

    @property
    def whole(self) -> bool:
        """Whether nothing about it is unknown."""
        return not self.unknown and not self.cut


def patch_of(
    changes: Iterable[ChangedFile], coverage: Coverage, unmoved: Callable[[ChangedFile], bool], expected: int = 0
) -> Patch:
    """The patch coverage of a pull request that changes ``expected`` files, as far as that is known.

    Patches number the lines of its head, and the coverage those of what was tested, by default the merge with the
    base. So a file counts only where ``unmoved`` knows that both are one. Files without coverable lines are left out.
    """
    files: list[PatchedFile] = []
    unknown: list[Unknown] = []
    listed = list(changes)
    for change in listed:
        path = RepoPath(change.filename)
        lines = coverage.get(path)
        if not lines or not lines.coverable or not change.additions:
            continue
        added = _added(change) if unmoved(change) else Why.SHIFTED
        if isinstance(added, Why):
            uncovered = lines.coverable - lines.covered
            unknown.append(Unknown(path, added, min(lines.covered, change.additions), min(uncovered, change.additions)))
        elif file := _patched(path, lines, added):
            files.append(file)
    files.sort(key=lambda file: file.path)
    unknown.sort(key=lambda file: file.path)
    cut = len(listed) >= LISTED_FILES or len(listed) < expected
    return Patch(tuple(files), tuple(unknown), cut)


def as_checked_out(read: Callable[[RepoPath], bytes]) -> Callable[[ChangedFile], bool]:
    """Whether a file in the checkout, as ``read`` gives it, is the one at the head of the pull request.

    Git names a content by its hash. Line ends that a checkout made those of Windows move no line.
    """

    def unmoved(change: ChangedFile) -> bool:
        content = read(RepoPath(change.filename))
        return change.sha in {_blob(content), _blob(content.replace(b"\r\n", b"\n"))}

    return unmoved


def as_merged(comparison: Comparison, head: str) -> Callable[[ChangedFile], bool]:
    """Whether a file is the same at the ``head`` and in its test merge, which ``comparison`` leads from and to.

    For coverage that another run measured, on either of the two, where nothing is checked out. A merge that is not one
    of this head says nothing.
    """
    moved = {file.filename for file in comparison.files}
    known = comparison.complete and comparison.merge_base_sha == head
    return lambda change: known and change.filename not in moved


def uncovered_spans(path: RepoPath, lines: LineHits, within: Iterable[range] = (_WHOLE_FILE,)) -> Iterator[Span]:
    """The lines that are not covered, in the order of lines; a covered line ends a span, one not coverable does not."""
    for part in within:
        for covered, row in groupby(_between(lines, part), key=lambda pair: pair[1] > 0):
            if not covered:
                numbers = [line for line, _ in row]
                yield Span(path, numbers[0], numbers[-1], len(numbers))


def largest_first(spans: Iterable[Span]) -> list[Span]:
    """Those first whose test would cover the most lines."""
    return sorted(spans, key=lambda span: (-span.lines, span.path, span.first))


def _patched(path: RepoPath, lines: LineHits, added: Sequence[range]) -> PatchedFile | None:
    hits = [hits for part in added for _, hits in _between(lines, part)]
    if not hits:
        return None
    total = Lines(len(hits), len(hits) - hits.count(0))
    return PatchedFile(path, total, tuple(uncovered_spans(path, lines, added)))


def _between(lines: LineHits, part: range) -> Iterator[tuple[int, int]]:
    """``(line, hits)`` of the coverable lines that lie in the range."""
    first, last = (bisect_left(lines.lines, end) for end in (part.start, part.stop))
    return zip(lines.lines[first:last], lines.hits[first:last], strict=True)


def _added(change: ChangedFile) -> Sequence[range] | Why:
    """The lines, as the head numbers them, that the change adds; they must be as many as GitHub counts."""
    if change.status == "added":
        return (range(1, change.additions + 1),)
    numbers = _added_lines(change.patch or "")
    return _ranges(numbers) if len(numbers) == change.additions else Why.LEFT_OUT


def _added_lines(hunks: str) -> list[int]:
    from unidiff.errors import UnidiffParseError  # noqa: PLC0415 - only pull requests need it
    from unidiff.patch import PatchSet  # noqa: PLC0415

    try:  # GitHub gives the hunks without the two lines that name the file; a line ends with LF and nothing else
        files = PatchSet(StringIO(f"--- a\n+++ b\n{hunks}\n", newline="\n"))
    except UnidiffParseError:  # cut off
        return []
    lines = (line for file in files for hunk in file for line in hunk)
    return [number for line in lines if line.is_added and (number := line.target_line_no)]


def _ranges(numbers: Sequence[int]) -> tuple[range, ...]:
    """Increasing numbers as the fewest ranges."""
    rows = ([number for _, number in row] for _, row in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]))
    return tuple(range(row[0], row[-1] + 1) for row in rows)


def _blob(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()
