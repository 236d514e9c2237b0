"""Which runs are a fork's, which pull request they belong to, and how the workflow after them must be set up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from reporter import context as contexts
from reporter.context import Context
from reporter.errors import Slug, UserError
from reporter.fork_run import ForkRun, checked_places, fork_run, pull_request_of
from reporter.github_api import Branch, Denied, PullRequest, RateLimited, Repository, Unreachable
from reporter.settings import Settings

HEAD = "a" * 40
RUN = ForkRun("pull_request", "stranger/shop", "feature", HEAD)
TEMP = "/home/runner/work/_temp"
FORK = f"{TEMP}/codacy-coverage"


def context(tmp_path: Path = Path("/github"), event_name: str = "workflow_run", event: Any = None) -> Context:
    return Context(
        github=True,
        event_name=event_name,
        event={"workflow_run": event} if event is not None else {},
        workspace=tmp_path / "workspace",
        host_workspace="/home/runner/work/shop/shop",
        temp=tmp_path / "runner_temp",
        host_temp=TEMP,
        slug="acme/shop",
    )


def event(head_repository: Any, **rest: Any) -> dict[str, Any]:
    run = {"event": "pull_request", "head_branch": "feature", "head_sha": HEAD.upper()}
    return {**run, "head_repository": head_repository, **rest}


def test_the_run_of_another_repository_is_a_forks() -> None:
    assert fork_run(context(event=event({"full_name": "stranger/shop"}))) == RUN


@pytest.mark.parametrize(
    "repository", [None, {}, {"full_name": None}, {"full_name": ""}, {"full_name": 7}, "acme/shop"]
)
def test_what_is_not_known_to_be_our_own_is_a_strangers(repository: Any) -> None:
    """The head repository of a deleted fork is null."""
    assert fork_run(context(event=event(repository))) == replace(RUN, repository="")


@pytest.mark.parametrize("run", [None, 7, [], {}])
def test_an_event_that_cannot_be_read_is_a_strangers(run: Any) -> None:
    assert fork_run(context(event=run)) == ForkRun("", "", "", "")


@pytest.mark.parametrize("name", ["acme/shop", "Acme/Shop"])
def test_a_run_of_the_repository_itself_is_nobody_elses(name: str) -> None:
    assert fork_run(context(event=event({"full_name": name}))) is None


@pytest.mark.parametrize("event_name", ["push", "pull_request", "pull_request_target", "workflow_dispatch", ""])
def test_other_events_follow_no_run(event_name: str) -> None:
    assert fork_run(context(event_name=event_name, event=event({"full_name": "stranger/shop"}))) is None


def pull(
    number: int, *, sha: str = HEAD, branch: str = "feature", owner: str | None = "stranger", state: str = "open"
) -> PullRequest:
    repository = Repository(f"{owner}/shop") if owner else None
    return PullRequest(
        number, state, Branch(sha, branch, repository), Branch("b" * 40, "main", Repository("acme/shop"))
    )


def listing(*pulls: PullRequest) -> Callable[[str, str], tuple[PullRequest, ...]]:
    def listed(owner: str, branch: str) -> tuple[PullRequest, ...]:
        assert (owner, branch) == ("stranger", "feature")
        return pulls

    return listed


def test_the_pull_request_is_the_one_with_branch_commit_and_repository() -> None:
    others = [
        pull(1, sha="c" * 40),
        pull(2, branch="other"),
        pull(3, owner="somebody"),
        pull(4, owner=None),
        pull(5, state="closed"),
    ]

    assert pull_request_of(RUN, listing(*others)) is None
    assert pull_request_of(RUN, listing(*others, pull(42, owner="Stranger"), pull(6))) == contexts.PullRequest(
        42, HEAD, "b" * 40, "stranger/shop"
    )


def test_a_deleted_fork_has_no_pull_request_and_is_not_asked_for() -> None:
    assert pull_request_of(replace(RUN, repository=""), listing()) is None


@pytest.mark.parametrize("error", [Denied("403."), RateLimited("429."), Unreachable("503.")])
def test_that_github_does_not_tell_the_pull_request_is_for_the_caller_to_judge(error: Exception) -> None:
    def refuse(_owner: str, _branch: str) -> tuple[PullRequest, ...]:
        raise error

    with pytest.raises(type(error)):
        pull_request_of(RUN, refuse)


@pytest.mark.parametrize(
    ("listed", "places"),
    [
        (FORK, ["codacy-coverage"]),
        (f"{FORK}/", ["codacy-coverage"]),
        (f"codacy:{FORK}", ["codacy-coverage"]),
        (f"{FORK}/legs/python-1.json", ["codacy-coverage/legs/python-1.json"]),
        (f"{FORK}/a\n{FORK}/b", ["codacy-coverage/a", "codacy-coverage/b"]),
        (f"{FORK}/a, {FORK}/b", ["codacy-coverage/a", "codacy-coverage/b"]),
        (f"{FORK}/../other", ["other"]),
        ("/github/runner_temp/codacy-coverage", ["codacy-coverage"]),
    ],
)
def test_places_below_the_temporary_folder_can_be_named(listed: str, places: list[str]) -> None:
    """As the host spells it, or as the container does: the runner translates the first of a list only."""
    found = checked_places(RUN, Settings(coverage_reports=listed), context(), HEAD)

    assert found == list(map(PurePosixPath, places))


@pytest.mark.parametrize(
    "listed",
    [
        "",
        "codacy-coverage",
        "**/*.json",
        TEMP,
        f"{TEMP}/",
        f"{FORK}/..",
        f"{FORK}/../../shop/shop/coverage",
        f"{FORK}/*.json",
        f"{FORK}/{{a,b}}",
        f"!{FORK}",
        f"{FORK}\n!{FORK}/b.json",
        f"lcov:{FORK}",
        "/home/runner/work/shop/shop/coverage",
        "/github/workspace/coverage",
        "/etc",
        f"{FORK}\ncoverage/lcov.info",
    ],
)
def test_everything_else_is_told_to_be_set_up_otherwise(listed: str) -> None:
    with pytest.raises(UserError) as caught:
        checked_places(RUN, Settings(coverage_reports=listed), context(), HEAD)

    (problem,) = caught.value.problems
    assert problem.slug is Slug.FORK_SET_UP
    assert "coverage-reports: ${{ runner.temp }}/fork-coverage" in problem.cure


def test_a_temporary_folder_inside_the_workspace_is_no_place_of_its_own(tmp_path: Path) -> None:
    inside = replace(context(tmp_path), temp=tmp_path / "workspace" / "tmp")

    with pytest.raises(UserError):
        checked_places(RUN, Settings(coverage_reports=FORK), inside, HEAD)


def test_all_that_is_wrong_is_said_at_once() -> None:
    """A fork speaks for its own commit only, and other events than pull_request run on commits of the base."""
    with pytest.raises(UserError) as caught:
        checked_places(replace(RUN, trigger="pull_request_target"), Settings(), context(), "c" * 40)

    assert {problem.slug for problem in caught.value.problems} == {Slug.FORK_SET_UP}
    event_, commit, reports = (problem.message for problem in caught.value.problems)
    assert "pull_request_target" in event_
    assert "c" * 40 in commit
    assert "coverage-reports" in reports
