"""Payloads kept as files where they could not be sent; the action takes them as reports later."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from reporter.errors import Problem, Slug
from reporter.payload import Body


@dataclass(frozen=True, slots=True)
class Kept:
    """The files that were written, and why others were not."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...] = ()


def keep(bodies: Iterable[Body], folder: Path) -> Kept:
    """Writes ``<language>-<part>.json`` for each body; the folder is made where it is missing.

    A container writes as root, but what comes after it on the runner, an upload of artifacts or a cleaning up, does
    not: files and new folders belong to the owner of the folder around them, and only that owner may read them. A file
    of the same name is replaced, a link is never followed.
    """
    files: list[Path] = []
    try:
        _make_folder(folder)
        for body in bodies:
            path = folder / f"{body.language.replace(' ', '-')}-{body.part}.json"
            _write(path, body.data)
            files.append(path)
    except OSError as error:
        return Kept(tuple(files), (_not_written(folder, error),))
    return Kept(tuple(files))


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _give(folder)


def _write(path: Path, data: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            file.write(data)
            file.close()
            _give(Path(file.name))
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise


def _give(path: Path) -> None:
    """To the owner of the folder around it, as far as this process may; Windows has no such owners."""
    if hasattr(os, "chown"):
        around = path.parent.stat()
        with suppress(OSError):
            os.chown(path, around.st_uid, around.st_gid, follow_symlinks=False)


def _not_written(folder: Path, error: OSError) -> Problem:
    return Problem(
        slug=Slug.OUTPUT_NOT_WRITTEN,
        message=f"The coverage could not be kept in {folder}: {error.strerror or error}.",
        cure="Set output-directory to a folder that this step can write to.",
    )
