"""Paths that hold the name of a package in place of the folder that the repository has it in."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.paths.index import Index, Root
from reporter.paths.universe import Universe

_MODULES = "node_modules/"


def is_linked(path: str) -> bool:
    """Whether ``path`` goes through the folder where package managers put packages and link to those of a workspace."""
    return _MODULES in path


def is_scoped(root: Root) -> bool:
    """Whether ``root`` takes a name of two parts off, such as ``@acme/ui``, which no folder has by chance."""
    return "/" in root.taken


def named_roots(path: str, universe: Universe, index: Index) -> list[Root]:
    """The roots that lead from a package's name to the folders of the projects that declare it, if they have the file.

    Before the name may stand the folder of a bundle; bundlers leave the ``@`` of a scope out.
    """
    if path.startswith("."):
        return []
    for start, name in _names(path):
        folders = universe.declared_names.get(name) or universe.declared_names.get(f"@{name}", frozenset())
        roots = [Root(path[: start + len(name)], index.key(folder)) for folder in sorted(folders)]
        if found := [root for root in roots if root.place(path) in index]:
            return found
    return []


def _names(path: str) -> Iterator[tuple[int, str]]:
    """Where a name may start in ``path``, and the name: two components, or one."""
    start = path.rfind(_MODULES) + len(_MODULES) if is_linked(path) else 0
    while start >= 0:
        first = path.find("/", start)
        second = path.find("/", first + 1) if first > 0 else -1
        if second > 0:
            yield start, path[start:second]
        if first > 0:
            yield start, path[start:first]
        if is_linked(path):
            return
        start = first + 1 if first > 0 else -1
