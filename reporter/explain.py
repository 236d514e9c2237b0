"""The command that explains reports: where each of their paths leads, and why; on any machine, without a token."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TextIO

from reporter.analysis import Analysis, Watch, analyse
from reporter.command import read_explain
from reporter.context import documents, read_context
from reporter.errors import ReporterError
from reporter.path_figures import Paths
from reporter.paths import Decision, Outcome
from reporter.policy import exit_status
from reporter.repository import read_repository
from reporter.resolution import in_order, resolution_lines
from reporter.settings import FailOn, read_settings
from reporter.text import counted, grouped, percent
from reporter.workflow import Workflow

_ANY_COMMIT = ""
"""No checkout is one of it, so nothing is measured against the length of the checked-out files."""


def explain(
    environ: Mapping[str, str],
    stdout: TextIO,
    stderr: TextIO,
    argv: Sequence[str],
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Read the reports, explain them on ``stdout``, and return the exit status.

    Only the command line says what to do: neither inputs nor tokens of the environment are looked at.
    """
    command = read_explain(argv)
    github, docs = environ.get("GITHUB_ACTIONS") == "true", documents(environ)
    output = Workflow(stdout, environ, github=github and not command.json, docs=docs, clock=clock)
    notes = Workflow(stderr, environ, github=github, docs=docs, clock=clock) if command.json else output
    try:
        settings = read_settings({}, command.given)
        context = read_context(environ, settings, command.workspace)
        repository = read_repository(context.workspace)
        analysis = analyse(settings, context, repository, _ANY_COMMIT, Watch(clock, notes.progress))
    except ReporterError as error:
        notes.annotate(*error.problems)
        return exit_status(error.problems, FailOn.CONFIG)
    output.lines(resolution_lines(analysis.figures) if command.json else _explained(analysis))
    notes.annotate(*analysis.problems)
    return exit_status(analysis.problems, FailOn.CONFIG)


def _explained(analysis: Analysis) -> Iterator[str]:
    """Each report with its paths, what was not used, and how many there were of each kind."""
    for report in sorted(analysis.figures, key=lambda report: report.shown):
        yield f"{report.shown} ({report.title}): {_counts(report.paths)}"
        for decision in in_order(report):
            yield from (f"  {line}" for line in decision_lines(decision))
        yield ""
    told = {problem.file for problem in analysis.problems}
    for unused in analysis.unused:
        if unused.shown not in told:
            yield f"{unused.word} {unused.shown}: {unused.why}"
    if analysis.figures:
        together = Paths.together(report.paths for report in analysis.figures)
        yield f"{counted(len(analysis.figures), 'report')}: {_counts(together)}"


def _counts(paths: Paths) -> str:
    """``338 of 341 files matched (99.12 %), 2 ambiguous, 1 not found, 9 outside the repository``."""
    rate = f" ({percent(paths.match_rate)})" if paths.expected else ""
    others = (
        (paths.ambiguous, Outcome.AMBIGUOUS),
        (paths.unmatched, Outcome.UNMATCHED),
        (paths.outside, Outcome.OUTSIDE),
    )
    return ", ".join(
        [
            f"{grouped(paths.matched)} of {counted(paths.expected, 'file')} matched{rate}",
            *(f"{grouped(count)} {outcome.value}" for count, outcome in others if count),
        ]
    )


def decision_lines(decision: Decision) -> Iterator[str]:
    """The path as written, where it leads and by what; then, of a path without a file, what would help."""
    written = f"{decision.report_path} in {'/'.join(decision.group)}" if decision.group else decision.report_path
    why = f" · {by_what}" if (by_what := _by_what(decision)) else ""
    yield f"{written} → {decision.repo_path or decision.outcome.value}{why}"
    yield from (f"    fits {candidate}" for candidate in decision.candidates)
    if decision.nearest:
        yield f"    nearest: {decision.nearest}"
    if decision.cure:
        first = " (if the first is meant)" if len(decision.candidates) > 1 else ""
        yield f"    cure: {decision.cure}{first}"


def _by_what(decision: Decision) -> str:
    """``<source>: src``; the rule and the reason, as far as nothing else says the same."""
    rule = "" if decision.rule in decision.outcome.value else decision.rule
    said = decision.reason == "." or len(decision.candidates) > 1
    return ": ".join(filter(None, (rule, "" if said else decision.reason)))
