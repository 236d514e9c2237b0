"""Erlang's annotated sources."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import Slug
from reporter.formats import erlang
from tests.formats.reports import Lines, lines, refusal, report, skipped

MAX = 2**31 - 1
HEAD = f"File generated from /app/src/a b.erl by COVER 2026-11-25 at 14:29:19\n\n{'*' * 76}\n\n\n"


def read(content: str | bytes) -> dict[str, Lines]:
    return lines(erlang.parse(report(content)))


def test_rows_are_lines_and_the_header_names_the_file() -> None:
    assert read(f"{HEAD}        |  -module(a).\n     1..|  f() -> 1.\r\n     0..|  g() -> 1|2.\n") == {
        "/app/src/a b.erl": {2: 1, 3: 0}
    }


def test_the_digits_of_large_counts_take_the_place_of_the_dots() -> None:
    assert read(f"{HEAD}1234567.|  f().\n12345678|  g().\n99999999999|  h().\n") == {
        "/app/src/a b.erl": {1: 1234567, 2: 12345678, 3: MAX}
    }


def test_outputs_may_follow_each_other() -> None:
    other = HEAD.replace("a b.erl", "b.erl")

    assert read(f"{HEAD}     1..|  f().\n{other}        |\n     0..|  g().\n") == {
        "/app/src/a b.erl": {1: 1},
        "/app/src/b.erl": {2: 0},
    }


def test_what_is_no_row_keeps_its_number_and_is_counted() -> None:
    parsed = erlang.parse(report(f"{HEAD}     1..|  f().\nodd\n     0..|  g().\n"))

    assert lines(parsed) == {"/app/src/a b.erl": {1: 1, 3: 0}}
    assert skipped(parsed) == {"row": 1}


def test_a_module_without_code_is_no_problem() -> None:
    assert read(f"{HEAD}        |  -module(a).\n") == {"/app/src/a b.erl": {}}


def test_other_text_is_another_format() -> None:
    assert refusal(erlang.parse, "     1..|  f().\n").slug is Slug.REPORT_UNKNOWN_FORMAT


@given(st.lists(st.none() | st.integers(0, MAX)), st.integers(1, 40))
def test_what_is_written_is_read(counts: list[int | None], portion: int) -> None:
    rows = "".join(f"{'' if count is None else f'{count}..'[:8]:>8}|  a | 1..\n" for count in counts)

    assert lines(erlang.parse(report((HEAD + rows).encode(), portion=portion))) == {
        "/app/src/a b.erl": {row: int(str(count)[:8]) for row, count in enumerate(counts, 1) if count is not None}
    }
