"""The folders of a repository that hold a project."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from reporter.model import RepoPath


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
        *("project.json", "tsconfig.app.json", "tsconfig.lib.json"),  # Nx, Angular
    )
)
"""Files whose folder is a project of its own."""


def folder_of(file: str) -> str:
    """The folder of a file, ``""`` for the root of the repository."""
    return file.rpartition("/")[0]


def project_folders(files: Iterable[RepoPath]) -> frozenset[str]:
    """The folders that hold a manifest."""
    return frozenset(folder_of(file) for file in files if file.rpartition("/")[2] in MANIFESTS)
