"""The packages that package managers link into ``node_modules`` and ``vendor``: of workspaces, and by path."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from reporter.entries import matcher
from reporter.model import RepoPath
from reporter.paths.projects import Reader, folder_of
from reporter.paths.spelling import join, tidy

_LISTED = re.compile(r"^packages:[ \t]*\n((?:[ \t]*(?:-.*|#.*)?\n)*)", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*-[ \t]+[\"']?([^\"'#\n]+?)[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
_NUMBERS = re.compile(r"\d+(?:\.\d+)*")
_BY_PATH = ("file:", "link:", "portal:")


class Workspaces:
    """What npm, yarn, pnpm, Lerna and Composer link to, or copy from, in a repository."""

    def __init__(self, files: Iterable[RepoPath], read: Reader) -> None:
        patterns: list[str] = []
        self._asked: defaultdict[str, set[str]] = defaultdict(set)
        self._versions: dict[str, str] = {}
        for file in files:
            kind, folder = file.rpartition("/")[2], folder_of(file)
            if listed := _READERS.get(kind):
                text = read(file).decode("utf-8", "replace")
                patterns += filter(None, (_below(folder, pattern) for pattern in listed(text)))
                if kind == "package.json":
                    self._versions[folder] = str(_object(text).get("version", ""))
                    for name, version in _needed(text):
                        self._asked[name].add(version)
        self._is_listed = matcher(sorted(patterns)) if patterns else lambda _folder: False

    def links(self, name: str, folder: str) -> bool:
        """Whether the package ``name`` is taken from ``folder``: all that need it can use the version that is there."""
        version = self._versions.get(folder, "")
        return self._is_listed(folder) and all(_serves(version, asked) for asked in self._asked[name])


def _serves(version: str, asked: str) -> bool:
    """Whether a package manager that is asked for one version may take this one: no, if the first numbers differ."""
    wanted = _NUMBERS.search(asked)
    if not wanted or asked.startswith((*_BY_PATH, "workspace:")):
        return True
    have = version.split(".")
    exact = asked == wanted[0] and asked.count(".") == 2
    compared = 3 if exact else 2 if wanted[0].startswith("0.") else 1
    return have[:compared] == wanted[0].split(".")[:compared]


def _below(folder: str, pattern: str) -> str:
    """``pattern`` seen from the root; empty for what is not in the repository, and for what is left out."""
    place = tidy(join(folder, pattern.removeprefix("./")))
    return "" if pattern.startswith("!") or place.startswith(("/", "..")) else place


def _package_json(text: str) -> Iterator[str]:
    """The ``workspaces`` of npm and yarn, Lerna's ``packages``, and dependencies by path."""
    content = _object(text)
    listed = content.get("workspaces", content.get("packages"))
    yield from _texts(listed.get("packages") if isinstance(listed, dict) else listed)
    yield from (version.partition(":")[2] for _, version in _needed(text) if version.startswith(_BY_PATH))


def _needed(text: str) -> Iterator[tuple[str, str]]:
    """The packages that a ``package.json`` asks for, and the versions."""
    content = _object(text)
    for kind in ("dependencies", "devDependencies"):
        needed = content.get(kind)
        if isinstance(needed, dict):
            yield from ((name, version) for name, version in needed.items() if isinstance(version, str))


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
