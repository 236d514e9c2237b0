"""Reads SonarQube's generic coverage XML: each line of a file says whether it was run, and how many of its branches.

The elements are those of SonarQube's own schema for it; the first versions had no ``version``.
"""

from __future__ import annotations

from reporter.errors import NotThisFormat
from reporter.formats.collect import Collector
from reporter.formats.numbers import hit_count, line_hits, line_number
from reporter.formats.xml import XmlReader
from reporter.model import ParsedReport
from reporter.report_file import ReportFile

_COVERED = {"true": "1", "false": "0"}


def parse(report: ReportFile) -> ParsedReport:
    """One file per path. Raises NotThisFormat for XML without a ``coverage`` element of files."""
    return _Report().read(report)


class _Report:
    """The state between two elements: the file in hand and its lines, parallel, as text."""

    def __init__(self) -> None:
        self._collector = Collector("sonar")
        self._xml = XmlReader(self._start, self._end)
        self._in_coverage = False
        self._recognised = False
        self._path = ""
        self._numbers: list[str] = []
        self._covered: list[str] = []
        self._partials: list[int] = []

    def read(self, report: ReportFile) -> ParsedReport:
        self._xml.read(report)
        if not self._recognised:
            raise NotThisFormat("has no <coverage> element with files, as SonarQube's generic coverage has")
        cure = "Check that the tests ran, and that the settings of the tool that writes it name your code."
        return self._collector.result_with_lines(no_file=cure, no_line=cure)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "lineToCover":
            self._line(attributes)
        elif name == "file":
            self._recognised |= self._in_coverage
            self._path = attributes.get("path", "")
            self._numbers, self._covered, self._partials = [], [], []
        elif name == "coverage":
            self._in_coverage = True
            self._recognised |= "version" in attributes

    def _end(self, name: str) -> None:
        if name == "file" and self._path:
            lines = line_hits(self._numbers, self._covered, self._collector.skips, self._path, self._partials)
            self._collector.add(self._path, lines)
            self._path = ""

    def _line(self, attributes: dict[str, str]) -> None:
        number, covered = attributes.get("lineNumber", ""), attributes.get("covered", "")
        self._numbers.append(number)
        self._covered.append(_COVERED.get(covered, covered))
        if "branchesToCover" in attributes:
            branches, taken = (
                hit_count(attributes.get(key, "0")) or 0 for key in ("branchesToCover", "coveredBranches")
            )
            if 0 < taken < branches and (line := line_number(number)):
                self._partials.append(line)
