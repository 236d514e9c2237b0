"""Reads Istanbul's coverage objects: coverage-final.json of nyc, c8, jest, vitest and karma.

``{"/src/a.js": {"path": "/src/a.js", "statementMap": {"0": {"start": {"line": 1}}}, "s": {"0": 3}}}``; lines are those
of istanbul-lib-coverage's getLineCoverage, which Istanbul's own reporters show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest

import msgspec

from reporter.formats import json_text
from reporter.formats.collect import Collector, Statements
from reporter.formats.numbers import Skips
from reporter.model import LineHits, ParsedReport
from reporter.report_file import ReportFile

Parts = Mapping[str, msgspec.Raw]

_NULL = msgspec.Raw(b"null")


class _Position(msgspec.Struct):
    line: int | None = None


class _Span(msgspec.Struct):
    start: _Position | None = None
    skip: bool = False


class _File(msgspec.Struct):
    spans: dict[str, _Span | None] = msgspec.field(name="statementMap")
    counts: dict[str, object] = msgspec.field(name="s")
    path: str = ""
    branches: msgspec.Raw = msgspec.field(name="branchMap", default=_NULL)
    taken: msgspec.Raw = msgspec.field(name="b", default=_NULL)
    source_map: msgspec.Raw = msgspec.field(name="inputSourceMap", default=_NULL)


class _Wrapped(msgspec.Struct):
    data: msgspec.Raw


class _Branch(msgspec.Struct):
    line: int | None = None
    span: _Span | None = msgspec.field(name="loc", default=None)
    arms: list[_Span | None] = msgspec.field(name="locations", default_factory=list)


_FILE = msgspec.json.Decoder(_File)
_WRAPPED = msgspec.json.Decoder(_Wrapped)
_PARTS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_BRANCHES = msgspec.json.Decoder(dict[str, _Branch])
_TAKEN = msgspec.json.Decoder(dict[str, list[int]])


def parse(report: ReportFile) -> ParsedReport:
    """One file per path. Raises NotThisFormat where nothing has a statement map, ReportError for what is no JSON."""
    collector = Collector("istanbul")
    parts = _unwrapped(json_text.decode(report, dict[str, msgspec.Raw]))
    for place, file in json_text.fitting(parts.items(), _FILE, collector.skips, required=True):
        path = file.path or place
        if file.source_map == _NULL:
            collector.add(path, _line_hits(file, path, collector.skips))
        else:
            collector.skips.add("file whose source map was not applied", path)
    return collector.result_with_lines(
        no_file="Check that the tests ran and that `include` names your code. Of raw data, as in .nyc_output, "
        "`nyc report --reporter=json` makes a report.",
        no_line="Check that the coverage tool's include and exclude settings leave code with statements in.",
    )


def _unwrapped(parts: Parts) -> Parts:
    """The coverage objects by path: some writers put all of them, or each, into ``data``."""
    try:
        if parts.keys() == {"data"}:
            parts = _PARTS.decode(parts["data"])
        return {place: _WRAPPED.decode(part).data for place, part in parts.items()}
    except json_text.UNFIT:
        return parts


def _line_hits(file: _File, where: str, skips: Skips) -> LineHits:
    """A line has the hits of the most visited statement that starts on it; old versions count skipped ones as such."""
    lines: list[object] = []
    counts: list[object] = []
    for key, count in file.counts.items():
        span = file.spans.get(key)
        if span is not None and span.start is not None:
            lines.append(span.start.line)
            counts.append(1 if span.skip and count == 0 else count)
    statements = Statements()
    for line, count in zip(*json_text.integers(lines, counts, skips, where), strict=True):
        statements.add(line, line, count)
    for line in statements.hits.keys() & set(_lines_of_missed_branches(file)):
        statements.add(line, line, 0)
    return statements.result()


def _lines_of_missed_branches(file: _File) -> Iterator[int | None]:
    """The line of each branch of which an arm was not taken; none where the branches cannot be read."""
    try:
        branches, taken = _BRANCHES.decode(file.branches), _TAKEN.decode(file.taken)
    except json_text.UNFIT:
        return
    for key, branch in branches.items():
        arms = zip_longest(taken.get(key, ()), branch.arms)
        if any(count == 0 and not (arm and arm.skip) for count, arm in arms):
            start = branch.span and branch.span.start
            yield branch.line or (start.line if start else None)
