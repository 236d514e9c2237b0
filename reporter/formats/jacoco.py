"""Reads JaCoCo XML: a line is covered if an instruction of it ran, and partial if something of it did not.

The elements are those of JaCoCo's report.dtd; Kover, Pester and others write them too.
"""

from __future__ import annotations

from functools import lru_cache

from reporter.errors import NotThisFormat, ReportError, Slug
from reporter.formats.collect import Collector
from reporter.formats.numbers import hit_count, line_hits, line_number
from reporter.formats.xml import XmlReader
from reporter.model import ParsedReport
from reporter.report_file import ReportFile

_BELOW_REPORT = frozenset(("group", "package", "sessioninfo", "counter"))
_NO_FILE_CURE = (
    "Check that the tests ran before the report was written, and that the report's class directories hold your classes,"
    " compiled with debug information (javac -g)."
)
_NO_LINES_CURE = (
    "If gcovr wrote it, use its --cobertura or --lcov instead of --jacoco. Otherwise compile with debug information"
    " (javac -g), so that JaCoCo knows the lines."
)


def parse(report: ReportFile) -> ParsedReport:
    """One file per group, package and source file. Raises NotThisFormat for XML without a JaCoCo ``report`` element."""
    return _Report().read(report)


class _Report:
    """The state between two elements."""

    def __init__(self) -> None:
        self._collector = Collector("jacoco")
        self._xml = XmlReader(self._start, self._end)
        self._in_report = False
        self._recognised = False
        self._groups: list[str] = []
        self._package = ""
        self._path = ""
        self._lines_without_instructions = 0
        self._any_line = False
        self._open_file("")

    def read(self, report: ReportFile) -> ParsedReport:
        self._xml.read(report)
        if not self._recognised:
            raise NotThisFormat("has no <report> element with packages or groups, as JaCoCo has")
        if self._lines_without_instructions and not self._any_line:
            raise ReportError(
                Slug.REPORT_WITHOUT_LINES,
                "lists lines without saying whether they ran",
                reason="Its <line> elements have neither mi nor ci, the missed and the covered instructions.",
                cure=_NO_LINES_CURE,
            )
        return self._collector.result_with_lines(no_file=_NO_FILE_CURE, no_line=_NO_LINES_CURE)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "line":
            self._line(attributes)
        elif name == "sourcefile":
            self._open_file(_joined(self._package, attributes.get("name", "")))
        elif name == "report":
            self._in_report = True
            self._collector.name = attributes.get("name", "")
            self._recognised |= "name" in attributes  # which the DTD requires; gcovr leaves it out
        elif name in _BELOW_REPORT and self._in_report:
            self._recognised = True
            if name == "package":
                self._package = attributes.get("name", "")
            elif name == "group":
                self._groups.append(attributes.get("name", ""))

    def _end(self, name: str) -> None:
        if name == "sourcefile":
            self._close_file()
        elif name == "package":
            self._package = ""
        elif name == "group" and self._groups:
            self._groups.pop()

    def _line(self, attributes: dict[str, str]) -> None:
        number, missed, covered = attributes.get("nr", ""), attributes.get("mi"), attributes.get("ci")
        if missed is None and covered is None:
            self._lines_without_instructions += 1  # gcovr writes them, once into the classes, not into source files
            return
        if not self._path:
            return
        self._any_line = True
        ran, left = _count(covered), _count(missed)
        if ran is None or (not ran and left is None):
            self._collector.skips.add("instruction count", f"{self._path} line {number}"[:120])
        elif ran or left:
            self._numbers.append(number)
            self._hits.append("1" if ran else "0")
            if ran and (left or (_count(attributes.get("cb")) and _count(attributes.get("mb")))):
                self._partials.append(line_number(number) or 0)

    def _open_file(self, path: str) -> None:
        self._path = path
        self._numbers: list[str] = []
        self._hits: list[str] = []
        self._partials: list[int] = []

    def _close_file(self) -> None:
        if self._path:
            lines = line_hits(self._numbers, self._hits, self._collector.skips, self._path, self._partials)
            self._collector.add(self._path, lines, tuple(self._groups))
        self._open_file("")


@lru_cache(maxsize=1024)
def _count(text: str | None) -> int | None:
    """A counter, 0 where it is left out, None where it is no number. The same few small numbers come all the time."""
    return 0 if text is None else hit_count(text)


def _joined(package: str, name: str) -> str:
    """The path. The default package has no name.

    JaCoCo's names of files hold no folders. Pester's do: its names are whole paths, or begin below the topmost folder
    it measured, so that the package ends with the folders of the name.
    """
    if not package or not name or name.startswith(("/", "\\")) or name[1:2] == ":":
        return name
    folders = name.rpartition("/")[0]
    if folders and f"/{package}".endswith(f"/{folders}"):
        return package.removesuffix(folders) + name
    return f"{package}/{name}"
