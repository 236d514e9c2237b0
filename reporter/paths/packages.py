"""The package that a source file of the JVM declares, which its folder need not spell out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

from reporter.model import RepoPath
from reporter.paths.index import Index

HEAD = 4096
"""How many bytes at the start of a file are looked at."""

_IGNORED = re.compile(
    r"\s+|#![^\n]*|//[^\n]*"
    # An annotation: a name, perhaps of the file, and arguments, in which strings and one pair of brackets may stand.
    r"|@(?:file:)?(?:[\w.]+|\[[^\]]*\])(?:\((?:[^()\"']|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\([^()]*\))*\))?",
    re.DOTALL,
)
_NAME = re.compile(r"\w+|`[^`\n]+`")
_COMMENT = re.compile(r"/\*|\*/")
_OBJECT = re.compile(r"package\s+object\s+(\w+|`[^`\n]+`)")
_PACKAGE = re.compile(r"package\s+(?!object\b)((?:\w+|`[^`\n]+`)(?:\.(?:\w+|`[^`\n]+`))*)[ \t]*(?:;|(?=[\r\n/]|\Z))")


def declared_package(head: bytes) -> str | None:
    """The package as a folder (``com/acme``), from the start of a file; None where no declaration is seen.

    Scala's declarations in a row (``package com.acme`` and ``package cart`` below it) are one package, and so is a
    package object below its package. Packages in braces tell nothing, as a file may hold several.
    """
    text = head.decode("utf-8", "replace").removeprefix("\ufeff")
    parts: list[str] = []
    place = _after_ignored(text, 0)
    while found := _PACKAGE.match(text, place):
        parts += (part.strip("`") for part in _NAME.findall(found[1]))
        place = _after_ignored(text, found.end())
    if found := _OBJECT.match(text, place):
        return "/".join((*parts, found[1].strip("`")))
    cut = place == len(text) and len(head) >= HEAD
    return None if cut or text.startswith(("package", "{"), place) else "/".join(parts) or None


def _after_ignored(text: str, place: int) -> int:
    while True:
        if text.startswith("/*", place):
            place = _after_comment(text, place)
        elif found := _IGNORED.match(text, place):
            place = found.end()
        else:
            return place


def _after_comment(text: str, place: int) -> int:
    """Where the comment that starts at ``place`` ends; those of Kotlin and Scala stand in one another."""
    depth = 0
    for mark in _COMMENT.finditer(text, place):
        depth += 1 if mark[0] == "/*" else -1
        if not depth:
            return mark.end()
    return len(text)


class Packages:
    """The packages of the files of one index, as keys of it; ``package_of`` tells that of a file."""

    def __init__(self, index: Index, package_of: Callable[[RepoPath], str | None]) -> None:
        self._index = index
        self._package_of = package_of
        self._by_name: dict[str, dict[str | None, set[str]]] = {}

    def of(self, file: str) -> str | None:
        """The package that a file declares; None where it cannot be told."""
        declared = self._package_of(self._index.files(file)[0])
        return None if declared is None else self._index.key(declared)

    def declaring(self, package: str, name: str) -> set[str]:
        """All files of this name that declare the package."""
        if name not in self._by_name:
            packages: defaultdict[str | None, set[str]] = defaultdict(set)
            for file in self._index.ending_with(name):
                packages[self.of(file)].add(file)
            self._by_name[name] = dict(packages)
        return self._by_name[name].get(package, set())
