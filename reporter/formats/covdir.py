"""Reads grcov's covdir: folders within folders, as Mozilla's code coverage viewer takes them.

``{"children": {"src": {"children": {"a.c": {"coverage": [-1, 5, 0]}}}}}``; the first value is line 1, -1 is no code.
"""

from __future__ import annotations

import msgspec

from reporter.errors import NotThisFormat
from reporter.formats import json_text
from reporter.formats.collect import Collector
from reporter.model import ParsedReport
from reporter.report_file import ReportFile


class _Root(msgspec.Struct):
    children: dict[str, msgspec.Raw]


class _Entry(msgspec.Struct):
    children: dict[str, msgspec.Raw] | None = None
    coverage: list[object] | None = None


_ENTRY = msgspec.json.Decoder(_Entry)


def parse(report: ReportFile) -> ParsedReport:
    """One file per path. Raises NotThisFormat where nothing is a folder or a file, ReportError for what is no JSON."""
    collector = Collector("covdir")
    root = json_text.decode(report, _Root)
    pending = [("", root.children)]
    recognised = not root.children
    while pending:
        folder, children = pending.pop()
        for name, entry in json_text.fitting(children.items(), _ENTRY, collector.skips):
            path = f"{folder}/{name}" if folder else name
            if entry.children is not None:
                pending.append((path, entry.children))
            elif entry.coverage is not None:
                recognised = True
                collector.add(path, json_text.listed(entry.coverage, 1, collector.skips, path, no_code=-1))
    if not recognised:
        raise NotThisFormat("has no file with coverage")
    return collector.result_with_lines(
        no_file="Check that the tests ran, and that --ignore and --keep-only leave your code in.",
        no_line="Compile your code, not the tests alone, with coverage.",
    )
