"""Reads gcovr's own JSON, of every version of the format since 0.1.

``{"gcovr/format_version": "0.6", "files": [{"file": "src/a.c", "lines": [{"line_number": 3, "count": 5}]}]}``; a line
may have an entry for each function, or instance of a template, that it is part of.
"""

from __future__ import annotations

import msgspec

from reporter.formats import json_text
from reporter.formats.collect import Collector, Statements
from reporter.formats.numbers import Skips
from reporter.model import LineHits, ParsedReport, saturating
from reporter.report_file import ReportFile


class _Document(msgspec.Struct):
    files: list[msgspec.Raw]
    version: msgspec.Raw = msgspec.field(name="gcovr/format_version")


class _Branch(msgspec.Struct):
    count: object
    excluded: bool = msgspec.field(name="gcovr/excluded", default=False)


class _Line(msgspec.Struct):
    number: int = msgspec.field(name="line_number")
    count: object
    branches: list[_Branch] = []
    excluded: bool = msgspec.field(name="gcovr/excluded", default=False)
    noncode: bool = msgspec.field(name="gcovr/noncode", default=False)


class _File(msgspec.Struct):
    path: str = msgspec.field(name="file")
    lines: list[_Line]


_FILE = msgspec.json.Decoder(_File)


def parse(report: ReportFile) -> ParsedReport:
    """One file per path. Raises NotThisFormat without ``gcovr/format_version``, ReportError for what is no JSON."""
    collector = Collector("gcovr")
    files = json_text.decode(report, _Document).files
    for _, file in json_text.fitting(enumerate(files), _FILE, collector.skips):
        collector.add(file.path, _line_hits(file, collector.skips))
    return collector.result_with_lines(
        no_file="Check that the program ran, and that --root, --filter and --exclude leave your code in.",
        no_line="Compile your code, not the tests alone, with --coverage.",
    )


def _line_hits(file: _File, skips: Skips) -> LineHits:
    """The hits of a line's entries add up; what exclusion markers and options took out does not count."""
    entries = [line for line in file.lines if not (line.excluded or line.noncode)]
    lines = Statements(saturating)
    numbers, counts = [line.number for line in entries], [line.count for line in entries]
    for number, count in zip(*json_text.integers(numbers, counts, skips, file.path), strict=True):
        lines.add(number, number, count)
    for line in entries:
        if any(branch.count == 0 and not branch.excluded for branch in line.branches):
            lines.miss(line.number)
    return lines.result()
