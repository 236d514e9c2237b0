"""Reads what Erlang's ``cover:analyse_to_file`` writes (``cart.COVER.out``): the source, counts in front.

The first line names the source file. A row is ``count..|  source``, the count blank for a line that cannot be run; the
dots give way to the digits of a large count.
"""

from __future__ import annotations

import re
from array import array

from reporter.errors import NotThisFormat
from reporter.formats import text
from reporter.formats.collect import Collector
from reporter.formats.numbers import hit_count
from reporter.model import LineHits, ParsedReport
from reporter.report_file import ReportFile

_HEADER = re.compile(rb"File generated from (.+) by COVER .*")
_ROW = re.compile(rb" *(?:([0-9]+)\.*)?\|")


def parse(report: ReportFile) -> ParsedReport:
    """The module's source file, without lines where none can be run; several outputs may follow each other.

    Raises NotThisFormat without the header.
    """
    collector = Collector("erlang")
    path, row, lines, hits = b"", 0, array("i"), array("i")
    with report.open() as stream:
        for line in text.lines(stream, collector.skips):
            if header := _HEADER.fullmatch(line):
                if path:
                    collector.add(text.text(path), LineHits(lines, hits))
                path, row, lines, hits = header[1], 0, array("i"), array("i")
            elif found := _ROW.match(line):
                row += 1
                if found[1] and (count := hit_count(found[1])) is not None:
                    lines.append(row)
                    hits.append(count)
            elif row:
                row += 1
                collector.skips.add("row", f"{row}: {ascii(text.text(line))[:40]}")
    if not path:
        raise NotThisFormat("does not begin as COVER's output does")
    collector.add(text.text(path), LineHits(lines, hits))
    return collector.result()
