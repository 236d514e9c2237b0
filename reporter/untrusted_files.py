"""Reads the files of a folder that a stranger filled: regular ones only, no link followed, all of it within limits."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reporter.errors import Problem, Slug, UserError
from reporter.text import grouped

_TRUSTED = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FOLDER = _TRUSTED | os.O_NOFOLLOW
_ANYTHING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a pipe must not wait for its writer


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


def read_files(base: Path, place: PurePosixPath, limits: FolderLimits) -> Iterator[UntrustedFile]:
    """The file ``place``, or the files of that folder and its folders, sorted; ``place`` is relative to ``base``.

    ``base`` is trusted, nothing below it is. Raises UserError at the first thing that is neither a folder nor a
    regular file named ``*.json``, that cannot be read, or that goes beyond the limits.
    """
    reading = _Reading(limits)
    *folders, last = place.parts
    opened = [os.open(base, _TRUSTED)]
    try:
        for number, name in enumerate(folders, start=1):
            opened.append(_open(opened[-1], name, "/".join(folders[:number]), _FOLDER))
        yield from reading.read(opened[-1], last, str(place), 0)
    finally:
        for descriptor in opened:
            os.close(descriptor)


class _Reading:
    """Counts what has been read."""

    def __init__(self, limits: FolderLimits) -> None:
        self._limits = limits
        self._entries = limits.entries
        self._bytes = limits.together

    def read(self, folder: int, name: str, shown: str, depth: int) -> Iterator[UntrustedFile]:
        descriptor = _open(folder, name, shown, _ANYTHING)
        try:
            mode = os.fstat(descriptor).st_mode
            if stat.S_ISDIR(mode):
                for inner in self._names(descriptor, shown, depth):
                    yield from self.read(descriptor, inner, f"{shown}/{inner}", depth + 1)
            elif stat.S_ISREG(mode) and name.endswith(".json"):
                yield UntrustedFile(shown, self._content(descriptor, shown))
            else:
                raise refused(shown, "is not a file named *.json" if stat.S_ISREG(mode) else "is no regular file")
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
            raise refused(
                shown, f"is too much: together the files have more than {grouped(self._limits.together)} bytes"
            )
        return content


def _open(folder: int, name: str, shown: str, flags: int) -> int:
    try:
        return os.open(name, flags, dir_fd=folder)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        if isinstance(error, OSError) and error.errno in {errno.ELOOP, errno.ENOTDIR}:
            raise refused(shown, "is a link, or no folder") from error
        raise refused(shown, f"cannot be opened: {getattr(error, 'strerror', None) or error}") from error
