"""Reads Clover XML: the statement and condition lines of each file, as OpenClover, PHPUnit and Istanbul write it.

Method lines are left out, since method coverage is no line coverage, but for one case of PHPUnit: it writes a method's
first line as a method even where a statement stands on it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from reporter.errors import NotThisFormat
from reporter.formats.collect import Collector, Statements
from reporter.formats.numbers import hit_count, line_number
from reporter.formats.xml import XmlReader
from reporter.model import MAX_HITS, MAX_LINE, ParsedReport, saturating
from reporter.report_file import ReportFile

_STATEMENTS = frozenset(("stmt", "cond"))


def parse(report: ReportFile) -> ParsedReport:
    """One file per path. Raises NotThisFormat for XML without a Clover ``coverage`` element."""
    return _Report().read(report)


@dataclass(slots=True)
class _File:
    """One ``file`` element; ``depth`` is its own."""

    path: str
    depth: int
    statements: Statements = field(default_factory=lambda: Statements(saturating))
    methods: dict[int, int] = field(default_factory=dict)
    metrics: dict[str, str] = field(default_factory=dict)


class _Report:
    """The state between two elements."""

    def __init__(self) -> None:
        self._collector = Collector("clover")
        self._xml = XmlReader(self._start, self._end)
        self._in_report = False
        self._recognised = False
        self._in_tests = False
        self._file: _File | None = None

    def read(self, report: ReportFile) -> ParsedReport:
        self._xml.read(report)
        if not self._recognised:
            raise NotThisFormat("has no <coverage> element with a project, as Clover has")
        return self._collector.result_with_lines(
            no_file="Check that the tests ran and that the tool's settings (PHPUnit: <source>) name your code.",
            no_line="If OpenClover wrote it, it holds metrics only: give its XML reporter -l (--lineinfo).",
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "line":
            if self._file and self._xml.depth == self._file.depth + 1:
                self._line(self._file, attributes)
        elif name == "metrics":
            if self._file and self._xml.depth == self._file.depth + 1:
                self._file.metrics = attributes
        elif name == "file":
            path = attributes.get("path") or attributes.get("name", "")
            if path and "{" not in path and not self._in_tests:
                self._file = _File(path, self._xml.depth)
        elif name == "testproject":
            self._in_tests = True
        elif name == "project":
            self._recognised |= self._in_report
        elif name == "coverage":
            self._recognised |= "clover" in attributes
            self._in_report = "clover" in attributes or "generated" in attributes

    def _end(self, name: str) -> None:
        if name == "file" and self._file:
            self._close(self._file)
            self._file = None
        elif name == "testproject":
            self._in_tests = False

    def _line(self, file: _File, attributes: dict[str, str]) -> None:
        kind = attributes.get("type")
        if kind != "method" and kind not in _STATEMENTS:
            return
        number = line_number(attributes.get("num", ""))
        if number is None:
            self._collector.skips.add("line number", f"{file.path}: {attributes.get('num', '')[:40]!a}")
            return
        true, false = (hit_count(attributes.get(key, "")) for key in ("truecount", "falsecount"))
        count = hit_count(attributes.get("count", ""))
        if count is None and true is not None and false is not None:
            count = min(true + false, MAX_HITS)
        if count is None:
            self._collector.skips.add("hit count", f"{file.path} line {number}: {attributes.get('count', '')[:40]!a}")
        elif kind == "method":
            file.methods[number] = max(count, file.methods.get(number, 0))
        else:
            partial = true is not None and false is not None and (true == 0) != (false == 0)
            file.statements.add(number, number, count, partial=partial)

    def _close(self, file: _File) -> None:
        last = MAX_LINE
        if file.path.endswith(".php"):
            last = line_number(file.metrics.get("loc", "")) or MAX_LINE
            for number in _statements_within_methods(file):
                file.statements.add(number, number, file.methods[number])
        self._collector.add(file.path, file.statements.result(last))


def _statements_within_methods(file: _File) -> list[int]:
    """The lines where PHPUnit wrote a one-line method over the statement on it.

    PHPUnit counts the statement in the file's metrics, though. So these are the methods that have no statement before
    the next one begins, if there are just as many as statements are missing.
    """
    missing = (line_number(file.metrics.get("statements", "")) or 0) - len(file.statements.hits)
    if missing <= 0:
        return []
    both = sorted({*file.methods, *file.statements.hits})
    empty = [line for line, following in pairwise([*both, MAX_LINE]) if _is_empty(file, line, following)]
    return empty if len(empty) == missing else []


def _is_empty(file: _File, line: int, following: int) -> bool:
    """Whether a method begins on the line, and the next thing listed is another one or the end."""
    return line in file.methods and line not in file.statements.hits and following not in file.statements.hits
