"""Reads Cobertura XML: the lines of each class; classes of one file, and repeated lines, add up.

The elements are those of Cobertura's coverage-04.dtd, which writers follow loosely: a class may stand at any depth.
"""

from __future__ import annotations

import re

from reporter.errors import NotThisFormat
from reporter.formats.collect import Collector
from reporter.formats.numbers import Skips, line_hits, line_number
from reporter.formats.xml import RawStart, XmlReader, pairs
from reporter.model import LineHits, ParsedReport
from reporter.report_file import ReportFile

_PORTION = 1 << 16  # how many lines may be held as text before they become arrays
_TAKEN_OF_ALL = re.compile(r"([0-9]{1,9})\s*/\s*([0-9]{1,9})")
_PERCENT = re.compile(r"\s*([0-9]{1,9})")
_CONDITIONS = "condition-coverage"
_BELOW_LINE = frozenset(("conditions", "condition"))
_OTHER_WRITERS = frozenset(("clover", "generated", "profilerVersion", "ctcreportVersion"))


def parse(report: ReportFile) -> ParsedReport:
    """One file per file name. Raises NotThisFormat for XML without a Cobertura ``coverage`` element."""
    return _Report().read(report)


class _Report:
    """The state between two elements."""

    def __init__(self) -> None:
        self._collector = Collector("cobertura")
        self._xml = XmlReader(self._start, self._end, self._compact)
        self._in_coverage = False
        self._recognised = False
        self._path = ""
        self._in_method = False
        self._of_class = _Lines()
        self._of_methods = _Lines()

    def read(self, report: ReportFile) -> ParsedReport:
        self._xml.read(report)
        self._close_class()
        if not self._recognised:
            raise NotThisFormat("has no <coverage> element with packages or sources, as Cobertura has")
        return self._collector.result_with_lines(
            no_file="Check that the tests ran, and that the coverage tool's source or include settings name your code.",
            no_line="Check that the coverage tool's include and exclude settings leave code with statements in.",
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "line":
            (self._of_methods if self._in_method else self._of_class).add(attributes)
        elif name == "lines":
            if not self._in_method:
                self._xml.raw(_class_line(self._of_class, self._xml))
        elif name == "method":
            self._in_method = True
        elif name == "class":
            self._close_class()
            self._path = attributes.get("filename", "")
        elif name == "source":
            self._xml.collect_text()
        elif name == "coverage":
            if not _OTHER_WRITERS.isdisjoint(attributes):
                raise NotThisFormat("is a <coverage> report of another tool, not Cobertura's")
            self._in_coverage = True
            self._recognised |= "line-rate" in attributes
        elif name in {"packages", "sources"}:
            self._recognised |= self._in_coverage

    def _end(self, name: str) -> None:
        if name == "method":
            self._in_method = False
        elif name == "class":
            self._close_class()
        elif name == "source":
            root = self._xml.text().strip()
            if root:
                self._collector.source_roots.append(root)

    def _close_class(self) -> None:
        if self._path:
            skips = self._collector.skips
            tables = self._of_class.take(self._path, skips) or self._of_methods.take(self._path, skips)
            for table in tables or [LineHits.from_mapping({})]:
                self._collector.add(self._path, table)
        self._of_class = _Lines()
        self._of_methods = _Lines()
        self._path = ""
        self._in_method = False

    def _compact(self) -> None:
        for lines in (self._of_class, self._of_methods):
            if len(lines.numbers) > _PORTION:
                lines.compact(self._path, self._collector.skips)


def _class_line(lines: _Lines, xml: XmlReader) -> RawStart:
    """The quick way through a class's own lines, which are most of a report."""
    add_number, add_hits = lines.numbers.append, lines.hits.append

    def start(name: str, attributes: list[str]) -> None:
        if name != "line":
            if name not in _BELOW_LINE:
                xml.resume(name, attributes)
        elif len(attributes) > 3 and attributes[0] == "number" and attributes[2] == "hits":
            add_number(attributes[1])
            add_hits(attributes[3])
            if len(attributes) > 4 and _CONDITIONS in attributes:
                lines.note_partial(pairs(attributes))
        else:
            lines.add(pairs(attributes))

    return start


class _Lines:
    """One list of lines, as text until it is known to be needed or grows too long."""

    def __init__(self) -> None:
        self.numbers: list[str] = []
        self.hits: list[str] = []
        self._partials: list[int] = []
        self._tables: list[LineHits] = []

    def add(self, attributes: dict[str, str]) -> None:
        self.numbers.append(attributes.get("number", ""))
        self.hits.append(attributes.get("hits", ""))
        if _CONDITIONS in attributes:
            self.note_partial(attributes)

    def note_partial(self, attributes: dict[str, str]) -> None:
        """Keep the line's number if some branches were taken, not all: ``50% (1/2)``, or the percentage alone."""
        conditions = attributes[_CONDITIONS]
        if match := _TAKEN_OF_ALL.search(conditions):
            taken, branches = map(int, match.groups())
        elif match := _PERCENT.match(conditions):
            taken, branches = int(match[1]), 100
        else:
            return
        number = line_number(attributes.get("number", ""))
        if 0 < taken < branches and number is not None:
            self._partials.append(number)

    def take(self, path: str, skips: Skips) -> list[LineHits]:
        if self.numbers:
            self.compact(path, skips)
        return self._tables

    def compact(self, path: str, skips: Skips) -> None:
        self._tables.append(line_hits(self.numbers, self.hits, skips, path, self._partials))
        self.numbers.clear()
        self.hits.clear()
        self._partials.clear()
