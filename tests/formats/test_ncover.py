from __future__ import annotations

import contextlib
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import ReportError, Slug
from reporter.formats.ncover import parse
from reporter.model import MAX_HITS, ParsedReport
from tests.formats.reports import Lines, coverages, lines, mutations, partials, refusal, report, skipped


def document(*methods: str) -> str:
    return (
        '<?xml version="1.0"?><?xml-stylesheet href="coverage.xsl" type="text/xsl"?>'
        f'<coverage profilerVersion="1.5.8"><module assembly="shop">{"".join(methods)}</module></coverage>'
    )


def method(*points: str, excluded: str = "false") -> str:
    return f'<method name="Add" excluded="{excluded}">{"".join(points)}</method>'


def point(
    first: int | str, visits: int | str, *, last: int | str = "", path: str = "a.cs", excluded: str = "false"
) -> str:
    return (
        f'<seqpnt visitcount="{visits}" line="{first}" endline="{last or first}" excluded="{excluded}"'
        f" document={quoteattr(path)}/>"
    )


def one_method(*points: str) -> ParsedReport:
    return parse(report(document(method(*points))))


def written(coverage: dict[str, Lines]) -> str:
    """The coverage as NCover's XML, a method for each file."""
    return document(
        *(method(*(point(line, hits, path=path) for line, hits in table.items())) for path, table in coverage.items())
    )


def test_a_point_covers_its_lines_from_the_first_to_the_last() -> None:
    assert lines(one_method(point(3, 2, last=5), point(7, 0))) == {"a.cs": {3: 2, 4: 2, 5: 2, 7: 0}}


def test_a_line_has_the_hits_of_its_most_visited_point() -> None:
    parsed = one_method(point(3, 2), point(3, 0), point(4, 1), point(4, 5), point(5, 0))
    assert (lines(parsed), partials(parsed)) == ({"a.cs": {3: 2, 4: 5, 5: 0}}, {"a.cs": {3}})


def test_the_points_of_a_method_may_lie_in_several_files() -> None:
    assert lines(one_method(point(1, 1), point(2, 0, path="b.cs"))) == {"a.cs": {1: 1}, "b.cs": {2: 0}}


def test_excluded_points_and_methods_are_left_out() -> None:
    content = document(method(point(1, 0), excluded="true"), method(point(2, 0, excluded="true"), point(3, 1)))
    assert lines(parse(report(content))) == {"a.cs": {3: 1}}


def test_hidden_points_and_points_without_a_place_are_left_out() -> None:
    parsed = one_method(point(16707566, 1), point(0, 1), point(4, 1, path=""), point(5, 1))
    assert lines(parsed) == {"a.cs": {5: 1}}


@pytest.mark.parametrize(("visits", "expected"), [("-1", 0), ("2147483648", MAX_HITS), ("1e+3", 1000)])
def test_visits_as_tools_write_them(visits: str, expected: int) -> None:
    assert lines(one_method(point(1, visits))) == {"a.cs": {1: expected}}


def test_values_that_cannot_be_read_are_left_out_and_counted() -> None:
    parsed = one_method(point(1, "undefined"), point(2, 1, last=2_000_000_000), point(3, 1, last="x"))
    assert (lines(parsed), skipped(parsed)) == ({"a.cs": {3: 1}}, {"sequence point": 2})


def test_version_3_numbers_its_files() -> None:
    content = (
        '<coverage profilerVersion="3.4.18" exportversion="3"><documents><doc id="0" url=""/>'
        '<doc id="1" url="C:\\shop\\a.cs"/></documents><module><class><method>'
        '<seqpnt vc="2" l="3" el="4" doc="1"/><seqpnt vc="0" l="9" doc="1"/><seqpnt vc="1" l="0" doc="0"/>'
        '<seqpnt vc="0" l="12" doc="1" ex="true"/><seqpnt vc="1" l="13" doc="7"/>'
        "</method></class></module></coverage>"
    )
    assert lines(parse(report(content))) == {"C:\\shop\\a.cs": {3: 2, 4: 2, 9: 0}}


def test_several_reports_in_one_file_are_one() -> None:
    one, other = (document(method(point(1, 1, path=path))).rpartition("?>")[2] for path in ("a.cs", "b.cs"))
    assert lines(parse(report(f"<root>{one}{other}</root>"))) == {"a.cs": {1: 1}, "b.cs": {1: 1}}


def test_a_report_without_points_names_no_file() -> None:
    assert refusal(parse, document()).slug is Slug.REPORT_EMPTY


def test_other_elements_are_not_ncovers() -> None:
    assert refusal(parse, "<coverage><module/></coverage>").slug is Slug.REPORT_UNKNOWN_FORMAT


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, Lines]) -> None:
    assert lines(parse(report(written(coverage)))) == {
        path: {line: hits for line, hits in table.items() if line != 16707566} for path, table in coverage.items()
    }


@given(coverages, st.integers(1, 80))
def test_chunk_boundaries_change_nothing(coverage: dict[str, Lines], portion: int) -> None:
    content = written(coverage)
    assert parse(report(content, portion=portion)) == parse(report(content))


@given(mutations(written({"a.cs": {1: 1, 2: 0}, "src/b.cs": {3: 7}}).encode()))
def test_a_damaged_report_is_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        parse(report(content))
