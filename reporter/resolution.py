"""What became of every report path, as JSON Lines that other programs can rely on (docs/resolution.md). Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from reporter.figures import Report
from reporter.paths import Decision, Outcome
from reporter.text import visible

VERSION = 1
"""Raised when a field changes its meaning or goes away, not when one is added."""

_ENCODER = json.JSONEncoder(separators=(",", ":"))
_WORDS = {
    Outcome.MATCHED: "matched",
    Outcome.AMBIGUOUS: "ambiguous",
    Outcome.UNMATCHED: "not-found",
    Outcome.OUTSIDE: "outside",
}


def resolution_lines(reports: Iterable[Report]) -> Iterator[str]:
    """One line for each path of each report, sorted by report, path and group, without the new line at its end.

    Plain ASCII, which every encoding holds and no terminal obeys.
    """
    for report in sorted(reports, key=lambda report: report.shown):
        for decision in in_order(report):
            yield _line(report.shown, decision)


def in_order(report: Report) -> list[Decision]:
    """The report's decisions, sorted by path and group."""
    return sorted(report.decisions, key=lambda decision: (decision.report_path, decision.group))


def _line(report: str, decision: Decision) -> str:
    text = _ENCODER.encode(
        {
            "version": VERSION,
            "report": _unicode(report),
            "written": _unicode(decision.report_path),
            "group": [_unicode(name) for name in decision.group],
            "outcome": _WORDS[decision.outcome],
            "path": _or_none(decision.repo_path),
            "rule": decision.rule,
            "reason": _unicode(decision.reason),
            "candidates": [_unicode(path) for path in decision.candidates],
            "nearest": _or_none(decision.nearest),
            "cure": _or_none(decision.cure),
        }
    )
    return text.replace("##", "#\\u0023")  # the same text, in which a runner sees no command


def _or_none(text: str | None) -> str | None:
    return _unicode(text) if text else None


def _unicode(text: str) -> str:
    r"""The text with bytes that are no UTF-8 written ``\xff``: many readers of JSON refuse lone surrogates."""
    if text.isascii():
        return text
    return "".join(visible(char) if "\ud800" <= char <= "\udfff" else char for char in text)
