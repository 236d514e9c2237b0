"""The files that the step leaves behind: the decision on every path, and payloads that could not be sent."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from reporter.errors import Level, Problem, Slug
from reporter.payload import Body

RESOLUTION = "resolution.jsonl"
"""Beside the payloads, and not one of the ``*.json`` that are sent again."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The files that were written, and why others were not."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...] = ()


def keep(bodies: Iterable[Body], folder: Path) -> Kept:
    """Writes ``<language>-<part>.json`` for each body; the action takes them as reports later.

    A container writes as root, but what comes after it on the runner, an upload of artifacts or a cleaning up, does
    not: files and new folders belong to the owner of the folder around them, and only that owner may read them. The
    folder is made where it is missing. A file of the same name is replaced, a link is never followed.
    """
    files = ((f"{body.language.replace(' ', '-')}-{body.part}.json", (body.data,)) for body in bodies)
    return _write_all(files, folder, "The coverage could not be kept", Level.ERROR)


def keep_resolution(lines: Iterable[str], folder: Path) -> Kept:
    """Writes the lines to RESOLUTION, as ``keep`` writes; that it cannot be written is no more than a warning."""
    chunks = (f"{line}\n".encode() for line in lines)
    return _write_all([(RESOLUTION, chunks)], folder, "The list of path decisions could not be written", Level.WARNING)


def _write_all(files: Iterable[tuple[str, Iterable[bytes]]], folder: Path, failure: str, level: Level) -> Kept:
    written: list[Path] = []
    try:
        _make_folder(folder)
        for name, chunks in files:
            _write(folder / name, chunks)
            written.append(folder / name)
    except OSError as error:
        return Kept(tuple(written), (_not_written(f"{failure} in {folder}", error, level),))
    return Kept(tuple(written))


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _give(folder)


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            file.writelines(chunks)
            file.close()
            _give(Path(file.name))
            Path(file.name).replace(path)
        except BaseException:  # a half would be taken for the whole
            Path(file.name).unlink(missing_ok=True)
            raise


def _give(path: Path) -> None:
    """To the owner of the folder around it, as far as this process may; Windows has no such owners."""
    if hasattr(os, "chown"):
        around = path.parent.stat()
        with suppress(OSError):
            os.chown(path, around.st_uid, around.st_gid, follow_symlinks=False)


def _not_written(what: str, error: OSError, level: Level) -> Problem:
    return Problem(
        slug=Slug.OUTPUT_NOT_WRITTEN,
        level=level,
        message=f"{what}: {error.strerror or error}.",
        cure="Set output-directory to a folder that this step can write to.",
    )
