"""Reads gcov's text, one listing of a source file or several in a row (``gcov --stdout``).

A row is ``hits:line:source``: ``-`` is no code, ``#####`` and ``=====`` were not run, a ``*`` behind the hits says that
part of the line was not. Between dashed lines gcov repeats the rows of each instance of a template, whose hits are in
the rows before; branches follow their row.
"""

from __future__ import annotations

import re

from reporter.errors import NotThisFormat
from reporter.formats import text
from reporter.formats.collect import Collector
from reporter.formats.numbers import line_hits
from reporter.model import ParsedReport
from reporter.report_file import ReportFile

_ROW = re.compile(rb"\s*([^\s:]+):\s*([0-9]{1,18}):(.*)")
_NOT_TAKEN = re.compile(rb"branch\s+[0-9]+ (?:never executed|taken 0(?![0-9]))")
_NOT_RUN = re.compile(rb"[#=]{5}\Z")
_HUMAN_READABLE = re.compile(rb"([0-9.]+)([kMGTPEZY])\Z")
_DASHES = b"-" * 18


def parse(report: ReportFile) -> ParsedReport:
    """One file per source. Raises NotThisFormat for text without a ``Source:`` row."""
    listing = _Listing()
    with report.open() as stream:
        for line in text.lines(stream, listing.collector.skips):
            listing.read(line)
    return listing.result()


class _Listing:
    """The state between two lines of text."""

    def __init__(self) -> None:
        self.collector = Collector("gcov")
        self._path: str | None = None
        self._numbers: list[bytes] = []
        self._counts: list[bytes] = []
        self._partials: list[int] = []
        self._after_dashes = self._in_instance = False

    def read(self, line: bytes) -> None:
        """One line, without its end."""
        if line == _DASHES:
            self._after_dashes = True
            return
        row = _ROW.match(line)
        if self._after_dashes:
            self._after_dashes, self._in_instance = False, row is None and line.endswith(b":")
        if row is None:
            if _NOT_TAKEN.match(line) and self._numbers and not self._in_instance:
                self._partials.append(int(self._numbers[-1]))
        elif int(row[2]) == 0:
            self._read_heading(row[3])
        elif row[1] != b"-" and not self._in_instance:
            self._read_hits(row[1], row[2])

    def result(self) -> ParsedReport:
        """What was read."""
        self._close()
        if self._path is None:
            raise NotThisFormat("has no Source row")
        return self.collector.result_with_lines(
            no_file="Name the listings that gcov wrote for your own sources.",
            no_line="Run gcov in the folder in which the compiler ran, so that it finds the sources.",
        )

    def _read_heading(self, heading: bytes) -> None:
        name, _, value = heading.partition(b":")
        if name == b"Source":
            self._close()
            self._path = text.text(value)
        elif name == b"Working directory":
            self.collector.source_roots.append(text.text(value))

    def _read_hits(self, count: bytes, number: bytes) -> None:
        if count.endswith(b"*"):
            count = count[:-1]
            self._partials.append(int(number))
        self._numbers.append(number)
        self._counts.append(b"0" if _NOT_RUN.match(count) else _plain(count))

    def _close(self) -> None:
        if self._path is not None:
            table = line_hits(self._numbers, self._counts, self.collector.skips, self._path, self._partials)
            self.collector.add(self._path, table)
        self._numbers, self._counts, self._partials = [], [], []
        self._in_instance = False


def _plain(count: bytes) -> bytes:
    """``1.5k``, as ``gcov --human-readable`` writes it, as ``1.5e3``."""
    if found := _HUMAN_READABLE.match(count):
        return found[1] + b"e%d" % (3 * (b"kMGTPEZY".index(found[2]) + 1))
    return count
