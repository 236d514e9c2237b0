"""What ``go.mod`` and ``go.work`` say: the folder of each module, and which modules a profile can be on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reporter.model import RepoPath
from reporter.paths.projects import Reader, folder_of
from reporter.paths.spelling import tidy, within

_MODULE = re.compile(r"^\s*module\s+\(?\s*[\"`]?([^\s\"`()]+)", re.MULTILINE)
_REPLACE = re.compile(r"^\s*(?:replace\s+)?([^\s()/][^\s()]*)(?:\s+v\S+)?\s+=>\s+(\.\.?(?:/\S*)?)", re.MULTILINE)
_USE = re.compile(r"^\s*(?:use\s+)?[\"`]?(\.\.?(?:/[^\s\"`()]*)?)[\"`]?\s*$", re.MULTILINE)
_COMMENT = re.compile(r"//.*")


class GoModule(NamedTuple):
    """A module path and the folder of the repository that holds its packages.

    ``by`` is the folder of the ``go.mod`` that puts it there: the module's own, or that of one which replaces it.
    What a ``go.work`` says holds for all, and has None.
    """

    name: str
    folder: str
    by: str | None


def go_modules(files: Iterable[RepoPath], read: Reader) -> tuple[GoModule, ...]:
    """The modules of every ``go.mod``, with the local folders that ``replace`` names in them and in ``go.work``.

    Longest name first, so that the first that fits is the innermost.
    """
    found: set[GoModule] = set()
    used: set[str] = set()
    for file in files:
        kind, folder = file.rpartition("/")[2], folder_of(file)
        if kind in ("go.mod", "go.work"):
            text = _COMMENT.sub("", read(file).decode("utf-8", "replace"))
            by = folder if kind == "go.mod" else None
            if kind == "go.work":
                used.update(_inside(folder, _USE.findall(text)))
            elif module := _MODULE.search(text):
                found.add(GoModule(module[1].rstrip("/"), folder, by))
            found.update(
                GoModule(name, place, by)
                for name, target in _REPLACE.findall(text)
                for place in _inside(folder, [target])
            )
    found |= {GoModule(module.name, module.folder, None) for module in found if module.folder in used}
    return tuple(sorted(found, key=lambda module: (-module.name.count("/"), module[:2], module.by or "")))


def _inside(folder: str, targets: Iterable[str]) -> Iterator[str]:
    places = (tidy(f"{folder}/{target}" if folder else target) for target in targets)
    return (place for place in places if not place.startswith(".."))


def in_a_profile(modules: tuple[GoModule, ...], paths: Iterable[str]) -> tuple[GoModule, ...]:
    """The modules that the files at ``paths``, all of one profile, can be in.

    What one module replaces is not replaced for another: that has it from elsewhere, though its source is here.
    """
    own = [module for module in modules if module.by == module.folder]
    packages = {path.rpartition("/")[0] for path in paths}
    present = {module.name for package in packages if (module := _innermost(package, own))}
    return tuple(module for module in modules if _is_in_reach(module, modules, present))


def _innermost(package: str, modules: Iterable[GoModule]) -> GoModule | None:
    return next((module for module in modules if within(package, module.name)), None)


def _is_in_reach(module: GoModule, modules: Iterable[GoModule], present: set[str]) -> bool:
    others = {other.folder for other in modules if other.by == other.folder and other.name in present - {module.name}}
    if module.by is None or not others:
        return True
    if module.by != module.folder:
        return module.by in others
    replacing = [other.by for other in modules if other.name == module.name and other.by != module.folder]
    return not replacing or None in replacing or not others.isdisjoint(replacing)
