"""Reads the coverage of Salesforce's Apex tests: test-result-codecoverage.json of ``sf apex run test``.

``[{"id": "01p…", "name": "Cart", "lines": {"3": 1, "4": 0}}]``. The report has names of classes and triggers and no
paths: the id tells the kind, and each is in a file of its name.
"""

from __future__ import annotations

import msgspec

from reporter.formats import json_text
from reporter.formats.collect import Collector
from reporter.model import LineHits, ParsedReport
from reporter.report_file import ReportFile

_TRIGGER = "01q"
"""What the ids of triggers begin with, by Salesforce's list of key prefixes; those of classes do with 01p."""


class _Unit(msgspec.Struct):
    name: str
    lines: dict[str, object]
    id: str = ""


_UNIT = msgspec.json.Decoder(_Unit)


def parse(report: ReportFile) -> ParsedReport:
    """One file per class and trigger. Raises NotThisFormat for other shapes, ReportError for what is no JSON."""
    collector = Collector("apex")
    parts = json_text.decode(report, list[msgspec.Raw])
    for _, unit in json_text.fitting(enumerate(parts), _UNIT, collector.skips, required=True):
        path = unit.name + (".trigger" if unit.id.startswith(_TRIGGER) else ".cls")
        numbers, counts = list(unit.lines), list(unit.lines.values())
        collector.add(path, LineHits.adding(*json_text.integers(numbers, counts, collector.skips, path)))
    return collector.result_with_lines(
        no_file="Run the tests with coverage: sf apex run test --code-coverage --result-format json --output-dir …",
        no_line="Check that the tests call code of your own: Salesforce lists only classes that a test has touched.",
    )
