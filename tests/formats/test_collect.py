"""What parsers gather, and where it ends."""

from __future__ import annotations

from array import array

import pytest

from reporter.errors import ReportError, Slug
from reporter.formats import dart
from reporter.formats.collect import MAX_LINES, MAX_LINES_OF_FILE, MAX_SPAN, Collector, Statements
from reporter.model import LineHits
from tests.formats.reports import refusal


def test_statements_that_share_a_line_are_its_hits_and_partial() -> None:
    statements = Statements()
    for first, last, count in ((1, 3, 2), (3, 0, 0), (4, 4, 0)):
        statements.add(first, last, count)

    assert statements.result() == LineHits.from_mapping({1: 2, 2: 2, 3: 2, 4: 0}, {3})
    assert statements.result(last=2) == LineHits.from_mapping({1: 2, 2: 2})


def test_statements_over_ever_more_lines_of_a_file_are_refused() -> None:
    statements = Statements()

    def fill() -> None:
        for first in range(1, 2 * MAX_LINES_OF_FILE, MAX_SPAN):
            statements.add(first, first + MAX_SPAN - 1, 1)

    with pytest.raises(ReportError) as caught:
        fill()
    assert caught.value.problems[0].slug is Slug.REPORT_TOO_LARGE
    assert len(statements.hits) <= MAX_LINES_OF_FILE + MAX_SPAN


def test_ranges_over_ever_more_lines_of_a_file_are_refused() -> None:
    ranges = ",".join(f'"{first}-{first + MAX_SPAN - 1}",1' for first in range(1, 2 * MAX_LINES_OF_FILE, MAX_SPAN))

    problem = refusal(dart.parse, f'{{"type":"CodeCoverage","coverage":[{{"source":"a","hits":[{ranges}]}}]}}')

    assert problem.slug is Slug.REPORT_TOO_LARGE


def test_ever_more_files_are_refused() -> None:
    lines = LineHits(array("i", range(1, 1_000_001)), array("i", bytes(4_000_000)))
    collector = Collector("go")
    for number in range(MAX_LINES // lines.coverable):
        collector.add(f"{number}.go", lines)

    with pytest.raises(ReportError) as caught:
        collector.add("another.go", lines)
    assert caught.value.problems[0].slug is Slug.REPORT_TOO_LARGE
