"""Reads gcov's JSON intermediate format, as ``gcov --json-format`` writes it: a document for each object file.

``{"current_working_directory": "/src", "files": [{"file": "a.c", "lines": [{"line_number": 3, "count": 5}]}]}``; a line
has an entry for each function, or instance of a template, that it is part of.
"""

from __future__ import annotations

import posixpath
import re

import msgspec

from reporter.formats import json_text
from reporter.formats.collect import Collector, Statements
from reporter.formats.numbers import Skips
from reporter.model import LineHits, ParsedReport, saturating
from reporter.report_file import ReportFile


class _Document(msgspec.Struct):
    files: list[msgspec.Raw]
    gcc_version: str
    folder: str = msgspec.field(name="current_working_directory", default="")


class _Branch(msgspec.Struct):
    count: object


class _Line(msgspec.Struct):
    number: int = msgspec.field(name="line_number")
    count: object
    unexecuted_block: bool = False
    branches: list[_Branch] = []


class _File(msgspec.Struct):
    path: str = msgspec.field(name="file")
    lines: list[_Line]


_FILE = msgspec.json.Decoder(_File)
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:[/\\]")


def parse(report: ReportFile) -> ParsedReport:
    """One file per path. Raises NotThisFormat without ``gcc_version``, ReportError for what is no JSON."""
    collector = Collector("gcov_json")
    for document in json_text.decode_each(report, _Document):
        for _, file in json_text.fitting(enumerate(document.files), _FILE, collector.skips):
            path = _in_folder(document.folder, file.path)
            collector.add(path, _line_hits(file, path, collector.skips))
    return collector.result_with_lines(
        no_file="Check that the program ran: without its .gcda files gcov finds nothing.",
        no_line="Compile your code, not the tests alone, with --coverage.",
    )


def _in_folder(folder: str, path: str) -> str:
    """A path as gcov writes it, seen from the folder in which the compiler ran where that is known."""
    return path if not folder or _ABSOLUTE.match(path) else posixpath.join(folder, path)


def _line_hits(file: _File, where: str, skips: Skips) -> LineHits:
    """The hits of a line's entries add up, as in gcov's text."""
    lines = Statements(saturating)
    numbers, counts = [line.number for line in file.lines], [line.count for line in file.lines]
    for number, count in zip(*json_text.integers(numbers, counts, skips, where), strict=True):
        lines.add(number, number, count)
    for line in file.lines:
        if line.unexecuted_block or any(branch.count == 0 for branch in line.branches):
            lines.miss(line.number)
    return lines.result()
