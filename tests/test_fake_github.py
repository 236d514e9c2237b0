"""The fake GitHub answers as GitHub's documentation says; asked here without reporter.github_api."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.fake_github import NOW, FakeGitHub, primary_limit, secondary_limit
from tests.github_answers import SLUG, changed_file, comment, folder_sha, job, pull

HEAD = "a" * 40


@pytest.fixture
def fake() -> Iterator[FakeGitHub]:
    with FakeGitHub() as server:
        yield server


def ask(fake: FakeGitHub, target: str, method: str = "GET", body: Any = None) -> tuple[HTTPResponse, Any]:
    connection = HTTPConnection(urlsplit(fake.url).netloc)
    headers: Mapping[str, str] = {"Authorization": "Bearer ghs_secret"}
    connection.request(method, f"/repos/{SLUG}/{target}", json.dumps(body) if body else None, headers)
    response = connection.getresponse()
    content = json.loads(response.read())
    connection.close()
    return response, content


def links(response: HTTPResponse) -> dict[str, str]:
    """Relation → query, as in the header ``Link``."""
    return {name: query for query, name in re.findall(r'<[^>]*\?([^>]*)>; rel="(\w+)"', response.headers["Link"] or "")}


def test_pages_have_30_entries_unless_asked_and_100_at_most(fake: FakeGitHub) -> None:
    fake.state.comments[7] = [comment(number, "text") for number in range(1, 251)]

    for query, ids, others in (
        ("", range(1, 31), {"next": "per_page=30&page=2"}),
        ("?per_page=500", range(1, 101), {"next": "per_page=100&page=2"}),
        ("?per_page=100&page=2", range(101, 201), {"prev": "per_page=100&page=1", "next": "per_page=100&page=3"}),
        ("?per_page=100&page=3", range(201, 251), {"prev": "per_page=100&page=2"}),
        ("?per_page=100&page=4", range(0), {"prev": "per_page=100&page=3"}),
    ):
        response, found = ask(fake, f"issues/7/comments{query}")
        assert [each["id"] for each in found] == list(ids)
        assert links(response) == others


def test_a_single_page_has_no_links(fake: FakeGitHub) -> None:
    fake.state.jobs[1] = [job(11, "a")]

    response, found = ask(fake, "actions/runs/1/jobs")

    assert found == {"total_count": 1, "jobs": [job(11, "a")]}
    assert response.headers["Link"] is None


def test_open_pull_requests_of_a_branch_are_listed_without_what_only_one_has(fake: FakeGitHub) -> None:
    fake.state.pulls = {7: pull(7, HEAD), 8: pull(8, HEAD, state="closed"), 9: pull(9, HEAD, head_repository=None)}

    _, found = ask(fake, "pulls?head=acme:feature")
    _, whole = ask(fake, "pulls/7")

    assert [each["number"] for each in found] == [7]
    assert set(whole) - set(found[0]) == {"mergeable", "changed_files"}


def test_a_patch_counts_its_lines(fake: FakeGitHub) -> None:
    fake.state.files[7] = [changed_file("a.py", "@@ -1,2 +1,2 @@\n-a\n+b\n+c\n d")]

    _, (found,) = ask(fake, "pulls/7/files")

    assert (found["additions"], found["deletions"], found["changes"]) == (2, 1, 3)


def test_a_folder_has_a_tree_of_its_own(fake: FakeGitHub) -> None:
    fake.state.trees[HEAD] = {"a/b/c.py": "100644", "a/d.py": "100644", "lib": "160000"}

    def tree(sha: str, query: str = "") -> list[tuple[str, str]]:
        return [(each["path"], each["type"]) for each in ask(fake, f"git/trees/{sha}{query}")[1]["tree"]]

    assert tree(HEAD) == [("a", "tree"), ("lib", "commit")]
    assert tree(folder_sha(HEAD, "a"), "?recursive=1") == [("b", "tree"), ("b/c.py", "blob"), ("d.py", "blob")]


def test_a_tree_that_is_too_large_is_truncated(fake: FakeGitHub) -> None:
    fake.state.trees[HEAD] = {"a/b.py": "100644", "c.py": "100644"}
    fake.state.tree_limit = 2

    assert [ask(fake, f"git/trees/{HEAD}{query}")[1]["truncated"] for query in ("?recursive=1", "")] == [True, False]


@pytest.mark.parametrize(
    ("target", "method"),
    [
        ("actions/runs/1/jobs", "GET"),
        ("pulls/7", "GET"),
        ("pulls/7/files", "GET"),
        ("issues/comments/1", "PATCH"),
        ("compare/a...b", "GET"),
        (f"git/trees/{HEAD}", "GET"),
        ("actions/runs/1/jobs", "POST"),
        ("actions/artifacts", "GET"),
    ],
)
def test_what_is_not_there_is_not_found(target: str, method: str, fake: FakeGitHub) -> None:
    response, content = ask(fake, target, method, {"body": "text"})

    assert (response.status, content["message"]) == (404, "Not Found")


def test_reading_does_not_permit_writing(fake: FakeGitHub) -> None:
    fake.state.permissions.discard("pull-requests: write")

    assert ask(fake, "issues/7/comments")[0].status == 200
    assert ask(fake, "issues/7/comments", "POST", {"body": "text"})[0].status == 403


def test_comments_are_numbered_and_requests_recorded(fake: FakeGitHub) -> None:
    fake.state.comments[3] = [comment(5, "elsewhere")]

    response, found = ask(fake, "issues/7/comments", "POST", {"body": "text"})

    assert (response.status, found["id"], found["body"]) == (201, 6, "text")
    assert [(each.method, each.route, each.body) for each in fake.requests] == [
        ("POST", "create-comment", {"body": "text"})
    ]
    assert fake.requests[0].headers["authorization"] == "Bearer ghs_secret"


def test_faults_are_chosen_by_number_and_by_route(fake: FakeGitHub) -> None:
    fake.faults = {2: secondary_limit(30), "jobs": primary_limit(600)}
    fake.state.pulls[7] = pull(7, HEAD)

    answers = [ask(fake, target)[0] for target in ("pulls/7", "pulls/7", "actions/runs/1/jobs")]

    assert [answer.status for answer in answers] == [200, 403, 403]
    assert answers[1].headers["Retry-After"] == "30"
    assert (answers[2].headers["X-RateLimit-Remaining"], answers[2].headers["X-RateLimit-Reset"]) == (
        "0",
        str(NOW + 600),
    )
    assert answers[2].headers["Date"] == "Fri, 15 Jan 2027 08:00:00 GMT"


def test_a_change_comes_just_before_its_request(fake: FakeGitHub) -> None:
    fake.state.jobs[1] = [job(11, "a", "queued")]
    fake.changes[2] = lambda state: state.jobs[1].append(job(12, "b"))

    assert [ask(fake, "actions/runs/1/jobs")[1]["total_count"] for _ in range(3)] == [1, 2, 2]
