"""Reads NCover's XML: the lines of each sequence point.

Version 1, which AltCover writes too, names the file at each point; version 3 has shorter names and numbers the files.
"""

from __future__ import annotations

from reporter.errors import NotThisFormat
from reporter.formats.collect import MAX_SPAN, Collector, Statements
from reporter.formats.numbers import hit_count, line_number
from reporter.formats.xml import XmlReader
from reporter.model import ParsedReport
from reporter.report_file import ReportFile

_HIDDEN_LINE = 0xFEEFEE
"""The line that .NET compilers give to code without a source line."""


def parse(report: ReportFile) -> ParsedReport:
    """One file per document. Raises NotThisFormat for XML without a ``coverage`` element of NCover."""
    return _Report().read(report)


class _Report:
    """The state between two elements."""

    def __init__(self) -> None:
        self._collector = Collector("ncover")
        self._xml = XmlReader(self._start)
        self._recognised = False
        self._lines: dict[str, Statements] = {}
        self._documents: dict[str, str] = {}
        self._excluded = False

    def read(self, report: ReportFile) -> ParsedReport:
        self._xml.read(report)
        if not self._recognised:
            raise NotThisFormat("has no <coverage> element with a profilerVersion, as NCover has")
        for path, lines in self._lines.items():
            self._collector.add(path, lines.result())
        cure = "Check that the tests ran, that the .pdb files lie beside the assemblies, and the filters of the tool."
        return self._collector.result_with_lines(no_file=cure, no_line=cure)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "seqpnt":
            if not self._excluded and not _is_excluded(attributes):
                self._point(attributes)
        elif name == "method":
            self._excluded = _is_excluded(attributes)
        elif name == "doc":
            self._documents[attributes.get("id", "")] = attributes.get("url", "")
        elif name == "coverage":
            self._recognised |= "profilerVersion" in attributes
            self._documents = {}

    def _point(self, attributes: dict[str, str]) -> None:
        path = attributes.get("document") or self._documents.get(attributes.get("doc", ""), "")
        first = line_number(attributes.get("line") or attributes.get("l", ""))
        if not path or first is None or first == _HIDDEN_LINE:
            return
        last = line_number(attributes.get("endline") or attributes.get("el", "")) or first
        visits = hit_count(attributes.get("visitcount") or attributes.get("vc", ""))
        if last - first > MAX_SPAN or visits is None:
            self._collector.skips.add("sequence point", f"{path} line {first}")
            return
        self._lines.setdefault(path, Statements()).add(first, last, visits)


def _is_excluded(attributes: dict[str, str]) -> bool:
    return attributes.get("excluded") == "true" or attributes.get("ex") == "true"
