"""The files of the repository, found by any ending of whole components."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from reporter.model import RepoPath
from reporter.paths.outside import outside
from reporter.paths.spelling import ancestors, core_of

Key = Callable[[str], str]

_LINKS_IN_A_ROW = 8
"""Links may go in circles."""


def composed(path: str) -> str:
    """The key under which two spellings of one name in Unicode are the same."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def folded(path: str) -> str:
    """The key under which names that differ in case alone are the same."""
    return composed(path).casefold()


class Root(NamedTuple):
    """How a report's paths become paths of the repository: ``taken`` is taken off, ``added`` put before.

    ``taken`` is ``""`` for a relative path that keeps all its components, ``/`` for an absolute one.
    """

    taken: str
    added: str

    def place(self, path: str) -> str | None:
        """Where ``path`` is under this root; None where it does not start as this root's paths do."""
        if self.taken in ("", "/"):
            if path.startswith("../") or (path[:1] == "/") != (self.taken == "/"):
                return None
            rest = path[len(self.taken) :]
        elif path.startswith(self.taken) and path[len(self.taken) : len(self.taken) + 1] == "/":
            rest = path[len(self.taken) + 1 :]
            if rest.startswith("../"):
                return None
        else:
            return None
        return f"{self.added}/{rest}" if self.added else rest


class Index:
    """Files under ``key``. All arguments and results of its methods are keys but those of ``files``.

    ``links`` are symbolic links among the files and the places of the repository that they lead to.
    """

    def __init__(self, files: Iterable[RepoPath], key: Key, links: Mapping[RepoPath, RepoPath] | None = None) -> None:
        self.key = key
        self._links = {key(link): key(target) for link, target in (links or {}).items()}
        self._files: dict[str, RepoPath] = {}
        self._twins: dict[str, list[RepoPath]] = {}
        for file in files:
            name = key(file)
            if name in self._files:
                self._twins.setdefault(name, [self._files[name]]).append(file)
            else:
                self._files[name] = file
        # Names read from the right, so that all files with one ending stand together.
        pairs = sorted(("/".join(name.split("/")[::-1]) + "/", name) for name in self._files)
        self._reversed = [reversed_ for reversed_, _ in pairs]
        self._names = [name for _, name in pairs]

    def __contains__(self, path: object) -> bool:
        if path in self._files:
            return True
        return bool(self._links) and isinstance(path, str) and self.follow(path) in self._files

    def files(self, path: str) -> tuple[RepoPath, ...]:
        """The files whose key is ``path``: several where names differ in what the key leaves out."""
        path = self.target(path)
        twins = self._twins.get(path)
        if twins is not None:
            return tuple(sorted(twins))
        file = self._files.get(path)
        return () if file is None else (file,)

    def follow(self, path: str) -> str:
        """``path`` with every symbolic link in it replaced by what it leads to; as it is where it has none."""
        if not self._links:
            return path
        for _ in range(_LINKS_IN_A_ROW):
            link = next((folder for folder in ancestors(path) if folder in self._links), None)
            if link is None:
                break
            path = f"{self._links[link]}{path[len(link) :]}".lstrip("/")
        return path

    def target(self, file: str) -> str:
        """The file that ``file`` leads to through links; itself where it leads to none."""
        target = self.follow(file)
        return target if target in self._files else file

    def count(self, ending: str) -> int:
        """How many files end with these components."""
        start, stop = self._range(ending)
        return stop - start

    def ending_with(self, ending: str) -> list[str]:
        """The files that end with these components, in an order that depends on nothing but their names."""
        start, stop = self._range(ending)
        return self._names[start:stop]

    def _range(self, ending: str) -> tuple[int, int]:
        first = "/".join(ending.split("/")[::-1]) + "/"
        start = bisect_left(self._reversed, first)
        return start, bisect_left(self._reversed, first[:-1] + "0", start)  # "0" follows "/"


def whole_roots(path: str, index: Index) -> list[Root]:
    """The roots under which all named components of a relative path end a file of the repository.

    A path that starts with ``..`` needs two components, as what it was relative to is not known.
    """
    before, core = core_of(path)
    if before == "/" or (before and "/" not in core):
        return []
    return [Root(before, file[: -len(core)].rstrip("/")) for file in index.ending_with(core)]


def count_whole_roots(path: str, index: Index) -> int:
    """The length of ``whole_roots``, for less."""
    before, core = core_of(path)
    return 0 if before == "/" or (before and "/" not in core) else index.count(core)


def tail_roots(path: str, index: Index, homes: Iterable[str] = ()) -> list[Root]:
    """The roots under which the end of ``path``, two components or more, is all of a file's path; shortest first.

    Where the path is absolute, one of the folders ``homes`` may stand before it in the repository, if no more of the
    path is all of a file's. Nothing that leads into the folders of packages, toolchains or the system is taken off.
    """
    before, core = core_of(path)
    start = len(path) - len(core)
    if before != "/":
        start = path.find("/", start) + 1
        if not start:
            return []
    found: list[Root] = []
    while (slash := path.find("/", start)) >= 0:
        taken, end = path[: start - 1] or "/", path[start:]
        if before == "/" and not found:
            found += [Root(taken, home) for home in homes if f"{home}/{end}" in index]
        if end in index:
            found.append(Root(taken, ""))
        start = slash + 1
    return [root for root in found if outside(f"{root.taken}/") is None] if found and outside(path) else found


def count_overlaps(path: str, index: Index) -> int:
    """The length of ``overlap_roots``, for less."""
    ending = _last_two(path)
    return index.count(ending) if ending else 0


def overlap_roots(path: str, index: Index) -> list[Root]:
    """The roots under which the last components of ``path``, two or more, end a file: as many of them as agree."""
    parts = path.strip("/").split("/")
    ending = _last_two(path)
    found = []
    for file in index.ending_with(ending) if ending else []:
        others = file.split("/")
        same = 2
        while same < min(len(parts), len(others)) and parts[-same - 1] == others[-same - 1]:
            same += 1
        kept = "/".join(parts[-same:])
        before = path[: -len(kept)].rstrip("/") or ("/" if path.startswith("/") else "")
        found.append(Root(before, "/".join(others[:-same])))
    return found


def _last_two(path: str) -> str:
    """The last two named components; ``""`` where there are fewer."""
    parts = core_of(path)[1].rsplit("/", 2)[-2:]
    return "/".join(parts) if len(parts) == 2 else ""
