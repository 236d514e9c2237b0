"""Source roots of a report (Cobertura's ``<source>`` and its like): the places where its relative paths may be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reporter.paths.index import Index, tail_roots, whole_roots
from reporter.paths.spelling import join


class Below(NamedTuple):
    """A report path below one source root, and the files of the repository that it then may be.

    ``known`` says that the root is a folder of the repository for certain.
    """

    path: str
    files: tuple[str, ...]
    known: bool


class Sources:
    """The source roots of one report: ``known`` as folders of the repository, ``others`` as spelled."""

    def __init__(self, known: Iterable[str], others: Iterable[str], index: Index) -> None:
        self._known = tuple(dict.fromkeys(known))
        others = tuple(dict.fromkeys(others))
        # An empty root alone says no more than the path does; beside others it is the root of the repository.
        self._others = tuple(filter(None, others))
        if len(self._others) < len(others) and (self._others or self._known):
            self._known += ("",)
        self._index = index

    def __bool__(self) -> bool:
        return bool(self._known or self._others)

    def holding(self, path: str) -> list[Below]:
        """The roots under which the repository has ``path``, one entry for each different result."""
        found = [
            Below(place, (place,), known=True) for place in self._places(self._known, path) if place in self._index
        ]
        guesses = ((place, self._guess(place, path)) for place in self._places(self._others, path))
        found += [Below(place, files, known=False) for place, files in guesses if files]
        return list(dict.fromkeys(found))

    @property
    def elsewhere(self) -> bool:
        """Whether there is one root alone, and it is no folder of the repository by its name."""
        return not self._known and len(self._others) == 1 and self._others[0].startswith("/")

    @property
    def only(self) -> str | None:
        """The one root, a folder of the repository by its name; None where there are more, or it is from elsewhere."""
        roots = (*self._known, *self._others)
        return roots[0] if len(roots) == 1 and not roots[0].startswith(("/", ".")) else None

    def home(self, path: str) -> str | None:
        """Where ``path`` would be, tracked or not; None where a root is not certain."""
        roots = [self.only] if self.only is not None else [] if self._others else self._known
        return next(iter(self._places(roots, path)), None)

    def _places(self, roots: Iterable[str], path: str) -> list[str]:
        """``path`` below each root; a root that is that very file stands for itself."""
        name = path.rpartition("/")[2]
        return [self._index.follow(root if root.rpartition("/")[2] == name else join(root, path)) for root in roots]

    def _guess(self, place: str, path: str) -> tuple[str, ...]:
        """The files that ``place`` may be, where the whole of ``path`` is part of their names."""
        if not place.startswith("/"):
            return tuple(root.place(place) or "" for root in whole_roots(place, self._index))
        ends = (root.place(place) or "" for root in tail_roots(place, self._index))
        return tuple(end for end in ends if len(end) >= len(path))
