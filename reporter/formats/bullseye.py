"""Reads BullseyeCoverage's XML (``covxml``): lines of probes and blocks, each with whether it was entered.

Bullseye measures functions and conditions; the lines it lists are those where one of them, or a block of code, begins.
"""

from __future__ import annotations

from reporter.errors import NotThisFormat
from reporter.formats.collect import Collector, Statements
from reporter.formats.numbers import line_number
from reporter.formats.xml import XmlReader
from reporter.model import ParsedReport
from reporter.report_file import ReportFile

_HITS_OF = {"none": 0, "full": 1, "true": 1, "false": 1, "0": 0, "1": 1}
"""``event`` of a probe, ``entered`` of a block."""

_PARTIAL = frozenset(("true", "false"))


def parse(report: ReportFile) -> ParsedReport:
    """One file per source, its folders joined. Raises NotThisFormat for XML without ``BullseyeCoverage``."""
    return _Report().read(report)


class _Report:
    """The state between two elements: the names of the open folders, and the file in hand."""

    def __init__(self) -> None:
        self._collector = Collector("bullseye")
        self._xml = XmlReader(self._start, self._end)
        self._recognised = False
        self._folders: list[str] = []
        self._path = ""
        self._lines = Statements()

    def read(self, report: ReportFile) -> ParsedReport:
        self._xml.read(report)
        if not self._recognised:
            raise NotThisFormat("has no <BullseyeCoverage> element, as Bullseye has")
        cure = "Check that the tests ran with the instrumented program (cov01 -1), and what covselect leaves out."
        return self._collector.result_with_lines(no_file=cure, no_line=cure)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "probe":
            self._line(attributes, attributes.get("event", ""))
        elif name == "block":
            self._line(attributes, attributes.get("entered", ""))
        elif name == "folder":
            self._folders.append(attributes.get("name", ""))
        elif name == "src":
            self._path = "/".join((*self._folders, attributes.get("name", "")))
            self._lines = Statements()
        elif name == "BullseyeCoverage":
            self._recognised = True
            if attributes.get("dir"):
                self._collector.source_roots.append(attributes["dir"])

    def _end(self, name: str) -> None:
        if name == "folder" and self._folders:
            self._folders.pop()
        elif name == "src":
            self._collector.add(self._path, self._lines.result())
            self._path = ""

    def _line(self, attributes: dict[str, str], outcome: str) -> None:
        line, hits = line_number(attributes.get("line", "")), _HITS_OF.get(outcome)
        if line is None or hits is None:
            self._collector.skips.add("probe", f"{self._path} line {attributes.get('line', '')[:40]!a}")
        elif self._path:
            self._lines.add(line, line, hits, partial=outcome in _PARTIAL)
