"""Reads Julia's ``.cov`` files, which ``julia --code-coverage`` writes beside each source file: counts, then source.

A row is the count or ``-``, nine wide, a blank, and the source line. Only its own name, ``cart.jl.4711.cov``, tells
which file it is about; the number is that of the process.
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

_ROW = re.compile(rb" *(-|[0-9]+)(?<=[ 0-9-]{9})(?: |\Z)")
_NAME = re.compile(r"(.+?)(?:\.[0-9]+)?\.cov(?:\.gz)?", re.IGNORECASE | re.DOTALL)


def parse(report: ReportFile) -> ParsedReport:
    """The source file beside the report, without lines where none can be run.

    Raises NotThisFormat without rows, and where the report's name does not tell its source file.
    """
    name = _NAME.fullmatch(report.shown)
    if name is None:
        raise NotThisFormat("is not named after its source file, as cart.jl.4711.cov is")
    collector = Collector("julia")
    lines, hits = array("i"), array("i")
    recognised = False
    with report.open() as stream:
        for row, line in enumerate(text.lines(stream, collector.skips), 1):
            found = _ROW.match(line)
            if found is None:
                collector.skips.add("row", f"{row}: {ascii(text.text(line))[:40]}")
                continue
            recognised = True
            if found[1] != b"-" and (count := hit_count(found[1])) is not None:
                lines.append(row)
                hits.append(count)
    if not recognised:
        raise NotThisFormat("has no row with a count or a dash")
    collector.add(name[1], LineHits(lines, hits))
    return collector.result()
