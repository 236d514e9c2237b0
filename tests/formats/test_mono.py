from __future__ import annotations

import contextlib
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import ReportError, Slug
from reporter.formats.mono import parse
from reporter.model import MAX_HITS, ParsedReport
from tests.formats.reports import Lines, coverages, lines, mutations, partials, refusal, report, skipped


def document(*methods: str) -> str:
    return (
        '<?xml version="1.0"?>\n<coverage version="0.3">\n\t<assembly name="shop" filename="/r/shop.exe"'
        f' method-count="1" full="1" partial="0"/>\n\t<class name="Cart"/>{"".join(methods)}</coverage>'
    )


def method(path: str, *statements: str) -> str:
    return f'<method assembly="shop" class="Cart" name="Add" filename={quoteattr(path)}>{"".join(statements)}</method>'


def statement(line: int | str, counter: int | str) -> str:
    return f'<statement offset="0" counter="{counter}" line="{line}" column="0"/>'


def one_file(*statements: str) -> ParsedReport:
    return parse(report(document(method("a.cs", *statements))))


def written(coverage: dict[str, Lines]) -> str:
    """The coverage as Mono's XML, a method for each file."""
    return document(
        *(method(path, *(statement(line, hits) for line, hits in table.items())) for path, table in coverage.items())
    )


def test_a_line_has_the_hits_of_its_most_visited_statement() -> None:
    parsed = one_file(statement(3, 2), statement(3, 0), statement(4, 1), statement(4, 5), statement(5, 0))
    assert (lines(parsed), partials(parsed)) == ({"a.cs": {3: 2, 4: 5, 5: 0}}, {"a.cs": {3}})


def test_the_methods_of_a_file_are_one_file() -> None:
    content = document(method("a.cs", statement(1, 1)), method("a.cs", statement(2, 0)))
    assert lines(parse(report(content))) == {"a.cs": {1: 1, 2: 0}}


def test_methods_without_a_file_are_left_out() -> None:
    """Assemblies that were compiled without symbols, Mono's own among them, have no files; all is on their line 1."""
    content = document(method("a.cs", statement(1, 1)), method("", statement(1, 0)))
    assert lines(parse(report(content))) == {"a.cs": {1: 1}}


@pytest.mark.parametrize(("counter", "expected"), [("-1", 0), ("2147483648", MAX_HITS), ("1e+3", 1000)])
def test_counters_as_tools_write_them(counter: str, expected: int) -> None:
    assert lines(one_file(statement(1, counter))) == {"a.cs": {1: expected}}


def test_values_that_cannot_be_read_are_left_out_and_counted() -> None:
    parsed = one_file(statement(0, 1), statement("x", 1), statement(1, "many"), statement(2, 1))
    assert (lines(parsed), skipped(parsed)) == ({"a.cs": {2: 1}}, {"statement": 3})


def test_a_report_without_symbols_names_no_file() -> None:
    problem = refusal(parse, document(method("", statement(1, 1))))
    assert problem.slug is Slug.REPORT_EMPTY
    assert "-debug" in problem.cure


def test_other_elements_are_not_monos() -> None:
    assert refusal(parse, "<coverage version='1'><file path='a'/></coverage>").slug is Slug.REPORT_UNKNOWN_FORMAT


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
