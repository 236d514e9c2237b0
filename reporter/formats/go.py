"""Reads Go coverprofiles: a line is hit if any block over it is, as ``go tool cover`` writes them.

A record is ``path:line.column,line.column statements count``. The end line belongs to its block, a lone closing brace
too: so Codacy's own tool counts.
"""

from __future__ import annotations

import re

from reporter.errors import NotThisFormat
from reporter.formats import text
from reporter.formats.collect import MAX_SPAN, Collector, Statements
from reporter.formats.numbers import Skips, hit_count
from reporter.model import MAX_LINE, LineHits, ParsedReport
from reporter.report_file import ReportFile

_MODE = re.compile(rb"\nmode: *\w+")
_BLOCK = re.compile(rb"\n([^\n]+):(([0-9]{1,18})\.[0-9]+,([0-9]{1,18})\.[0-9]+) [0-9]+ ([^ \n]+) *(?=\n|\Z)")
_SUMMARY = re.compile(rb"\n(?:[^\n]+:[0-9]+:|total:)[ \t][^\n]*%(?=\n|\Z)")

_Blocks = dict[bytes, tuple[int, int, int]]
"""Position as written → first line, last line, hits."""


def parse(report: ReportFile) -> ParsedReport:
    """One file per path; identical blocks (``-coverpkg``) count once. Raises NotThisFormat without mode or block."""
    collector = Collector("go")
    files: dict[bytes, _Blocks] = {}
    recognised = False
    with report.open() as stream:
        for block in text.blocks(stream, collector.skips):
            found = _BLOCK.findall(block)
            for path, position, first, last, count in found:
                _add(files.setdefault(path, {}), position, (int(first), int(last), count), collector.skips, path)
            modes = len(_MODE.findall(block))
            recognised = recognised or bool(found or modes)
            rest = _rest(block) if len(found) + modes != _count_lines(block) else []
            if rest:
                collector.skips.add("line", ascii(text.text(rest[0]))[:40], len(rest))
    if not recognised:
        raise NotThisFormat("has no mode line and no block")
    for path in sorted(files):
        collector.add(text.text(path), _line_hits(files[path]))
    return collector.result_with_lines(
        no_file="Run the tests with -coverpkg=./... so that packages without tests are listed too.",
        no_line="Check that the packages hold code, and that the profile was not cut.",
    )


def _add(blocks: _Blocks, position: bytes, block: tuple[int, int, bytes], skips: Skips, path: bytes) -> None:
    first, last, count = block
    hits = hit_count(count)
    if hits is None:
        skips.add("hit count", f"{text.text(path)} line {first}: {ascii(text.text(count))[:40]}")
    elif not 1 <= first <= last < min(first + MAX_SPAN, MAX_LINE + 1):
        skips.add("block", f"{text.text(path)}: {position.decode()[:40]}")
    elif position not in blocks or blocks[position][2] < hits:
        blocks[position] = (first, last, hits)


def _line_hits(blocks: _Blocks) -> LineHits:
    lines = Statements()
    for first, last, count in blocks.values():
        lines.add(first, last, count)
    return lines.result()


def _count_lines(block: bytes) -> int:
    return block.count(b"\n") - block.count(b"\n\n")


def _rest(block: bytes) -> list[bytes]:
    """The lines that are no record at all; blank ones and those of a function summary are left unsaid."""
    for record in (_MODE, _BLOCK, _SUMMARY):
        block = record.sub(b"", block)
    return [line for line in block.split(b"\n") if line.strip()]
