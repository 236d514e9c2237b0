"""Finds the `if:` of our own step in the text of the workflow, where it may let only some jobs of a matrix run it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DIFFERS_BETWEEN_LEGS = re.compile(r"\b(matrix|runner|strategy)\s*[.\[]")


def condition_on_the_leg(workflow: str, job: str, action: str) -> str:
    """The condition of the first step of ``job`` that uses ``action`` and asks for the matrix or the runner, else "".

    ``workflow`` is YAML in block style, as workflows are written; ``action`` is ``owner/name``. Only such a step is
    looked for, so its indentation is all that needs to be understood.
    """
    lines = _block(workflow.splitlines(), job)
    for number, line in enumerate(lines):
        match = re.match(r"(\s*(?:- +)?)uses: *['\"]?([^'\"@\s]+)@", line)
        if match and match[2].lower() == action.lower():
            condition = _value("if", _step(lines, number, column=len(match[1])), column=len(match[1]))
            if _DIFFERS_BETWEEN_LEGS.search(condition):
                return condition
    return ""


def _block(lines: Sequence[str], key: str) -> list[str]:
    """The lines below ``key:``, as far as they are indented more than it."""
    for number, line in enumerate(lines):
        if line.partition("#")[0].strip() == f"{key}:":
            return _deeper(lines[number + 1 :], _indent(line) + 1)
    return []


def _step(lines: Sequence[str], number: int, *, column: int) -> list[str]:
    """The lines of the step whose keys stand in ``column``, of which ``lines[number]`` is one; its dash is a blank."""
    first = number
    while first > 0 and not re.match(rf"\s{{0,{column}}}-\s", lines[first]):
        first -= 1
    return [lines[first].replace("-", " ", 1), *_deeper(lines[first + 1 :], column)]


def _value(key: str, lines: Sequence[str], *, column: int) -> str:
    """The text of ``key:`` that stands in ``column``, in one line."""
    for number, line in enumerate(lines):
        if line[column:].startswith(f"{key}:") and _indent(line) == column:
            head = line[column + len(key) + 1 :].strip()
            rest = map(str.strip, _deeper(lines[number + 1 :], column + 1))
            return " ".join((*([] if head[:1] in {">", "|"} else [head]), *rest)).strip()
    return ""


def _deeper(lines: Sequence[str], column: int) -> list[str]:
    """The first lines as far as they start in ``column`` or further right; empty ones and comments do not count."""
    found: list[str] = []
    for line in lines:
        if line.strip() and not line.lstrip().startswith("#") and _indent(line) < column:
            break
        found.append(line)
    return found


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
