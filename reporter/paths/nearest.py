"""For a path that was not found or fits several files: the closest file, and the input that would decide."""

from __future__ import annotations

from reporter.paths.index import Index
from reporter.paths.spelling import core_of

_FEW = 3


def nearest(path: str, index: Index) -> str | None:
    """The file that shares most components with the end of ``path``.

    None where too many share no more than a name, or where two are equally near: following the wrong one's cure would
    credit the wrong file.
    """
    core = core_of(path)[1]
    ending = ""
    start = len(core)
    while start > 0:
        start = core.rfind("/", 0, start - 1) + 1
        if not index.count(core[start:]):
            break
        ending = core[start:]
    if not ending:
        return None
    files = index.ending_with(ending)
    if "/" not in ending and len(files) > _FEW:
        return None
    depth = core.count("/")
    distances = [abs(file.count("/") - depth) for file in files]
    least = min(distances)
    return files[distances.index(least)] if distances.count(least) == 1 else None


def cure(path: str, file: str) -> str:
    """The input, ready to paste, that leads ``path`` to ``file``; empty where their names alone are alike."""
    before, core = core_of(path)
    mine, theirs = core.split("/"), file.split("/")
    same = 0
    while same < min(len(mine), len(theirs)) and mine[-same - 1] == theirs[-same - 1]:
        same += 1
    added = "/".join(theirs[:-same])
    if same == len(mine) and not before:
        return f"path-prefix: {added}" if added else ""
    if not same or (same == 1 and added):
        return ""
    taken = "/".join([before.rstrip("/"), *mine[:-same]]) if before else "/".join(mine[:-same])
    return f"path-mapping: {taken or '/'} => {added or '.'}"
