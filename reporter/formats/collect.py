"""Gathers the files of one report while its parser runs; entries of one file add up."""

from __future__ import annotations

from reporter.formats.numbers import Skips
from reporter.model import LineHits, ParsedReport, ReportedFile, ReportPath, add_up


class Collector:
    """What a parser has read so far. Memory follows the result: eight bytes a line."""

    def __init__(self, format_name: str) -> None:
        self._format = format_name
        self._tables: dict[tuple[str, tuple[str, ...]], list[LineHits]] = {}
        self.source_roots: list[str] = []
        self.skips = Skips()

    def add(self, path: str, lines: LineHits, group: tuple[str, ...] = ()) -> None:
        """One entry of a file; a file may have many (classes, templates, test names)."""
        self._tables.setdefault((path, group), []).append(lines)

    def result(self) -> ParsedReport:
        """Each (path, group) once, sorted."""
        files = tuple(
            ReportedFile(ReportPath(path), add_up(tables), group)
            for (path, group), tables in sorted(self._tables.items())
        )
        return ParsedReport(self._format, files, tuple(dict.fromkeys(self.source_roots)), self.skips.result())
