"""Reads cargo-tarpaulin's JSON (``cargo tarpaulin --out Json``).

``{"files": [{"path": ["/", "shop", "src", "lib.rs"], "traces": [{"line": 3, "stats": {"Line": 1}}]}]}``; the sources
that it embeds are passed over.
"""

from __future__ import annotations

import msgspec

from reporter.formats import json_text
from reporter.formats.collect import Collector
from reporter.model import LineHits, ParsedReport
from reporter.report_file import ReportFile


class _Body(msgspec.Struct):
    files: list[msgspec.Raw]


class _Stats(msgspec.Struct):
    """Of what is measured on a line; a branch or a condition has another key."""

    hits: int | None = msgspec.field(name="Line", default=None)


class _Trace(msgspec.Struct):
    line: int
    stats: _Stats


class _File(msgspec.Struct):
    path: list[str]
    traces: list[_Trace]


_FILE = msgspec.json.Decoder(_File)


def parse(report: ReportFile) -> ParsedReport:
    """One file per path. Raises NotThisFormat for other shapes, ReportError for what is no JSON."""
    collector = Collector("tarpaulin")
    parts = json_text.decode(report, _Body).files
    for _, file in json_text.fitting(enumerate(parts), _FILE, collector.skips, required=True):
        path = _path(file.path)
        traces = [(trace.line, trace.stats.hits) for trace in file.traces if trace.stats.hits is not None]
        lines, hits = [line for line, _ in traces], [count for _, count in traces]
        collector.add(path, LineHits.adding(*json_text.integers(lines, hits, collector.skips, path)))
    return collector.result_with_lines(
        no_file="Check that cargo tarpaulin ran the tests of this package: --workspace for all of them.",
        no_line="Check that --exclude-files and #[cfg(not(tarpaulin))] leave code in.",
    )


def _path(parts: list[str]) -> str:
    """The components joined; an absolute path begins with ``/``, or with a drive and a backslash."""
    if parts[1:2] == ["\\"]:
        parts = [parts[0], *parts[2:]]
    return "/".join(parts).replace("//", "/", 1)
