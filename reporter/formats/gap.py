"""Reads what the computer algebra system GAP writes for ``gap --cover FILE``: a JSON object on each line.

``{"Type":"S","File":"lib/a.g","FileId":7}`` gives a file its number, ``{"Type":"R","Line":3,"FileId":7}`` says that the
line holds code, the same with ``E`` that it was run. That comes at any time and again and again, but tells no count.
"""

from __future__ import annotations

import msgspec

from reporter.errors import NotThisFormat
from reporter.formats import text
from reporter.formats.collect import Collector
from reporter.model import MAX_LINE, LineHits, ParsedReport
from reporter.report_file import ReportFile


class _Event(msgspec.Struct):
    kind: str = msgspec.field(name="Type")
    line: int = msgspec.field(name="Line", default=0)
    file_id: int = msgspec.field(name="FileId", default=0)
    file: str = msgspec.field(name="File", default="")


_HITS = {"R": 0, "E": 1}
_EVENT = msgspec.json.Decoder(_Event)


def parse(report: ReportFile) -> ParsedReport:
    """The files that GAP read. Raises NotThisFormat where none has a number."""
    collector = Collector("gap")
    paths: dict[int, str] = {}
    hits: dict[int, dict[int, int]] = {}
    with report.open() as stream:
        for number, line in enumerate(text.lines(stream, collector.skips), 1):
            if not line:
                continue
            try:
                event = _EVENT.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                collector.skips.add("record", f"line {number}: {ascii(text.text(line))[:40]}")
                continue
            if event.kind == "S":
                paths[event.file_id] = event.file
            elif event.kind in _HITS and 1 <= event.line <= MAX_LINE:  # 0 is what no file holds
                lines = hits.setdefault(event.file_id, {})
                lines[event.line] = max(lines.get(event.line, 0), _HITS[event.kind])
    if not paths:
        raise NotThisFormat("gives no file a number")
    for file_id, path in paths.items():
        collector.add(path, LineHits.from_mapping(hits.get(file_id, {})))
    return collector.result_with_lines(
        no_file="Let GAP read your code after it has begun to measure.",
        no_line="Let GAP read your code after it has begun to measure, as gap --cover FILE does.",
    )
