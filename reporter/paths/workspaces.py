"""The folders that package managers link into ``node_modules`` and ``vendor``: workspaces, and dependencies by path."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from reporter.entries import matcher
from reporter.model import RepoPath
from reporter.paths.projects import Reader, folder_of
from reporter.paths.spelling import join, tidy

_LISTED = re.compile(r"^packages:[ \t]*\n((?:[ \t]*(?:-.*|#.*)?\n)*)", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*-[ \t]+[\"']?([^\"'#\n]+?)[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
_BY_PATH = ("file:", "link:", "portal:")


def linked_folders(files: Iterable[RepoPath], read: Reader) -> Callable[[str], bool]:
    """Whether a folder is one that npm, yarn, pnpm, Lerna or Composer link or copy from."""
    kept: list[str] = []
    for file in files:
        if patterns := _READERS.get(file.rpartition("/")[2]):
            kept += (_below(folder_of(file), pattern) for pattern in patterns(read(file).decode("utf-8", "replace")))
    return matcher(sorted(filter(None, kept))) if any(kept) else lambda _folder: False


def _below(folder: str, pattern: str) -> str:
    """``pattern`` seen from the root; empty for what is not in the repository, and for what is left out."""
    place = tidy(join(folder, pattern.removeprefix("./")))
    return "" if pattern.startswith("!") or place.startswith(("/", "..")) else place


def _package_json(text: str) -> Iterator[str]:
    """The ``workspaces`` of npm and yarn, Lerna's ``packages``, and dependencies by path."""
    content = _object(text)
    listed = content.get("workspaces", content.get("packages"))
    yield from _texts(listed.get("packages") if isinstance(listed, dict) else listed)
    for kind in ("dependencies", "devDependencies"):
        needed = content.get(kind)
        for version in _texts(list(needed.values()) if isinstance(needed, dict) else None):
            if version.startswith(_BY_PATH):
                yield version.partition(":")[2]


def _pnpm(text: str) -> Iterator[str]:
    found = _LISTED.search(text.rstrip("\n") + "\n")
    yield from _ITEM.findall(found[1]) if found else ()


def _composer(text: str) -> Iterator[str]:
    listed = _object(text).get("repositories")
    for row in list(listed.values()) if isinstance(listed, dict) else listed if isinstance(listed, list) else ():
        if isinstance(row, dict) and row.get("type") == "path":
            yield from _texts([row.get("url")])


def _object(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _texts(values: object) -> Iterator[str]:
    yield from (value for value in values if isinstance(value, str)) if isinstance(values, list) else ()


_READERS: dict[str, Callable[[str], Iterator[str]]] = {
    "package.json": _package_json,
    "lerna.json": _package_json,
    "pnpm-workspace.yaml": _pnpm,
    "composer.json": _composer,
}
