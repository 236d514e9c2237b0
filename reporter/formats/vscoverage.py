"""Reads the XML of Visual Studio's coverage tools in its two shapes, static (``.coveragexml``) and dynamic.

Both give files numbers and list the files behind the code, so that the lines of a number wait for its path.
"""

from __future__ import annotations

from reporter.errors import NotThisFormat
from reporter.formats.collect import MAX_SPAN, Collector, Statements
from reporter.formats.numbers import line_number
from reporter.formats.xml import XmlReader
from reporter.model import ParsedReport
from reporter.report_file import ReportFile

_HIDDEN_LINES = frozenset((0xF00F00, 0xFEEFEE))
"""The lines that .NET compilers give to code without a source line."""

_HITS_OF = {"yes": 1, "partial": 1, "no": 0, "0": 1, "1": 1, "2": 0}
"""``covered`` of the dynamic shape, ``Coverage`` of the static one."""

_PARTIAL = frozenset(("partial", "1"))

_OF_LINES = frozenset(("LnStart", "LnEnd", "Coverage", "SourceFileID"))
_OF_FILE = frozenset(("SourceFileID", "SourceFileName"))


def parse(report: ReportFile) -> ParsedReport:
    """One file per path. Raises NotThisFormat for XML with neither ``CoverageDSPriv`` nor ``results`` of modules."""
    return _Report().read(report)


class _Report:
    """The state between two elements: the lines and the paths of the numbers that hold at present.

    ``_fields`` are the values of the static shape's row in hand, which it writes as elements; ``_wanted`` their names.
    """

    def __init__(self) -> None:
        self._collector = Collector("vscoverage")
        self._xml = XmlReader(self._start, self._end)
        self._in_results = False
        self._recognised = False
        self._lines: dict[str, Statements] = {}
        self._paths: dict[str, str] = {}
        self._fields: dict[str, str] = {}
        self._wanted: frozenset[str] = frozenset()

    def read(self, report: ReportFile) -> ParsedReport:
        self._xml.read(report)
        if not self._recognised:
            raise NotThisFormat("has neither <CoverageDSPriv> nor <results> with modules, as Visual Studio has")
        cure = "Check that the tests ran, that the .pdb files lie beside the assemblies, and the .runsettings."
        return self._collector.result_with_lines(no_file=cure, no_line=cure)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in self._wanted:
            self._xml.collect_text()
        elif name == "range":
            self._range(*(attributes.get(key, "") for key in ("source_id", "start_line", "end_line", "covered")))
        elif name == "source_file":
            self._paths[attributes.get("id", "")] = attributes.get("path", "")
        elif name == "Lines":
            self._fields, self._wanted = {}, _OF_LINES
        elif name == "SourceFileNames":
            self._fields, self._wanted = {}, _OF_FILE
        elif name == "results":
            self._in_results = True
        elif name == "modules":
            self._recognised |= self._in_results
        elif name == "CoverageDSPriv":
            self._recognised = True

    def _end(self, name: str) -> None:
        if name in self._wanted:
            self._fields[name] = self._xml.text().strip()
        elif name == "Lines":
            self._range(*(self._fields.get(key, "") for key in ("SourceFileID", "LnStart", "LnEnd", "Coverage")))
            self._wanted = frozenset()
        elif name == "SourceFileNames":
            self._paths[self._fields.get("SourceFileID", "")] = self._fields.get("SourceFileName", "")
            self._wanted = frozenset()
        elif name in {"module", "CoverageDSPriv"}:
            self._give_paths()

    def _range(self, source: str, start: str, end: str, covered: str) -> None:
        first = line_number(start)
        if first is None or first in _HIDDEN_LINES:
            return
        last = line_number(end) or first
        hits = _HITS_OF.get(covered)
        if last - first > MAX_SPAN or hits is None:
            self._collector.skips.add("range", f"line {first} of file {source[:40]!a}")
            return
        self._lines.setdefault(source, Statements()).add(first, last, hits, partial=covered in _PARTIAL)

    def _give_paths(self) -> None:
        """The numbers of files hold for one module of the dynamic shape, and for one report of the static one."""
        for source, path in self._paths.items():
            if path:
                self._collector.add(path, self._lines.pop(source, Statements()).result())
        for source, lines in self._lines.items():
            self._collector.skips.add("line of a file that is not named", f"file {source[:40]!a}", len(lines.hits))
        self._lines, self._paths = {}, {}
