"""Line numbers and hit counts as real tools write them, wrapped, negative and half-broken ones included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from reporter.model import MAX_HITS, MAX_LINE, LineHits, Skipped

_GROUPED = re.compile(r"[0-9][0-9.,\u00a0\u202f ]*\Z")

Text = str | bytes

_SMALL = {str(number): number for number in range(10_000)}


class Skips:
    """Counts the values of one report that were left out, by kind, with the place of the first."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, str]] = {}

    def add(self, what: str, first: str, count: int = 1) -> None:
        """Count ``count`` more of a kind; ``first`` is kept if they are the first of it."""
        known, place = self._found.get(what, (0, first))
        self._found[what] = (known + count, place)

    def result(self) -> tuple[Skipped, ...]:
        """What was counted, sorted by kind."""
        return tuple(Skipped(what, count, first) for what, (count, first) in sorted(self._found.items()))


def line_number(text: Text) -> int | None:
    """The line number, or None for what cannot be one: 0, negative, too large, not a number."""
    try:
        number = int(text)
    except ValueError:
        return None
    return number if 1 <= number <= MAX_LINE else None


def hit_count(text: Text) -> int | None:
    """Hits clamped to 0 … MAX_HITS, or None for what is not a number.

    Counts wrapped to unsigned 64 bits are hits, negative ones are 0 (lcov's reading of both); exponents and decimals
    are read exactly; a count with separators (``1,234`` or ``1,5``) is ambiguous but for being zero or not.
    """
    count: int | None
    try:
        count = int(text)
    except ValueError:
        count = _loose_count(text.decode("ascii", "replace") if isinstance(text, bytes) else text)
        if count is None:
            return None
    return min(max(count, 0), MAX_HITS)


def _loose_count(text: str) -> int | None:
    text = text.strip()
    try:
        value = Decimal(text)
    except InvalidOperation:
        return int(any(digit in "123456789" for digit in text)) if _GROUPED.match(text) else None
    if not value.is_finite():
        return None
    if value <= 0:
        return 0
    return MAX_HITS if value.adjusted() > 9 else max(int(value), 1)  # adjusted(): never expand 1e+999999


def line_hits(
    numbers: Sequence[Text], counts: Sequence[Text], skips: Skips, where: str, partials: Sequence[int] = ()
) -> LineHits:
    """Parallel line numbers and hit counts as text → LineHits; repeated lines add up.

    What cannot be read is left out and counted in ``skips``; ``where`` names the file it belongs to. Of ``partials``
    those are kept that are covered.
    """
    table = _plain_line_hits(numbers, counts) or LineHits.adding(*readable(numbers, counts, skips, where))
    return with_partials(table, partials) if partials else table


def with_partials(table: LineHits, partials: Iterable[int]) -> LineHits:
    """The same with those of ``partials`` that are covered."""
    covered = frozenset(line for line, count in table.items() if count)
    return LineHits(table.lines, table.hits, covered.intersection(partials))


def _plain_line_hits(numbers: Sequence[Text], counts: Sequence[Text]) -> LineHits | None:
    """The quick way for what almost every report holds: integers in their range."""
    try:
        hits = _integers(counts)
        if hits and min(hits) < 0:
            return None
        table = LineHits.adding(_integers(numbers), hits)
    except (ValueError, OverflowError):
        return None
    return None if table.lines and table.lines[0] < 1 else table


def _integers(texts: Sequence[Text]) -> list[int]:
    """Looking small numbers up takes half the time of reading them."""
    try:
        return list(map(_SMALL.__getitem__, texts))  # type: ignore[arg-type]  # bytes are not among the keys
    except KeyError:
        return list(map(int, texts))


def readable(numbers: Iterable[Text], counts: Iterable[Text], skips: Skips, where: str) -> tuple[list[int], list[int]]:
    """Parallel line numbers and hit counts as text → as integers, without the pairs that cannot be read."""
    lines, hits = [], []
    for number_text, count_text in zip(numbers, counts, strict=True):
        number, count = line_number(number_text), hit_count(count_text)
        if number is None:
            skips.add("line number", f"{where}: {_shown(number_text)}")
        elif count is None:
            skips.add("hit count", f"{where} line {number}: {_shown(count_text)}")
        else:
            lines.append(number)
            hits.append(count)
    return lines, hits


def _shown(text: Text) -> str:
    """The value in quotes, short enough for a log line."""
    return ascii(text.decode("utf-8", "replace") if isinstance(text, bytes) else text)[:40]
