"""Reads what Xcode's ``xccov view --archive --json`` shows: every line of every source file.

``{"/shop/Cart.swift": [{"line": 3, "isExecutable": true, "executionCount": 2, "subranges": []}]}``
"""

from __future__ import annotations

import msgspec

from reporter.formats import json_text
from reporter.formats.collect import Collector
from reporter.formats.numbers import Skips, with_partials
from reporter.model import LineHits, ParsedReport
from reporter.report_file import ReportFile


class _Range(msgspec.Struct):
    count: int | None = msgspec.field(name="executionCount", default=None)


class _Line(msgspec.Struct):
    number: int = msgspec.field(name="line")
    executable: bool = msgspec.field(name="isExecutable")
    count: object = msgspec.field(name="executionCount", default=0)
    ranges: list[_Range] | None = msgspec.field(name="subranges", default=None)


_FILE = msgspec.json.Decoder(list[_Line])


def parse(report: ReportFile) -> ParsedReport:
    """One file per path. Raises NotThisFormat where nothing is a list of lines, ReportError for what is no JSON."""
    collector = Collector("xccov")
    parts = json_text.decode(report, dict[str, msgspec.Raw])
    for path, lines in json_text.fitting(parts.items(), _FILE, collector.skips, required=True):
        collector.add(path, _line_hits(lines, path, collector.skips))
    return collector.result_with_lines(
        no_file="Check that the scheme gathers coverage, and name the .xcresult of the test action.",
        no_line="Check that the scheme gathers coverage for the targets that hold your code.",
    )


def _line_hits(lines: list[_Line], where: str, skips: Skips) -> LineHits:
    """The executable lines; partial are those of which a part was not run."""
    executable = [line for line in lines if line.executable]
    numbers, counts = [line.number for line in executable], [line.count for line in executable]
    table = LineHits.adding(*json_text.integers(numbers, counts, skips, where))
    missed = {line.number for line in executable if any(part.count == 0 for part in line.ranges or ())}
    return with_partials(table, missed)
