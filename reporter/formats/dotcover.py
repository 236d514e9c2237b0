"""Reads dotCover's DetailedXML: a line is covered if any statement that touches it is."""

from __future__ import annotations

from reporter.errors import NotThisFormat, ReportError, Slug
from reporter.formats.collect import MAX_SPAN, Collector, Statements
from reporter.formats.numbers import line_number
from reporter.formats.xml import XmlReader
from reporter.model import ParsedReport
from reporter.report_file import ReportFile

_ROOT_MARKS = frozenset(("ReportType", "CoveragePercent", "DotCoverVersion"))


def parse(report: ReportFile) -> ParsedReport:
    """One file per name. Raises NotThisFormat for XML without a ``Root`` of dotCover."""
    return _Report().read(report)


class _Report:
    """The state between two elements. ``_files`` maps the indices of one report to paths."""

    def __init__(self) -> None:
        self._collector = Collector("dotcover")
        self._xml = XmlReader(self._start)
        self._recognised = False
        self._detailed = False
        self._lines: dict[str, Statements] = {}
        self._files: dict[str, str] = {}

    def read(self, report: ReportFile) -> ParsedReport:
        self._xml.read(report)
        if not self._recognised:
            raise NotThisFormat("has no <Root> element with a ReportType, as dotCover has")
        if not self._detailed:
            raise ReportError(
                Slug.REPORT_TOTALS_ONLY,
                "has dotCover's totals, but no lines",
                reason="Of dotCover's report types only DetailedXML lists statements.",
                cure="Let dotCover write the report with --reportType=DetailedXml.",
            )
        for path, lines in self._lines.items():
            self._collector.add(path, lines.result())
        cure = "Check that the tests ran, that the .pdb files lie beside the assemblies, and dotCover's filters."
        return self._collector.result_with_lines(no_file=cure, no_line=cure)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Statement":
            self._detailed = True
            self._statement(attributes)
        elif name == "File":
            path = attributes.get("Name", "")
            if path:
                self._files[attributes.get("Index", "")] = path
                self._lines.setdefault(path, Statements())
        elif name == "Root" and not _ROOT_MARKS.isdisjoint(attributes):
            self._recognised = True
            self._detailed |= attributes.get("ReportType", "").casefold() == "detailedxml"
            self._files = {}

    def _statement(self, attributes: dict[str, str]) -> None:
        path = self._files.get(attributes.get("FileIndex", ""))
        first = line_number(attributes.get("Line", ""))
        if path is None or first is None:
            self._collector.skips.add("statement", f"{path or 'unknown FileIndex'} {attributes.get('Line', '')[:40]!a}")
            return
        last = line_number(attributes.get("EndLine", "")) or first
        if last - first > MAX_SPAN:
            self._collector.skips.add("statement", f"{path} lines {first} to {last}")
            return
        self._lines[path].add(first, last, int(attributes.get("Covered", "").casefold() == "true"))
