"""Git's index: the tracked files, or in words why they cannot be told.

The layout is git's documentation "index-format"; the entries are decoded by dulwich, which reads some indexes without
a word that it does not understand. Whatever it does not understand is refused here.
"""

from __future__ import annotations

import hashlib
import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from reporter.model import RepoPath

_CHECKSUM_BYTES = 20
_STAT_AND_FLAGS_BYTES = 62
_LONGEST_NAME = 0xFFF
_SUBMODULE = 0o160000
_LINK = 0o120000


class IndexUnreadable(Exception):
    """The tracked files cannot be told from this index; the message says why, ``cure`` what helps, for the user."""

    def __init__(
        self, why: str, cure: str = "Check the repository out with actions/checkout before this step."
    ) -> None:
        super().__init__(why)
        self.cure = cure


_FULL = "Run git sparse-checkout reapply --no-sparse-index before this step."
_WHOLE = "Run git update-index --no-split-index before this step."


@dataclass(frozen=True, slots=True)
class Index:
    """What the index lists, sorted: files (the symbolic ``links`` among them), and the folders of submodules."""

    files: tuple[RepoPath, ...]
    submodules: tuple[RepoPath, ...]
    links: tuple[RepoPath, ...]


def read_index(path: Path) -> Index:
    """The index at ``path``; raises IndexUnreadable."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise IndexUnreadable("git's index is missing: nothing was checked out by git") from None
    except OSError as error:
        raise IndexUnreadable(f"git's index cannot be read: {error.strerror}") from None
    if not content:
        raise IndexUnreadable("git's index is empty (0 bytes)")
    _check_sum(content)
    files: set[RepoPath] = set()
    submodules: set[RepoPath] = set()
    links: set[RepoPath] = set()
    for mode, name in _entries(content):
        if stat.S_ISDIR(mode):
            raise IndexUnreadable("git's index is sparse: it names folders in place of their files", _FULL)
        kind = submodules if stat.S_IFMT(mode) == _SUBMODULE else files
        entry = RepoPath(name.decode("utf-8", "surrogateescape"))
        kind.add(entry)
        if stat.S_IFMT(mode) == _LINK:
            links.add(entry)
    return Index(tuple(sorted(files)), tuple(sorted(submodules)), tuple(sorted(links)))


def _check_sum(content: bytes) -> None:
    """Raise unless the index is whole; ``index.skipHash`` writes zeros for the checksum."""
    stored = content[-_CHECKSUM_BYTES:]
    if stored.strip(b"\0") and hashlib.sha1(content[:-_CHECKSUM_BYTES], usedforsecurity=False).digest() != stored:
        raise IndexUnreadable("git's index is damaged: its checksum does not fit")


def _entries(content: bytes) -> Iterator[tuple[int, bytes]]:
    from dulwich.index import (  # noqa: PLC0415 -- 35 ms that a run without a repository need not spend
        UnsupportedIndexFormat,
        read_cache_entry,
        read_index_header,
    )

    stream = BytesIO(content)
    name = b""
    try:
        version, count = read_index_header(stream)
        for _ in range(count):
            if version == 4 and _long_cut(content, stream.tell()):
                raise IndexUnreadable("git's index (version 4) cuts more of a name than can be read yet")
            entry = read_cache_entry(stream, version, name)
            if entry.name < name:
                raise IndexUnreadable("git's index is damaged: its entries are not in order")
            name = entry.name
            if len(name) >= _LONGEST_NAME:
                raise IndexUnreadable("git's index holds a name longer than can be read")
            yield entry.mode, name
    except UnsupportedIndexFormat as error:
        raise IndexUnreadable(f"git's index has version {error.index_format_version}, which is unknown") from None
    except (AssertionError, ValueError, struct.error):
        raise IndexUnreadable("git's index is damaged or cut off") from None
    _check_extensions(content[stream.tell() : -_CHECKSUM_BYTES])


def _long_cut(content: bytes, entry: int) -> bool:
    """Whether the entry takes 128 or more bytes off the name before it: a number of several bytes.

    Git adds one before each further byte of it and dulwich does not, so dulwich would make up names.
    """
    flags = content[entry + 60 : entry + 61]
    extended = 2 if flags and flags[0] & 0x40 else 0
    first = entry + _STAT_AND_FLAGS_BYTES + extended
    return content[first : first + 1] >= b"\x80"


def _check_extensions(rest: bytes) -> None:
    """Raise where an extension changes what the entries mean: its name starts with a small letter."""
    while rest:
        name, size = rest[:4], int.from_bytes(rest[4:8])
        if name == b"link":
            raise IndexUnreadable("git's index is split in two files", _WHOLE)
        if name == b"sdir":
            raise IndexUnreadable("git's index is sparse: it names folders in place of their files", _FULL)
        if len(rest) < 8 + size or not name[:1].isupper():
            raise IndexUnreadable("git's index is damaged or of a later kind")
        rest = rest[8 + size :]
