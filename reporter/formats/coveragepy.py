"""Reads coverage.py's JSON (``coverage json``) of every version, and slipcover's, which has the same shape.

``{"files": {"src/a.py": {"executed_lines": [1, 2], "missing_lines": [3], "excluded_lines": [4]}}}``; the same lines by
function and class, and the contexts of each, are left alone.
"""

from __future__ import annotations

import msgspec

from reporter.formats import json_text
from reporter.formats.collect import Collector
from reporter.formats.numbers import Skips
from reporter.model import LineHits, ParsedReport
from reporter.report_file import ReportFile


class _Body(msgspec.Struct):
    files: dict[str, msgspec.Raw]


class _Summary(msgspec.Struct, frozen=True):
    covered: int | None = msgspec.field(name="covered_lines", default=None)


class _File(msgspec.Struct):
    executed: list[int] = msgspec.field(name="executed_lines")
    missing: list[int] = msgspec.field(name="missing_lines")
    excluded: list[int] = msgspec.field(name="excluded_lines", default_factory=list)
    branches: list[tuple[int, int]] = msgspec.field(name="missing_branches", default_factory=list)
    summary: _Summary = _Summary()


_FILE = msgspec.json.Decoder(_File)


def parse(report: ReportFile) -> ParsedReport:
    """One file per name. Raises NotThisFormat for other shapes, ReportError for what is no JSON."""
    collector = Collector("coveragepy")
    parts = json_text.decode(report, _Body).files
    for path, file in json_text.fitting(parts.items(), _FILE, collector.skips, required=True):
        collector.add(path, _line_hits(file, path, collector.skips))
    return collector.result_with_lines(
        no_file="Check that the tests ran under coverage, and that `source` in its configuration names your code.",
        no_line="Check that `omit` and `exclude_also` in the configuration of coverage leave code with statements in.",
    )


def _line_hits(file: _File, where: str, skips: Skips) -> LineHits:
    """Excluded lines do not count, run or not; partial are the lines from which some branch was never taken.

    Versions before 7.14 list executed docstrings among the executed lines. The report does not tell them from
    statements but where the summary knows of no executed statement at all.
    """
    executed = [] if file.summary.covered == 0 else file.executed
    numbers = [*file.missing, *executed]
    counts = [0] * len(file.missing) + [1] * len(executed)
    hits = dict(zip(*json_text.integers(numbers, counts, skips, where), strict=True))
    for line in file.excluded:
        hits.pop(line, None)
    return LineHits.from_mapping(hits, (line for line, _ in file.branches if hits.get(line)))
