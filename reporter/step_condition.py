"""Finds the `if:` of our own step in the text of the workflow, where it may let only some jobs of a matrix run it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_DIFFERS_BETWEEN_JOBS = re.compile(r"\b(matrix|runner|strategy)\s*[.\[]")


def condition_on_the_matrix(workflow: str, job: str, action: str) -> str:
    """The condition of the first step of ``job`` that uses ``action`` and asks for the matrix or the runner, else "".

    ``workflow`` is YAML in block style, as workflows are written: of all YAML, the indentation of keys is enough to
    find them. ``action`` is ``owner/name``.
    """
    lines: Sequence[str] = [
        line for line in workflow.splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]
    for key in ("jobs", job, "steps"):
        lines = _below(key, lines)
    for step in _items(lines):
        uses = " ".join(_below("uses", step)).strip("'\"").partition("@")[0]
        condition = " ".join(line.strip() for line in _below("if", step))
        if uses.lower() == action.lower() and _DIFFERS_BETWEEN_JOBS.search(condition):
            return condition.removeprefix(">- ").removeprefix("| ")
    return ""


def _below(key: str, lines: Sequence[str]) -> list[str]:
    """The value of ``key:``, the rest of its line first, if it is one of the outermost keys in the lines."""
    column = _column(lines[0]) if lines else 0
    for number, line in enumerate(lines):
        if _column(line) == column and line.lstrip().startswith(f"{key}:"):
            rest = line.partition(":")[2].partition(" #")[0].strip()
            return [*([rest] if rest else []), *_deeper(lines[number + 1 :], column)]
    return []


def _deeper(lines: Sequence[str], column: int) -> Iterator[str]:
    """The first lines as far as they belong to a key in ``column``; the dashes of its list may stand there too."""
    for line in lines:
        if _column(line) < column or (_column(line) == column and not line.lstrip().startswith("- ")):
            return
        yield line


def _items(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines of each item of a list, with a blank for its dash."""
    column = _column(lines[0]) if lines else 0
    item: list[str] = []
    for line in lines:
        if line.startswith("- ", column):
            if item:
                yield item
            item = [line.replace("-", " ", 1)]
        else:
            item.append(line)
    if item:
        yield item


def _column(line: str) -> int:
    return len(line) - len(line.lstrip())
