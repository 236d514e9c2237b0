"""The questions that the reporter asks about its own run and its pull request, and the comment that it writes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar
from urllib.parse import quote

from reporter.github_api.documents import Compared, Jobs, Listing, Viewed
from reporter.github_api.errors import Unreachable
from reporter.github_api.values import ChangedFile, Comment, Comparison, Job, PullRequest, Tree, TreeEntry

if TYPE_CHECKING:
    from reporter.github_api.connection import Connection

T = TypeVar("T")

PAGE = 100
"""Entries a page, the most that GitHub gives."""

TREE_REQUESTS = 100
"""Enough for a repository of some million files."""

_ACTIONS = "actions: read"
_CONTENTS = "contents: read"
_PULL_REQUESTS = "pull-requests: read"
_COMMENTS = "pull-requests: write"


class GitHub:
    """The repository ``slug`` (``owner/name``) on the server that ``environment`` names, github.com by default.

    ``environment`` may have GITHUB_API_URL, proxies and trusted certificates; ``ca_bundle`` overrides the latter.
    Without a token GitHub is asked as anybody may. Each request may take ``request_limit`` seconds, and all of them
    must end within ``total_limit`` seconds from now by ``clock``; nothing is tried twice.

    Every method raises GitHubError; those that return iterators do so while iterating, and ask for the next page only
    when the last one is used up. PyGithub is imported by the first request.
    """

    def __init__(
        self,
        slug: str,
        token: str,
        *,
        environment: Mapping[str, str],
        ca_bundle: str = "",
        request_limit: float = 15.0,
        total_limit: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._slug = slug
        self._token = token
        self._environment = environment
        self._ca_bundle = ca_bundle
        self._request_limit = request_limit
        self._clock = clock
        self._deadline = clock() + total_limit
        self._connection: Connection | None = None

    def jobs(self, run_id: int) -> Iterator[Job]:
        """The jobs of a run in all its attempts."""
        pages = self._pages(f"actions/runs/{run_id}/jobs", Jobs, _ACTIONS, filter="all")
        return (job for page in pages for job in page.jobs)

    def pull_request(self, number: int) -> PullRequest:
        """One pull request."""
        return self._get(f"pulls/{number}", PullRequest, _PULL_REQUESTS)

    def pull_requests_of(self, head_owner: str, head_branch: str) -> Iterator[PullRequest]:
        """Pull requests from this branch of anybody's repository, open and closed, the newest first."""
        head = f"{head_owner}:{head_branch}"
        return _flat(self._pages("pulls", list[PullRequest], _PULL_REQUESTS, state="all", head=head))

    def changed_files(self, number: int) -> Iterator[ChangedFile]:
        """What a pull request changes, the first 3 000 files; patches number the lines of its head."""
        return _flat(self._pages(f"pulls/{number}/files", list[ChangedFile], _PULL_REQUESTS))

    def compare(self, base: str, head: str) -> Comparison:
        """What changed since the best common ancestor of both commits.

        Where ``base`` is an ancestor of ``head`` that is the difference of the two: from the head of a pull request to
        its test merge, it tells how the lines moved that a checkout of the merge numbers differently.
        """
        path = f"compare/{quote(base, safe='')}...{quote(head, safe='')}"
        found = self._get(path, Compared, _CONTENTS, per_page=1)  # pages are of commits; the first has all files
        return Comparison(found.merge_base_commit.sha, found.files)

    def tree(self, commit: str, *, requests: int = TREE_REQUESTS) -> Tree:
        """The files, links and submodules of a commit; at most as many ``requests`` go into a large one."""
        entries: list[TreeEntry] = []
        complete = True
        pending = [("", commit)]
        while pending and requests > 0:
            folder, sha = pending.pop()
            requests -= 1
            path = f"git/trees/{quote(sha, safe='')}"
            listing = self._get(path, Listing, _CONTENTS, recursive=1)
            if listing.truncated:
                requests -= 1
                listing = self._get(path, Listing, _CONTENTS)
                complete = complete and not listing.truncated
                pending += [(f"{folder}{entry.path}/", entry.sha) for entry in listing.tree if entry.type == "tree"]
            entries += [TreeEntry(folder + entry.path, entry.mode) for entry in listing.tree if entry.type != "tree"]
        return Tree(tuple(sorted(entries, key=lambda entry: entry.path)), complete and not pending)

    def comments(self, number: int) -> Iterator[Comment]:
        """The comments on a pull request's conversation, the oldest first."""
        return _flat(self._pages(f"issues/{number}/comments", list[Comment], _COMMENTS))

    def create_comment(self, number: int, body: str) -> Comment:
        """A new comment on a pull request's conversation."""
        _, comment = self._ask("POST", self._path(f"issues/{number}/comments"), Comment, _COMMENTS, body={"body": body})
        return comment

    def edit_comment(self, comment_id: int, body: str) -> Comment:
        """Another text for a comment."""
        path = self._path(f"issues/comments/{comment_id}")
        _, comment = self._ask("PATCH", path, Comment, _COMMENTS, body={"body": body})
        return comment

    def login(self) -> str:
        """The name under which the token writes: github-actions[bot] with the runner's own.

        GraphQL tells it of every token; REST's ``/user`` does not of the runner's and those of other apps.
        """
        url = self._connect().graphql_url
        _, answer = self._ask("POST", url, Viewed, "", body={"query": "query { viewer { login } }"})
        return answer.data.viewer.login

    def close(self) -> None:
        """Ends the connection."""
        if self._connection:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _pages(self, path: str, shape: type[T], permission: str, **query: str | int) -> Iterator[T]:
        for number in count(1):
            paging = {"per_page": PAGE, "page": number}
            headers, page = self._ask("GET", self._path(path), shape, permission, query={**query, **paging})
            yield page
            if 'rel="next"' not in headers.get("link", ""):
                return

    def _get(self, path: str, shape: type[T], permission: str, **query: str | int) -> T:
        _, content = self._ask("GET", self._path(path), shape, permission, query=query)
        return content

    def _path(self, path: str) -> str:
        return f"/repos/{self._slug}/{path}"

    def _ask(
        self,
        verb: str,
        path: str,
        shape: type[T],
        permission: str,
        *,
        query: Mapping[str, str | int] | None = None,
        body: Mapping[str, str] | None = None,
    ) -> tuple[Mapping[str, str], T]:
        connection = self._connect()
        limit = min(self._request_limit, self._deadline - self._clock())
        if limit <= 0:
            raise Unreachable("The time set aside for asking GitHub is used up.")
        return connection.ask(verb, path, shape, permission=permission, query=query or {}, body=body, limit=limit)

    def _connect(self) -> Connection:
        if not self._connection:
            from reporter.github_api.connection import Connection  # noqa: PLC0415 - PyGithub takes its time

            self._connection = Connection(self._token, self._environment, self._ca_bundle)
        return self._connection


def _flat(pages: Iterator[list[T]]) -> Iterator[T]:
    return (entry for page in pages for entry in page)
