"""Reads the XML of Mono's profiler (``mono --profile=coverage``): a line has the hits of its most visited statement."""

from __future__ import annotations

from reporter.errors import NotThisFormat
from reporter.formats.collect import Collector, Statements
from reporter.formats.numbers import hit_count, line_number
from reporter.formats.xml import XmlReader
from reporter.model import ParsedReport
from reporter.report_file import ReportFile


def parse(report: ReportFile) -> ParsedReport:
    """One file per file name. Raises NotThisFormat for XML without a ``coverage`` element of assemblies."""
    return _Report().read(report)


class _Report:
    """The state between two elements."""

    def __init__(self) -> None:
        self._collector = Collector("mono")
        self._xml = XmlReader(self._start)
        self._in_coverage = False
        self._recognised = False
        self._lines: dict[str, Statements] = {}
        self._path = ""

    def read(self, report: ReportFile) -> ParsedReport:
        self._xml.read(report)
        if not self._recognised:
            raise NotThisFormat("has no <coverage> element with assemblies, as Mono's profiler has")
        for path, lines in self._lines.items():
            self._collector.add(path, lines.result())
        cure = "Compile with -debug, run with mono --debug, and let covfilter-file leave your assemblies in."
        return self._collector.result_with_lines(no_file=cure, no_line=cure)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "statement":
            if self._path:
                self._statement(attributes)
        elif name == "method":
            self._path = attributes.get("filename", "")  # empty for assemblies without symbols
        elif name == "assembly":
            self._recognised |= self._in_coverage
        elif name == "coverage":
            self._in_coverage = True

    def _statement(self, attributes: dict[str, str]) -> None:
        line, count = line_number(attributes.get("line", "")), hit_count(attributes.get("counter", ""))
        if line is None or count is None:
            self._collector.skips.add("statement", f"{self._path} line {attributes.get('line', '')[:40]!a}")
            return
        self._lines.setdefault(self._path, Statements()).add(line, line, count)
