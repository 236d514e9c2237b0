"""Reads Codecov's custom JSON, as kcov, cargo-llvm-cov and many small tools write it.

``{"coverage": {"a.rs": {"3": 5, "4": "1/2", "5": 0}, "b.rs": [null, 5, true, 0]}}``; in a list, the index is the line.
``"1/2"`` is one part of two, ``true`` is a line that was run in part, ``null`` is no code.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from reporter.errors import NotThisFormat
from reporter.formats import json_text
from reporter.formats.collect import Collector
from reporter.formats.numbers import Skips, line_number, with_partials
from reporter.model import LineHits, ParsedReport
from reporter.report_file import ReportFile

_Value = bool | int | float | str | None


class _Document(msgspec.Struct):
    coverage: dict[str, msgspec.Raw]


_FILE = msgspec.json.Decoder(dict[str, _Value] | list[_Value])
_PARTS = re.compile(r"\s*([0-9]{1,18})\s*/\s*([0-9]{1,18})\s*\Z")


def parse(report: ReportFile) -> ParsedReport:
    """One file per name. Raises NotThisFormat without ``coverage``, ReportError for what is no JSON."""
    collector = Collector("codecov")
    files = json_text.decode(report, _Document).coverage
    recognised = not files
    for path, values in json_text.fitting(files.items(), _FILE, collector.skips):
        recognised = True
        collector.add(path, _line_hits(values, path, collector.skips))
    if not recognised:
        raise NotThisFormat("has no file with lines")
    return collector.result_with_lines(
        no_file="Check that the tests ran, and that the tool's include settings name your code.",
        no_line="Put every line that can be run into the file's object, with 0 where it was not.",
    )


def _line_hits(values: dict[str, _Value] | list[_Value], where: str, skips: Skips) -> LineHits:
    numbers: list[str | int] = []
    counts: list[_Value] = []
    partials: list[str | int] = []
    for number, value in values.items() if isinstance(values, dict) else enumerate(values):
        if value is not None:
            count, partial = _count(value)
            numbers.append(number)
            counts.append(count)
            if partial:
                partials.append(number)
    table = LineHits.adding(*json_text.integers(numbers, counts, skips, where))
    return with_partials(table, (line_number(str(number)) or 0 for number in partials)) if partials else table


@lru_cache(maxsize=4096, typed=True)  # reports hold the same few values again and again; 1 is not true
def _count(value: _Value) -> tuple[_Value, bool]:
    """Hits, and whether there was more on the line to run."""
    if isinstance(value, bool):
        return int(value), value
    if isinstance(value, str) and (parts := _PARTS.match(value)):
        return int(parts[1]), int(parts[1]) < int(parts[2])
    return value, False
