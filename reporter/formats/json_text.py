"""Reads JSON reports: typed decoding over the mapped file, so that what no type names is never built."""

from __future__ import annotations

import codecs
import mmap
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar, cast

import msgspec

from reporter.errors import NotThisFormat, ReportError, Slug
from reporter.formats.numbers import Skips, readable
from reporter.model import LineHits
from reporter.report_file import ReportFile

T = TypeVar("T")
P = TypeVar("P", str, int)

UNFIT = (msgspec.ValidationError, UnicodeDecodeError)
"""What decoding a part of a document raises that has another shape."""

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(report: ReportFile, shape: type[T]) -> T:
    """The document as ``shape``; parts typed ``msgspec.Raw`` are views that their caller decodes one by one.

    Raises NotThisFormat where the document has another shape, ReportError where it is no JSON.
    """
    with _told_as_problems():
        return msgspec.json.decode(_content(report), type=shape)


def decode_each(report: ReportFile, shape: type[T]) -> list[T]:
    """The documents, one on each line, or a single one over any number of lines; else as decode()."""
    content = _content(report)
    try:
        return msgspec.json.Decoder(shape).decode_lines(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        with _told_as_problems():
            return [msgspec.json.decode(content, type=shape)]


def fitting(
    parts: Iterable[tuple[P, msgspec.Raw]], decoder: msgspec.json.Decoder[T], skips: Skips, *, required: bool = False
) -> Iterator[tuple[P, T]]:
    """Each part, with its key or index, as the decoder's shape; a part of another shape is left out and counted.

    ``required`` is for parts by which a format is known: raises NotThisFormat where there are some and none fits.
    """
    fits = False
    reason: Exception | None = None
    for place, part in parts:
        try:
            decoded = decoder.decode(part)
        except UNFIT as error:
            skips.add("file", f"[{place!a}]: {error}")
            reason = reason or error
        else:
            fits = True
            yield place, decoded
    if required and reason and not fits:
        raise NotThisFormat(f"has another shape: {reason}") from reason


def integers(
    numbers: Sequence[object], counts: Sequence[object], skips: Skips, where: str
) -> tuple[Sequence[int], Sequence[int]]:
    """Parallel line numbers and hit counts as a document has them, without the pairs that cannot be read.

    Those are counted in ``skips``; ``where`` names the file they belong to.
    """
    try:
        lines = array("i", map(int, cast(Sequence[int], numbers)))  # keys of an object are text
        hits = array("i", cast(Sequence[int], counts))
        if not lines or (min(lines) > 0 and min(hits) >= 0):
            return lines, hits
    except (TypeError, ValueError, OverflowError):
        pass
    return readable(list(map(str, numbers)), list(map(str, counts)), skips, where)


def listed(counts: Sequence[object], first: int, skips: Skips, where: str, *, no_code: int | None = None) -> LineHits:
    """The lines of a list of hits, of which the one in front is that of line ``first``."""
    numbers = [number for number, count in enumerate(counts, first) if count != no_code]
    return LineHits.adding(*integers(numbers, [count for count in counts if count != no_code], skips, where))


@contextmanager
def _told_as_problems() -> Iterator[None]:
    try:
        yield
    except msgspec.ValidationError as error:
        raise NotThisFormat(f"has another shape: {error}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ReportError(
            Slug.REPORT_MALFORMED,
            "is not well-formed JSON",
            reason=f"{error}.",
            cure="Check that the step that writes the report ends before this one starts.",
        ) from error


def _content(report: ReportFile) -> bytes | memoryview:
    """All of it, without a byte order mark, as UTF-8; mapped, not read, where the file holds just that."""
    with report.open() as stream:
        head = stream.read(3)
        if head[:2] in _UTF_16:
            return (head + stream.read()).decode("utf-16", "replace").encode()
        start = len(codecs.BOM_UTF8) if head == codecs.BOM_UTF8 else 0
        try:
            return memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))[start:]
        except (OSError, ValueError):  # packed, or empty
            return head[start:] + stream.read()
