"""Where in the repository a report belongs that is in a folder for reports, which repeats or names another folder."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reporter.paths.index import Index, count_whole_roots, tail_roots, whole_roots
from reporter.paths.jvm_projects import JVM
from reporter.paths.spelling import ancestors, join, within
from reporter.paths.universe import Universe

_SEVERAL = 2

_KIND = re.compile(r"^(?:coverage|cov|lcov|reports?|results?)[-_.]|[-_.](?:coverage|cov|lcov|reports?|results?)$")
"""What stands before or after the name of a project in that of an artifact."""


def report_place(folder: str, paths: Sequence[str], universe: Universe, index: Index) -> str:
    """The folder that ``folder`` stands for; itself where it is in a project, or stands for none.

    Nx writes the coverage of ``apps/admin`` to ``coverage/apps/admin``, and Angular that of ``projects/admin`` to
    ``coverage/admin``; an artifact may hold the folders it was made from, or be called after one. The folder must have
    every path of the report that is to be found anywhere.
    """
    above = ancestors(folder)[:-1]
    if not above or any(place in universe.project_folders or _holds(place, paths, index) for place in above):
        return folder
    if any(map(universe.is_other_checkout, above)):
        return folder
    parts = folder.split("/")
    known = frozenset(map(index.key, universe.folders))
    for start in range(1, len(parts)):
        rest = "/".join(parts[start:])
        if any(place in known and _holds(place, paths, index) for place in ancestors(rest)[:-1]):
            return rest
    for start in range(len(parts) - 1, 0, -1):
        names = (parts[start], _KIND.sub("", parts[start]))
        namesakes = [place for place in known if place.rpartition("/")[2] in names]
        if len(paths) < _SEVERAL or _holds("", paths, index):
            namesakes = [place for place in namesakes if place in universe.project_folders]
        holding = [place for place in namesakes if _holds(place, paths, index)]
        if len(holding) == 1:
            return "/".join((holding[0], *parts[start + 1 :]))
    return folder


def _holds(folder: str, paths: Sequence[str], index: Index) -> bool:
    """Whether ``folder`` has one of ``paths``, and all of those that the repository has."""
    found = False
    for path in paths:
        if _has(folder, path, index):
            found = True
        elif count_whole_roots(path, index) or tail_roots(path, index):
            return False
    return found


def _has(folder: str, path: str, index: Index) -> bool:
    if path.endswith(JVM):
        return any(within(root.added, folder) for root in whole_roots(path, index))
    if path.startswith("/"):
        return any(root.added == folder for root in tail_roots(path, index, (folder,)))
    return join(folder, path) in index
