"""Ruby's ``# :nocov:`` comments: SimpleCov's result sets keep the lines between two of them, its own figures do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator

from reporter.model import Coverage, LineHits, RepoPath

_MARK = re.compile(rb"\s*#\s*:nocov:")


def without_marked_lines(
    coverage: Coverage, files: Container[RepoPath | None], read: Callable[[RepoPath], bytes]
) -> Coverage:
    """The coverage in which ``files`` lack the lines that comments of the checked-out source take out.

    ``read`` gives no bytes for a file that cannot be read; such a file is left as it is.
    """
    return {path: _unmarked(lines, read(path)) if path in files else lines for path, lines in coverage.items()}


def _unmarked(lines: LineHits, source: bytes) -> LineHits:
    marked = frozenset(marked_lines(source))
    if marked.isdisjoint(lines.lines):
        return lines
    return lines.where(lambda line: line not in marked)


def marked_lines(source: bytes) -> Iterator[int]:
    """From every odd comment to the next, both included; from the last odd one to the end."""
    inside = False
    for number, line in enumerate(source.split(b"\n"), 1):
        is_mark = _MARK.match(line) is not None
        if inside or is_mark:
            yield number
        inside ^= is_mark
