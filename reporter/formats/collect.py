"""Gathers the files of one report while its parser runs; entries of one file add up."""

from __future__ import annotations

from collections.abc import Callable

from reporter.errors import ReportError, Slug
from reporter.formats.numbers import Skips
from reporter.model import MAX_LINE, LineHits, ParsedReport, ReportedFile, ReportPath, add_up

MAX_SPAN = 100_000
"""Lines of one statement; a longer one has a damaged position, and would fill the memory."""

MAX_LINES_OF_FILE = 2_000_000
"""Lines under the statements of one file: a few bytes of a damaged report may stand for ever more of them."""

MAX_LINES = 50_000_000
"""Lines of a report, which take 400 MB; hundreds of times those of a large repository."""


class Collector:
    """What a parser has read so far. Memory follows the result: eight bytes a line."""

    def __init__(self, format_name: str) -> None:
        self._format = format_name
        self._coverable = 0
        self._tables: dict[tuple[str, tuple[str, ...]], list[LineHits]] = {}
        self.source_roots: list[str] = []
        self.name = ""
        self.skips = Skips()

    def add(self, path: str, lines: LineHits, group: tuple[str, ...] = ()) -> None:
        """One entry of a file; a file may have many (classes, templates, test names).

        Raises ReportError for more than MAX_LINES in all.
        """
        self._coverable += lines.coverable
        if self._coverable > MAX_LINES:
            raise too_many_lines(f"more than {MAX_LINES} lines")
        self._tables.setdefault((path, group), []).append(lines)

    def result(self) -> ParsedReport:
        """Each (path, group) once, sorted."""
        files = tuple(
            ReportedFile(ReportPath(path), add_up(tables), group)
            for (path, group), tables in sorted(self._tables.items())
        )
        roots = tuple(dict.fromkeys(self.source_roots))
        return ParsedReport(self._format, files, roots, self.skips.result(), self.name)

    def result_with_lines(self, *, no_file: str, no_line: str) -> ParsedReport:
        """As ``result``, without the files that have no coverable line.

        Raises ReportError where nothing is left: ``no_file`` and ``no_line`` are the cures for a report that names no
        file, and for one whose files have no lines.
        """
        if not self._tables:
            raise ReportError(
                Slug.REPORT_EMPTY,
                "names no file",
                reason=self._unread() or "The tool saw no source file of yours.",
                cure=no_file,
            )
        count = len(self._tables)
        self._tables = {key: tables for key, tables in self._tables.items() if any(table.lines for table in tables)}
        if not self._tables:
            raise ReportError(
                Slug.REPORT_WITHOUT_LINES,
                "names 1 file, but no line of it" if count == 1 else f"names {count} files, but no line of any",
                reason=f"Codacy needs to know which lines ran. {self._unread()}".rstrip(),
                cure=no_line,
            )
        return self.result()

    def _unread(self) -> str:
        """The first value that was left out, where files or lines may be missing because of it."""
        first = next(iter(self.skips.result()), None)
        return f"The first {first.what} that cannot be read is at {first.first}." if first else ""


def too_many_lines(what: str) -> ReportError:
    """The refusal of a report that says ``what``: more than any sources have."""
    return ReportError(
        Slug.REPORT_TOO_LARGE,
        f"claims {what}",
        reason="Positions in it are damaged; reading on would fill the memory.",
        cure="Let the step that writes the report write it again.",
    )


class Statements:
    """The lines of one file under statements that may share a line or span several.

    A line has the hits that ``join`` makes of its statements' (the most visited one's by default); it is partial where
    another statement on it was not visited. ``hits`` holds the former, by line.
    """

    def __init__(self, join: Callable[[int, int], int] = max) -> None:
        self._join = join
        self.hits: dict[int, int] = {}
        self._partials: set[int] = set()

    def add(self, first: int, last: int, count: int, *, partial: bool = False) -> None:
        """One statement on the lines ``first`` … ``last`` (``first`` alone where ``last`` is smaller).

        Raises ReportError for more than MAX_LINES_OF_FILE in all.
        """
        for line in range(first, max(first, last) + 1):
            known = self.hits.get(line)
            if partial or (known is not None and (known > 0) != (count > 0)):
                self._partials.add(line)
            self.hits[line] = count if known is None else self._join(known, count)
        if len(self.hits) > MAX_LINES_OF_FILE:
            raise too_many_lines(f"more than {MAX_LINES_OF_FILE} lines of one file")

    def miss(self, line: int) -> None:
        """Part of a line was not run; nothing where no visited statement is on it."""
        if self.hits.get(line):
            self._partials.add(line)

    def result(self, last: int = MAX_LINE) -> LineHits:
        """What was added so far, up to line ``last``."""
        hits = {line: count for line, count in self.hits.items() if line <= last}
        return LineHits.from_mapping(hits, (line for line in self._partials if hits.get(line)))
