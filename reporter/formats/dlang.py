"""Reads D's listings, the ``.lst`` files that a program compiled with ``-cov`` writes: the source, counts in front.

A row is ``count|source``: blank for a line that cannot be run, zeros for one that was not. The last line names the
source file, as the compiler was given it; the name of the listing has lost its slashes.
"""

from __future__ import annotations

import re
from array import array

from reporter.errors import NotThisFormat, ReportError, Slug
from reporter.formats import text
from reporter.formats.collect import Collector
from reporter.formats.numbers import hit_count
from reporter.model import LineHits, ParsedReport
from reporter.report_file import ReportFile

_ROW = re.compile(rb"(?=[ 0-9]{7}) *([0-9]*)\|")
_END = re.compile(rb"(.+) (?:is [0-9]+% covered|has no code)")


def parse(report: ReportFile) -> ParsedReport:
    """The source file, without lines where it has no code; several listings may follow each other.

    Raises NotThisFormat without rows, ReportError where the last line does not name the file.
    """
    collector = Collector("dlang")
    row, lines, hits = 0, array("i"), array("i")
    recognised = False
    with report.open() as stream:
        for line in text.lines(stream, collector.skips):
            if found := _ROW.match(line):
                recognised = True
                row += 1
                if found[1] and (count := hit_count(found[1])) is not None:
                    lines.append(row)
                    hits.append(count)
            elif end := _END.fullmatch(line):
                collector.add(text.text(end[1]), LineHits(lines, hits))
                row, lines, hits = 0, array("i"), array("i")
            elif row:
                row += 1
                collector.skips.add("row", f"{row}: {ascii(text.text(line))[:40]}")
    if not recognised:
        raise NotThisFormat("has no row of a listing")
    if row:
        raise ReportError(
            Slug.REPORT_MALFORMED,
            "ends before the line that names its source file",
            reason="The program that wrote it was stopped, or another one wrote the same file.",
            cure="Let the program end by itself, and give each test run its own folder: DRT_COVOPT=dstpath:FOLDER.",
        )
    return collector.result()
