"""The repository in the workspace: its tracked files and its commit, read without the git program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reporter.model import RepoPath


@dataclass(frozen=True, slots=True)
class Repository:
    """``root`` holds ``.git`` (the workspace itself where there is none).

    ``files`` are sorted; submodule entries are left out of them and named in ``submodules``. ``head`` is the
    checked-out commit (40 hex digits), None where it cannot be told. ``tracked`` says whether ``files`` come from
    git's index; otherwise they come from a walk, and ``why_walked`` says why.
    """

    root: Path
    files: tuple[RepoPath, ...]
    head: str | None
    tracked: bool
    why_walked: str = ""
    submodules: tuple[RepoPath, ...] = ()


def read_repository(workspace: Path) -> Repository:
    """The repository that holds ``workspace``, or is it."""
    raise NotImplementedError
