"""The coverage that a fork's run has left, taken as a stranger's word: only what is named, checked and tracked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from reporter.analysis import Analysis, ReadReport, Watch, ignoring, matched_of, merge_all
from reporter.context import Context
from reporter.discovery import Found
from reporter.errors import Fault, Level, Problem, ServiceError, Slug, UserError
from reporter.fork_run import ForkRun, checked_places
from reporter.formats import BY_NAME
from reporter.github_api import Denied, GitHubError, Tree
from reporter.model import ParsedReport, RepoPath
from reporter.paths import Decision, Outcome
from reporter.policy import match_rate_problem
from reporter.remarks import all_ignored
from reporter.report_file import ReportFile
from reporter.settings import Settings
from reporter.text import counted, grouped, shortened
from reporter.untrusted_files import FOLDER_LIMITS, FolderLimits, read_files, refused
from reporter.untrusted_payload import read_payload

_CODACY = BY_NAME["codacy"]
_WIDTH = 120
"""Columns of a foreign name in a message."""


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
    tree = _tree(run, tree_of)
    tracked = frozenset(entry.path for entry in tree.entries if entry.is_file)
    reports = [replace(report, decisions=_decide(report.parsed, tracked)) for report in reports]
    coverage = merge_all(reports, lambda path: not ignored(path))
    matched, expected = matched_of(reports)
    low = match_rate_problem(matched, expected, settings.min_match_rate)
    problems = (_not_tracked(reports, matched, run, tree), all_ignored(coverage, matched), low)
    return Analysis(
        coverage=coverage,
        figures=tuple(report.figures for report in reports),
        problems=tuple(problem for problem in problems if problem),
        withheld=low is not None and low.level is Level.ERROR,
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
    if not reports:
        raise UserError(_nothing_there(places))
    return reports


def _tree(run: ForkRun, tree_of: Callable[[str], Tree]) -> Tree:
    """The files of the fork's commit. Raises UserError where the token may not ask, ServiceError without an answer."""
    try:
        return tree_of(run.sha)
    except Denied as error:
        cure = "Give the job these permissions:\npermissions:\n  contents: read"
        raise UserError(_unchecked(run, error, cure, Fault.USER)) from error
    except GitHubError as error:
        raise ServiceError(_unchecked(run, error, "Run the job again later.", Fault.SERVICE)) from error


def _unchecked(run: ForkRun, error: GitHubError, cure: str, fault: Fault) -> Problem:
    return Problem(
        slug=Slug.FORK_UNCHECKED,
        message=f"Nothing is sent: GitHub does not tell which files the fork's commit {run.sha[:7]} has.",
        reason=str(error),
        cure=cure,
        fault=fault,
    )


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


def _not_tracked(reports: Sequence[ReadReport], matched: int, run: ForkRun, tree: Tree) -> Problem | None:
    """An error where no file is one of the commit's, a notice where some are not."""
    missing = [each.report_path for report in reports for each in report.decisions if each.repo_path is None]
    if not missing:
        return None
    names = (shortened(path, _WIDTH) for path in missing[:3])
    listed = f"{', '.join(names)}{' …' if len(missing) > 3 else ''}"
    if not tree.complete:
        return Problem(
            slug=Slug.FILES_NOT_FOUND,
            level=Level.WARNING if matched else Level.ERROR,
            message=f"{counted(len(missing), 'report file')} left out: they may not be files of the fork's commit.",
            reason=f"The commit has more files than GitHub lists, and these are not among them: {listed}.",
        )
    if not matched:
        return Problem(
            slug=Slug.NOTHING_MATCHED,
            message=f"None of the files in the fork's reports is in its commit {run.sha[:7]}.",
            reason=f"The reports name {listed}.",
            cure="Save the folder of the output payload-path there: its files name the files of the repository.",
        )
    return Problem(
        slug=Slug.FILES_NOT_FOUND,
        level=Level.NOTICE,
        message=f"{counted(len(missing), 'report file')} left out, because the fork's commit has no such file.",
        reason=f"Missing: {listed}.",
        cure="Pull requests are tested merged with their base, which may have more files. To test the commit itself, "
        "check it out: ref: ${{ github.event.pull_request.head.sha }}",
    )


def _nothing_there(places: Iterable[PurePosixPath]) -> Problem:
    return Problem(
        slug=Slug.NO_REPORT,
        message=f"There is no payload file in {', '.join(map(str, places))}.",
        reason="The run of the fork saved none, or the artifact was not downloaded to that folder.",
        cure="Compare both workflows with the recipe for coverage of forks.",
    )
