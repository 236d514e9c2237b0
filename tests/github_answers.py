"""What GitHub would answer, from plain data: the documents it is made of, and the routes that show them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha1
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from reporter.sandbox.faults import Answer

SLUG = "acme/shop"
TOKEN = "ghs_secret"
LOGIN = "github-actions[bot]"
BODY_LIMIT = 65_536
FILES_LIMIT = 3_000
COMPARED_LIMIT = 300

Json = dict[str, Any]


def step(name: str, status: str = "completed", number: int = 1, conclusion: str | None = None) -> Json:
    """One step of a job."""
    return {"name": name, "status": status, "number": number, "conclusion": conclusion, "started_at": None}


def job(
    job_id: int,
    name: str,
    status: str = "in_progress",
    steps: Sequence[Json] = (),
    *,
    attempt: int = 1,
    conclusion: str | None = None,
) -> Json:
    """One job of a run; a completed one succeeded unless said otherwise."""
    if status == "completed" and conclusion is None:
        conclusion = "success"
    return {
        "id": job_id,
        "run_attempt": attempt,
        "name": name,
        "status": status,
        "conclusion": conclusion,
        "steps": list(steps),
        "runner_name": "GitHub Actions 2",
    }


def pull(
    number: int,
    head: str,
    *,
    head_repository: str | None = SLUG,
    branch: str = "feature",
    base: str = "b" * 40,
    merge: str | None = None,
    state: str = "open",
    changed_files: int = 1,
) -> Json:
    """One pull request; ``head_repository`` None is a fork that was deleted."""
    repository = {"full_name": head_repository} if head_repository else None
    return {
        "number": number,
        "state": state,
        "head": {"sha": head, "ref": branch, "repo": repository},
        "base": {"sha": base, "ref": "main", "repo": {"full_name": SLUG}},
        "merge_commit_sha": merge,
        "mergeable": True,
        "changed_files": changed_files,
    }


def changed_file(
    path: str, patch: str | None = None, *, status: str = "modified", previous: str = "", changes: int | None = None
) -> Json:
    """One changed file; without a patch the field is missing, as for binary and very large ones."""
    lines = patch.splitlines() if patch else []
    added, removed = (sum(line.startswith(sign) for line in lines) for sign in "+-")
    document: Json = {
        "filename": path,
        "status": status,
        "additions": added,
        "deletions": removed,
        "changes": added + removed if changes is None else changes,
    }
    if patch is not None:
        document["patch"] = patch
    if previous:
        document["previous_filename"] = previous
    return document


def comment(comment_id: int, body: str, login: str | None = LOGIN, kind: str = "Bot") -> Json:
    """One comment; ``login`` None is an account that was deleted."""
    user = {"login": login, "type": kind} if login else None
    url = f"https://github.com/{SLUG}/pull/7#issuecomment-{comment_id}"
    return {"id": comment_id, "body": body, "user": user, "html_url": url}


@dataclass(slots=True)
class State:
    """What GitHub holds: by run, pull request, comparison (``base...head``) and commit.

    ``trees`` has the mode of each path. ``permissions`` is what the token may; with ``hidden`` it may not even see the
    repository. ``token`` None stands for any. A tree's answer has at most ``tree_limit`` entries.
    """

    jobs: dict[int, list[Json]] = field(default_factory=dict)
    pulls: dict[int, Json] = field(default_factory=dict)
    files: dict[int, list[Json]] = field(default_factory=dict)
    comments: dict[int, list[Json]] = field(default_factory=dict)
    comparisons: dict[str, list[Json]] = field(default_factory=dict)
    trees: dict[str, dict[str, str]] = field(default_factory=dict)
    permissions: set[str] = field(
        default_factory=lambda: {"actions: read", "contents: read", "pull-requests: read", "pull-requests: write"}
    )
    hidden: bool = False
    token: str | None = None
    login: str = LOGIN
    tree_limit: int = 100_000


_ROUTES = (
    ("jobs", "GET", r"/actions/runs/(?P<run>\d+)/jobs"),
    ("pulls", "GET", r"/pulls"),
    ("pull", "GET", r"/pulls/(?P<number>\d+)"),
    ("files", "GET", r"/pulls/(?P<number>\d+)/files"),
    ("comments", "GET", r"/issues/(?P<number>\d+)/comments"),
    ("create-comment", "POST", r"/issues/(?P<number>\d+)/comments"),
    ("edit-comment", "PATCH", r"/issues/comments/(?P<comment>\d+)"),
    ("compare", "GET", r"/compare/(?P<range>[^/]+)"),
    ("tree", "GET", r"/git/trees/(?P<tree>[^/]+)"),
)

_PERMISSIONS = {
    "jobs": "actions: read",
    "pulls": "pull-requests: read",
    "pull": "pull-requests: read",
    "files": "pull-requests: read",
    "comments": "pull-requests: read",
    "create-comment": "pull-requests: write",
    "edit-comment": "pull-requests: write",
    "compare": "contents: read",
    "tree": "contents: read",
}


def route_of(method: str, target: str) -> tuple[str, dict[str, str]]:
    """The name of the route and what its path says."""
    path = urlsplit(target).path
    if method == "POST" and path.removeprefix("/api") == "/graphql":
        return "viewer", {}
    for name, wanted, pattern in _ROUTES:
        found = re.fullmatch(f"/repos/{SLUG}{pattern}", path)
        if found and method == wanted:
            return name, {key: unquote(value) for key, value in found.groupdict().items()}
    return "", {}


class _NotFound(Exception):
    """Nothing is there."""


@dataclass(frozen=True, slots=True)
class Api:
    """GitHub at ``url``."""

    state: State
    url: str

    def answer(self, route: str, headers: Mapping[str, str], asked: Mapping[str, str], body: Any) -> Answer:
        if self.state.token is not None and headers.get("authorization", "").split()[-1:] != [self.state.token]:
            return refusal(401, "Bad credentials")
        if not route or self.state.hidden:
            return refusal(404, "Not Found")
        if route in _PERMISSIONS and _PERMISSIONS[route] not in self.state.permissions:
            return refusal(403, "Resource not accessible by integration")
        try:
            return self._answer(route, asked, body)
        except (KeyError, _NotFound):
            return refusal(404, "Not Found")

    def _answer(self, route: str, asked: Mapping[str, str], body: Any) -> Answer:
        match route:
            case "create-comment" | "edit-comment":
                return self._write(asked, body["body"])
            case "jobs" | "pulls" | "files" | "comments":
                return self._page(route, self._listed(route, asked), asked)
            case _:
                return _answer(self._single(route, asked))

    def _listed(self, route: str, asked: Mapping[str, str]) -> list[Json]:
        match route:
            case "jobs":
                return list(self._jobs(asked))
            case "pulls":
                return list(self._pulls(asked))
            case "files":
                return self.state.files[int(asked["number"])][:FILES_LIMIT]
            case _:
                return self.state.comments.get(int(asked["number"]), [])

    def _single(self, route: str, asked: Mapping[str, str]) -> Json:
        match route:
            case "viewer":
                return {"data": {"viewer": {"login": self.state.login}}}
            case "pull":
                return self.state.pulls[int(asked["number"])]
            case "compare":
                base, _, _ = asked["range"].partition("...")
                files = self.state.comparisons[asked["range"]][:COMPARED_LIMIT]
                return {"merge_base_commit": {"sha": base}, "files": files}
            case _:
                return self._tree(asked["tree"], recursive="recursive" in asked)

    def _jobs(self, asked: Mapping[str, str]) -> Iterator[Json]:
        jobs = self.state.jobs[int(asked["run"])]
        last = max((entry["run_attempt"] for entry in jobs), default=1)
        return (entry for entry in jobs if asked.get("filter") == "all" or entry["run_attempt"] == last)

    def _pulls(self, asked: Mapping[str, str]) -> Iterator[Json]:
        for number in sorted(self.state.pulls, reverse=True):
            found = self.state.pulls[number]
            repository = found["head"]["repo"] or {"full_name": ""}
            label = f"{repository['full_name'].partition('/')[0]}:{found['head']['ref']}"
            if asked.get("state", "open") in {"all", found["state"]} and asked.get("head", label) == label:
                yield {key: value for key, value in found.items() if key not in {"mergeable", "changed_files"}}

    def _write(self, asked: Mapping[str, str], body: str) -> Answer:
        if len(body) > BODY_LIMIT:
            return refusal(422, "Validation Failed")
        comments = self.state.comments
        if "comment" in asked:
            wanted = int(asked["comment"])
            edited = next((entry for found in comments.values() for entry in found if entry["id"] == wanted), None)
            if edited is None:
                raise _NotFound
            edited["body"] = body
            return _answer(edited)
        last = max((entry["id"] for found in comments.values() for entry in found), default=0)
        created = comment(last + 1, body, self.state.login)
        comments.setdefault(int(asked["number"]), []).append(created)
        return _answer(created, 201)

    def _page(self, route: str, entries: list[Json], asked: Mapping[str, str]) -> Answer:
        size, number = min(int(asked.get("per_page", 30)), 100), int(asked.get("page", 1))
        page = entries[size * (number - 1) : size * number]
        others = {"prev": number - 1, "next": (number + 1) if size * number < len(entries) else 0}
        links = [
            f'<{self.url}/repositories/1/{route}?{urlencode({"per_page": size, "page": other})}>; rel="{name}"'
            for name, other in others.items()
            if other
        ]
        headers = (("Link", ", ".join(links)),) if links else ()
        return _answer({"total_count": len(entries), "jobs": page} if route == "jobs" else page, headers=headers)

    def _tree(self, sha: str, *, recursive: bool) -> Json:
        """The entries below the folder that ``sha`` stands for, whole or only its own."""
        commit, folder = self._place(sha)
        modes = self.state.trees[commit]
        entries: list[Json] = []
        for path, mode in sorted({**modes, **dict.fromkeys(_folders(modes), "040000")}.items()):
            below = path.removeprefix(f"{folder}/") if folder else path
            if (folder and below == path) or (not recursive and "/" in below):
                continue
            kind = {"040000": "tree", "160000": "commit"}.get(mode, "blob")
            entries.append({"path": below, "mode": mode, "type": kind, "sha": folder_sha(commit, path)})
        limit = self.state.tree_limit
        return {"sha": sha, "tree": entries[:limit], "truncated": len(entries) > limit}

    def _place(self, sha: str) -> tuple[str, str]:
        for commit, modes in self.state.trees.items():
            for folder in ("", *_folders(modes)):
                if sha == (folder_sha(commit, folder) if folder else commit):
                    return commit, folder
        raise _NotFound


def folder_sha(commit: str, folder: str) -> str:
    """The name of a folder's own tree."""
    return sha1(f"{commit}:{folder}".encode(), usedforsecurity=False).hexdigest()


def _folders(paths: Mapping[str, str]) -> list[str]:
    return sorted({path[: found.start()] for path in paths for found in re.finditer("/", path)})


def _answer(document: Any, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    return Answer(
        status, json.dumps(document).encode(), (("Content-Type", "application/json; charset=utf-8"), *headers)
    )


def refusal(status: int, message: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    return _answer(
        {"message": message, "status": str(status), "documentation_url": "https://docs.github.com/rest"},
        status,
        headers,
    )
