"""What should be known of a fork's reports: what its commit does not have, and what GitHub did not tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import PurePosixPath

from reporter.errors import Fault, Level, Problem, ReporterError, ServiceError, Slug, UserError
from reporter.fork_run import ForkRun
from reporter.github_api import Denied, GitHubError, Tree
from reporter.paths import Decision
from reporter.policy import match_rate_problem
from reporter.text import counted, shortened

_TEST_THE_COMMIT = (
    "Pull requests are tested merged with their base, which may have more files. To test the commit itself, check it "
    "out: ref: ${{ github.event.pull_request.head.sha }}"
)
_WIDTH = 120
"""Columns of a foreign name in a message."""


def not_tracked(decisions: Sequence[Decision], run: ForkRun, tree: Tree) -> Problem | None:
    """An error where no file is one of the commit's, a notice where some are not."""
    missing = [decision.report_path for decision in decisions if decision.repo_path is None]
    matched = len(decisions) - len(missing)
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
        cure=_TEST_THE_COMMIT,
    )


def too_few(matched: int, expected: int, minimum: Decimal) -> Problem | None:
    """An error below ``min-match-rate``; above it, how many are missing is said anyway."""
    found = match_rate_problem(matched, expected, minimum)
    return replace(found, cure=_TEST_THE_COMMIT) if found and found.level is Level.ERROR else None


def nothing_there(places: Iterable[PurePosixPath]) -> Problem:
    """The error that there is nothing to read."""
    return Problem(
        slug=Slug.NO_REPORT,
        message=f"There is no payload file in {', '.join(map(str, places))}.",
        reason="The run of the fork saved none, or the artifact was not downloaded to that folder.",
        cure="Compare both workflows with the recipe for coverage of forks.",
    )


def unchecked(run: ForkRun, error: GitHubError) -> ReporterError:
    """Why nothing can be believed: UserError where the token may not ask, ServiceError where no answer came."""
    problem = Problem(
        slug=Slug.FORK_UNCHECKED,
        message=f"Nothing is sent: GitHub does not tell which files the fork's commit {run.sha[:7]} has.",
        reason=str(error),
        cure="Run the job again later.",
        fault=Fault.SERVICE,
    )
    if not isinstance(error, Denied):
        return ServiceError(problem)
    cure = "Leave github-token out: the job's own token may ask."
    if error.permission:
        cure = f"Give the job these permissions:\npermissions:\n  {error.permission}"
    return UserError(replace(problem, cure=cure, fault=Fault.USER))
