"""Reads LCOV tracefiles: the lines of each SF record; repeated records and repeated DA lines add up.

The records are those of geninfo's manual. Only ``SF``, ``DA`` and, for partial lines, ``BRDA`` are read: writers get
``LF``, ``LH``, ``BRF`` and ``BRH`` wrong.
"""

from __future__ import annotations

import importlib
import json
import re
import struct
from array import array
from bisect import bisect_left
from collections.abc import Callable
from operator import lt

from reporter.errors import NotThisFormat
from reporter.formats import text
from reporter.formats.collect import Collector
from reporter.formats.numbers import Skips, line_hits
from reporter.model import LineHits, ParsedReport
from reporter.report_file import ReportFile

_DA = re.compile(rb"\nDA:([^\n]*)")
_BRDA = re.compile(rb"\nBRDA:([0-9]{1,10}),[^\n]*,([^,\n]*)")  # the branch's name in between may hold commas
_COMMAS = bytes.maketrans(b"\n", b",")
_NOT_TAKEN = frozenset((b"-", b"0"))
_LARGE_BYTES = 4_000_000
"""From here on msgspec, three times faster than json, has earned the cost of its import."""

_Decode = Callable[[bytes], list[int]]


def parse(report: ReportFile) -> ParsedReport:
    """One file per name. Raises NotThisFormat for text without any record."""
    tracefile = _Tracefile()
    with report.open() as stream:
        for block in text.blocks(stream, tracefile.collector.skips):
            tracefile.read(block)
    return tracefile.result()


class _Tracefile:
    """The state between two blocks of text."""

    def __init__(self) -> None:
        self.collector = Collector("lcov")
        self._decode: _Decode = json.loads
        self._bytes = 0
        self._record: _Record | None = None
        self._recognised = False

    def read(self, block: bytes) -> None:
        """Whole lines, each led by its newline."""
        if self._bytes <= _LARGE_BYTES < self._bytes + len(block):
            self._decode = importlib.import_module("msgspec").json.Decoder(list[int]).decode
        self._bytes += len(block)
        if b"\nsf" in block:
            block = block.replace(b"\nsf:", b"\nSF:")
        continued, *opened = block.split(b"\nSF:")
        self._lines(continued)
        for piece in opened:
            self._close()
            path, newline, lines = piece.partition(b"\n")
            self._recognised = True
            self._record = _Record(text.text(path))
            self._lines(newline + lines)

    def result(self) -> ParsedReport:
        """What was read, the last record too if its end is missing."""
        self._close()
        if not self._recognised:
            raise NotThisFormat("has no SF record")
        return self.collector.result_with_lines(
            no_file="Check that the tests ran, and that the coverage tool's include settings name your code.",
            no_line="If llvm-cov wrote it, leave -summary-only out. Otherwise check that the include and exclude"
            " settings of the coverage tool leave code with statements in.",
        )

    def _lines(self, lines: bytes) -> None:
        inside, end, outside = lines.partition(b"\nend_of_record")
        if self._record is None:
            outside = lines
        else:
            self._record.read(inside, self._decode, self.collector.skips)
        if end:
            self._recognised = True
            self._close()
        if b"\nDA:" in outside:
            stray = _DA.findall(outside)
            self.collector.skips.add("DA line outside a record", ascii(text.text(stray[0]))[:40], len(stray))

    def _close(self) -> None:
        if self._record is None:
            return
        if self._record.path:
            self.collector.add(self._record.path, self._record.result())
        else:
            self.collector.skips.add("record", "SF without a name")
        self._record = None


class _Record:
    """One SF record as far as it has been read."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._lines = array("i")
        self._hits = array("i")
        self._increasing = True
        self._taken: set[bytes] = set()
        self._not_taken: set[bytes] = set()

    def read(self, lines: bytes, decode: _Decode, skips: Skips) -> None:
        """More lines of the record, each led by its newline."""
        if b"\nDA:" in lines and not self._add_plain(lines, decode):
            fields = [[*entry.split(b",", 2), b""] for entry in _DA.findall(lines)]
            table = line_hits([entry[0] for entry in fields], [entry[1] for entry in fields], skips, self.path)
            self._lines.extend(table.lines)
            self._hits.extend(table.hits)
            self._increasing = False
        if b"\nBRDA:" in lines:
            branches = _BRDA.findall(lines)
            self._taken.update([line for line, taken in branches if taken not in _NOT_TAKEN])
            self._not_taken.update([line for line, taken in branches if taken in _NOT_TAKEN])

    def result(self) -> LineHits:
        """Its lines; partial are the covered ones with a branch taken and another one not."""
        table = LineHits(self._lines, self._hits) if self._increasing else LineHits.adding(self._lines, self._hits)
        partials = frozenset(line for line in map(int, self._taken & self._not_taken) if _is_covered(table, line))
        return LineHits(table.lines, table.hits, partials)

    def _add_plain(self, lines: bytes, decode: _Decode) -> bool:
        """Whether all DA lines stand together and hold two plain numbers; then they are added.

        So almost every writer writes them, and at this speed nothing may be done in Python for each line.
        """
        start = lines.find(b"\nDA:")
        end = lines.find(b"\n", lines.rfind(b"\nDA:") + 1)
        block = lines[start:] if end < 0 else lines[start:end]
        if block.translate(None, b"0123456789") != b"\nDA:," * block.count(b"\nDA:"):
            return False
        try:
            values = decode(b"[" + block[4:].translate(_COMMAS, b"DA:") + b"]")
            packed = array("i", struct.pack(f"{len(values)}i", *values))
        except (ValueError, struct.error):  # an empty number, a leading zero, a count beyond 32 bits
            return False
        numbers = values[::2]
        last = self._lines[-1] if self._lines else 0
        if not (last < numbers[0] and all(map(lt, numbers, numbers[1:]))):
            if min(numbers) < 1:
                return False
            self._increasing = False
        self._lines.extend(packed[::2])
        self._hits.extend(packed[1::2])
        return True


def _is_covered(table: LineHits, line: int) -> bool:
    at = bisect_left(table.lines, line)
    return at < table.coverable and table.lines[at] == line and table.hits[at] > 0
