"""Reads Codacy's own JSON, the body of its coverage API: kept payloads of this action, and what users write by hand.

``{"fileReports": [{"filename": "src/a.py", "coverage": {"1": 5, "2": 0}}]}``; the totals beside it are left alone.
"""

from __future__ import annotations

import msgspec

from reporter.formats import json_text
from reporter.formats.collect import Collector
from reporter.formats.numbers import Skips, line_hits
from reporter.model import MAX_HITS, MAX_LINE, LineHits, ParsedReport
from reporter.report_file import ReportFile


class _Body(msgspec.Struct):
    files: list[msgspec.Raw] = msgspec.field(name="fileReports")


class _File(msgspec.Struct):
    filename: str
    coverage: dict[int, int]


class _LooseFile(msgspec.Struct):
    filename: str
    coverage: dict[str, object]


_EXACT = msgspec.json.Decoder(_File)
_LOOSE = msgspec.json.Decoder(_LooseFile)
_UNFIT = (msgspec.ValidationError, UnicodeDecodeError)


def parse(report: ReportFile) -> ParsedReport:
    """One file per name. Raises NotThisFormat without ``fileReports``, ReportError for what is no JSON."""
    collector = Collector("codacy")
    for number, raw in enumerate(json_text.decode(report, _Body).files):
        try:
            exact = _EXACT.decode(raw)
        except _UNFIT:
            _add_loose(raw, number, collector)
        else:
            collector.add(exact.filename, _line_hits(exact.coverage, exact.filename, collector.skips))
    return collector.result_with_lines(
        no_file="Put one object for each source file into fileReports.",
        no_line='Put every line that can be run into coverage, with 0 where it was not: {"1": 5, "2": 0}.',
    )


def _line_hits(coverage: dict[int, int], filename: str, skips: Skips) -> LineHits:
    if coverage and not (min(coverage) >= 1 and max(coverage) <= MAX_LINE and min(coverage.values()) >= 0):
        return _from_text({str(line): count for line, count in coverage.items()}, filename, skips)
    return LineHits.from_mapping({line: min(count, MAX_HITS) for line, count in coverage.items()})


def _add_loose(raw: msgspec.Raw, number: int, collector: Collector) -> None:
    """A file with values that the API does not take: what is no number is left out, the rest kept."""
    try:
        loose = _LOOSE.decode(raw)
    except _UNFIT as error:
        collector.skips.add("file report", f"fileReports[{number}]: {error}")
    else:
        collector.add(loose.filename, _from_text(loose.coverage, loose.filename, collector.skips))


def _from_text(coverage: dict[str, object] | dict[str, int], filename: str, skips: Skips) -> LineHits:
    return line_hits(list(coverage), [str(count) for count in coverage.values()], skips, filename)
