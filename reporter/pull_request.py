"""What the step asks and says on a pull request: which lines it changes, and one comment that is kept up to date."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reporter.errors import Fault, Level, Problem, Slug
from reporter.github_api import ChangedFile, Comment, Denied, GitHub, GitHubError, PullRequest
from reporter.model import Coverage, RepoPath
from reporter.patch import Patch, as_checked_out, as_merged, patch_of

_PERMISSIONS = """Give the job these permissions (read is enough without a comment):
permissions:
  contents: read
  pull-requests: write"""
_TOKEN = "Leave github-token out, so that the token of the run is used."
_FORK = "The run of a fork may only read; docs/recipes/forks.md has the two workflows that are safe."


@dataclass(frozen=True, slots=True)
class Origin:
    """The step to which a comment belongs: the file of its workflow, its job and the step's own id."""

    workflow: str
    job: str
    step: str

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Origin:
        """As the runner tells it (docs.github.com, "Variables reference")."""
        file = environ.get("GITHUB_WORKFLOW_REF", "").partition("@")[0]
        names = (environ.get(name, "") for name in ("GITHUB_JOB", "GITHUB_ACTION"))
        return cls(file or environ.get("GITHUB_WORKFLOW", ""), *names)

    @property
    def marker(self) -> str:
        """What finds the step's own comment again, hidden in it."""
        identity = f"{self.workflow}\n{self.job}\n{self.step}"
        return f"<!-- codacy-coverage-action {hashlib.sha256(identity.encode()).hexdigest()[:32]} -->"

    def __str__(self) -> str:
        """``ci.yml / test / coverage``; the runner's own name for a step without an id is left out."""
        step = "" if self.step.startswith("__") else self.step
        return " / ".join(filter(None, (self.workflow.rpartition("/")[2], self.job, step)))


@dataclass(frozen=True, slots=True)
class Review:
    """What the pull request changes; None where it is not known, and ``problems`` say why."""

    patch: Patch | None = None
    problems: tuple[Problem, ...] = ()


def review(
    github: GitHub,
    number: int,
    commit: str,
    coverage: Coverage,
    read: Callable[[RepoPath], bytes] | None,
    *,
    gate: str = "",
) -> Review:
    """The patch of pull request ``number``, if ``commit`` is still its newest one.

    A run that was overtaken has nothing to say: its lines are no longer those of the pull request. ``read`` gives the
    files that were tested, and is None where another run has tested them. What cannot be learned is an error where
    ``gate`` depends on it.
    """
    try:
        pull_request = github.pull_request(number)
        if pull_request.head.sha.lower() != commit:
            return Review(problems=(_overtaken(number, commit, pull_request.head.sha),))
        unmoved = as_checked_out(read) if read else _tested_elsewhere(github, pull_request)
        changes = github.changed_files(number)
        return Review(patch_of(changes, coverage, unmoved, pull_request.changed_files or 0))
    except GitHubError as error:
        return Review(problems=(not_known(error, f"The changes of pull request #{number} are not known", gate),))


def not_known(error: GitHubError, what: str, gate: str) -> Problem:
    """Says ``what`` GitHub did not tell (a sentence without its full stop); an error where ``gate`` depends on it."""
    so = f", so {gate} cannot be judged" if gate else ""
    return _refused(error, f"{what}{so}.", Level.ERROR if gate else Level.NOTICE)


def without_number(gate: str) -> Problem:
    """Says that the event does not tell which pull request this is; an error where ``gate`` depends on it."""
    so = f", so {gate} cannot be judged" if gate else ""
    return Problem(
        slug=Slug.PATCH_UNKNOWN,
        level=Level.ERROR if gate else Level.NOTICE,
        message=f"The number of this pull request is not known{so}.",
        reason="The event of the run cannot be read.",
        cure="Run the step on a current runner, and leave the GITHUB_… variables to the runner.",
    )


def _tested_elsewhere(github: GitHub, pull_request: PullRequest) -> Callable[[ChangedFile], bool]:
    """Another run has tested the head or its test merge: what is the same in both was tested as it is."""
    head, merge = pull_request.head.sha, pull_request.merge_commit_sha
    return as_merged(github.compare(head, merge), head) if merge else lambda _: False


def keep_comment(
    github: GitHub, number: int, body: str, marker: str, *, new: bool = True, fork: bool = False
) -> Problem | None:
    """Makes ``body`` the step's comment on the pull request, or says why that could not be.

    There is at most one: it is changed where it stands, and not touched where it says the same already. Without
    ``new`` none is made. ``fork`` says that the run is that of a fork, which may not write.
    """
    try:
        own = _own_comment(github, number, marker)
        if own and _text(own.body) != _text(body):
            github.edit_comment(own.id, body)
        elif not own and new:
            github.create_comment(number, body)
    except GitHubError as error:
        return _refused(error, f"The comment on pull request #{number} could not be written.", fork=fork)
    return None


def _own_comment(github: GitHub, number: int, marker: str) -> Comment | None:
    """The marker alone is no proof: anybody can copy it, and a token may change the comments of others."""
    marked = [comment for comment in github.comments(number) if marker in comment.body and comment.user]
    if not marked:
        return None
    login = github.login()
    return next((comment for comment in marked if comment.user and comment.user.login == login), None)


def _text(body: str) -> str:
    """A comment may come back with the line ends of a browser."""
    return body.replace("\r\n", "\n").strip()


def _overtaken(number: int, commit: str, head: str) -> Problem:
    return Problem(
        slug=Slug.PATCH_UNKNOWN,
        level=Level.NOTICE,
        message=f"Pull request #{number} is not judged: this run is about {commit[:7]}, and its newest commit is "
        f"{head[:7]}.",
        reason="The run of the newest commit has the say.",
    )


def _refused(error: GitHubError, message: str, level: Level = Level.NOTICE, *, fork: bool = False) -> Problem:
    if isinstance(error, Denied):
        cure = _FORK if fork else _PERMISSIONS if error.permission else _TOKEN
        return Problem(slug=Slug.PULL_REQUEST_DENIED, level=level, message=message, reason=str(error), cure=cure)
    return Problem(
        slug=Slug.GITHUB_UNAVAILABLE,
        level=level if level is Level.ERROR else Level.WARNING,
        fault=Fault.SERVICE,
        message=message,
        reason=str(error),
        cure="Run the job again later.",
    )
