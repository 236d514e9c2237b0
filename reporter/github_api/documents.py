"""The documents of GitHub that hold what is asked for deeper inside; only the fields of use, named as in its API."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.github_api.values import ChangedFile, Job


@dataclass(frozen=True, slots=True)
class Jobs:
    """A page of a run's jobs."""

    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit by its name."""

    sha: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison of two commits."""

    merge_base_commit: Commit
    files: tuple[ChangedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a tree; ``type`` is blob, tree or commit."""

    path: str
    mode: str
    type: str
    sha: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A tree, or as much of it as fits one answer."""

    tree: tuple[Listed, ...]
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks."""

    login: str


@dataclass(frozen=True, slots=True)
class View:
    """What a query asked for."""

    viewer: Viewer


@dataclass(frozen=True, slots=True)
class Viewed:
    """GraphQL's answer."""

    data: View
