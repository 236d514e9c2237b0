"""Where git keeps a repository's data, which commit is checked out, and how its objects are named."""

from __future__ import annotations

import re
from pathlib import Path

_COMMIT = re.compile(r"[0-9a-f]{40}")
_FOLLOWED_REFS = 5
_SHA256 = re.compile(r"^\s*objectformat\s*=\s*\"?sha256\b", re.IGNORECASE | re.MULTILINE)


def find_git_folder(workspace: Path) -> tuple[Path, Path | None] | None:
    """The nearest folder, from ``workspace`` upwards, that holds ``.git``, and where git's data for it is.

    A ``.git`` file (worktree, submodule) points to the data; None in its place where that is not there.
    """
    start = workspace.absolute()
    for root in (start, *start.parents):
        place = root / ".git"
        if (place / "HEAD").is_file():
            return root, place
        if place.is_file():
            target = root / _text(place).removeprefix("gitdir:").strip()
            return root, target if (target / "HEAD").is_file() else None
    return None


def head_commit(folder: Path) -> str | None:
    """The checked-out commit, 40 hex digits; None on a branch without commits and where refs are kept in tables."""
    common = folder / _text(folder / "commondir").strip()
    value = _text(folder / "HEAD").strip()
    for _ in range(_FOLLOWED_REFS):
        if not value.startswith("ref:"):
            break
        name = value.removeprefix("ref:").strip()
        if ".." in name.split("/"):
            return None
        value = _text(folder / name).strip() or _text(common / name).strip() or _packed(common, name)
    return value if _COMMIT.fullmatch(value) else None


def uses_other_hashes(folder: Path) -> bool:
    """Whether objects are named by SHA-256 (``extensions.objectFormat``)."""
    return _SHA256.search(_text(folder / _text(folder / "commondir").strip() / "config")) is not None


def _packed(common: Path, name: str) -> str:
    for line in _text(common / "packed-refs").splitlines():
        commit, _, ref = line.partition(" ")
        if ref == name:
            return commit
    return ""


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "surrogateescape")
    except (OSError, ValueError):  # ValueError: a NUL in a name that git's files hold
        return ""
