"""Reads the Dart VM's coverage, as ``dart test --coverage=DIRECTORY`` and package:coverage's collect_coverage write it.

``{"type": "CodeCoverage", "coverage": [{"source": "package:shop/cart.dart", "hits": [3, 1, "5-7", 0]}]}``: lines, or
ranges of them, each followed by its hits. The addresses of libraries are kept: pubspec.yaml says where a package is.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from reporter.formats import json_text
from reporter.formats.collect import MAX_LINES_OF_FILE, MAX_SPAN, Collector, too_many_lines
from reporter.formats.numbers import Skips, line_number, with_partials
from reporter.model import LineHits, ParsedReport
from reporter.report_file import ReportFile

_SDK = "dart:"
"""What the addresses of Dart's own libraries begin with."""


class _Body(msgspec.Struct):
    coverage: list[msgspec.Raw]


class _Library(msgspec.Struct):
    source: str
    hits: list[object]
    branches: list[object] = msgspec.field(name="branchHits", default_factory=list)


_LIBRARY = msgspec.json.Decoder(_Library)


def parse(report: ReportFile) -> ParsedReport:
    """One file per library. Raises NotThisFormat for other shapes, ReportError for what is no JSON."""
    collector = Collector("dart")
    parts = json_text.decode(report, _Body).coverage
    for _, library in json_text.fitting(enumerate(parts), _LIBRARY, collector.skips, required=True):
        if not library.source.startswith(_SDK):
            collector.add(library.source, _line_hits(library, collector.skips))
    return collector.result_with_lines(
        no_file="Check that the tests ran, and that --scope-output, if given, names your package.",
        no_line="Check that the tests import code of your own.",
    )


def _line_hits(library: _Library, skips: Skips) -> LineHits:
    """Lines that occur again (an isolate each) add up; partial are those with a branch that was not taken."""
    table = LineHits.adding(*json_text.integers(*_pairs(library.hits), skips, library.source))
    branches = LineHits.adding(*json_text.integers(*_pairs(library.branches), skips, library.source))
    missed = {line for line, taken in branches.items() if not taken}
    return with_partials(table, missed)


def _pairs(flat: list[object]) -> tuple[list[object], list[object]]:
    """Line numbers and hit counts that alternate, as two lists; a range of lines as each of them."""
    lines: list[object] = []
    counts: list[object] = []
    for line, count in zip(flat[::2], flat[1::2], strict=False):
        span = _range(line) if isinstance(line, str) else [line]
        lines += span
        counts += [count] * len(span)
        if len(lines) > MAX_LINES_OF_FILE:
            raise too_many_lines(f"more than {MAX_LINES_OF_FILE} lines of one file")
    return lines, counts


def _range(text: str) -> Sequence[object]:
    first, last = map(line_number, text.partition("-")[::2])
    if first is None or last is None or last - first > MAX_SPAN:
        return [text]
    return range(first, last + 1)
