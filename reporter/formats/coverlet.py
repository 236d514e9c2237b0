"""Reads coverlet's own JSON, the default of ``dotnet test /p:CollectCoverage=true``.

``{"Shop.dll": {"/shop/Cart.cs": {"Shop.Cart": {"System.Int32 Shop.Cart::Total()": {"Lines": {"7": 1}}}}}}``: module,
document, class, method.
"""

from __future__ import annotations

import msgspec

from reporter.formats import json_text
from reporter.formats.collect import Collector
from reporter.formats.numbers import Skips, with_partials
from reporter.model import LineHits, ParsedReport
from reporter.report_file import ReportFile


class _Branch(msgspec.Struct):
    line: int = msgspec.field(name="Line", default=0)
    hits: int = msgspec.field(name="Hits", default=0)


class _Method(msgspec.Struct):
    lines: dict[str, object] = msgspec.field(name="Lines")
    branches: list[_Branch] = msgspec.field(name="Branches", default_factory=list)


Document = dict[str, dict[str, _Method]]
"""Class → method."""

_DOCUMENT = msgspec.json.Decoder(Document)


def parse(report: ReportFile) -> ParsedReport:
    """One file per document. Raises NotThisFormat for other shapes, ReportError for what is no JSON."""
    collector = Collector("coverlet")
    for documents in json_text.decode(report, dict[str, dict[str, msgspec.Raw]]).values():
        for path, document in json_text.fitting(documents.items(), _DOCUMENT, collector.skips):
            collector.add(path, _line_hits(document, path, collector.skips))
    return collector.result_with_lines(
        no_file="Check that Include and Exclude name your assemblies, and that their .pdb files are there.",
        no_line="Check that the excluded attributes and files leave code in.",
    )


def _line_hits(document: Document, where: str, skips: Skips) -> LineHits:
    """Lines of several methods (lambdas have their own) add up; partial are those with a branch never taken."""
    methods = [method for members in document.values() for method in members.values()]
    numbers = [line for method in methods for line in method.lines]
    counts = [count for method in methods for count in method.lines.values()]
    table = LineHits.adding(*json_text.integers(numbers, counts, skips, where))
    missed = {branch.line for method in methods for branch in method.branches if branch.hits == 0}
    return with_partials(table, missed)
