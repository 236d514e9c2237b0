"""What GitHub answers, as values; fields are named as its REST API names them."""

from __future__ import annotations

from dataclasses import dataclass

COMPARED_FILES = 300
"""How many files a comparison lists at most (GitHub's "Compare two commits")."""


@dataclass(frozen=True, slots=True)
class JobStep:
    """``status`` is queued, pending, in_progress or completed."""

    name: str
    status: str


@dataclass(frozen=True, slots=True)
class Job:
    """One job of one attempt; ``id`` is also that of its check run, and a job that waits has no ``steps``.

    ``status`` is queued, waiting, pending, requested, in_progress or completed.
    """

    id: int
    name: str
    status: str
    run_attempt: int = 1
    steps: tuple[JobStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Repository:
    """``full_name`` is ``owner/name``."""

    full_name: str


@dataclass(frozen=True, slots=True)
class Branch:
    """One side of a pull request; ``repo`` is None where the fork was deleted."""

    sha: str
    ref: str
    repo: Repository | None = None


@dataclass(frozen=True, slots=True)
class PullRequest:
    """``merge_commit_sha`` is the test merge of an open one; ``changed_files`` is None where it comes from a list."""

    number: int
    state: str
    head: Branch
    base: Branch
    merge_commit_sha: str | None = None
    changed_files: int | None = None


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """``status`` is added, removed, modified, renamed, copied, changed or unchanged.

    ``patch`` holds hunks (``@@ -1,2 +1,3 @@ …``) without a header; it is None for binary files, for those that were
    only renamed, and where GitHub found it too large. ``sha`` is git's name of the content.
    """

    filename: str
    status: str
    sha: str | None = None
    patch: str | None = None
    additions: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from ``merge_base_sha`` to the head of the comparison; without ``complete``, files are missing."""

    merge_base_sha: str
    files: tuple[ChangedFile, ...]

    @property
    def complete(self) -> bool:
        """GitHub ends the list without a word."""
        return len(self.files) < COMPARED_FILES


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """``path`` starts at the root; ``mode`` is git's: 100644 and 100755 files, 120000 links, 160000 submodules."""

    path: str
    mode: str

    @property
    def is_file(self) -> bool:
        """A file with content of its own."""
        return self.mode.startswith("100")


@dataclass(frozen=True, slots=True)
class Tree:
    """All that a commit tracks, sorted by path; without ``complete``, entries are missing."""

    entries: tuple[TreeEntry, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class User:
    """Whoever wrote it; an app's name ends in ``[bot]``."""

    login: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a pull request's conversation; ``user`` is None where the account was deleted."""

    id: int
    body: str = ""
    user: User | None = None
