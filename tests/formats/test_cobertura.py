from __future__ import annotations

import codecs
import contextlib
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import ReportError, Slug
from reporter.formats.cobertura import parse
from reporter.model import MAX_HITS
from tests.formats.reports import Lines, coverages, lines, mutations, partials, refusal, report, skipped


def document(classes: str, sources: str = "") -> str:
    return (
        '<?xml version="1.0" ?>\n<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">\n'
        f'<coverage line-rate="0.5"><sources>{sources}</sources><packages><package name="p"><classes>{classes}'
        "</classes></package></packages></coverage>"
    )


def class_of(path: str, lines_: str, methods: str = "") -> str:
    return f'<class name="C" filename={quoteattr(path)}><methods>{methods}</methods><lines>{lines_}</lines></class>'


def one_file(lines_: str, methods: str = "") -> Lines:
    return lines(parse(report(document(class_of("a.py", lines_, methods)))))["a.py"]


def written(coverage: dict[str, Lines]) -> str:
    """The coverage as Cobertura XML."""
    return document(
        "".join(
            class_of(path, "".join(f'<line number="{line}" hits="{hits}"/>' for line, hits in table.items()))
            for path, table in coverage.items()
        )
    )


def test_lines_of_a_class_with_their_hits() -> None:
    assert one_file('<line number="1" hits="3"/><line number="4" hits="0"/>') == {1: 3, 4: 0}


def test_lines_of_methods_do_not_count_beside_those_of_the_class() -> None:
    method = '<method name="m"><lines><line number="1" hits="1"/><line number="2" hits="1"/></lines></method>'
    assert one_file('<line number="2" hits="1"/>', method) == {2: 1}


def test_lines_of_methods_count_where_the_class_has_none() -> None:
    method = '<method name="m"><lines><line number="2" hits="1"/></lines></method>'
    assert one_file("", method * 2) == {2: 2}
    only_methods = f'<class filename="a.py"><methods>{method}</methods></class>'
    assert lines(parse(report(document(only_methods)))) == {"a.py": {2: 1}}


def test_methods_after_the_lines_of_the_class_change_nothing() -> None:
    classes = (
        '<class filename="a.py"><lines><line number="2" hits="1"/></lines>'
        '<methods><method><lines><line number="1" hits="1"/></lines></method></methods></class>'
    )
    assert lines(parse(report(document(classes)))) == {"a.py": {2: 1}}


def test_repeated_lines_of_a_class_add_up() -> None:
    assert one_file('<line number="7" hits="1"/><line number="8" hits="1"/><line number="7" hits="2"/>') == {7: 3, 8: 1}


def test_classes_of_one_file_add_up() -> None:
    classes = class_of("a.py", '<line number="1" hits="1"/>') + class_of("a.py", '<line number="1" hits="2"/>')
    assert lines(parse(report(document(classes)))) == {"a.py": {1: 3}}


def test_hits_are_clamped_before_and_after_adding() -> None:
    line = '<line number="9" hits="9999999999999999"/>'
    assert one_file(line) == {9: MAX_HITS}
    assert one_file(line + '<line number="9" hits="1"/>') == {9: MAX_HITS}


@pytest.mark.parametrize(
    ("hits", "expected"),
    [
        ("1e+3", 1000),
        ("1.0", 1),
        ("0.0", 0),
        ("-5", 0),
        ("18446744073709551151", MAX_HITS),
        ("1,234", 1),
        ("1,5", 1),
        ("0,0", 0),
    ],
)
def test_hits_as_tools_write_them(hits: str, expected: int) -> None:
    assert one_file(f'<line number="1" hits="{hits}"/>') == {1: expected}


@pytest.mark.parametrize("hits", ["", "undefined", "NaN", "null", "="])
def test_lines_without_a_hit_count_are_left_out_and_counted(hits: str) -> None:
    parsed = parse(report(document(class_of("a.py", f'<line number="1" hits="{hits}"/><line number="2" hits="1"/>'))))
    assert (lines(parsed), skipped(parsed)) == ({"a.py": {2: 1}}, {"hit count": 1})


@pytest.mark.parametrize("number", ["0", "-3", "undefined", "", "99999999999", "1.5"])
def test_what_is_no_line_number_is_left_out_and_counted(number: str) -> None:
    parsed = parse(report(document(class_of("a.py", f'<line number="{number}" hits="1"/><line number="2" hits="1"/>'))))
    assert (lines(parsed), skipped(parsed)) == ({"a.py": {2: 1}}, {"line number": 1})


def test_a_line_number_of_a_billion_is_one() -> None:
    assert one_file('<line number="1000000000" hits="1"/>') == {1_000_000_000: 1}


def test_attributes_stand_in_any_order() -> None:
    assert one_file('<line hits="2" number="1"/><line branch="false" number="3" x="" hits="4"/><line/>') == {1: 2, 3: 4}


@pytest.mark.parametrize(
    ("conditions", "partial"),
    [
        ("50% (1/2)", True),
        ("100% (2/2)", False),
        ("0% (0/2)", False),
        ("50%", True),
        ("100%", False),
        ("33.33", True),
        ("", False),
        ("NaN", False),
        (f"({'9' * 5000}/{'9' * 5000})", False),
    ],
)
def test_a_line_is_partial_if_some_of_its_branches_were_taken(conditions: str, partial: bool) -> None:
    branches = "<conditions><condition/></conditions>"
    line = f'<line number="5" hits="1" branch="true" condition-coverage="{conditions}">{branches}</line>'
    parsed = parse(report(document(class_of("a.py", line + '<line number="6" hits="1"/>'))))
    assert partials(parsed) == ({"a.py": {5}} if partial else {})
    assert lines(parsed) == {"a.py": {5: 1, 6: 1}}


def test_an_uncovered_line_is_not_partial() -> None:
    line = '<line number="5" hits="0" branch="true" condition-coverage="50% (1/2)"/>'
    assert partials(parse(report(document(class_of("a.py", line))))) == {}


def test_source_roots_are_kept_as_written_without_empty_ones() -> None:
    sources = "<source>/home/runner/work/shop/shop/src</source><source> </source><source/><source>C:\\a&amp;b</source>"
    parsed = parse(report(document(class_of("a.py", '<line number="1" hits="1"/>'), sources)))
    assert parsed.source_roots == ("/home/runner/work/shop/shop/src", "C:\\a&b")


def test_names_stay_as_written() -> None:
    name = "src\\größe & so\n on/%::error::a.cs"
    coverage = class_of(name, '<line number="1" hits="1"/>').replace("\n", "&#10;")
    assert list(lines(parse(report(document(coverage))))) == [name]


def test_classes_stand_at_any_depth() -> None:
    content = '<coverage line-rate="1">' + class_of("a.py", '<line number="1" hits="1"/>') + "</coverage>"
    assert lines(parse(report(content))) == {"a.py": {1: 1}}


def test_several_reports_in_one_file_are_one() -> None:
    one, other = (
        document(class_of(name, '<line number="1" hits="1"/>')).partition('.dtd">')[2] for name in ("a.py", "b.py")
    )
    assert lines(parse(report(f"<all>{one}{other}</all>"))) == {"a.py": {1: 1}, "b.py": {1: 1}}


def test_a_namespace_changes_nothing() -> None:
    content = document(class_of("a.py", '<line number="1" hits="1"/><line number="2" hits="0"/>'))
    content = content.replace("<coverage ", '<coverage xmlns="https://example.com/cobertura" ')
    assert lines(parse(report(content))) == {"a.py": {1: 1, 2: 0}}


def test_classes_without_a_file_name_are_left_out() -> None:
    classes = class_of("", '<line number="1" hits="1"/>') + class_of("a.py", '<line number="2" hits="1"/>')
    assert lines(parse(report(document(classes)))) == {"a.py": {2: 1}}


def test_files_without_lines_are_left_out() -> None:
    classes = class_of("empty.py", "") + class_of("a.py", '<line number="2" hits="1"/>')
    assert lines(parse(report(document(classes)))) == {"a.py": {2: 1}}


def test_a_report_without_a_file_differs_from_one_without_a_line() -> None:
    assert refusal(parse, document("")).slug is Slug.REPORT_EMPTY
    without_lines = refusal(parse, document(class_of("a.py", "") + class_of("b.py", "")))
    assert without_lines.slug is Slug.REPORT_WITHOUT_LINES
    assert "2 files" in without_lines.message


@pytest.mark.parametrize("mark", ['clover="3.2.0"', 'generated="1"', 'profilerVersion="1.5"', 'ctcreportVersion="1"'])
def test_coverage_elements_of_other_tools_are_told_apart(mark: str) -> None:
    assert refusal(parse, f"<coverage {mark}><project/></coverage>").slug is Slug.REPORT_UNKNOWN_FORMAT


def test_packages_of_other_formats_are_told_apart() -> None:
    content = '<scoverage><packages><package><class filename="A.scala"/></package></packages></scoverage>'
    assert refusal(parse, content).slug is Slug.REPORT_UNKNOWN_FORMAT


def test_a_file_of_very_many_lines_is_read_whole() -> None:
    """More lines than are ever held as text."""
    count = 200_000
    entries = "".join(f'<line number="{line}" hits="{line % 3}"/>' for line in range(1, count + 1))
    assert one_file(entries) == {line: line % 3 for line in range(1, count + 1)}
    method = f"<method><lines>{entries}</lines></method>"
    assert len(one_file("", method)) == count


def test_utf_16_is_read() -> None:
    content = document(class_of("größe.cs", '<line number="1" hits="1"/>')).replace('<?xml version="1.0" ?>\n', "")
    assert lines(parse(report(codecs.BOM_UTF16_LE + content.encode("utf-16-le")))) == {"größe.cs": {1: 1}}


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, Lines]) -> None:
    assert lines(parse(report(written(coverage)))) == coverage


@given(coverages, st.integers(1, 80))
def test_chunk_boundaries_change_nothing(coverage: dict[str, Lines], portion: int) -> None:
    content = written(coverage)
    assert parse(report(content, portion=portion)) == parse(report(content))


@given(mutations(written({"src/a.py": {1: 1, 2: 0}, "src/b.py": {3: 7}}).encode()))
def test_a_damaged_report_is_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        parse(report(content))
