"""Where the step runs, read from the environment and the event: repository, pull request, matrix, commit, folders."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from reporter import ci
from reporter.errors import Level, Problem, Slug, UserError
from reporter.settings import Settings

Event = Mapping[str, Any]

_HEAD_OF_EVENT = {
    "workflow_run": ("workflow_run", "head_sha"),
    "merge_group": ("merge_group", "head_sha"),
    "check_run": ("check_run", "head_sha"),
    "check_suite": ("check_suite", "head_sha"),
}
"""Events whose GITHUB_SHA is another commit, and where they name the right one."""

_BRANCH = "refs/heads/"


@dataclass(frozen=True, slots=True)
class PullRequest:
    """``head_repository`` is empty where it was deleted."""

    number: int
    head_sha: str
    base_sha: str
    head_repository: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The run. ``workspace`` and ``temp`` are folders of this process, ``host_*`` the same as the host spells them.

    ``slug`` is ``owner/name`` of the repository on the server ``server_url``; ``fork`` says that secrets are kept
    from this run because it comes from one; ``label`` tells the legs of a matrix apart.
    """

    github: bool
    event_name: str
    event: Event
    workspace: Path
    host_workspace: str
    temp: Path
    host_temp: str
    server_url: str = ""
    slug: str = ""
    step: str = ""
    actor: str = ""
    sha: str = ""
    job_total: int = 1
    label: str = ""
    pull_request: PullRequest | None = None
    ci_name: str = ""
    ci_commit: str = ""
    provider: str = ""

    @property
    def fork(self) -> bool:
        """Whether the pull request comes from another repository (or a deleted one), or this repository is a fork."""
        return at(self.event, "repository", "fork") is True or self.from_elsewhere

    @property
    def from_elsewhere(self) -> bool:
        """Whether the pull request comes from another repository, or a deleted one."""
        return self.pull_request is not None and self.pull_request.head_repository.lower() != self.slug.lower()

    @property
    def dependabot(self) -> bool:
        """Whether Dependabot started the run, which keeps the repository's secrets from it."""
        return self.actor == "dependabot[bot]"

    @property
    def branch(self) -> str:
        """The branch that the commit was pushed to, empty where the event does not name it."""
        for keys in (("pull_request", "head", "ref"), ("workflow_run", "head_branch"), ("merge_group", "head_ref")):
            if isinstance(name := at(self.event, *keys), str):
                return name.removeprefix(_BRANCH)
        ref = at(self.event, "ref")
        return ref.removeprefix(_BRANCH) if isinstance(ref, str) and ref.startswith(_BRANCH) else ""

    @property
    def matrix(self) -> bool:
        """Whether this job is one of several legs."""
        return self.job_total > 1

    def workspace_roots(self) -> tuple[str, ...]:
        """Every spelling of the workspace that a report or an input may hold: here, on the host, in job containers."""
        spellings = [str(self.workspace), self.host_workspace]
        if self.github and self.slug:
            name = self.slug.rpartition("/")[2]
            parent = PurePosixPath(self.host_workspace).parent.name or name
            spellings += [f"/__w/{parent}/{name}", "/github/workspace"]
        return tuple(dict.fromkeys(spelling for spelling in spellings if spelling))

    def host_folders(self) -> dict[str, Path]:
        """Folders as the host, or a job container, spells them → the same here."""
        folders = dict.fromkeys(self.workspace_roots(), self.workspace)
        temporary = (self.host_temp, "/__w/_temp" if self.github else "")
        return folders | dict.fromkeys(filter(None, temporary), self.temp)

    def on_host(self, path: Path) -> str:
        """``path`` as the host, and so the next step, spells it."""
        for here, there in ((self.temp, self.host_temp), (self.workspace, self.host_workspace)):
            if there and path.is_relative_to(here):
                return str(PurePosixPath(there) / path.relative_to(here).as_posix())
        return str(path)


def read_context(environ: Mapping[str, str], settings: Settings, workspace: str = "") -> Context:
    """The context of this run; ``workspace`` is the command line's."""
    github = environ.get("GITHUB_ACTIONS") == "true"
    folder = Path(workspace or (environ.get("GITHUB_WORKSPACE", "") if github else "") or ".").resolve()
    temp = Path(environ.get("RUNNER_TEMP") or tempfile.gettempdir())
    system = None if github else ci.running(environ)
    event = _read_event(environ.get("GITHUB_EVENT_PATH", "")) if github else {}
    slug = environ.get("GITHUB_REPOSITORY", "") if github else _slug_of(system, environ)
    return Context(
        github=github,
        event_name=environ.get("GITHUB_EVENT_NAME", "") if github else "",
        event=event,
        workspace=folder,
        host_workspace=_host_workspace(environ, settings, slug) if github else "",
        temp=temp,
        host_temp=settings.host_temp.removeprefix("host:"),
        server_url=environ.get("GITHUB_SERVER_URL", "").rstrip("/") if github else "",
        slug=slug,
        step=environ.get("GITHUB_ACTION", ""),
        actor=environ.get("GITHUB_ACTOR", ""),
        sha=environ.get("GITHUB_SHA", "") if github else "",
        job_total=int(settings.job_total) if settings.job_total.isdecimal() else 1,
        label=_label(settings.job_matrix),
        pull_request=_pull_request(event, settings.pull_request_head),
        ci_name="GitHub Actions" if github else system.name if system else "",
        ci_commit=_first(environ, system.commits) if system else "",
        provider=_provider(environ) if github else system.provider if system else "",
    )


@dataclass(frozen=True, slots=True)
class Commit:
    """The commit that the coverage belongs to, and where that was read."""

    sha: str
    source: str
    problems: tuple[Problem, ...] = ()


def documents(environ: Mapping[str, str]) -> str:
    """Where this very version of the action keeps docs/errors.md; the name alone where it runs elsewhere."""
    repository, ref = environ.get("GITHUB_ACTION_REPOSITORY"), environ.get("GITHUB_ACTION_REF")
    if not repository or not ref:
        return "docs/errors.md"
    return (
        f"{environ.get('GITHUB_SERVER_URL', 'https://github.com').rstrip('/')}/{repository}/blob/{ref}/docs/errors.md"
    )


def choose_commit(context: Context, given: str, head: str | None) -> Commit:
    """``given``, else the event's commit, else GITHUB_SHA, else the CI's own variable, else ``head``, the checkout.

    Raises UserError where none of them is a full SHA.
    """
    if given:
        return Commit(given, "commit-uuid")
    if context.github:
        commit = _commit_of_event(context, head)
        if _is_sha(commit.sha):
            return commit
    if _is_sha(context.ci_commit):
        return Commit(context.ci_commit.lower(), context.ci_name)
    if head and not context.github:
        return Commit(head, "the checkout")
    raise UserError(
        Problem(
            slug=Slug.COMMIT_UNKNOWN,
            message="The commit that the coverage belongs to cannot be told.",
            reason="Neither the event nor the environment names a full commit SHA, and there is no checkout to ask.",
            cure="Set commit-uuid to the 40 digits of the commit, on GitHub for example ${{ github.sha }}.",
        )
    )


def _commit_of_event(context: Context, head: str | None) -> Commit:
    name = context.event_name
    if name.startswith("pull_request"):
        pull_request = context.pull_request
        if pull_request is None or not _is_sha(pull_request.head_sha):
            return Commit("", name)  # GITHUB_SHA is the merge commit or the base: never the answer here
        base = {pull_request.base_sha, context.sha} - {"", pull_request.head_sha}
        if name == "pull_request_target" and head in base:
            return Commit(head, "the checkout", (_base_is_checked_out(pull_request.number),))
        return Commit(pull_request.head_sha, f"pull request #{pull_request.number}")
    if name in _HEAD_OF_EVENT:
        found = at(context.event, *_HEAD_OF_EVENT[name])
        return Commit(found.lower() if isinstance(found, str) else "", name)
    return Commit(context.sha.lower(), name or "GITHUB_SHA")


def _base_is_checked_out(number: int) -> Problem:
    return Problem(
        slug=Slug.COMMIT_OF_THE_BASE,
        level=Level.WARNING,
        message=f"The coverage is sent for the base commit, not for pull request #{number}.",
        reason="On pull_request_target the checkout is the base branch, so that is what was tested.",
        cure="Run the tests on the event pull_request instead, which checks out the pull request.",
    )


def _read_event(path: str) -> Event:
    """The event's payload; empty where there is none to read, and what needs it says so."""
    try:
        event = json.loads(Path(path).read_bytes()) if path else {}
    except (OSError, ValueError):
        return {}
    return event if isinstance(event, dict) else {}


def _pull_request(event: Event, head_sha: str) -> PullRequest | None:
    found = event.get("pull_request")
    if not isinstance(found, dict):
        return PullRequest(0, head_sha.lower(), "", "") if head_sha else None
    number = found.get("number") or event.get("number")
    return PullRequest(
        number=number if isinstance(number, int) else 0,
        head_sha=str(at(found, "head", "sha") or head_sha).lower(),
        base_sha=str(at(found, "base", "sha") or "").lower(),
        head_repository=str(at(found, "head", "repo", "full_name") or ""),
    )


def _host_workspace(environ: Mapping[str, str], settings: Settings, slug: str) -> str:
    """The hidden input says it; RUNNER_WORKSPACE, the parent folder, is the second source."""
    parent = environ.get("RUNNER_WORKSPACE", "")
    guess = f"{parent.rstrip('/')}/{slug.rpartition('/')[2]}" if parent and slug else ""
    return settings.host_workspace.removeprefix("host:") or guess


def _provider(environ: Mapping[str, str]) -> str:
    return "gh" if environ.get("GITHUB_SERVER_URL", "https://github.com").rstrip("/") == "https://github.com" else "ghe"


def _slug_of(system: ci.System | None, environ: Mapping[str, str]) -> str:
    if system is None or not system.owner:
        return ""
    return f"{environ.get(system.owner, '')}/{environ.get(system.repository, '')}".strip("/")


def _label(matrix: str) -> str:
    """``ubuntu-latest, 3.12`` out of the JSON of the matrix."""
    try:
        values = json.loads(matrix or "null")
    except ValueError:
        return ""
    if not isinstance(values, dict):
        return ""
    return ", ".join(str(value) for value in values.values() if isinstance(value, str | int | float))


def at(value: Any, *keys: str) -> Any:  # noqa: ANN401 - JSON
    """What stands under the keys, one below the other; None where nothing does."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _first(environ: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((environ[name] for name in names if environ.get(name)), "")


def _is_sha(text: str) -> bool:
    return re.fullmatch(r"[0-9a-fA-F]{40}", text) is not None
