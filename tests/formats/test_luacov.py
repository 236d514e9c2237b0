"""LuaCov's reports."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import Slug
from reporter.formats import luacov
from tests.formats.reports import Lines, lines, refusal, report, skipped

MAX = 2**31 - 1
RULE = "=" * 78


def read(content: str | bytes) -> dict[str, Lines]:
    return lines(luacov.parse(report(content)))


def file(name: str, rows: str) -> str:
    return f"{RULE}\n{name}\n{RULE}\n{rows}\n"


SUMMARY = file("Summary", "\nFile Hits Missed Coverage\na.lua 1 1 50.00%\n10\t2\t83.33%\ta.lua")


def test_rows_are_lines() -> None:
    content = file("src/a.lua", " 70 local a = 1\n\n**0 g()\n    local b\n**0 print(b)\n") + file("b.lua", "  1 x()\n")

    assert read(content + SUMMARY) == {"src/a.lua": {1: 70, 3: 0, 5: 0}, "b.lua": {1: 1}}


def test_numbers_of_the_source_stand_right_of_the_counts() -> None:
    """A long string may hold anything, even what looks like a count or a header."""
    assert read(file("a.lua", f"  1 s = [[\n    10 apples\n    {RULE}\n     4\n  2 ]]\n") + SUMMARY) == {
        "a.lua": {1: 1, 5: 2}
    }


def test_the_column_is_that_of_all_files() -> None:
    rows = "       5 apples, in a file that nothing ran\n"

    assert read(file("a.lua", rows) + file("b.lua", " 1234 x()\n****0 y()\n") + SUMMARY) == {"b.lua": {1: 1234, 2: 0}}


def test_the_older_layout_has_tabs() -> None:
    content = "\n" + file("a.lua", "  1\tx()\n**0\ty()\n") + SUMMARY

    assert read(content.replace("\n", "\r\n")) == {"a.lua": {1: 1, 2: 0}}


def test_reports_of_several_widths_may_follow_each_other() -> None:
    one, other = file("a.lua", " 1 x()\n") + SUMMARY, file("b.lua", "   12 x()\n****0 y()\n") + SUMMARY

    assert read(one + other) == {"a.lua": {1: 1}, "b.lua": {1: 12, 2: 0}}


def test_a_report_may_lack_its_summary() -> None:
    assert read(file("a.lua", f" {10**12} x()")) == {"a.lua": {1: MAX}}


def test_a_header_without_a_name_is_counted() -> None:
    parsed = luacov.parse(report(file(" ", " 1 x()") + file("a.lua", " 1 x()")))

    assert lines(parsed) == {"a.lua": {1: 1}}
    assert skipped(parsed) == {"file": 1}


def test_a_report_of_nothing_says_so() -> None:
    assert refusal(luacov.parse, SUMMARY).slug is Slug.REPORT_EMPTY


def test_files_without_lines_say_so() -> None:
    assert refusal(luacov.parse, file("a.lua", "   local a") + SUMMARY).slug is Slug.REPORT_WITHOUT_LINES


def test_other_text_is_another_format() -> None:
    assert refusal(luacov.parse, "  1 x()\n").slug is Slug.REPORT_UNKNOWN_FORMAT


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,5}\.lua", fullmatch=True),
        st.lists(st.none() | st.integers(0, MAX), min_size=1).filter(lambda rows: any(row is not None for row in rows)),
        min_size=1,
        max_size=3,
    ),
    st.integers(1, 40),
)
def test_what_is_written_is_read(coverage: dict[str, list[int | None]], portion: int) -> None:
    width = len(str(max(count or 0 for rows in coverage.values() for count in rows))) + 1
    content = "".join(
        file(name, "".join(f"{_count(count, width)} 1 = 2\n" for count in rows)) for name, rows in coverage.items()
    )

    assert lines(luacov.parse(report((content + SUMMARY).encode(), portion=portion))) == {
        name: {row: count for row, count in enumerate(rows, 1) if count is not None} for name, rows in coverage.items()
    }


def _count(count: int | None, width: int) -> str:
    return " " * width if count is None else f"{count:>{width}}" if count else "*" * (width - 1) + "0"
