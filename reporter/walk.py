"""Walks a folder tree for files, leaving out the folders where no fresh report stands."""

from __future__ import annotations

import os
from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path

from reporter.pruning import PRUNED

# Build tools copy test resources here, old reports among them.
_COPIED = frozenset({("target", "classes"), ("target", "test-classes"), ("build", "classes"), ("build", "resources")})


@dataclass(frozen=True, slots=True)
class Walked:
    """``files`` relative to the base, sorted; how many ``folders`` were read; the names of those ``pruned``.

    ``unreadable`` are folders, relative, that the system does not let this process read.
    """

    files: tuple[str, ...]
    folders: int
    pruned: tuple[str, ...]
    unreadable: tuple[str, ...]


def walk(base: Path, wanted: Callable[[str, str], bool], opened: Container[str] = ()) -> Walked:
    """The files for which ``wanted(folder, name)`` holds; ``folder`` is relative and ends with ``/``, or is empty.

    Pruned are the usual folders, unless their name is in ``opened``, and every Python environment. Linked folders are
    not entered; a linked file counts if it stands below ``base``. What is neither file nor folder counts as a file.
    """
    files: list[str] = []
    pruned: set[str] = set()
    unreadable: list[str] = []
    real_base = os.path.realpath(base)
    folders = 0
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(base / folder) as listing:
                entries = list(listing)
        except OSError:
            unreadable.append(folder.rstrip("/") or ".")
            continue
        if any(entry.name == "pyvenv.cfg" for entry in entries) and not _is_opened(folder, opened):
            pruned.add(_name(folder))
            continue
        folders += 1
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in opened and (entry.name in PRUNED or (_name(folder), entry.name) in _COPIED):
                    pruned.add(entry.name)
                else:
                    waiting.append(f"{folder}{entry.name}/")
            elif wanted(folder, entry.name) and _is_inside(entry, real_base):
                files.append(folder + entry.name)
    return Walked(tuple(sorted(files)), folders, tuple(sorted(pruned)), tuple(sorted(unreadable)))


def _name(folder: str) -> str:
    return folder.rstrip("/").rpartition("/")[2]


def _is_opened(folder: str, opened: Container[str]) -> bool:
    return any(part in opened for part in folder.split("/") if part)


def _is_inside(entry: os.DirEntry[str], real_base: str) -> bool:
    if not entry.is_symlink():
        return True
    target = Path(os.path.realpath(entry.path))
    return not target.is_dir() and target.is_relative_to(real_base)
