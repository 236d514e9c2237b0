"""Reads the body of Coveralls' jobs API, as grcov, excoveralls, gcovr, undercover and simplecov write it.

``{"source_files": [{"name": "src/a.c", "coverage": [null, 5, 0]}]}``; the first value is line 1, null is no code.
``branches`` holds line, block, branch and hits of each branch, one after the other.
"""

from __future__ import annotations

import msgspec

from reporter.formats import json_text
from reporter.formats.collect import Collector
from reporter.formats.numbers import Skips, with_partials
from reporter.model import LineHits, ParsedReport
from reporter.report_file import ReportFile


class _Body(msgspec.Struct):
    files: list[msgspec.Raw] = msgspec.field(name="source_files")


class _File(msgspec.Struct):
    name: str
    coverage: list[object] | str  # some writers encode the list once more
    branches: list[int] | None = None


_FILE = msgspec.json.Decoder(_File)
_COVERAGE = msgspec.json.Decoder(list[object])


def parse(report: ReportFile) -> ParsedReport:
    """One file per name. Raises NotThisFormat without ``source_files``, ReportError for what is no JSON."""
    collector = Collector("coveralls")
    files = json_text.decode(report, _Body).files
    for _, file in json_text.fitting(enumerate(files), _FILE, collector.skips):
        collector.add(file.name, _line_hits(file, collector.skips))
    return collector.result_with_lines(
        no_file="Check that the tests ran, and that the tool's include settings name your code.",
        no_line="Check that the tool's include and exclude settings leave code with statements in.",
    )


def _line_hits(file: _File, skips: Skips) -> LineHits:
    table = json_text.listed(_coverage(file, skips), 1, skips, file.name)
    if not file.branches:
        return table
    branches = zip(file.branches[::4], file.branches[3::4], strict=False)
    return with_partials(table, (line for line, hits in branches if not hits))


def _coverage(file: _File, skips: Skips) -> list[object]:
    if isinstance(file.coverage, list):
        return file.coverage
    try:
        return _COVERAGE.decode(file.coverage)
    except msgspec.DecodeError as error:
        skips.add("file", f"{file.name}: {error}")
        return []
