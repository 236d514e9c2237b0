"""Reads llvm-cov's export: the hits of each line as llvm-cov itself derives them from the regions of the code.

``{"data": [{"files": [{"filename": "/src/a.c", "segments": [[3, 12, 5, true, true, false], …]}]}]}``; a segment is its
line, column, count, and whether it has a count, opens a region and is a gap. The rule for lines is that of
LineCoverageStats in LLVM's CoverageMapping.cpp.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from reporter.errors import NotThisFormat
from reporter.formats import json_text
from reporter.formats.collect import MAX_SPAN, Collector, Statements
from reporter.formats.numbers import Skips
from reporter.model import MAX_HITS, MAX_LINE, LineHits, ParsedReport
from reporter.report_file import ReportFile


class _Data(msgspec.Struct):
    files: list[msgspec.Raw]


class _Export(msgspec.Struct):
    data: list[_Data]


class _Segment(msgspec.Struct, array_like=True):
    line: int
    column: int
    count: int
    has_count: bool | int  # 0 and 1 in LLVM's first versions of the format
    opens: bool | int
    is_gap: bool | int = False

    @property
    def opens_counted(self) -> bool:
        return bool(self.opens and self.has_count)


class _Branch(msgspec.Struct, array_like=True):
    line: int
    column: int
    end_line: int
    end_column: int
    true_count: int
    false_count: int


class _File(msgspec.Struct):
    filename: str
    segments: list[_Segment]
    branches: list[_Branch] = []


_FILE = msgspec.json.Decoder(_File)


def parse(report: ReportFile) -> ParsedReport:
    """One file per name. Raises NotThisFormat where nothing has segments, ReportError for what is no JSON."""
    collector = Collector("llvm")
    files = [file for data in json_text.decode(report, _Export).data for file in data.files]
    recognised = not files
    for _, file in json_text.fitting(enumerate(files), _FILE, collector.skips):
        recognised = True
        collector.add(file.filename, _line_hits(file, collector.skips))
    if not recognised:
        raise NotThisFormat("has no segments")
    return collector.result_with_lines(
        no_file="Check that the tests ran, and that no -ignore-filename-regex names your code.",
        no_line="Compile your code with -fprofile-instr-generate -fcoverage-mapping, not the tests alone.",
    )


def _line_hits(file: _File, skips: Skips) -> LineHits:
    lines = Statements()
    for first, last, count, partial in _spans(file.segments):
        if first >= 1 and last < min(first + MAX_SPAN, MAX_LINE + 1):
            lines.add(first, last, min(max(count, 0), MAX_HITS), partial=partial)
        else:
            skips.add("segment", f"{file.filename} line {first}")
    for branch in file.branches:
        if not (branch.true_count and branch.false_count):
            lines.miss(branch.line)
    return lines.result()


def _spans(segments: Sequence[_Segment]) -> Iterator[tuple[int, int, int, bool]]:
    """First line, last line, hits, partial: of each line on which segments start, and of the lines up to the next.

    A region that no segment has closed wraps the following lines.
    """
    wrapping: _Segment | None = None
    for line, group in groupby(segments, key=lambda segment: segment.line):
        if wrapping is not None and wrapping.has_count and wrapping.line + 1 < line:
            yield wrapping.line + 1, line - 1, wrapping.count, False
        starting = list(group)
        if _is_coverable(starting, wrapping):
            opened = [segment.count for segment in starting if segment.opens_counted and not segment.is_gap]
            yield line, line, max([wrapping.count if wrapping else 0, *opened]), 0 in opened
        wrapping = starting[-1]


def _is_coverable(starting: Sequence[_Segment], wrapping: _Segment | None) -> bool:
    if any(segment.opens_counted for segment in starting):
        return True
    opens_skipped = starting[0].opens and not starting[0].has_count
    return not opens_skipped and wrapping is not None and bool(wrapping.has_count)
