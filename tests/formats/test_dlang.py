"""D's listings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import Slug
from reporter.formats import dlang
from tests.formats.reports import Lines, lines, refusal, report, skipped

MAX = 2**31 - 1


def read(content: str | bytes) -> dict[str, Lines]:
    return lines(dlang.parse(report(content)))


def test_rows_are_lines_and_the_last_line_names_the_file() -> None:
    assert read("       |int x;\n      3|x = 1;\n0000000|y();\nsource/a b.d is 50% covered\n") == {
        "source/a b.d": {2: 3, 3: 0}
    }


def test_a_module_without_code_is_no_problem() -> None:
    assert read("       |enum E { a }\na.d has no code\r\n") == {"a.d": {}}


def test_large_counts_widen_the_column_and_bars_in_the_source_are_source() -> None:
    assert read("  99999999999|f(1|2);\n             |\na.d is 100% covered") == {"a.d": {1: MAX}}


def test_listings_may_follow_each_other() -> None:
    assert read("      1|x();\na.d is 100% covered\n0000000|y();\nb.d is 0% covered\n") == {
        "a.d": {1: 1},
        "b.d": {1: 0},
    }


def test_what_is_no_row_keeps_its_number_and_is_counted() -> None:
    parsed = dlang.parse(report("      1|x();\nodd\n    1 2|y();\n0000000|z();\na.d is 100% covered\n"))

    assert lines(parsed) == {"a.d": {1: 1, 4: 0}}
    assert skipped(parsed) == {"row": 2}


def test_a_listing_without_its_end_has_no_name() -> None:
    assert refusal(dlang.parse, "      1|x();\n").slug is Slug.REPORT_MALFORMED


def test_other_text_is_another_format() -> None:
    assert refusal(dlang.parse, "a.d is 100% covered\n").slug is Slug.REPORT_UNKNOWN_FORMAT


@given(st.lists(st.none() | st.integers(0, MAX)), st.integers(1, 40))
def test_what_is_written_is_read(counts: list[int | None], portion: int) -> None:
    rows = "".join(f"{'' if count is None else count or '0000000':>7}|a | b\n" for count in counts)
    content = f"{rows or '       |'}\nsrc/a.d is 1% covered\n".encode()

    assert lines(dlang.parse(report(content, portion=portion))) == {
        "src/a.d": {row: count for row, count in enumerate(counts, 1) if count is not None}
    }
