"""A report on disk, opened as a stream of its unpacked content whatever is around it."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, cast

from reporter.errors import ReportError, Slug

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD_BYTES = 64 * 1024
"""How much of a report detection may look at."""

MAX_UNPACKED_BYTES = 2 * 1024**3
"""How far a packed report may unfold; one that stands unpacked on the disk is as large as it is."""

_BUFFER_BYTES = 64 * 1024
_GZIP = b"\x1f\x8b\x08"
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(frozen=True, slots=True)
class ReportFile:
    """``path`` opens it; ``shown`` names it to the user: relative to the workspace, ``/`` separated.

    ``format_named`` says that the user named the format, so that its known shortcomings are accepted.
    ``watch`` is told, again and again while the report is read, how many bytes have been.
    """

    path: Path
    shown: str
    format_named: bool = False
    watch: Callable[[int], None] | None = field(default=None, kw_only=True, compare=False)

    def open(self) -> IO[bytes]:
        """A buffered stream of the content, gzip taken off.

        Never blocks. Raises ReportError: for what is no regular file or cannot be read, here; for packed content that
        is damaged or unfolds beyond MAX_UNPACKED_BYTES, while it is read.
        """
        try:
            self._refuse_what_is_no_file(self.path.stat().st_mode)
            # Without O_NONBLOCK a pipe put in the file's place since the check would wait for its writer.
            stream = os.fdopen(os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
            if stream.peek(len(_GZIP))[: len(_GZIP)] == _GZIP:
                return io.BufferedReader(Unpacked(self._watched(stream), MAX_UNPACKED_BYTES), _BUFFER_BYTES)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            raise unreadable(error) from error
        return self._watched(stream)

    def _watched(self, stream: IO[bytes]) -> IO[bytes]:
        return stream if self.watch is None else io.BufferedReader(Watched(stream, self.watch), _BUFFER_BYTES)

    def head(self) -> bytes:
        """The first HEAD_BYTES at most; raises as open()."""
        with self.open() as stream:
            try:
                return stream.read(HEAD_BYTES)
            except OSError as error:
                raise unreadable(error) from error

    def sibling(self, relative: str) -> ReportFile:
        """A file that this report refers to, in its own folder or below; raises ReportError for any other place."""
        parts = PurePosixPath(relative).parts
        if not parts or parts[0] == "/" or ".." in parts:
            raise ReportError(
                Slug.REPORT_MALFORMED,
                f"refers to {relative!r}, which is not below its own folder",
                reason="A report may only refer to files beside it.",
            )
        return ReportFile(
            self.path.parent.joinpath(*parts), str(PurePosixPath(self.shown).parent.joinpath(*parts)), self.format_named
        )

    @staticmethod
    def _refuse_what_is_no_file(mode: int) -> None:
        if not stat.S_ISREG(mode):
            kind = next((name for is_kind, name in _KINDS if is_kind(mode)), "no regular file")
            raise ReportError(
                Slug.REPORT_UNREADABLE,
                f"is {kind}, not a report",
                cure="Name the report file itself in coverage-reports.",
            )


def unreadable(error: OSError | ValueError) -> ReportError:
    """What the operating system said, as a problem of one report with its cure."""
    if isinstance(error, FileNotFoundError):
        cure = "Check that no later step removes the report before this one reads it."
    elif isinstance(error, PermissionError):
        cure = "Make it readable in the step that writes it: chmod a+r, and a+x on its folders."
    else:
        cure = "Let the step that writes the report write it again."
    said = (isinstance(error, OSError) and error.strerror) or str(error)
    return ReportError(Slug.REPORT_UNREADABLE, "cannot be read", reason=f"The system says: {said}.", cure=cure)


class Watched(io.RawIOBase):
    """A stream that tells how many bytes have been read of it."""

    def __init__(self, stream: IO[bytes], watch: Callable[[int], None]) -> None:
        super().__init__()
        self._stream = stream
        self._watch = watch

    def readable(self) -> bool:
        """As every stream that is read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """As io.RawIOBase."""
        count = cast(io.BufferedReader, self._stream).readinto(buffer)
        self._watch(self._stream.tell())
        return count

    def close(self) -> None:
        """The stream is closed too."""
        self._stream.close()
        super().close()


class Unpacked(io.RawIOBase):
    """The content of a gzip stream up to ``limit`` bytes, its failures told as problems of the report."""

    def __init__(self, packed: IO[bytes], limit: int) -> None:
        super().__init__()
        self._packed = packed
        self._content = gzip.GzipFile(fileobj=packed, mode="rb")
        self._limit = self._left = limit

    def readable(self) -> bool:
        """As every stream that is read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """As io.RawIOBase; raises ReportError for damaged content and beyond the limit."""
        try:
            count = self._content.readinto(buffer)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise ReportError(
                Slug.REPORT_MALFORMED,
                "is packed with gzip, and the packed data is damaged",
                reason=f"{error}.".replace("..", "."),
                cure="Let the step that writes the report write it again, or upload it unpacked.",
            ) from error
        self._left -= count
        if self._left < 0:
            raise ReportError(
                Slug.REPORT_TOO_LARGE,
                f"unfolds to more than {self._limit / 1024**3:.3g} GiB",
                reason="Packed reports are read up to that size, so that a damaged one cannot fill the machine.",
                cure="Unpack the report in the workflow, or write one report per module.",
            )
        return count

    def close(self) -> None:
        """The packed stream is closed too."""
        self._content.close()
        self._packed.close()
        super().close()
