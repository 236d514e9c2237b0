"""Reads SimpleCov's result sets (``.resultset.json``) and the ``coverage.json`` of its JSON formatters.

``{"RSpec": {"coverage": {"/shop/a.rb": {"lines": [1, null, 0]}}}}`` has the results of every command that ran, and they
are combined as SimpleCov does; ``{"meta": …, "coverage": {…}}`` and ``{"files": [{"filename": …}]}`` are already.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import chain, repeat

import msgspec

from reporter.errors import NotThisFormat
from reporter.formats import json_text
from reporter.formats.collect import Collector
from reporter.formats.numbers import Skips, with_partials
from reporter.model import LineHits, ParsedReport
from reporter.report_file import ReportFile

Lines = list[int | str | None]
"""Hits from line 1 on: null where there is no code, "ignored" where comments take it out."""


class _Branch(msgspec.Struct):
    line: int = msgspec.field(name="report_line", default=0)
    coverage: int | str | None = None


class _File(msgspec.Struct):
    lines: Lines | None = None
    branches: dict[str, dict[str, int]] | list[_Branch] | None = None


class _ListedFile(msgspec.Struct):
    filename: str
    coverage: msgspec.Raw


class _Command(msgspec.Struct):
    coverage: dict[str, msgspec.Raw]


class _Meta(msgspec.Struct):
    root: str = ""


_COMMAND = msgspec.json.Decoder(_Command)
_FILE = msgspec.json.Decoder(Lines | _File)
_FILES = msgspec.json.Decoder(dict[str, msgspec.Raw])
_LISTED = msgspec.json.Decoder(list[_ListedFile])
_META = msgspec.json.Decoder(_Meta)
_LINE = re.compile(r"[^,]*,[^,]*, *([0-9]{1,9}),")  # of [:then, 1, 4, 6, 4, 10] the 4


def parse(report: ReportFile) -> ParsedReport:
    """One file per name. Raises NotThisFormat for other shapes, ReportError for what is no JSON."""
    collector = Collector("simplecov")
    parts: dict[str, list[msgspec.Raw]] = {}
    for path, part in _parts(json_text.decode(report, dict[str, msgspec.Raw]), collector):
        parts.setdefault(path, []).append(part)
    for path, results in parts.items():
        decoded = json_text.fitting(((path, part) for part in results), _FILE, collector.skips)
        files = [_File(file) if isinstance(file, list) else file for _, file in decoded]
        if files:
            collector.add(path, _line_hits(files, path, collector.skips))
    return collector.result_with_lines(
        no_file="Check that SimpleCov starts before your code is loaded, and that its filters leave your code in.",
        no_line="Check that SimpleCov measures lines: enable_coverage :line.",
    )


def _parts(body: dict[str, msgspec.Raw], collector: Collector) -> list[tuple[str, msgspec.Raw]]:
    """The files of every command; each is there once where a formatter has combined them."""
    try:
        if body.keys() >= {"meta", "coverage"}:
            collector.source_roots = [root] if (root := _META.decode(body["meta"]).root) else []
            return list(_FILES.decode(body["coverage"]).items())
        if "files" in body:
            return [(file.filename, file.coverage) for file in _LISTED.decode(body["files"])]
        return [file for command in body.values() for file in _COMMAND.decode(command).coverage.items()]
    except json_text.UNFIT as error:
        raise NotThisFormat(f"has another shape: {error}") from error


def _line_hits(results: Sequence[_File], where: str, skips: Skips) -> LineHits:
    """The lines that are code; partial are those at which SimpleCov shows a branch that no command took."""
    code = [[hits if isinstance(hits, int) else None for hits in file.lines] for file in results if file.lines]
    combined: list[int | None] = reduce(_combined, code) if code else []
    table = json_text.listed(combined, 1, skips, where)
    missed = set(_lines_of_missed_branches(results))
    return with_partials(table, missed)


def _combined(known: list[int | None], more: list[int | None]) -> list[int | None]:
    """The sums, as SimpleCov's combiner makes them.

    A line that neither command ran is no code if one of them says so: the other one did not load the file, and
    SimpleCov took all of its lines for code. The first command sets the number of lines.
    """
    return [
        (hits or 0) + (added or 0) or (None if hits is None or added is None else 0)
        for hits, added in zip(known, chain(more, repeat(None)), strict=False)
    ]


def _lines_of_missed_branches(results: Sequence[_File]) -> Iterator[int]:
    """Where SimpleCov shows each branch that was not taken: on the condition's line, or the one above the branch."""
    taken: defaultdict[tuple[str, str], int] = defaultdict(int)
    for file in results:
        if isinstance(file.branches, list):
            yield from (branch.line for branch in file.branches if branch.coverage == 0)
            continue
        for condition, branches in (file.branches or {}).items():
            for branch, count in branches.items():
                taken[condition, branch] += count
    for names in (names for names, count in taken.items() if count == 0):
        condition_line, line = (int(match[1]) if (match := _LINE.match(name)) else 0 for name in names)
        yield line if line == condition_line else line - 1
