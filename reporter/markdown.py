"""Foreign text as Markdown that stays text, and sections that fit a budget of bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from reporter.text import shortened, visible

CELL_WIDTH = 200
"""Columns of foreign text in one place; more is nobody's name."""

_SPECIAL = re.compile(r"[&<>|*_~`\[\]\\$]|@(?=\w)|:(?=//)|(?<=\bwww)\.")
_NOTE_BYTES = 120
_CLOSING_BYTES = 600


def prose(text: str) -> str:
    """Words inside a line: only pairs of backticks keep their meaning; no markup, HTML, link, mention or table cell."""
    parts = visible(text).split("`")
    if len(parts) % 2 == 0:
        return _entities("`".join(parts))
    return "".join(_code(part) if index % 2 and part else _entities(part) for index, part in enumerate(parts))


def code(text: str) -> str:
    """A name in a code span, shortened in the middle if it is absurdly long; safe in a table cell."""
    return _code(shortened(text, CELL_WIDTH))


def _code(text: str) -> str:
    if not text.strip() or text != text.strip() or "`" in text or "|" in text:
        return f"<code>{_entities(text)}</code>"
    return f"`{text}`"


def _entities(text: str) -> str:
    return _SPECIAL.sub(_entity, text)


def _entity(special: re.Match[str]) -> str:
    # A mention is looked for in the finished page, so the sign alone is not enough there.
    return f"&#{ord(special[0])};{'&#8203;' if special[0] == '@' else ''}"


def number(text: str) -> str:
    """Digits in groups, and their unit, kept on one line in a narrow column."""
    return text.replace(" ", "\u202f")


def link(markdown: str, url: str) -> str:
    """A link, or the Markdown alone where there is nowhere to go."""
    return f"[{markdown}]({quote(url, safe=_URL_SIGNS)})" if url.startswith(("https://", "http://")) else markdown


_URL_SIGNS = ":/?#@!$&'*+,;=%~"


def path_url(path: str) -> str:
    """A repository path as the end of a URL; bytes that are no UTF-8 included."""
    return quote(path.encode("utf-8", "surrogateescape"))


def table(titles: Sequence[str], sides: str) -> str:
    """The head of a table whose columns are aligned to the sides, ``<`` or ``>``."""
    return f"{row(titles)}{row([':--' if side == '<' else '--:' for side in sides])}"


def row(cells: Sequence[str]) -> str:
    """One row of a table; the cells are Markdown."""
    return f"| {' | '.join(cells)} |\n"


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of a page: ``head``, as many rows as fit, ``tail``. The lowest ``rank`` is served first.

    ``name`` says what is missing where the section does not fit at all.
    """

    name: str
    rank: int
    head: str
    rows: Sequence[str] = ()
    tail: str = ""


def details(name: str, rank: int, head: str, rows: Sequence[str]) -> Section:
    """A section folded away under its name."""
    return Section(name, rank, f"\n<details><summary>{prose(name)}</summary>\n\n{head}", rows, "\n</details>\n")


def fit(sections: Sequence[Section], budget: int) -> str:
    """The sections in their order within ``budget`` bytes of UTF-8: rows are left out first, then sections, and said.

    A section of rank 0 is always there; another gets at most half of what the ones before it left, so that one long
    table does not push out the rest.
    """
    left = budget - _CLOSING_BYTES
    rendered: dict[str, str] = {}
    for section in sorted(sections, key=lambda section: section.rank):
        text, size = _fitted(section, left // 2 if section.rank else left)
        if text or section.rank == 0:
            rendered[section.name] = text or section.head + section.tail
            left -= size
    missing = [section.name for section in sections if section.name not in rendered]
    page = "".join(rendered.get(section.name, "") for section in sections)
    return f"{page}\n_Left out to stay within GitHub's limit: {', '.join(missing)}._\n" if missing else page


def _fitted(section: Section, left: int) -> tuple[str, int]:
    """The section with the rows that fit, and its bytes; empty if it, or its first row, does not fit."""
    size = len(section.head.encode()) + len(section.tail.encode()) + _NOTE_BYTES
    kept = 0
    for line in section.rows:
        if size + len(line.encode()) > left:
            break
        size += len(line.encode())
        kept += 1
    if size > left or (section.rows and not kept):
        return "", 0
    dropped = len(section.rows) - kept
    note = f"\n_{dropped} more left out to stay within GitHub's limit._\n" if dropped else ""
    return f"{section.head}{''.join(section.rows[:kept])}{note}{section.tail}", size
