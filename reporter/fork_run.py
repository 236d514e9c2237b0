"""A run of a fork that this one follows: how it is told, which pull request it belongs to, how this one is set up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from reporter import github_api
from reporter.context import Context, PullRequest, at
from reporter.entries import Entry, located, parse_entries
from reporter.errors import Problem, Slug, UserError
from reporter.formats import BY_NAME
from reporter.github_api.client import PAGE
from reporter.settings import Settings


@dataclass(frozen=True, slots=True)
class ForkRun:
    """What GitHub's own event says of the run that has ended; none of it comes from the fork's files.

    ``trigger`` is the event that started it, ``repository`` the fork as ``owner/name``, empty where it was deleted.
    """

    trigger: str
    repository: str
    branch: str
    sha: str


def fork_run(context: Context) -> ForkRun | None:
    """The run that this one follows (event ``workflow_run``), unless it is known to be the repository's own."""
    if context.event_name != "workflow_run":
        return None
    run = at(context.event, "workflow_run")
    repository = _text(at(run, "head_repository"), "full_name")
    if repository and repository.lower() == context.slug.lower():
        return None
    return ForkRun(_text(run, "event"), repository, _text(run, "head_branch"), _text(run, "head_sha").lower())


def pull_request_of(run: ForkRun, listed: Callable[[str, str], Iterable[github_api.PullRequest]]) -> PullRequest | None:
    """The open pull request whose branch, commit and repository are those of the run; None where GitHub tells of none.

    The event itself lists none of forks; ``listed`` asks GitHub for those of an owner's branch, the newest first, and
    may raise GitHubError.
    """
    if not run.repository:
        return None
    first_page = islice(listed(run.repository.partition("/")[0], run.branch), PAGE)
    found = next((each for each in first_page if each.state == "open" and _fits(each.head, run)), None)
    return PullRequest(found.number, found.head.sha, found.base.sha, run.repository) if found else None


def _fits(head: github_api.Branch, run: ForkRun) -> bool:
    repository = head.repo.full_name if head.repo else ""
    return (head.ref, head.sha, repository.lower()) == (run.branch, run.sha, run.repository.lower())


def checked_places(run: ForkRun, settings: Settings, context: Context, commit: str) -> list[PurePosixPath]:
    """The places that ``coverage-reports`` names, relative to the runner's temporary folder.

    Raises UserError with all that keeps this workflow from reading what a fork has left.
    """
    problems = []
    if run.trigger != "pull_request":
        problems.append(
            _set_up(
                f"The run of the fork was started by {run.trigger or 'an unknown event'}, not by pull_request.",
                "Its commit may be one of this repository, for which a fork must not speak.",
                "Add to the job: if: github.event.workflow_run.event == 'pull_request'",
            )
        )
    if commit != run.sha:
        problems.append(
            _set_up(
                f"commit-uuid is {commit}, and the run of the fork is about {run.sha}.",
                "A fork can send coverage of its own commit only.",
                "Leave commit-uuid out; the commit is taken from the event.",
            )
        )
    entries = parse_entries(settings.coverage_reports)
    places = [place for entry in entries if (place := _place(entry, context)) is not None]
    if not entries or len(places) < len(entries):
        problems.append(
            _set_up(
                "coverage-reports must name the folder of the fork's payload files.",
                "Reports of forks are not searched for, and not read from the workspace or through patterns: "
                "only payload files in a folder of their own, below the runner's temporary one.",
                "Download the artifact with path: ${{ runner.temp }}/fork-coverage, and write "
                "coverage-reports: ${{ runner.temp }}/fork-coverage",
            )
        )
    if problems:
        raise UserError(*problems)
    return places


def _place(entry: Entry, context: Context) -> PurePosixPath | None:
    path = located(entry.path, context.workspace, context.host_folders())
    plain = not entry.excluded and not entry.is_glob and entry.format in {None, BY_NAME["codacy"]}
    if not plain or path == context.temp or not path.is_relative_to(context.temp):
        return None
    return None if path.is_relative_to(context.workspace) else PurePosixPath(path.relative_to(context.temp))


def _set_up(message: str, reason: str, cure: str) -> Problem:
    return Problem(slug=Slug.FORK_SET_UP, message=message, reason=reason, cure=cure)


def _text(value: Any, key: str) -> str:  # noqa: ANN401 - JSON
    found = at(value, key)
    return found if isinstance(found, str) else ""
