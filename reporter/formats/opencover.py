"""Reads OpenCover XML: the lines of each sequence point; a line is covered if any point that touches it was visited.

AltCover and coverlet write it too.
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

_MAY_BE_SKIPPED = frozenset(("Module", "Class", "Method"))


def parse(report: ReportFile) -> ParsedReport:
    """One file per full path. Raises NotThisFormat for XML without a ``CoverageSession``."""
    return _Report().read(report)


class _Report:
    """The state between two elements. ``_files`` maps the uids of one module to paths."""

    def __init__(self) -> None:
        self._collector = Collector("opencover")
        self._xml = XmlReader(self._start, self._end)
        self._recognised = False
        self._lines: dict[str, Statements] = {}
        self._files: dict[str, str] = {}
        self._method_file = ""
        self._skipped_at = 0

    def read(self, report: ReportFile) -> ParsedReport:
        self._xml.read(report)
        if not self._recognised:
            raise NotThisFormat("has no <CoverageSession> element, as OpenCover has")
        for path, lines in self._lines.items():
            self._collector.add(path, lines.result())
        cure = "Check that the tests ran, that the .pdb files lie beside the assemblies, and the filters of the tool."
        return self._collector.result_with_lines(no_file=cure, no_line=cure)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._skipped_at:
            return
        if name == "SequencePoint":
            self._point(attributes)
        elif name in _MAY_BE_SKIPPED:
            if "skippedDueTo" in attributes:
                self._skipped_at = self._xml.depth
            elif name == "Module":
                self._files = {}
            self._method_file = ""
        elif name == "FileRef":
            self._method_file = attributes.get("uid", "")
        elif name == "File":
            self._file(attributes.get("uid", ""), attributes.get("fullPath", ""))
        elif name == "CoverageSession":
            self._recognised = True

    def _end(self, name: str) -> None:
        if self._skipped_at == self._xml.depth:
            self._skipped_at = 0
        if name == "Method":
            self._method_file = ""

    def _file(self, uid: str, path: str) -> None:
        if uid and path:
            self._files[uid] = path
            self._lines.setdefault(path, Statements())

    def _point(self, attributes: dict[str, str]) -> None:
        path = self._files.get(attributes.get("fileid") or self._method_file)
        first = line_number(attributes.get("sl", ""))
        if first is None or first == _HIDDEN_LINE:
            return
        if path is None:
            self._collector.skips.add("sequence point", f"line {first} of a file that is not named")
            return
        last = line_number(attributes.get("el", "")) or first
        visits = hit_count(attributes.get("vc", ""))
        if last - first > MAX_SPAN or visits is None:
            self._collector.skips.add("sequence point", f"{path} line {first}")
            return
        branches, taken = (hit_count(attributes.get(key, "0")) or 0 for key in ("bec", "bev"))
        self._lines[path].add(first, last, visits, partial=0 < taken < branches)
