"""Reads LuaCov's report (``luacov.report.out``): each source file, with the count in front of each line that can run.

A file begins with its name between two lines of ``=``; the one called Summary ends a report. Counts end at one column
in all files of a report: a number further to the right belongs to the source.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable

from reporter.errors import NotThisFormat
from reporter.formats import text
from reporter.formats.collect import Collector
from reporter.formats.numbers import hit_count
from reporter.model import LineHits, ParsedReport
from reporter.report_file import ReportFile

_RULE = re.compile(rb"={3,}")
_COUNT = re.compile(rb" *(\*+0|[0-9]+)(?=[ \t]|\Z)")

_Rows = dict[int, "tuple[array[int], array[int]]"]
"""Column at which counts end → their rows and hits, of one file."""


def parse(report: ReportFile) -> ParsedReport:
    """The files that Lua loaded; several reports may follow each other.

    Raises NotThisFormat without a name between two lines of ``=``, ReportError where no file has a line.
    """
    collector = Collector("luacov")
    files: list[tuple[bytes, _Rows]] = []
    recognised = expects_name = False
    row, rows = 1, _Rows()
    with report.open() as stream:
        for line in text.lines(stream, collector.skips):
            if _RULE.fullmatch(line):
                recognised = recognised or row == 0
                expects_name = row != 0  # else it stands below the name
            elif expects_name:
                expects_name = False
                row, rows = 0, {}
                if line == b"Summary":
                    _add(files, collector)
                    files = []
                else:
                    files.append((line, rows))
            else:
                row += 1
                if count := _COUNT.match(line):
                    numbers, hits = rows.setdefault(count.end(), (array("i"), array("i")))
                    numbers.append(row)
                    hits.append(hit_count(count[1].lstrip(b"*")) or 0)
    if not recognised:
        raise NotThisFormat("has no name between two lines of =")
    _add(files, collector)
    return collector.result_with_lines(
        no_file="Run the tests with lua -lluacov or busted --coverage, with your code in include of .luacov.",
        no_line="Check that luacov runs in the folder in which the tests ran, so that it finds the sources.",
    )


def _add(files: Iterable[tuple[bytes, _Rows]], collector: Collector) -> None:
    column = min((column for _, rows in files for column in rows), default=0)
    for path, rows in files:
        if path.strip():
            collector.add(text.text(path), LineHits(*rows.get(column, (array("i"), array("i")))))
        else:
            collector.skips.add("file", "a header without a name")
