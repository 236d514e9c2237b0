"""The names under which the projects of a repository are installed, as their manifests declare them."""

from __future__ import annotations

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any

from reporter.model import RepoPath
from reporter.paths.projects import Reader, folder_of
from reporter.paths.spelling import join, tidy

PYTHON = frozenset(("pyproject.toml", "setup.cfg", "setup.py"))
"""Manifests of Python's projects."""

_BUNDLED = ("package.json", "DESCRIPTION")
_NEXT = "_N_E"

_LINE = re.compile(r"^(?:name|Package):[ \t]*[\"']?([\w.@/-]+)", re.MULTILINE)
_OPTION = re.compile(r"^name\s*=\s*([\w.-]+)", re.MULTILINE)
_ARGUMENT = re.compile(r"\bname\s*=\s*[\"']([\w.-]+)[\"']")


def bundled_names(folder: str, files: Container[str], read: Reader) -> frozenset[str]:
    """The names that bundles and R give to the project in ``folder``; Next.js calls each the same.

    Python's and Rust's are left out: their packages stand in folders of their names.
    """
    kinds = (kind for kind in _BUNDLED if join(folder, kind) in files)
    names = (_READERS[kind](read(RepoPath(join(folder, kind))).decode("utf-8", "replace")) for kind in kinds)
    return frozenset(filter(None, names)) | {_NEXT}


def declared_names(files: Iterable[RepoPath], read: Reader) -> Mapping[str, frozenset[str]]:
    """Name → the folders of the projects that declare it.

    Names of Python's projects are there as import packages are spelled too, with ``_`` for what is no letter.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for file in files:
        kind = file.rpartition("/")[2]
        if (name_in := _READERS.get(kind)) and (name := name_in(read(file).decode("utf-8", "replace"))):
            found[name].add(folder_of(file))
            if kind in PYTHON:
                found[re.sub(r"[-_.]+", "_", name).lower()].add(folder_of(file))
    return {name: frozenset(folders) for name, folders in found.items()}


def package_folders(files: Iterable[RepoPath], read: Reader) -> Iterator[tuple[str, str]]:
    """Python's packages, as paths, that a project keeps in folders of other names, and the folders.

    They are in setuptools' table ``package-dir`` of ``pyproject.toml``; the package ``""`` stands for all others.
    """
    for file in files:
        if file.rpartition("/")[2] == "pyproject.toml":
            found: Any = _read_toml(read(file).decode("utf-8", "replace"))
            for name in ("tool", "setuptools", "package-dir"):
                found = found.get(name) if isinstance(found, dict) else None
            for package, folder in found.items() if isinstance(found, dict) else ():
                if isinstance(folder, str):
                    yield package.replace(".", "/"), tidy(join(folder_of(file), folder))


def _package_json(text: str) -> str:
    try:
        return _name(json.loads(text))
    except ValueError:
        return ""


def _toml(text: str) -> str:
    """The name in ``pyproject.toml`` (of PEP 621 or of Poetry) or ``Cargo.toml``."""
    content = _read_toml(text)
    tool = content.get("tool")
    poetry = tool.get("poetry") if isinstance(tool, dict) else None
    return _name(content.get("project")) or _name(content.get("package")) or _name(poetry)


def _read_toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def _name(table: Any) -> str:  # noqa: ANN401 - JSON and TOML
    name = table.get("name") if isinstance(table, dict) else None
    return name if isinstance(name, str) else ""


def _first(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def name_in(text: str) -> str:
        found = pattern.search(text)
        return found[1] if found else ""

    return name_in


_READERS: Mapping[str, Callable[[str], str]] = {
    "package.json": _package_json,
    "composer.json": _package_json,
    "pyproject.toml": _toml,
    "Cargo.toml": _toml,
    "setup.cfg": _first(_OPTION),
    "setup.py": _first(_ARGUMENT),
    "DESCRIPTION": _first(_LINE),
    "pubspec.yaml": _first(_LINE),
}
