"""The repository in the workspace: its tracked files and its commit, read without the git program."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from posixpath import normpath

from reporter.git_folder import find_git_folder, head_commit, uses_other_hashes
from reporter.git_index import IndexUnreadable, read_index
from reporter.model import RepoPath
from reporter.pruning import is_pruned

CHECK_OUT = "Check the repository out with actions/checkout before this step."


@dataclass(frozen=True, slots=True)
class Repository:
    """``root`` holds ``.git`` (the workspace itself where there is none).

    ``files`` are sorted; submodule entries are left out of them and named in ``submodules``. ``links`` are the tracked
    symbolic links and the places in the repository that they lead to. ``head`` is the
    checked-out commit (40 hex digits), None where it cannot be told. ``tracked`` says whether ``files`` come from
    git's index; otherwise they come from a walk, ``why_walked`` says why, and ``cure`` what helps.
    """

    root: Path
    files: tuple[RepoPath, ...]
    head: str | None
    tracked: bool
    why_walked: str = ""
    cure: str = ""
    submodules: tuple[RepoPath, ...] = ()
    links: Mapping[RepoPath, RepoPath] = field(default_factory=dict)

    def read(self, path: RepoPath, limit: int = -1) -> bytes:
        """The first ``limit`` bytes of a file (all of it by default); nothing where it is not checked out.

        Links that lead out of the repository are not followed.
        """
        root = _real(self.root)
        try:
            # As text: thousands of files may be read, and a Path would take longer than the file.
            place = os.path.realpath(f"{root}/{path}")
            if not place.startswith(f"{root}/"):
                return b""
            with open(place, "rb") as file:  # noqa: PTH123
                return file.read(limit)
        except (OSError, ValueError):  # a name may hold what the system does not take
            return b""


@cache
def _real(root: Path) -> str:
    return os.path.realpath(root).rstrip("/")


def read_repository(workspace: Path) -> Repository:
    """The repository that holds ``workspace``, or is it."""
    found = find_git_folder(workspace)
    if found is None:
        return _walked(workspace, None, "there is no .git folder here or above")
    root, folder = found
    if folder is None:
        return _walked(root, None, "its .git file points to a folder that is not here")
    head = head_commit(folder)
    if uses_other_hashes(folder):
        return _walked(root, head, "the repository uses SHA-256, which cannot be read yet", cure="")
    try:
        index = read_index(folder / "index")
    except IndexUnreadable as unreadable:
        return _walked(root, head, str(unreadable), unreadable.cure)
    return Repository(
        root, index.files, head, tracked=True, submodules=index.submodules, links=_targets(root, index.links)
    )


def _targets(root: Path, links: Iterable[RepoPath]) -> dict[RepoPath, RepoPath]:
    """Where links lead to, as far as that is another place in the repository."""
    found: dict[RepoPath, RepoPath] = {}
    for link in links:
        try:
            target = (root / link).readlink().as_posix()
        except OSError:  # not checked out, or checked out as a file, as Windows does
            continue
        place = normpath(f"{link}/../{target}")
        if not target.startswith("/") and not place.startswith("..") and place != link:
            found[link] = RepoPath("" if place == "." else place)
    return found


def checked_out(workspace: Path) -> str | None:
    """The ``head`` alone, for whom the files are of no interest."""
    _, folder = find_git_folder(workspace) or (workspace, None)
    return head_commit(folder) if folder else None


def _walked(root: Path, head: str | None, why: str, cure: str = CHECK_OUT) -> Repository:
    return Repository(root, tuple(sorted(_walk(root))), head, tracked=False, why_walked=why, cure=cure)


def _walk(root: Path) -> list[RepoPath]:
    files: list[RepoPath] = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not is_pruned(name)]
        base = "" if folder == str(root) else Path(folder).relative_to(root).as_posix() + "/"
        files += (RepoPath(base + name) for name in names if name != ".git")
    return files
