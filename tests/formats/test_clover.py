from __future__ import annotations

import contextlib
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import ReportError, Slug
from reporter.formats.clover import parse
from reporter.model import MAX_HITS, ParsedReport
from tests.formats.reports import Lines, coverages, lines, mutations, partials, refusal, report, skipped


def document(files: str) -> str:
    return (
        f'<?xml version="1.0"?>\n<coverage generated="1700000000" clover="3.2.0"><project>{files}</project></coverage>'
    )


def file_of(path: str, content: str) -> str:
    return f'<file name="base" path={quoteattr(path)}>{content}</file>'


def one_file(content: str, path: str = "a.js") -> ParsedReport:
    return parse(report(document(file_of(path, content))))


def written(coverage: dict[str, Lines]) -> str:
    """The coverage as Clover XML."""
    return document(
        "".join(
            file_of(path, "".join(f'<line num="{line}" type="stmt" count="{hits}"/>' for line, hits in table.items()))
            for path, table in coverage.items()
        )
    )


def test_statements_and_conditions_count_methods_do_not() -> None:
    content = (
        '<line num="1" type="method" count="1"/><line num="2" type="stmt" count="3"/>'
        '<line num="4" type="cond" count="0" truecount="0" falsecount="0"/><line num="5" type="other" count="1"/>'
    )
    assert lines(one_file(content)) == {"a.js": {2: 3, 4: 0}}


def test_the_path_is_preferred_to_the_name() -> None:
    line = '<line num="1" type="stmt" count="1"/>'
    files = (
        f'<file name="a.js" path="src/a.js">{line}</file>'
        f'<package name="p"><file name="/home/runner/work/shop/shop/b.php">{line}</file></package>'
    )
    assert set(lines(parse(report(document(files))))) == {"src/a.js", "/home/runner/work/shop/shop/b.php"}


def test_a_condition_without_count_has_both_of_its_counts() -> None:
    content = (
        '<line num="1" type="cond" truecount="0" falsecount="1"/>'
        '<line num="2" type="cond" truecount="2" falsecount="3"/>'
        '<line num="3" type="cond" count="" truecount="0" falsecount="0"/>'
    )
    parsed = one_file(content)
    assert lines(parsed) == {"a.js": {1: 1, 2: 5, 3: 0}}
    assert partials(parsed) == {"a.js": {1}}


def test_a_condition_is_partial_if_it_was_only_true_or_only_false() -> None:
    content = "".join(
        f'<line num="{line}" type="cond" count="1" truecount="{true}" falsecount="{false}"/>'
        for line, (true, false) in enumerate([(0, 1), (1, 0), (1, 1), (0, 0)], start=1)
    )
    assert partials(one_file(content)) == {"a.js": {1, 2}}


def test_entries_of_one_line_add_up_and_make_it_partial_if_one_was_not_hit() -> None:
    content = "".join(f'<line num="1" type="stmt" count="{count}"/>' for count in (0, 2, 3))
    parsed = one_file(content + '<line num="2" type="stmt" count="1"/>')
    assert lines(parsed) == {"a.js": {1: 5, 2: 1}}
    assert partials(parsed) == {"a.js": {1}}


def test_repeated_files_add_up() -> None:
    files = file_of("a.js", '<line num="1" type="stmt" count="1"/>') * 2
    assert lines(parse(report(document(files)))) == {"a.js": {1: 2}}


def test_only_lines_directly_below_the_file_count() -> None:
    content = '<class name="A"><line num="1" type="stmt" count="1"/></class><line num="2" type="stmt" count="1"/>'
    assert lines(one_file(content)) == {"a.js": {2: 1}}


def test_test_sources_are_left_out() -> None:
    content = (
        '<coverage clover="4.5" generated="1"><project>'
        + file_of("a.java", '<line num="1" type="stmt" count="1"/>')
        + "</project><testproject>"
        + file_of("dummy", '<line num="1" type="stmt" count="1"/>')
        + "</testproject></coverage>"
    )
    assert set(lines(parse(report(content)))) == {"a.java"}


def test_names_of_closures_are_no_files() -> None:
    files = file_of("a.php(3) : {closure}", '<line num="1" type="stmt" count="1"/>') + file_of(
        "a.php", '<line num="1" type="stmt" count="1"/>'
    )
    assert set(lines(parse(report(document(files))))) == {"a.php"}


@pytest.mark.parametrize("count", ["2147483648", "18446744073709551151", "1e+30"])
def test_large_counts_are_clamped(count: str) -> None:
    assert lines(one_file(f'<line num="1" type="stmt" count="{count}"/>')) == {"a.js": {1: MAX_HITS}}


def test_values_that_cannot_be_read_are_left_out_and_counted() -> None:
    content = (
        '<line num="0" type="stmt" count="1"/><line num="undefined" type="stmt" count="1"/>'
        '<line num="3" type="stmt" count="undefined"/><line num="4" type="stmt"/><line num="5" type="stmt" count="-1"/>'
    )
    parsed = one_file(content)
    assert lines(parsed) == {"a.js": {5: 0}}
    assert skipped(parsed) == {"hit count": 2, "line number": 2}


class TestPhp:
    """PHPUnit writes a method's first line as a method, over the statement on it."""

    ONE_LINERS = (
        '<class name="A"><metrics statements="9"/></class>'
        '<line num="3" type="method" name="a" count="4"/>'
        '<line num="5" type="method" name="b" count="1"/><line num="6" type="stmt" count="1"/>'
        '<line num="8" type="method" name="c" count="0"/>'
    )

    def test_methods_on_one_line_are_recovered(self) -> None:
        parsed = one_file(self.ONE_LINERS + '<metrics loc="10" statements="3"/>', "A.php")
        assert lines(parsed) == {"A.php": {3: 4, 6: 1, 8: 0}}

    @pytest.mark.parametrize("statements", [1, 2, 4])
    def test_nothing_is_recovered_where_another_number_is_missing(self, statements: int) -> None:
        parsed = one_file(self.ONE_LINERS + f'<metrics loc="10" statements="{statements}"/>', "A.php")
        assert lines(parsed) == {"A.php": {6: 1}}

    def test_other_languages_have_no_such_methods(self) -> None:
        parsed = one_file(self.ONE_LINERS + '<metrics loc="10" statements="3"/>', "A.java")
        assert lines(parsed) == {"A.java": {6: 1}}

    def test_lines_past_the_end_of_the_file_are_left_out(self) -> None:
        content = '<line num="10" type="stmt" count="1"/><line num="11" type="stmt" count="1"/><metrics loc="10"/>'
        assert lines(one_file(content, "A.php")) == {"A.php": {10: 1}}
        assert lines(one_file(content, "A.js")) == {"A.js": {10: 1, 11: 1}}


def test_several_reports_in_one_file_are_one() -> None:
    one, other = (
        document(file_of(path, '<line num="1" type="stmt" count="1"/>')).partition("\n")[2] for path in ("a.js", "b.js")
    )
    assert set(lines(parse(report(f"<all>{one}{other}</all>")))) == {"a.js", "b.js"}


def test_metrics_without_lines_are_refused_with_the_option_that_writes_them() -> None:
    problem = refusal(parse, document('<metrics statements="9"/>' + file_of("A.java", '<metrics statements="9"/>')))
    assert problem.slug is Slug.REPORT_WITHOUT_LINES
    assert "--lineinfo" in problem.cure


def test_a_report_without_a_file_says_so() -> None:
    assert refusal(parse, document("")).slug is Slug.REPORT_EMPTY


def test_a_report_that_ends_before_its_project_names_no_file() -> None:
    assert refusal(parse, '<coverage generated="1764000000" clover="4.5.2"/>').slug is Slug.REPORT_EMPTY


def test_other_coverage_elements_are_not_clovers() -> None:
    content = '<coverage line-rate="1"><packages/></coverage>'
    assert refusal(parse, content).slug is Slug.REPORT_UNKNOWN_FORMAT


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, Lines]) -> None:
    assert lines(parse(report(written(coverage)))) == coverage


@given(coverages, st.integers(1, 80))
def test_chunk_boundaries_change_nothing(coverage: dict[str, Lines], portion: int) -> None:
    content = written(coverage)
    assert parse(report(content, portion=portion)) == parse(report(content))


@given(mutations(written({"a.php": {1: 1, 2: 0}, "src/b.js": {3: 7}}).encode()))
def test_a_damaged_report_is_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        parse(report(content))
