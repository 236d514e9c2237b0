"""Reads the JSON that R's covr makes for Codecov, as ``covr:::to_codecov(coverage)`` returns it.

``{"uploader": "R", "files": [{"name": "R/a.R", "coverage": [null, null, 5]}]}``; the index is the line, null no code.
"""

from __future__ import annotations

import msgspec

from reporter.errors import NotThisFormat
from reporter.formats import json_text
from reporter.formats.collect import Collector
from reporter.model import ParsedReport
from reporter.report_file import ReportFile


class _Document(msgspec.Struct):
    uploader: str
    files: list[msgspec.Raw]


class _File(msgspec.Struct):
    name: str
    coverage: list[object]


_FILE = msgspec.json.Decoder(_File)


def parse(report: ReportFile) -> ParsedReport:
    """One file per name. Raises NotThisFormat where R is not the uploader, ReportError for what is no JSON."""
    collector = Collector("covr")
    document = json_text.decode(report, _Document)
    if document.uploader != "R":
        raise NotThisFormat("has another uploader than R")
    for _, file in json_text.fitting(enumerate(document.files), _FILE, collector.skips):
        collector.add(file.name, json_text.listed(file.coverage, 0, collector.skips, file.name))
    return collector.result_with_lines(
        no_file="Check that package_coverage() ran the tests, and that no exclusion names your code.",
        no_line="Check that covr's exclusions leave code with statements in.",
    )
