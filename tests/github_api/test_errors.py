from __future__ import annotations

from collections.abc import Callable

import pytest

from reporter.github_api import Denied, GitHub, GitHubError, RateLimited
from reporter.sandbox.faults import Answer, status
from tests.fake_github import FakeGitHub, primary_limit, secondary_limit
from tests.github_answers import pull

HEAD = "a" * 40
BASE = "b" * 40

QUESTIONS: dict[str, tuple[Callable[[GitHub], object], str]] = {
    "jobs": (lambda github: list(github.jobs(1)), "actions: read"),
    "pull": (lambda github: github.pull_request(7), "pull-requests: read"),
    "pulls": (lambda github: list(github.pull_requests_of("acme", "feature")), "pull-requests: read"),
    "files": (lambda github: list(github.changed_files(7)), "pull-requests: read"),
    "comments": (lambda github: list(github.comments(7)), "pull-requests: write"),
    "create-comment": (lambda github: github.create_comment(7, "text"), "pull-requests: write"),
    "edit-comment": (lambda github: github.edit_comment(1, "text"), "pull-requests: write"),
    "compare": (lambda github: github.compare(BASE, HEAD), "contents: read"),
    "tree": (lambda github: github.tree(HEAD), "contents: read"),
}


@pytest.mark.parametrize("route", QUESTIONS)
def test_a_missing_permission_is_named(route: str, fake: FakeGitHub, github: GitHub) -> None:
    fake.state.permissions.clear()
    ask, permission = QUESTIONS[route]

    with pytest.raises(Denied, match="answered 403: Resource not accessible by integration") as caught:
        ask(github)

    assert type(caught.value) is Denied
    assert caught.value.permission == permission
    assert [request.route for request in fake.requests] == [route]


@pytest.mark.parametrize("route", QUESTIONS)
def test_a_repository_that_is_hidden_from_the_token_is_not_found(route: str, fake: FakeGitHub, github: GitHub) -> None:
    fake.state.hidden = True
    ask, permission = QUESTIONS[route]

    with pytest.raises(Denied, match="answered 404: Not Found") as caught:
        ask(github)

    assert caught.value.permission == permission


def test_no_permission_mends_a_token_that_is_not_accepted(fake: FakeGitHub) -> None:
    fake.state.token = "another"
    with fake.client() as github, pytest.raises(Denied, match="answered 401: Bad credentials") as caught:
        github.pull_request(7)

    assert caught.value.permission == ""


def test_without_a_token_github_is_asked_as_anybody(fake: FakeGitHub) -> None:
    fake.state.pulls[7] = pull(7, HEAD)
    with fake.client(token="") as github:
        assert github.pull_request(7).number == 7

    assert "authorization" not in fake.requests[0].headers


@pytest.mark.parametrize(
    "fault",
    [
        primary_limit(1800),
        secondary_limit(30),
        secondary_limit(30, 429),
        secondary_limit(),
        secondary_limit(None, 429),
        status(429),
        status(403, b"{}", retry_after="Wed, 21 Oct 2026 07:28:00 GMT"),
        Answer(403, b"{}", (("X-RateLimit-Remaining", "0"),)),
    ],
)
def test_a_limit_is_no_lack_of_permission(fault: Answer, fake: FakeGitHub, github: GitHub) -> None:
    """And nothing is tried again in the background."""
    fake.faults["pull"] = fault

    with pytest.raises(RateLimited):
        github.pull_request(7)

    assert len(fake.requests) == 1


def test_foreign_words_stay_on_one_line(fake: FakeGitHub, github: GitHub) -> None:
    fake.faults["pull"] = Answer(409, b'{"message": "one\\n::error::two."}')

    with pytest.raises(GitHubError, match=r"answered 409: one\\n::error::two\.$"):
        github.pull_request(7)
