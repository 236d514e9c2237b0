"""Against a GitHub on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reporter.errors import Fault, Level, Problem, Slug
from reporter.figures import Lines
from reporter.github_api import GitHub
from reporter.model import Coverage, LineHits, RepoPath
from reporter.pull_request import Origin, Review, keep_comment, review
from tests.fake_github import FakeGitHub, secondary_limit
from tests.github_answers import LOGIN, changed_file, comment, pull, refusal

HEAD = "0123456789abcdef0123456789abcdef01234567"
PATH = RepoPath("src/a.py")
CONTENT = b"one\ntwo\nthree\n"
BLOB = "4cb29ea38f70d7c61b2a3a25b02e3bdf44905402"
HUNK = "@@ -1 +1,3 @@\n one\n+two\n+three"
COVERAGE: Coverage = {PATH: LineHits.from_mapping({1: 0, 2: 1, 3: 0})}
ENVIRON = {
    "GITHUB_WORKFLOW": "CI",
    "GITHUB_WORKFLOW_REF": "acme/shop/.github/workflows/ci.yml@refs/pull/7/merge",
    "GITHUB_JOB": "test",
    "GITHUB_ACTION": "coverage",
}
MARKER = Origin.of(ENVIRON).marker
BODY = f"{MARKER}\nAll 4 changed lines covered"
OLD = f"{MARKER}\n3 of 4 changed lines not covered"


@pytest.fixture
def fake() -> Iterator[FakeGitHub]:
    with FakeGitHub() as server:
        server.state.pulls[7] = pull(7, HEAD)
        server.state.files[7] = [{**changed_file(PATH, HUNK), "sha": BLOB}]
        yield server


@pytest.fixture
def github(fake: FakeGitHub) -> Iterator[GitHub]:
    with fake.client() as client:
        yield client


def bodies(fake: FakeGitHub) -> list[str]:
    return [found["body"] for found in fake.state.comments.get(7, [])]


def routes(fake: FakeGitHub) -> list[str]:
    return [request.route for request in fake.requests]


# --- the changes ---


def reviewed(github: GitHub, commit: str = HEAD, gate: str = "") -> Review:
    return review(github, 7, commit, COVERAGE, lambda _: CONTENT, gate=gate)


def only(problems: tuple[Problem, ...]) -> Problem:
    (problem,) = problems
    return problem


def test_the_patch_is_read_with_two_requests(fake: FakeGitHub, github: GitHub) -> None:
    found = reviewed(github)

    assert found.patch
    assert found.patch.lines == Lines(2, 1)
    assert not found.problems
    assert routes(fake) == ["pull", "files"]


def test_files_are_told_from_each_other_on_all_pages(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.files[7] = [changed_file(f"{number}.md", HUNK) for number in range(250)] + fake.state.files[7]

    found = reviewed(github)

    assert found.patch
    assert [file.path for file in found.patch.files] == [PATH]


def test_a_list_that_lacks_files_is_not_taken_for_the_whole(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.pulls[7] = pull(7, HEAD, changed_files=2)

    found = reviewed(github)

    assert found.patch
    assert not found.patch.whole


def test_a_file_that_was_tested_in_another_state_is_unknown(github: GitHub) -> None:
    found = review(github, 7, HEAD, COVERAGE, lambda _: b"zero\n" + CONTENT)

    assert found.patch
    assert [file.path for file in found.patch.unknown] == [PATH]


@pytest.mark.parametrize(
    ("merge", "moved", "known"), [("e" * 40, "web/app.ts", True), ("e" * 40, PATH, False), (None, "", False)]
)
def test_what_another_run_has_tested_is_known_where_the_test_merge_has_not_moved_it(
    fake: FakeGitHub, github: GitHub, merge: str | None, moved: str, known: bool
) -> None:
    fake.state.pulls[7] = pull(7, HEAD, merge=merge)
    fake.state.comparisons[f"{HEAD}...{merge}"] = [changed_file(moved, HUNK)]

    found = review(github, 7, HEAD, COVERAGE, None)

    assert found.patch
    assert found.patch.whole is known


def test_a_run_that_was_overtaken_does_not_judge(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.pulls[7] = pull(7, "f" * 40)

    found = reviewed(github, gate="fail-under-patch")

    assert found.patch is None
    assert only(found.problems).level is Level.NOTICE
    assert "this run is about 0123456, and its newest commit is fffffff" in only(found.problems).message


@pytest.mark.parametrize(("gate", "level"), [("", Level.NOTICE), ("fail-under-patch", Level.ERROR)])
def test_a_missing_permission_comes_with_the_lines_to_paste(
    fake: FakeGitHub, github: GitHub, gate: str, level: Level
) -> None:
    fake.state.permissions = {"contents: read"}

    problem = only(reviewed(github, gate=gate).problems)

    assert (problem.slug, problem.level, problem.fault) == (Slug.PULL_REQUEST_DENIED, level, Fault.USER)
    assert problem.cure.endswith("\npermissions:\n  contents: read\n  pull-requests: write")


def test_a_token_that_github_does_not_know_is_not_cured_by_permissions(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.token = "another"

    problem = only(reviewed(github).problems)

    assert problem.slug is Slug.PULL_REQUEST_DENIED
    assert problem.cure.startswith("Leave github-token out")


@pytest.mark.parametrize(("gate", "level"), [("", Level.WARNING), ("fail-under-patch", Level.ERROR)])
@pytest.mark.parametrize("fault", [secondary_limit(60), refusal(502, "Bad gateway")])
def test_an_outage_of_github_is_no_fault_of_the_user(
    fake: FakeGitHub, github: GitHub, fault: object, gate: str, level: Level
) -> None:
    fake.faults["files"] = fault  # type: ignore[assignment]  # each is an Answer

    problem = only(reviewed(github, gate=gate).problems)

    assert (problem.slug, problem.level, problem.fault) == (Slug.GITHUB_UNAVAILABLE, level, Fault.SERVICE)
    assert ("fail-under-patch" in problem.message) is bool(gate)


# --- the comment ---


def test_the_first_comment_is_made(fake: FakeGitHub, github: GitHub) -> None:
    assert keep_comment(github, 7, BODY, MARKER) is None
    assert bodies(fake) == [BODY]
    assert routes(fake) == ["comments", "create-comment"]


def test_none_is_made_where_none_is_wanted(fake: FakeGitHub, github: GitHub) -> None:
    assert keep_comment(github, 7, BODY, MARKER, new=False) is None
    assert bodies(fake) == []


@pytest.mark.parametrize("new", [True, False])
def test_the_comment_that_is_there_is_changed_in_its_place(fake: FakeGitHub, github: GitHub, new: bool) -> None:
    fake.state.comments[7] = [comment(1, "LGTM", "octocat", "User"), comment(2, OLD), comment(3, "thanks")]

    assert keep_comment(github, 7, BODY, MARKER, new=new) is None
    assert bodies(fake) == ["LGTM", BODY, "thanks"]


def test_the_comment_is_found_behind_hundreds_of_others(fake: FakeGitHub, github: GitHub) -> None:
    others = [comment(number, "me too", "octocat", "User") for number in range(1, 251)]
    fake.state.comments[7] = [*others, comment(251, OLD)]

    keep_comment(github, 7, BODY, MARKER)

    assert len(bodies(fake)) == 251
    assert bodies(fake)[-1] == BODY


@pytest.mark.parametrize("there", [BODY, BODY.replace("\n", "\r\n"), f"{BODY}\n"])
def test_what_is_said_already_is_not_said_again(fake: FakeGitHub, github: GitHub, there: str) -> None:
    fake.state.comments[7] = [comment(1, there)]

    assert keep_comment(github, 7, BODY, MARKER) is None
    assert bodies(fake) == [there]
    assert "edit-comment" not in routes(fake)


@pytest.mark.parametrize("login", ["mallory", "github-actions", None])
def test_a_strangers_comment_with_the_marker_is_left_alone(fake: FakeGitHub, github: GitHub, login: str | None) -> None:
    """A token may change the comments of others, who would seem to have said it."""
    fake.state.comments[7] = [comment(1, f"{MARKER}\n@everyone", login, "User")]

    keep_comment(github, 7, BODY, MARKER)

    assert bodies(fake) == [f"{MARKER}\n@everyone", BODY]


def test_the_comment_of_another_app_is_found_by_its_own_name(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.login = "acme-ci[bot]"
    fake.state.comments[7] = [comment(1, OLD, LOGIN), comment(2, OLD, "acme-ci[bot]")]

    keep_comment(github, 7, BODY, MARKER)

    assert bodies(fake) == [OLD, BODY]


def test_several_steps_keep_a_comment_each(fake: FakeGitHub, github: GitHub) -> None:
    environs = [ENVIRON, {**ENVIRON, "GITHUB_ACTION": "backend"}, {**ENVIRON, "GITHUB_JOB": "e2e"}]
    markers = [Origin.of(environ).marker for environ in environs]
    for text in ("first", "second"):
        for marker in markers:
            keep_comment(github, 7, f"{marker}\n{text}", marker)

    assert bodies(fake) == [f"{marker}\nsecond" for marker in markers]


@pytest.mark.parametrize("fork", [True, False])
def test_a_comment_that_may_not_be_written_is_a_notice(fake: FakeGitHub, github: GitHub, fork: bool) -> None:
    fake.state.permissions.discard("pull-requests: write")

    problem = keep_comment(github, 7, BODY, MARKER, fork=fork)

    assert problem
    assert (problem.slug, problem.level) == (Slug.PULL_REQUEST_DENIED, Level.NOTICE)
    assert ("pull-requests: write" in problem.cure) is not fork
    assert ("docs/recipes/forks.md" in problem.cure) is fork


@pytest.mark.parametrize("route", ["comments", "viewer", "edit-comment"])
def test_a_comment_that_github_does_not_take_is_a_warning(fake: FakeGitHub, github: GitHub, route: str) -> None:
    fake.state.comments[7] = [comment(1, OLD)]
    fake.faults[route] = refusal(503, "Unavailable")

    problem = keep_comment(github, 7, BODY, MARKER)

    assert problem
    assert (problem.level, problem.fault) == (Level.WARNING, Fault.SERVICE)
    assert bodies(fake) == [OLD]


# --- whose comment it is ---


def test_the_marker_is_hidden_and_the_same_in_every_run() -> None:
    later = {**ENVIRON, "GITHUB_WORKFLOW_REF": "acme/shop/.github/workflows/ci.yml@refs/pull/8/merge"}

    assert MARKER.startswith("<!-- ")
    assert MARKER.endswith(" -->")
    assert Origin.of(later).marker == MARKER


@pytest.mark.parametrize(
    "change",
    [
        {"GITHUB_WORKFLOW_REF": "acme/shop/.github/workflows/nightly.yml@refs/heads/main"},
        {"GITHUB_JOB": "e2e"},
        {"GITHUB_ACTION": "coverage2"},
    ],
)
def test_every_step_has_its_own_marker(change: dict[str, str]) -> None:
    assert Origin.of({**ENVIRON, **change}).marker != MARKER


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, "ci.yml / test / coverage"),
        ({"GITHUB_ACTION": "__org_codacy-coverage-action_2"}, "ci.yml / test"),
        ({"GITHUB_WORKFLOW_REF": ""}, "CI / test / coverage"),
    ],
)
def test_the_step_is_named_as_people_know_it(change: dict[str, str], shown: str) -> None:
    assert str(Origin.of({**ENVIRON, **change})) == shown
