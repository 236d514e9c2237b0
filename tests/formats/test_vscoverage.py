from __future__ import annotations

import codecs
import contextlib
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import ReportError, Slug
from reporter.formats.vscoverage import parse
from reporter.model import ParsedReport
from tests.formats.reports import Lines, coverages, lines, mutations, partials, refusal, report, skipped


def results(*modules: str) -> str:
    """The dynamic shape."""
    return f'<?xml version="1.0"?><results><modules>{"".join(modules)}</modules><skipped_modules/></results>'


def module(files: dict[str, str], *ranges: str) -> str:
    listed = "".join(f'<source_file id="{ident}" path={quoteattr(path)}/>' for ident, path in files.items())
    return (
        f'<module id="A" name="shop.dll"><functions><function id="1"><ranges>{"".join(ranges)}</ranges></function>'
        f"</functions><source_files>{listed}</source_files></module>"
    )


def range_of(first: int | str, covered: str, last: int | str = "", ident: str = "0") -> str:
    return f'<range source_id="{ident}" start_line="{first}" end_line="{last or first}" covered="{covered}"/>'


def one_file(*ranges: str) -> ParsedReport:
    return parse(report(results(module({"0": "a.cs"}, *ranges))))


def written(coverage: dict[str, Lines]) -> str:
    """The coverage in the dynamic shape, in one module."""
    files = {str(ident): path for ident, path in enumerate(coverage)}
    return results(
        module(
            files,
            *(
                range_of(line, "yes" if hits else "no", ident=ident)
                for ident, path in files.items()
                for line, hits in coverage[path].items()
            ),
        )
    )


def static(files: dict[str, str], *rows: str) -> str:
    """The static shape, its schema in front and its files behind."""
    schema = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="Lines"/></xs:schema>'
    listed = "".join(
        f"<SourceFileNames><SourceFileID>{ident}</SourceFileID><SourceFileName>{escape(path)}</SourceFileName>"
        "</SourceFileNames>"
        for ident, path in files.items()
    )
    return (
        f'<?xml version="1.0" standalone="yes"?><CoverageDSPriv>{schema}<Module><ModuleName>shop.dll</ModuleName>'
        f"<NamespaceTable><Class><Method><MethodName>Add</MethodName>{''.join(rows)}</Method></Class></NamespaceTable>"
        f"</Module>{listed}</CoverageDSPriv>"
    )


def row(first: int | str, coverage: int, last: int | str = "", ident: str = "1") -> str:
    return (
        f"<Lines>\n<LnStart>{first}</LnStart><ColStart>1</ColStart><LnEnd>{last or first}</LnEnd><ColEnd>9</ColEnd>"
        f"<Coverage> {coverage} </Coverage><SourceFileID>{ident}</SourceFileID><LineID>0</LineID></Lines>"
    )


def static_written(coverage: dict[str, Lines]) -> str:
    """The coverage in the static shape."""
    files = {str(ident): path for ident, path in enumerate(coverage)}
    return static(
        files,
        *(
            row(line, 0 if hits else 2, ident=ident)
            for ident, path in files.items()
            for line, hits in coverage[path].items()
        ),
    )


def expected(coverage: dict[str, Lines]) -> dict[str, Lines]:
    return {
        path: {line: int(hits > 0) for line, hits in table.items() if line not in {0xF00F00, 0xFEEFEE}}
        for path, table in coverage.items()
    }


def test_a_range_covers_its_lines_from_the_first_to_the_last() -> None:
    parsed = one_file(range_of(3, "yes", 5), range_of(7, "no"), range_of(8, "partial"))
    assert (lines(parsed), partials(parsed)) == ({"a.cs": {3: 1, 4: 1, 5: 1, 7: 0, 8: 1}}, {"a.cs": {8}})


def test_rows_of_the_static_shape_are_ranges_too() -> None:
    parsed = parse(report(static({"1": "a.cs"}, row(3, 0, 5), row(7, 2), row(8, 1))))
    assert (lines(parsed), partials(parsed)) == ({"a.cs": {3: 1, 4: 1, 5: 1, 7: 0, 8: 1}}, {"a.cs": {8}})


@pytest.mark.parametrize("order", [("yes", "no"), ("no", "yes")])
def test_a_line_is_covered_if_any_range_is_and_partial_if_not_all_are(order: tuple[str, str]) -> None:
    parsed = one_file(*(range_of(3, covered) for covered in order))
    assert (lines(parsed), partials(parsed)) == ({"a.cs": {3: 1}}, {"a.cs": {3}})


def test_the_numbers_of_files_are_those_of_the_module() -> None:
    content = results(module({"0": "a.cs"}, range_of(1, "yes")), module({"0": "b.cs"}, range_of(2, "no")))
    assert lines(parse(report(content))) == {"a.cs": {1: 1}, "b.cs": {2: 0}}


def test_the_numbers_of_files_are_those_of_the_static_report() -> None:
    one, other = (static({"1": path}, row(1, 0)).partition("?>")[2] for path in ("a.cs", "b.cs"))
    assert lines(parse(report(f"<root>{one}{other}</root>"))) == {"a.cs": {1: 1}, "b.cs": {1: 1}}


def test_a_file_of_several_modules_is_one_file() -> None:
    content = results(*(module({"0": "a.cs"}, range_of(1, covered)) for covered in ("no", "yes")))
    assert lines(parse(report(content))) == {"a.cs": {1: 1}}


def test_lines_without_a_source_are_left_out() -> None:
    parsed = one_file(range_of(15732480, "no"), range_of(16707566, "no"), range_of(0, "no"), range_of(5, "yes"))
    assert lines(parsed) == {"a.cs": {5: 1}}


def test_ranges_of_a_file_that_is_not_named_are_left_out_and_counted() -> None:
    parsed = one_file(range_of(1, "yes", 3, ident="9"), range_of(2, "yes"))
    assert (lines(parsed), skipped(parsed)) == ({"a.cs": {2: 1}}, {"line of a file that is not named": 3})


def test_values_that_cannot_be_read_are_left_out_and_counted() -> None:
    parsed = one_file(range_of(1, "maybe"), range_of(2, "yes", 2_000_000_000), range_of(3, "yes", "x"))
    assert (lines(parsed), skipped(parsed)) == ({"a.cs": {3: 1}}, {"range": 2})


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_utf_16_and_windows_paths_are_read(mark: bytes, encoding: str) -> None:
    content = static({"1": "C:\\shop\\größe & ö.cs"}, row(1, 0))
    assert lines(parse(report(mark + content.encode(encoding)))) == {"C:\\shop\\größe & ö.cs": {1: 1}}


def test_a_report_without_a_file_differs_from_one_without_a_line() -> None:
    assert refusal(parse, results()).slug is Slug.REPORT_EMPTY
    assert refusal(parse, results(module({"0": "a.cs"}))).slug is Slug.REPORT_WITHOUT_LINES


def test_other_elements_are_not_visual_studios() -> None:
    assert refusal(parse, "<results><result/></results>").slug is Slug.REPORT_UNKNOWN_FORMAT


@given(coverages)
def test_what_is_written_in_the_static_shape_is_read(coverage: dict[str, Lines]) -> None:
    assert lines(parse(report(static_written(coverage)))) == expected(coverage)


@given(coverages, st.integers(1, 80))
def test_chunk_boundaries_change_nothing_in_the_static_shape(coverage: dict[str, Lines], portion: int) -> None:
    content = static_written(coverage)
    assert parse(report(content, portion=portion)) == parse(report(content))


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, Lines]) -> None:
    assert lines(parse(report(written(coverage)))) == expected(coverage)


@given(coverages, st.integers(1, 80))
def test_chunk_boundaries_change_nothing(coverage: dict[str, Lines], portion: int) -> None:
    content = written(coverage)
    assert parse(report(content, portion=portion)) == parse(report(content))


@given(mutations(written({"a.cs": {1: 1, 2: 0}, "src/b.cs": {3: 7}}).encode()))
def test_a_damaged_report_is_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        parse(report(content))
