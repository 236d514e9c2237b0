"""Reads Scoverage's XML: a line has the hits of its most invoked statement.

It is what the reporter of scalac-scoverage-plugin writes, so sbt, Mill, Maven and Gradle write the same.
"""

from __future__ import annotations

from reporter.errors import NotThisFormat
from reporter.formats.collect import Collector, Statements
from reporter.formats.numbers import hit_count, line_number
from reporter.formats.xml import XmlReader
from reporter.model import ParsedReport
from reporter.report_file import ReportFile


def parse(report: ReportFile) -> ParsedReport:
    """One file per source. Raises NotThisFormat for XML without a ``scoverage`` element."""
    return _Report().read(report)


class _Report:
    """The state between two elements."""

    def __init__(self) -> None:
        self._collector = Collector("scoverage")
        self._xml = XmlReader(self._start)
        self._recognised = False
        self._lines: dict[str, Statements] = {}
        self._class_file = ""

    def read(self, report: ReportFile) -> ParsedReport:
        self._xml.read(report)
        if not self._recognised:
            raise NotThisFormat("has no <scoverage> element, as Scoverage has")
        for path, lines in self._lines.items():
            self._collector.add(path, lines.result())
        cure = "Check that the tests ran with coverage on (sbt: coverage test coverageReport), and what is excluded."
        return self._collector.result_with_lines(no_file=cure, no_line=cure)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "statement":
            self._statement(attributes)
        elif name == "class":
            self._class_file = attributes.get("filename", "")
        elif name == "scoverage":
            self._recognised = True

    def _statement(self, attributes: dict[str, str]) -> None:
        path = attributes.get("source") or self._class_file
        if not path or attributes.get("ignored") == "true":
            return
        line, count = line_number(attributes.get("line", "")), hit_count(attributes.get("invocation-count", ""))
        if line is None or count is None:
            self._collector.skips.add("statement", f"{path} line {attributes.get('line', '')[:40]!a}")
            return
        partial = count == 0 and attributes.get("branch") == "true"
        self._lines.setdefault(path, Statements()).add(line, line, count, partial=partial)
