"""gcov's text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import Slug
from reporter.formats import gcov
from reporter.model import ParsedReport
from tests.formats.reports import Lines, coverages, lines, partials, refusal, report, skipped

RULE = "-" * 18


def listing(*rows: str, source: str = "a.c") -> str:
    return "\n".join([f"        -:    0:Source:{source}", "        -:    0:Runs:1", *rows, ""])


def parsed(*rows: str) -> ParsedReport:
    return gcov.parse(report(listing(*rows)))


def test_lines_without_code_are_left_out() -> None:
    read = parsed(
        "        -:    1:int a;", '        5:    2:f("1:2:");', "    #####:    3:g();", "    =====:    4:h();"
    )

    assert lines(read) == {"a.c": {2: 5, 3: 0, 4: 0}}


def test_a_star_says_that_part_of_the_line_was_not_run() -> None:
    read = parsed("      10*:    1:f(); g();", "    #####*:    2:h();", "        3:    3:i();")

    assert lines(read) == {"a.c": {1: 10, 2: 0, 3: 3}}
    assert partials(read) == {"a.c": {1}}


def test_instances_of_templates_are_part_of_the_rows_before_them() -> None:
    read = parsed(
        "        6:    1:f();",
        RULE,
        "shop::Stack<int>::f():",
        "function f called 5 returned 100% blocks executed 100%",
        "        5:    1:f();",
        "branch  0 taken 0",
        RULE,
        "_Z1fv:",
        "        1:    1:f();",
        RULE,
        "function g called 1 returned 100% blocks executed 100%",
        "        1:    2:g();",
    )

    assert lines(read) == {"a.c": {1: 6, 2: 1}}
    assert partials(read) == {}


def test_blocks_and_calls_are_no_lines_and_branches_not_taken_are_partial() -> None:
    read = parsed(
        "function f called 3 returned 100% blocks executed 83%",
        "        3:    4:    if (a || b)",
        "        3:    4-block  0",
        "call    0 returned 3",
        "branch  1 taken 3 (fallthrough)",
        "branch  2 taken 0",
        "    %%%%%:    5-block  0",
        "        1:    6:    f();",
        "branch  0 taken 100%",
        "branch  1 taken 07",
        "        1:    7:    g();",
        "branch  0 never executed",
        "    #####:    8:    h();",
        "branch  0 taken 0%",
    )

    assert lines(read) == {"a.c": {4: 3, 6: 1, 7: 1, 8: 0}}
    assert partials(read) == {"a.c": {4, 7}}


def test_hits_for_people_are_read() -> None:
    assert lines(parsed("     1.5k:    1:f();", "    2.0M*:    2:g();")) == {"a.c": {1: 1500, 2: 2_000_000}}


def test_listings_follow_each_other_and_those_of_one_source_add_up() -> None:
    content = (
        listing("        1:    1:f();")
        + listing("        2:    1:f();", source="/b.h")
        + listing("        4:    1:f();")
    )

    assert lines(gcov.parse(report(content))) == {"/b.h": {1: 2}, "a.c": {1: 5}}


def test_the_folder_in_which_the_compiler_ran_is_a_source_root() -> None:
    read = parsed("        -:    0:Working directory:/home/runner/work/shop/shop/build", "        1:    1:f();")

    assert read.source_roots == ("/home/runner/work/shop/shop/build",)


def test_what_cannot_be_read_is_counted() -> None:
    read = parsed("        1:    1:f();", "    many:    2:g();", "        1:99999999999:h();", "what is this", "")

    assert lines(read) == {"a.c": {1: 1}}
    assert skipped(read) == {"hit count": 1, "line number": 1}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        ("        1:    1:f();\n", Slug.REPORT_UNKNOWN_FORMAT),
        ("", Slug.REPORT_UNKNOWN_FORMAT),
        (listing("        -:    1:int a;"), Slug.REPORT_WITHOUT_LINES),
    ],
)
def test_what_cannot_be_used_says_why(content: str, slug: Slug) -> None:
    assert refusal(gcov.parse, content).slug is slug


@given(coverages, st.integers(1, 80), st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_is_read(coverage: dict[str, Lines], portion: int, end: str) -> None:
    content = "".join(
        listing(*(f"{count or '#####':>9}:{line:>5}:code" for line, count in table.items()), source=path)
        for path, table in coverage.items()
    )

    assert lines(gcov.parse(report(content.replace("\n", end), portion=portion))) == coverage
