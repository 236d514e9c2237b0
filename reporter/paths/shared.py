"""The roots that all paths of a report share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reporter.paths.index import Index, Root, count_overlaps, count_whole_roots, overlap_roots, tail_roots, whole_roots
from reporter.paths.outside import compiled, outside

WITNESSES = 2
"""How many other files must support what is learned from the report alone."""


def shared_roots(paths: Sequence[str], index: Index, homes: Sequence[str] = ()) -> list[Root]:
    """The roots under which all ``paths`` have a file that have one under any root; none for a single path.

    A root that changes the start of a path into another needs more paths than one that only adds or takes off.
    """
    fits: list[str] = []
    loose: list[str] = []
    hypotheses: list[Root] = []
    for path in paths:
        tails = [] if compiled(path) else tail_roots(path, index, homes)
        count = count_whole_roots(path, index) + len(tails)
        if count:
            fits.append(path)
            if not hypotheses or count < len(hypotheses):
                hypotheses = [*whole_roots(path, index), *tails]
        elif not compiled(path) and outside(path) is None:
            loose.append(path)
    moved = {path: count for path in loose if (count := count_overlaps(path, index))}
    if moved and len(fits) + len(moved) > WITNESSES:
        rarest = min(moved, key=moved.__getitem__)
        if found := explaining([*fits, *moved], overlap_roots(rarest, index), index):
            return found
    return explaining(fits, hypotheses, index) if len(fits) > 1 else []


def explaining(paths: Sequence[str], hypotheses: Iterable[Root], index: Index) -> list[Root]:
    """Those of ``hypotheses`` under which the repository has all ``paths``."""
    return [root for root in hypotheses if all(root.place(path) in index for path in paths)]
