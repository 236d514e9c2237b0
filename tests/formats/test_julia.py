"""Julia's .cov files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import Slug
from reporter.formats import julia
from tests.formats.reports import InMemory, Lines, lines, refusal, skipped

MAX = 2**31 - 1


def cov(content: str | bytes, name: str = "src/a.jl.4711.cov", portion: int = 1 << 30) -> InMemory:
    encoded = content.encode() if isinstance(content, str) else content
    return InMemory(Path(name), name, content=encoded, portion=portion)


def read(content: str | bytes, name: str = "src/a.jl.4711.cov") -> dict[str, Lines]:
    return lines(julia.parse(cov(content, name)))


def test_rows_are_lines() -> None:
    assert read("        - function f()\n        2     1\n        0     g()\r\n        - 7 end\n") == {
        "src/a.jl": {2: 2, 3: 0}
    }


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.jl.cov", "a.jl"),
        ("src/my.pkg/a.1.jl.77.cov", "src/my.pkg/a.1.jl"),
        ("src/a.jl.77.COV", "src/a.jl"),
        ("src/a.jl.77.cov.gz", "src/a.jl"),
        ("a\nb.jl.1.cov", "a\nb.jl"),
    ],
)
def test_the_name_tells_the_source_file(name: str, source: str) -> None:
    assert read("        1 f()\n", name) == {source: {1: 1}}


@pytest.mark.parametrize("name", ["coverage.txt", "a.jl.77.mem", ".cov"])
def test_a_name_that_tells_nothing_is_refused(name: str) -> None:
    problem = refusal(julia.parse, cov("        1 f()\n", name))

    assert problem.slug is Slug.REPORT_UNKNOWN_FORMAT


def test_counts_may_be_wider_than_their_column() -> None:
    assert read("99999999999 f()\n        -\n        - x\n") == {"src/a.jl": {1: MAX}}


def test_what_is_no_row_keeps_its_number_and_is_counted() -> None:
    parsed = julia.parse(cov("        1 f()\n\n        0 g()\n"))

    assert lines(parsed) == {"src/a.jl": {1: 1, 3: 0}}
    assert skipped(parsed) == {"row": 1}


def test_a_source_without_code_is_no_problem() -> None:
    assert read("        - # nothing\n") == {"src/a.jl": {}}


def test_other_text_is_another_format() -> None:
    assert refusal(julia.parse, cov("SF:a\n")).slug is Slug.REPORT_UNKNOWN_FORMAT


@given(st.lists(st.none() | st.integers(0, MAX), min_size=1), st.integers(1, 40))
def test_what_is_written_is_read(counts: list[int | None], portion: int) -> None:
    content = "".join(f"{'-' if count is None else count:>9} x - 1\n" for count in counts).encode()

    assert lines(julia.parse(cov(content, portion=portion))) == {
        "src/a.jl": {row: count for row, count in enumerate(counts, 1) if count is not None}
    }
