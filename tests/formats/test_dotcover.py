from __future__ import annotations

import codecs
import contextlib
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import ReportError, Slug
from reporter.formats.dotcover import parse
from reporter.model import ParsedReport
from tests.formats.reports import Lines, coverages, lines, mutations, partials, refusal, report, skipped


def document(files: dict[str, str], statements: str, root: str = 'CoveragePercent="5" ReportType="DetailedXml"') -> str:
    listed = "".join(f'<File Index="{index}" Name={quoteattr(path)}/>' for index, path in files.items())
    return (
        f'<?xml version="1.0" encoding="utf-8"?><Root {root}><FileIndices>{listed}</FileIndices>'
        f'<Assembly Name="Shop"><Type Name="A"><Method Name="M">{statements}</Method></Type></Assembly></Root>'
    )


def statement(first: int | str, covered: str, last: int | str = "", index: str = "1") -> str:
    position = f'Line="{first}" Column="1" EndLine="{last or first}" EndColumn="9"'
    return f'<Statement FileIndex="{index}" {position} Covered="{covered}"/>'


def one_file(*statements: str) -> ParsedReport:
    return parse(report(document({"1": "A.cs"}, "".join(statements))))


def written(coverage: dict[str, Lines]) -> str:
    """The coverage as DetailedXML."""
    files = {str(index): path for index, path in enumerate(coverage, start=1)}
    return document(
        files,
        "".join(
            statement(line, str(hits > 0), index=index)
            for index, path in files.items()
            for line, hits in coverage[path].items()
        ),
    )


def test_a_statement_covers_its_lines_from_the_first_to_the_last() -> None:
    parsed = one_file(statement(3, "True", 5), statement(7, "False"))
    assert lines(parsed) == {"A.cs": {3: 1, 4: 1, 5: 1, 7: 0}}


@pytest.mark.parametrize("order", [("True", "False"), ("False", "True")])
def test_a_line_is_covered_if_any_statement_is_and_partial_if_not_all_are(order: tuple[str, str]) -> None:
    parsed = one_file(*(statement(3, covered) for covered in order))
    assert (lines(parsed), partials(parsed)) == ({"A.cs": {3: 1}}, {"A.cs": {3}})


def test_covered_is_read_without_regard_to_case() -> None:
    assert lines(one_file(statement(1, "true"), statement(2, "TRUE"), statement(3, "false"))) == {
        "A.cs": {1: 1, 2: 1, 3: 0}
    }


def test_statements_of_an_unknown_file_are_left_out() -> None:
    parsed = one_file(statement(1, "True", index="9"), statement(2, "True"))
    assert (lines(parsed), skipped(parsed)) == ({"A.cs": {2: 1}}, {"statement": 1})


def test_values_that_cannot_be_read_are_left_out_and_counted() -> None:
    parsed = one_file(
        statement("0", "True"), statement("x", "True"), statement(1, "True", 10**9), statement(2, "True", "x")
    )
    assert (lines(parsed), skipped(parsed)) == ({"A.cs": {2: 1}}, {"statement": 3})


def test_several_reports_in_one_file_have_their_own_file_numbers() -> None:
    one, other = (document({"1": path}, statement(1, "True")).partition("?>")[2] for path in ("A.cs", "B.cs"))
    assert lines(parse(report(f"<all>{one}{other}</all>"))) == {"A.cs": {1: 1}, "B.cs": {1: 1}}


def test_a_byte_order_mark_and_windows_paths_are_read() -> None:
    content = document({"1": "C:\\shop\\Größe.cs"}, statement(1, "True"))
    assert lines(parse(report(codecs.BOM_UTF8 + content.encode()))) == {"C:\\shop\\Größe.cs": {1: 1}}


@pytest.mark.parametrize(
    "root", ['CoveragePercent="5" ReportType="Xml"', 'CoveragePercent="5" DotCoverVersion="2024.1"']
)
def test_reports_without_statements_are_refused_with_the_option_that_writes_them(root: str) -> None:
    problem = refusal(parse, document({}, "", root))
    assert problem.slug is Slug.REPORT_TOTALS_ONLY
    assert "--reportType=DetailedXml" in problem.cure


def test_other_root_elements_are_not_dotcovers() -> None:
    assert refusal(parse, "<Root><File/></Root>").slug is Slug.REPORT_UNKNOWN_FORMAT


def test_a_report_without_a_file_differs_from_one_without_a_line() -> None:
    assert refusal(parse, document({}, "")).slug is Slug.REPORT_EMPTY
    assert refusal(parse, document({"1": "A.cs"}, "")).slug is Slug.REPORT_WITHOUT_LINES


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, Lines]) -> None:
    covered = {path: {line: int(hits > 0) for line, hits in table.items()} for path, table in coverage.items()}
    assert lines(parse(report(written(coverage)))) == covered


@given(coverages, st.integers(1, 80))
def test_chunk_boundaries_change_nothing(coverage: dict[str, Lines], portion: int) -> None:
    content = written(coverage)
    assert parse(report(content, portion=portion)) == parse(report(content))


@given(mutations(written({"A.cs": {1: 1, 2: 0}, "src/B.cs": {3: 7}}).encode()))
def test_a_damaged_report_is_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        parse(report(content))
