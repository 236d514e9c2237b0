"""Reads one report: the head proposes formats, and a parser confirms."""

from __future__ import annotations

from dataclasses import replace

from reporter import detection
from reporter.errors import NotThisFormat, ReportError, Slug
from reporter.formats import FORMATS, Format
from reporter.model import ParsedReport
from reporter.report_file import ReportFile, unreadable


def read_report(report: ReportFile, forced: Format | None) -> ParsedReport:
    """The report, parsed as ``forced`` or as what its content is.

    A forced format wins only over content that does not clearly show another one. Raises ReportError.
    """
    head = report.head()
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise ReportError(
            Slug.REPORT_EMPTY,
            "is empty",
            reason="The tool opened it and wrote nothing, or was stopped first.",
            cure="Look in the log of the step that runs the tests for why it wrote no coverage.",
        )
    found = detection.candidates(head, report.path.name)
    if forced is not None:
        _check_forced(forced, found)
        found = (forced,)
        report = replace(report, format_named=True)
    return _parse(report, found)


def _check_forced(forced: Format, found: tuple[Format, ...]) -> None:
    if found and forced not in found:
        other = found[0]
        raise ReportError(
            Slug.REPORT_OTHER_FORMAT,
            f"looks like {other.title}, and {forced.title} was asked for",
            cure=f"Write {other.name} instead of {forced.name}, or nothing: formats are recognised by themselves.",
        )


def _parse(report: ReportFile, formats: tuple[Format, ...]) -> ParsedReport:
    why = ""
    for format_ in formats:
        try:
            return format_.parse(report)
        except NotThisFormat as error:
            why = f"It looks like {format_.title}, but it {error}."
        except OSError as error:
            raise unreadable(error) from error
    raise ReportError(
        Slug.REPORT_UNKNOWN_FORMAT,
        "is in no format that is known here",
        reason=why,
        cure=f"Let the tool write LCOV, Cobertura or another of the {len(FORMATS)} formats that are read.",
    )
