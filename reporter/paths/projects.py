"""What the project files of a repository say about paths: Go modules, and the folders that hold a project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from reporter.model import RepoPath
from reporter.paths.spelling import tidy


class Reader(Protocol):
    """Reads files of the repository."""

    def __call__(self, path: RepoPath, limit: int = -1, /) -> bytes:
        """The content, at most ``limit`` bytes of it where that is not negative; nothing where it is not there."""
        ...


MANIFESTS = frozenset(
    (
        *("package.json", "pyproject.toml", "setup.py", "setup.cfg", "go.mod", "Cargo.toml", "composer.json"),
        *("pom.xml", "build.gradle", "build.gradle.kts", "build.sbt", "build.mill", "mix.exs", "pubspec.yaml"),
        *("DESCRIPTION", "Package.swift", "Makefile.PL", "CMakeLists.txt", "meson.build"),
    )
)
"""Files whose folder is a project of its own."""

_MODULE = re.compile(r"^\s*module\s+\(?\s*[\"`]?([^\s\"`()]+)", re.MULTILINE)
_REPLACE = re.compile(r"^\s*(?:replace\s+)?([^\s()/][^\s()]*)(?:\s+v\S+)?\s+=>\s+(\.\.?(?:/\S*)?)", re.MULTILINE)
_COMMENT = re.compile(r"//.*")


class GoModule(NamedTuple):
    """A module path and the folder of the repository that holds its packages."""

    name: str
    folder: str


def folder_of(file: str) -> str:
    """The folder of a file, ``""`` for the root of the repository."""
    return file.rpartition("/")[0]


def project_folders(files: Iterable[RepoPath]) -> frozenset[str]:
    """The folders that hold a manifest."""
    return frozenset(folder_of(file) for file in files if file.rpartition("/")[2] in MANIFESTS)


def go_modules(files: Iterable[RepoPath], read: Reader) -> tuple[GoModule, ...]:
    """The modules of every ``go.mod``, with the local folders that ``replace`` names in them and in ``go.work``.

    Longest name first, so that the first that fits is the innermost.
    """
    found: set[GoModule] = set()
    for file in files:
        name = file.rpartition("/")[2]
        if name in ("go.mod", "go.work"):
            found.update(_declared(folder_of(file), _COMMENT.sub("", read(file).decode("utf-8", "replace"))))
    return tuple(sorted(found, key=lambda module: (-module.name.count("/"), module)))


def _declared(folder: str, text: str) -> Iterator[GoModule]:
    if module := _MODULE.search(text):
        yield GoModule(module[1].rstrip("/"), folder)
    for name, target in _REPLACE.findall(text):
        place = tidy(f"{folder}/{target}" if folder else target)
        if not place.startswith(".."):
            yield GoModule(name, place)
