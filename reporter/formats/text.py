"""Reads text reports in blocks of whole lines, whatever their encoding and line ends, however long a line is."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import IO

from reporter.formats.numbers import Skips

BLOCK_BYTES = 256 * 1024
MAX_LINE_BYTES = 1024 * 1024
"""A longer line is no record of any text format; it is left out and counted."""

_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def blocks(stream: IO[bytes], skips: Skips) -> Iterator[bytes]:
    r"""The text as blocks of whole lines, each line led by its newline: ``b"\nfirst\nsecond"``.

    Line ends are ``\n`` alone, a byte order mark is gone, UTF-16 has become UTF-8; other bytes stay as they are. At
    most a block and a line are held.
    """
    tail: bytes | None = b""
    for chunk in _chunks(stream):
        whole, newline, rest = chunk.rpartition(b"\n")
        if not newline:
            tail = None if tail is None or len(tail) + len(chunk) > MAX_LINE_BYTES else tail + chunk
            continue
        if tail is None:
            skips.add("line", f"longer than {MAX_LINE_BYTES} bytes")
            _, newline, whole = whole.partition(b"\n")
            if newline:
                yield _led_by_newline(whole)
        else:
            yield _led_by_newline(tail + whole)
        tail = rest
    if tail is None:
        skips.add("line", f"longer than {MAX_LINE_BYTES} bytes")
    elif tail:
        yield _led_by_newline(tail)


def lines(stream: IO[bytes], skips: Skips) -> Iterator[bytes]:
    """The lines one by one, without their ends; else as blocks()."""
    for block in blocks(stream, skips):
        yield from block[1:].split(b"\n")


def text(data: bytes) -> str:
    """Bytes of a report as text; what is not UTF-8 survives as surrogates, as in the names that the system gives."""
    return data.decode("utf-8", "surrogateescape")


def _chunks(stream: IO[bytes]) -> Iterable[bytes]:
    first = stream.read(BLOCK_BYTES)
    while len(first) < len(codecs.BOM_UTF8) and (more := stream.read(BLOCK_BYTES)):
        first += more
    encoding = _UTF_16.get(first[:2])
    rest = iter(lambda: stream.read(BLOCK_BYTES), b"")
    if encoding is None:
        yield first.removeprefix(codecs.BOM_UTF8)
        yield from rest
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    yield decoder.decode(first[2:]).encode("utf-8", "replace")
    for chunk in rest:
        yield decoder.decode(chunk).encode("utf-8", "replace")


def _led_by_newline(lines: bytes) -> bytes:
    if b"\r" in lines:
        lines = lines.replace(b"\r\n", b"\n").removesuffix(b"\r")
    return b"\n" + lines
