"""Which lines of a source are without code."""

from __future__ import annotations

import pytest

from reporter.paths.texts import Text


@pytest.mark.parametrize(
    ("name", "text", "idle"),
    [
        ("a.py", "a\n\n  # b\n#!c\nd # e\n", {2, 3, 4}),
        ("a.cpp", "#include <a>\n// b\n \t\r\nc(); // d", {2, 3}),
        ("A.java", "/* a\n * b */\n// c\n", {3}),
        ("a.unknown", "# a\n\n// b\n", {2}),
        ("", "", set()),
    ],
)
def test_lines_without_code(name: str, text: str, idle: set[int]) -> None:
    assert Text.of(name, text.encode()) == Text(len(text.splitlines()), frozenset(idle))
