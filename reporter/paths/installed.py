"""Copies of the repository's own packages: where those that were built or installed for the tests came from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from reporter.paths.index import Index, Root, whole_roots
from reporter.paths.jvm_projects import owner_of
from reporter.paths.outside import outside
from reporter.paths.spelling import join, within
from reporter.paths.universe import Universe

_INSTALLED = re.compile(
    r"(?:.*/)?(?:(?:site|dist)-packages/(?=[^/]+/)|(?:build/lib(?:\.[^/]+)?|dist|out)/(?=[^/]+/.*\.pyx?$)"
    r"|(?:dist|out|\.next(?:/server|/standalone)?|\.nuxt|\.output|\.svelte-kit)/(?=[^/]+/.*\.(?:[cm]?tsx?|jsx|vue|svelte)$))"
)
"""Where pip, setuptools and bundlers put packages; of bundlers only names that compiled files cannot have."""

_BLIB = re.compile(r"((?:.*/)?)blib/(lib/.+)")
"""Where Perl's ``make`` and ``Build`` copy ``lib`` to."""


def origins(paths: Iterable[str], universe: Universe, index: Index, witnesses: int) -> dict[str, list[Root]]:
    """The roots from which the installed packages among ``paths`` came, by the package's own folder in the path.

    A package is the repository's if one root has all its reported files that the repository has anywhere, and these
    are more than ``witnesses``. Environments side by side hold the same package and count once. Where the repository
    has Python projects, it is in one of them.
    """
    packages: defaultdict[str, set[str]] = defaultdict(set)
    copies: defaultdict[str, set[str]] = defaultdict(set)
    for path in paths:
        if found := _INSTALLED.match(path):
            inner = path[found.end() :]
            name = inner.partition("/")[0]
            copies[name].add(found[0])
            if index.count(inner):
                packages[name].add(inner)
    return {
        f"{copy}{name}": [Root(copy.rstrip("/"), root.added) for root in roots]
        for name, inners in packages.items()
        if len(inners) > witnesses and (roots := _holding(sorted(inners), universe, index))
        for copy in copies[name]
    }


def sources(path: str, universe: Universe, index: Index) -> list[Root]:
    """The roots from which an installed package came by the layout of Python's projects, if they have the file.

    A project installs the packages in its ``src``, from its own folder the one that bears its name, and others from
    where its manifest says.
    """
    found = _INSTALLED.match(path)
    if not found:
        return []
    inner = path[found.end() :]
    namesakes = universe.declared_names.get(inner.partition("/")[0], frozenset())
    named = [
        Root(found[0].rstrip("/"), root.added)
        for root in whole_roots(inner, index)
        if root.added in map(index.key, namesakes)
        or any(root.added == join(index.key(project), "src") for project in universe.python_projects)
    ]
    mapped = (
        Root(f"{found[0]}{package}".rstrip("/"), index.key(folder))
        for package, folder in universe.package_folders
        if within(inner, index.key(package))
    )
    return named + [root for root in mapped if root.place(path) in index]


def package_folder(path: str) -> str:
    """The folder of the copied package that ``path`` is in, ``""`` for what is no copy."""
    found = _INSTALLED.match(path)
    return path[: path.index("/", found.end())] if found else ""


def perl_source(path: str) -> str:
    """The file that Perl's build copied to ``path``; ``""`` for what is no such copy."""
    found = _BLIB.fullmatch(path)
    return found[1] + found[2] if found else ""


def _holding(inners: list[str], universe: Universe, index: Index) -> list[Root]:
    projects = universe.python_projects if inners[0].endswith((".py", ".pyx")) else frozenset()
    return [
        root
        for root in whole_roots(inners[0], index)
        if outside(f"{root.added}/") is None
        and (not projects or owner_of(root.added, projects) is not None)
        and all(root.place(inner) in index for inner in inners)
    ]
