"""Reads the files of a folder that a stranger filled: regular ones only, no link followed, all of it within limits."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reporter.errors import Problem, Slug, UserError
from reporter.text import grouped

_TRUSTED = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FOLDER = _TRUSTED | os.O_NOFOLLOW
_ANYTHING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a pipe must not wait for its writer

_UNFIT = {errno.ELOOP: "is a link", errno.ENOTDIR: "is a link or a file in the place of a folder"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderLimits:
    """``entries`` counts files and folders, ``depth`` the folders inside one another; ``each`` file has its bytes."""

    entries: int = 1_000
    depth: int = 4
    each: int = 10_000_000
    together: int = 100_000_000


FOLDER_LIMITS = FolderLimits()


@dataclass(frozen=True, slots=True)
class UntrustedFile:
    """``shown`` is the path below the trusted folder, as the stranger spelled it."""

    shown: str
    content: bytes


def refused(shown: str, why: str) -> UserError:
    """Why a stranger's file is not taken; ``why`` goes on where its name ends ("is a link")."""
    return UserError(
        Problem(
            slug=Slug.FORK_REPORT_REFUSED,
            message=f"{shown} {why}.",
            reason="It comes from a fork, so only what this action itself writes as a payload file is taken.",
            cure="Let the other workflow save the folder of the output payload-path, and nothing else.",
        )
    )


def read_files(base: Path, places: Iterable[PurePosixPath], limits: FolderLimits) -> Iterator[UntrustedFile]:
    """The files ``*.json`` at ``places`` (files, or folders with all that is in them), sorted within each.

    Places are relative to ``base``, which is trusted; nothing below it is. One that is not there has no files. Raises
    UserError at the first thing that is neither a folder nor a regular file, that cannot be read, or that goes beyond
    the limits.
    """
    reading = _Reading(limits)
    trusted = os.open(base, _TRUSTED)
    try:
        for place in places:
            with suppress(FileNotFoundError):
                yield from reading.below(trusted, place)
    finally:
        os.close(trusted)


class _Reading:
    """Counts what has been read."""

    def __init__(self, limits: FolderLimits) -> None:
        self._limits = limits
        self._entries = limits.entries
        self._bytes = limits.together

    def below(self, folder: int, place: PurePosixPath, shown: str = "") -> Iterator[UntrustedFile]:
        """O_NOFOLLOW heeds the last part of a path only, so each part of the way is opened by itself."""
        name, *rest = place.parts
        shown = f"{shown}/{name}".lstrip("/")
        if not rest:
            yield from self._read(folder, name, shown, 0)
            return
        descriptor = _open(folder, name, shown, _FOLDER)
        try:
            yield from self.below(descriptor, PurePosixPath(*rest), shown)
        finally:
            os.close(descriptor)

    def _read(self, folder: int, name: str, shown: str, depth: int) -> Iterator[UntrustedFile]:
        descriptor = _open(folder, name, shown, _ANYTHING)
        try:
            mode = os.fstat(descriptor).st_mode
            if stat.S_ISDIR(mode):
                for inner in self._names(descriptor, shown, depth):
                    yield from self._read(descriptor, inner, f"{shown}/{inner}", depth + 1)
            elif not stat.S_ISREG(mode):
                raise refused(shown, "is no regular file")
            elif name.endswith(".json"):
                yield UntrustedFile(shown, self._content(descriptor, shown))
        finally:
            os.close(descriptor)

    def _names(self, folder: int, shown: str, depth: int) -> list[str]:
        if depth >= self._limits.depth:
            raise refused(shown, f"has more than {self._limits.depth} folders around it")
        names = []
        with os.scandir(folder) as listing:
            for entry in listing:
                self._entries -= 1
                if self._entries < 0:
                    raise refused(
                        shown, f"is too much: there are more than {grouped(self._limits.entries)} files and folders"
                    )
                names.append(entry.name)
        return sorted(names)

    def _content(self, descriptor: int, shown: str) -> bytes:
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            content = stream.read(self._limits.each + 1)
        if len(content) > self._limits.each:
            raise refused(shown, f"is larger than {grouped(self._limits.each)} bytes")
        self._bytes -= len(content)
        if self._bytes < 0:
            raise refused(shown, f"is too much: all files have more than {grouped(self._limits.together)} bytes")
        return content


def _open(folder: int, name: str, shown: str, flags: int) -> int:
    try:
        return os.open(name, flags, dir_fd=folder)
    except FileNotFoundError:
        raise
    except OSError as error:
        why = _UNFIT.get(error.errno or 0, f"cannot be opened: {error.strerror}")
        raise refused(shown, why) from error
