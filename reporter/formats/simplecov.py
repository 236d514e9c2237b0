"""Reads SimpleCov's result sets (``.resultset.json``) and the ``coverage.json`` of its JSON formatters.

``{"RSpec": {"coverage": {"/shop/a.rb": {"lines": [1, null, 0]}}}}`` has the results of every command that ran, and they
are combined as SimpleCov does; ``{"meta": …, "coverage": {…}}`` and ``{"files": [{"filename": …}]}`` are already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, repeat

import msgspec

from reporter.errors import NotThisFormat
from reporter.formats import json_text
from reporter.formats.collect import Collector
from reporter.formats.numbers import Skips
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
    results: dict[str, _Result] = {}
    for files in _result_sets(json_text.decode(report, dict[str, msgspec.Raw]), collector):
        for path, file in json_text.fitting(files, _FILE, collector.skips):
            results.setdefault(path, _Result()).add(_File(file) if isinstance(file, list) else file)
    for path, result in results.items():
        collector.add(path, result.line_hits(path, collector.skips))
    return collector.result_with_lines(
        no_file="Check that SimpleCov starts before your code is loaded, and that its filters leave your code in.",
        no_line="Check that SimpleCov measures lines: enable_coverage :line.",
    )


def _result_sets(body: dict[str, msgspec.Raw], collector: Collector) -> list[Iterable[tuple[str, msgspec.Raw]]]:
    """The files of each command; of one alone where a formatter has combined them."""
    try:
        if body.keys() >= {"meta", "coverage"}:
            collector.source_roots = [root] if (root := _META.decode(body["meta"]).root) else []
            return [_FILES.decode(body["coverage"]).items()]
        if "files" in body:
            return [[(file.filename, file.coverage) for file in _LISTED.decode(body["files"])]]
        return [_COMMAND.decode(command).coverage.items() for command in body.values()]
    except json_text.UNFIT as error:
        raise NotThisFormat(str(error)) from error


class _Result:
    """One file as the commands so far have seen it."""

    def __init__(self) -> None:
        self._lines: Lines | None = None
        self._taken: dict[tuple[int, str], int] = {}

    def add(self, file: _File) -> None:
        """What one more command has seen, joined by the rules of SimpleCov's combiners."""
        if file.lines is not None:
            known = self._lines
            self._lines = file.lines if known is None else list(map(_joined, known, chain(file.lines, repeat(None))))
        for line, branch, count in _branches(file):
            self._taken[line, branch] = self._taken.get((line, branch), 0) + count

    def line_hits(self, where: str, skips: Skips) -> LineHits:
        """The lines that are code; partial are those at which SimpleCov shows a branch that was never taken."""
        code = {line: hits for line, hits in enumerate(self._lines or (), 1) if isinstance(hits, int)}
        hits = dict(zip(*json_text.integers(list(code), list(code.values()), skips, where), strict=True))
        missed = {line for (line, _), count in self._taken.items() if not count}
        return LineHits.from_mapping(hits, (line for line in missed if hits.get(line)))


def _joined(hits: int | str | None, more: int | str | None) -> int | None:
    """The sum; no code where neither was run and one of the commands knows the line for no code.

    The other one did not load the file, and SimpleCov took all of its lines for code.
    """
    total = sum(count for count in (hits, more) if isinstance(count, int))
    return total if total or (isinstance(hits, int) and isinstance(more, int)) else None


def _branches(file: _File) -> Iterator[tuple[int, str, int]]:
    """The line at which SimpleCov shows each branch, what tells it from others there, and how often it was taken."""
    if isinstance(file.branches, list):
        for number, branch in enumerate(file.branches):
            if isinstance(branch.coverage, int):
                yield branch.line, str(number), branch.coverage
        return
    for condition, branches in (file.branches or {}).items():
        start = _LINE.match(condition)
        for name, count in branches.items():
            if start and (place := _LINE.match(name)):
                line = int(place[1])
                yield line if line == int(start[1]) else line - 1, condition + name, count
