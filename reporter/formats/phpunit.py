"""Reads PHPUnit's coverage XML: an index of files, each with a file of its own that lists the lines tests ran.

No version of it lists the lines that no test ran. They are known only as a number, the difference between a file's
executable and executed lines, so a report with such lines is refused unless its format was named.
"""

from __future__ import annotations

from dataclasses import dataclass

from reporter.errors import NotThisFormat, ReportError, Slug
from reporter.formats.collect import Collector
from reporter.formats.numbers import line_hits, line_number
from reporter.formats.xml import XmlReader
from reporter.model import LineHits, ParsedReport
from reporter.report_file import ReportFile

_INSTEAD = "Let PHPUnit write Clover or Cobertura: --coverage-clover clover.xml or --coverage-cobertura cobertura.xml."


def parse(report: ReportFile) -> ParsedReport:
    """One file per entry of the index, which ``report`` must be.

    Raises NotThisFormat for XML without a ``phpunit`` element of the coverage report.
    """
    index = _Index()
    index.read(report)
    collector = Collector("phpunit")
    if index.root:
        collector.source_roots.append(index.root)
    if uncovered := index.uncovered():
        if not report.format_named:
            raise _uncovered_lines_missing(uncovered)
        collector.skips.add("uncovered line that this format does not list", "the whole report", uncovered)
    for reference in index.totals:
        path = index.path(reference)
        try:
            lines = _Detail(path, collector).read(report.sibling(reference))
        except ReportError as error:
            collector.skips.add("file of the index", f"{reference} {error}"[:200])
        else:
            collector.add(path, lines)
    return collector.result_with_lines(
        no_file="Check that the tests ran, and that <source> in phpunit.xml names your code.",
        no_line=f"Keep the files beside index.xml, and check that tests cover some code. {_INSTEAD}",
    )


def _uncovered_lines_missing(count: int) -> ReportError:
    return ReportError(
        Slug.REPORT_UNCOVERED_LINES_MISSING,
        f"leaves out {count} uncovered line{'' if count == 1 else 's'}, so every file would count as fully covered",
        reason="PHPUnit's coverage XML lists only the lines that a test ran.",
        cure=f"{_INSTEAD} To send it all the same, name the format: phpunit:path/to/index.xml in coverage-reports.",
    )


@dataclass(slots=True)
class _Totals:
    """Lines of one file."""

    executable: int = 0
    executed: int = 0


class _Index:
    """The index: the totals of each file by its reference, which old versions repeat, and the project's root."""

    def __init__(self) -> None:
        self.totals: dict[str, _Totals] = {}
        self.root = ""
        self._xml = XmlReader(self._start, self._end)
        self._in_phpunit = False
        self._in_project = False
        self._top_directory: str | None = None
        self._of_file: _Totals | None = None
        self._file_alone = False

    def read(self, report: ReportFile) -> None:
        self._xml.read(report)
        if self._file_alone and self._top_directory is None:
            raise ReportError(
                Slug.REPORT_UNKNOWN_FORMAT,
                "is one file of a PHPUnit XML report, not its index",
                reason="The index names all files of the report.",
                cure="Name the index.xml of that report in coverage-reports.",
            )
        if self._top_directory is None:
            raise NotThisFormat("has no <phpunit> element with a project, as the index of PHPUnit's coverage XML has")

    def path(self, reference: str) -> str:
        """The source file: its place below the root is that of its own report file, which adds ``.xml``."""
        below = reference.removesuffix(".xml")
        return f"{self.root.rstrip('/')}/{below}" if self.root else below

    def uncovered(self) -> int:
        return sum(totals.executable - totals.executed for totals in self.totals.values())

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "lines":
            if self._of_file:
                self._of_file.executable = _number(attributes.get("executable"))
                self._of_file.executed = _number(attributes.get("executed"))
        elif name == "file":
            if self._in_project and attributes.get("href"):
                self._of_file = self.totals.setdefault(attributes["href"], _Totals())
            self._file_alone |= self._in_phpunit
        elif name == "project":
            self._in_project = self._in_phpunit
            self.root = attributes.get("source", "")
        elif name == "directory":
            if self._in_project and self._top_directory is None:
                self._top_directory = attributes.get("name", "")
                # Until version 5.1 of php-code-coverage the top directory had the root as its name.
                self.root = self.root or (self._top_directory if self._top_directory != "/" else "")
        elif name == "phpunit":
            self._in_phpunit = True

    def _end(self, name: str) -> None:
        if name == "file":
            self._of_file = None
        elif name == "project":
            self._in_project = False


class _Detail:
    """One file's own report: a line has as many hits as tests that covered it."""

    def __init__(self, path: str, collector: Collector) -> None:
        self._path = path
        self._collector = collector
        self._numbers: list[str] = []
        self._tests: list[int] = []
        self._in_coverage = False

    def read(self, report: ReportFile) -> LineHits:
        XmlReader(self._start, self._end).read(report)
        return line_hits(self._numbers, list(map(str, self._tests)), self._collector.skips, self._path)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "coverage":
            self._in_coverage = True
        elif name == "line" and self._in_coverage:
            self._numbers.append(attributes.get("nr", ""))
            self._tests.append(0)
        elif name == "covered" and self._in_coverage and self._tests:
            self._tests[-1] += 1

    def _end(self, name: str) -> None:
        if name == "coverage":
            self._in_coverage = False


def _number(text: str | None) -> int:
    return line_number(text or "") or 0
