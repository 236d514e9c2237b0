from __future__ import annotations

import contextlib
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import ReportError, Slug
from reporter.formats.scoverage import parse
from reporter.model import MAX_HITS, ParsedReport
from tests.formats.reports import Lines, coverages, lines, mutations, partials, refusal, report, skipped


def document(*classes: str) -> str:
    return (
        '<scoverage statement-count="1" version="1.0"><packages><package name="com.acme"><classes>'
        f"{''.join(classes)}</classes></package></packages></scoverage>"
    )


def class_of(path: str, *statements: str) -> str:
    return (
        f"<class name='Cart' filename={quoteattr(path)}><methods><method name='total'><statements>"
        f"{''.join(statements)}</statements></method></methods></class>"
    )


def statement(
    line: int | str, count: int | str, *, source: str = "", branch: str = "false", ignored: str = "false"
) -> str:
    return (
        f'<statement \n  package="com.acme" source={quoteattr(source)} line="{line}" branch="{branch}"'
        f' invocation-count="{count}" ignored="{ignored}">\n</statement>'
    )


def one_file(*statements: str) -> ParsedReport:
    return parse(report(document(class_of("Cart.scala", *statements))))


def written(coverage: dict[str, Lines]) -> str:
    """The coverage as Scoverage's XML, a class for each file."""
    return document(
        *(
            class_of("other", *(statement(line, hits, source=path) for line, hits in table.items()))
            for path, table in coverage.items()
        )
    )


def test_a_line_has_the_hits_of_its_most_invoked_statement() -> None:
    parsed = one_file(statement(3, 2), statement(3, 0), statement(4, 1), statement(4, 5), statement(5, 0))
    assert lines(parsed) == {"Cart.scala": {3: 2, 4: 5, 5: 0}}
    assert partials(parsed) == {"Cart.scala": {3}}


def test_a_line_is_partial_if_a_branch_on_it_was_not_taken() -> None:
    parsed = one_file(statement(3, 0, branch="true"), statement(3, 1), statement(4, 0, branch="true"))
    assert (lines(parsed), partials(parsed)) == ({"Cart.scala": {3: 1, 4: 0}}, {"Cart.scala": {3}})


def test_the_source_of_a_statement_is_stronger_than_the_file_of_its_class() -> None:
    content = document(class_of("Cart.scala", statement(1, 1, source="/r/src/Cart.scala"), statement(2, 1)))
    assert lines(parse(report(content))) == {"/r/src/Cart.scala": {1: 1}, "Cart.scala": {2: 1}}


def test_the_classes_of_a_file_are_one_file() -> None:
    content = document(class_of("a.scala", statement(1, 1)), class_of("a.scala", statement(2, 0)))
    assert lines(parse(report(content))) == {"a.scala": {1: 1, 2: 0}}


def test_ignored_statements_are_left_out() -> None:
    assert lines(one_file(statement(1, 0, ignored="true"), statement(2, 1))) == {"Cart.scala": {2: 1}}


@pytest.mark.parametrize(("count", "expected"), [("-1", 0), ("2147483648", MAX_HITS), ("1e+3", 1000)])
def test_counts_as_tools_write_them(count: str, expected: int) -> None:
    assert lines(one_file(statement(1, count))) == {"Cart.scala": {1: expected}}


def test_values_that_cannot_be_read_are_left_out_and_counted() -> None:
    parsed = one_file(statement(0, 1), statement("x", 1), statement(1, "many"), statement(2, 1))
    assert (lines(parsed), skipped(parsed)) == ({"Cart.scala": {2: 1}}, {"statement": 3})


def test_a_report_without_a_statement_names_no_file() -> None:
    assert refusal(parse, document()).slug is Slug.REPORT_EMPTY
    assert refusal(parse, document(class_of("a.scala"))).slug is Slug.REPORT_EMPTY


def test_other_elements_are_not_scoverages() -> None:
    assert refusal(parse, "<statements><statement line='1'/></statements>").slug is Slug.REPORT_UNKNOWN_FORMAT


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, Lines]) -> None:
    assert lines(parse(report(written(coverage)))) == coverage


@given(coverages, st.integers(1, 80))
def test_chunk_boundaries_change_nothing(coverage: dict[str, Lines], portion: int) -> None:
    content = written(coverage)
    assert parse(report(content, portion=portion)) == parse(report(content))


@given(mutations(written({"a.cs": {1: 1, 2: 0}, "src/b.cs": {3: 7}}).encode()))
def test_a_damaged_report_is_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        parse(report(content))
