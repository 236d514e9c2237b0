"""Paths that hold the name of a package in place of the folder that the repository has it in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporter.paths.index import Index, Root, whole_roots
from reporter.paths.manifests import bundled_names
from reporter.paths.spelling import join, within
from reporter.paths.universe import Universe

_MODULES = re.compile(r".*(?:^|/)(?:node_modules|vendor)/")
"""Where package managers put packages, and links to those of the repository itself."""


def is_linked(path: str) -> bool:
    """Whether ``path`` goes through the folder of a package manager."""
    return _MODULES.match(path) is not None


def is_scoped(root: Root) -> bool:
    """Whether ``root`` takes a name of two parts off, such as ``@acme/ui``, which no folder has by chance."""
    return "/" in root.taken


def named_roots(path: str, universe: Universe, index: Index) -> list[Root]:
    """The roots that lead from a package's name to the folders of the projects that declare it, if they have the file.

    Below the folder of a package manager these must be projects that it links to, as it holds strangers' packages too.
    Before other names may stand the folder of a bundle; bundlers leave the ``@`` of a scope out.
    """
    linked = _MODULES.match(path)
    if path.startswith(".") and not linked:
        return []
    for start, name in _names(path, linked.end() if linked else 0, last=linked is not None):
        folders = universe.declared_names.get(name) or universe.declared_names.get(f"@{name}", frozenset())
        if linked:
            folders = frozenset(folder for folder in folders if universe.workspaces.links(name, folder))
        roots = [Root(path[: start + len(name)], index.key(folder)) for folder in sorted(folders)]
        if found := [root for root in roots if root.place(path) in index]:
            return found
    return []


def own_root(path: str, project: str, universe: Universe, index: Index) -> Root | None:
    """The root that leads from the name of ``project`` to its folder, if that has the file, and none of such a name."""
    if any(within(root.added, project) for root in whole_roots(path, index)):
        return None
    names = bundled_names(project, universe.exact, universe.read)
    for start, name in _names(path, 0, last=False):
        root = Root(path[: start + len(name)], project)
        named = (name in names or f"@{name}" in names) and join(project, name) not in universe.folders
        if named and root.place(path) in index:
            return root
    return None


def _names(path: str, start: int, *, last: bool) -> Iterator[tuple[int, str]]:
    """Where names may start, and the names, of two components or one; only at ``start`` if that is ``last``."""
    while start >= 0:
        first = path.find("/", start)
        second = path.find("/", first + 1) if first > 0 else -1
        if second > 0:
            yield start, path[start:second]
        if first > 0:
            yield start, path[start:first]
        if last:
            return
        start = first + 1 if first > 0 else -1
