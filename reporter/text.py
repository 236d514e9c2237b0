"""Numbers, bars, names and problems in the words and widths that people read, in the log and in the summary alike."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator

from reporter.errors import Level, Problem

DASH = "—"
"""Stands for a percentage of nothing."""

WIDTH = 120
"""Columns of the log."""

_MARKS = {Level.ERROR: "✗", Level.WARNING: "!", Level.NOTICE: "·"}
_ESCAPES = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_BAR_STEPS = 10


def visible(text: str) -> str:
    r"""The text on one line with everything that could move, hide or reorder characters shown as an escape.

    Control characters, bidirectional overrides, line separators and lone surrogates are written ``\x1b``, ``\u202e``;
    a byte that is no UTF-8 (as Python decodes file names, PEP 383) as that byte, ``\xff``.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(char) if unicodedata.category(char) in _INVISIBLE else char for char in text)


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def columns(text: str) -> int:
    """How many columns of a terminal the text takes: East Asian wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(map(_columns_of, text))


def _columns_of(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def shortened(text: str, width: int) -> str:
    """``visible(text)`` in at most ``width`` columns; what is too long loses its middle."""
    text = visible(text)
    if columns(text) <= width:
        return text
    head = _fitting(text, (width - 1) // 2)
    tail = _fitting(text[::-1], width - 1 - columns(head))[::-1]
    return f"{head}…{tail}"


def _fitting(text: str, width: int) -> str:
    """The longest beginning of the text that fits."""
    for index, char in enumerate(text):
        width -= _columns_of(char)
        if width < 0:
            return text[:index]
    return text


def left(text: str, width: int) -> str:
    """Padded to the columns, text to the left."""
    return text + " " * (width - columns(text))


def right(text: str, width: int) -> str:
    """Padded to the columns, text to the right."""
    return " " * (width - columns(text)) + text


def grouped(number: int) -> str:
    """``15136`` → ``15 136``."""
    return f"{number:,}".replace(",", " ")


def counted(number: int, noun: str, plural: str = "") -> str:
    """``1 file``, ``1 204 files``."""
    return f"{grouped(number)} {noun if number == 1 else plural or noun + 's'}"


def share(part: int, whole: int) -> int | None:
    """Hundredths of a percent, rounded down by integers; None for a share of nothing."""
    return part * 10_000 // whole if whole else None


def percent(hundredths: int | None) -> str:
    """Hundredths of a percent → ``82.05 %``; None, the share of nothing, → a dash."""
    return DASH if hundredths is None else f"{decimal(hundredths)} %"


def decimal(hundredths: int) -> str:
    """``8205`` → ``82.05``."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def bar(hundredths: int | None) -> str:
    """Ten steps, rounded down: full only at 100 %. Nothing for the share of nothing."""
    if hundredths is None:
        return ""
    filled = hundredths * _BAR_STEPS // 10_000
    return "█" * filled + "░" * (_BAR_STEPS - filled)


def byte_size(size: int) -> str:
    """``640 B``, ``85 kB``, ``1.2 MB``, in powers of 1000."""
    if size < 1000:
        return f"{size} B"
    if size < 999_500:
        return f"{size / 1000:.0f} kB"
    return f"{grouped(round(size / 1e6))} MB" if size >= 99_950_000 else f"{size / 1e6:.1f} MB"


def duration(seconds: float) -> str:
    """``0.04 s``, ``1.9 s``, ``75 s``."""
    if seconds < 0.995:
        return f"{seconds:.2f} s"
    return f"{seconds:.1f} s" if seconds < 99.95 else f"{seconds:.0f} s"


def ordinal(number: int) -> str:
    """``2nd``, ``11th``."""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def level_mark(level: Level) -> str:
    """The sign before a problem."""
    return _MARKS[level]


def problem_lines(problem: Problem, docs: str) -> list[str]:
    """What happened after its mark; why, the cure and where to read more, indented. ``docs`` is the page of anchors."""
    where = f"{problem.file}: " if problem.file and problem.file not in problem.message else ""
    lines = _wrapped(f"{level_mark(problem.level)} {visible(where + problem.message)}")
    for line in problem_details(problem):
        lines += _wrapped(f"  {line}")
    lines.append(f"  More: {docs}#{problem.slug}")
    return lines


def problem_details(problem: Problem) -> Iterator[str]:
    """The lines of the reason and of the cure; both may have several."""
    for prefix, text in (("", problem.reason), ("Cure: ", problem.cure)):
        if text:
            yield from map(visible, f"{prefix}{text}".rstrip("\n").split("\n"))


def _wrapped(line: str) -> list[str]:
    """Broken at spaces only, so that what is to be pasted stays whole."""
    indent = " " * max(len(line) - len(line.lstrip()), 2)
    return textwrap.wrap(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]
