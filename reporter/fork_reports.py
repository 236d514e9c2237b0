"""The coverage that a fork's run has left, taken as a stranger's word: only what is named, checked and tracked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from reporter.analysis import Analysis, ReadReport, Watch, ignoring, matched_of, merge_all
from reporter.context import Context
from reporter.discovery import Found
from reporter.errors import UserError
from reporter.fork_remarks import not_tracked, nothing_there, too_few, unchecked
from reporter.fork_run import ForkRun, checked_places
from reporter.formats import BY_NAME
from reporter.github_api import GitHubError, Tree
from reporter.model import ParsedReport, RepoPath
from reporter.paths import Decision, Outcome
from reporter.remarks import all_ignored
from reporter.report_file import ReportFile
from reporter.settings import Settings
from reporter.text import counted, grouped
from reporter.untrusted_files import FOLDER_LIMITS, FolderLimits, read_files, refused
from reporter.untrusted_payload import read_payload

_CODACY = BY_NAME["codacy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a fork may have in all its payload files together: source files, and lines of them."""

    folder: FolderLimits = FOLDER_LIMITS
    files: int = 100_000
    lines: int = 10_000_000


LIMITS = Limits()


def analyse_fork(
    run: ForkRun,
    tree_of: Callable[[str], Tree],
    settings: Settings,
    context: Context,
    commit: str,
    *,
    watch: Watch,
    limits: Limits = LIMITS,
) -> Analysis:
    """What ``analyse`` is for reports of one's own; ``tree_of`` asks GitHub for the files of a commit.

    Read are only payload files that ``coverage-reports`` names, outside the workspace. A file counts if the fork's
    commit tracks it by that very name; the checkout is another commit and is not asked. Raises UserError for a
    workflow that is set up otherwise and for the first file that cannot be taken, ServiceError where GitHub does not
    tell the files of the commit: then nothing is sent.
    """
    places = checked_places(run, settings, context, commit)
    ignored = ignoring(settings.ignore)
    reports = _read(places, context.temp, watch, limits)
    try:
        tree = tree_of(run.sha)
    except GitHubError as error:
        raise unchecked(run, error) from error
    tracked = frozenset(entry.path for entry in tree.entries if entry.is_file)
    reports = [replace(report, decisions=_decide(report.parsed, tracked)) for report in reports]
    coverage = merge_all(reports, lambda path: not ignored(path))
    matched, expected = matched_of(reports)
    low = too_few(matched, expected, settings.min_match_rate)
    decisions = [decision for report in reports for decision in report.decisions]
    verdicts = (not_tracked(decisions, run, tree), all_ignored(coverage, matched), low)
    return Analysis(
        coverage=coverage,
        figures=tuple(report.figures for report in reports),
        problems=tuple(problem for problem in verdicts if problem),
        withheld=low is not None,
    )


def _read(places: Sequence[PurePosixPath], base: Path, watch: Watch, limits: Limits) -> list[ReadReport]:
    reports: list[ReadReport] = []
    files = lines = 0
    before = watch.clock()
    for file in read_files(base, places, limits.folder):
        parsed = read_payload(file)
        files += len(parsed.files)
        lines += sum(each.lines.coverable for each in parsed.files)
        if files > limits.files or lines > limits.lines:
            more = f"{grouped(limits.files)} source files or {grouped(limits.lines)} lines"
            raise refused(file.shown, f"is too much: all files have more than {more}")
        now = watch.clock()
        found = Found(ReportFile(base / file.shown, file.shown), _CODACY, named=True)
        size = len(file.content)
        reports.append(ReadReport(found=found, format=_CODACY, parsed=parsed, size=size, seconds=now - before))
        before = now
        watch.progress(f"{counted(len(reports), 'payload file')} read so far")
    if not reports:
        raise UserError(nothing_there(places))
    return reports


def _decide(parsed: ParsedReport, tracked: Collection[str]) -> tuple[Decision, ...]:
    """Payload files name files as the repository does, so there is nothing to search or to guess."""
    return tuple(
        Decision(
            report_path=file.path, outcome=Outcome.MATCHED, rule="exact", reason=".", repo_path=RepoPath(file.path)
        )
        if file.path in tracked
        else Decision(report_path=file.path, outcome=Outcome.UNMATCHED, rule="not found")
        for file in parsed.files
    )
