from __future__ import annotations

import contextlib
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import ReportError, Slug
from reporter.formats.phpunit import parse
from reporter.model import ParsedReport
from reporter.report_file import ReportFile
from tests.formats.reports import Lines, lines, mutations, refusal, report, skipped

ROOT = "/home/runner/work/shop/shop/src"


def index(content: str, project: str = f'source="{ROOT}"', top: str = "/") -> str:
    return (
        '<?xml version="1.0"?><phpunit xmlns="https://schema.phpunit.de/coverage/1.0"><build/>'
        f'<project {project}><tests/><directory name="{top}">{content}</directory></project></phpunit>'
    )


def entry(reference: str, executable: int, executed: int | None = None) -> str:
    ran = executable if executed is None else executed
    return (
        f'<file name="x.php" href={quoteattr(reference)}>'
        f'<totals><lines total="99" executable="{executable}" executed="{ran}"/><methods/></totals></file>'
    )


def detail(table: Lines) -> bytes:
    """The report of one file; each hit is a test."""
    covered = '<covered by="CartTest::testAdd"/>'
    entries = "".join(f'<line nr="{line}">{covered * hits}</line>' for line, hits in table.items())
    return (
        '<?xml version="1.0"?><phpunit xmlns="https://schema.phpunit.de/coverage/1.0"><file name="x.php" path="/">'
        f'<totals><lines executable="1" executed="1"/></totals><coverage>{entries}</coverage>'
        '<source><line no="1"><token name="T_OPEN_TAG">a</token></line></source></file></phpunit>'
    ).encode()


def read(content: str, details: dict[str, Lines], *, named: bool = False) -> ParsedReport:
    return parse(report(content, {name: detail(table) for name, table in details.items()}, named=named))


def test_a_line_has_as_many_hits_as_tests_that_ran_it() -> None:
    parsed = read(index(entry("Cart.php.xml", 2)), {"Cart.php.xml": {3: 1, 5: 4}})
    assert lines(parsed) == {f"{ROOT}/Cart.php": {3: 1, 5: 4}}
    assert parsed.source_roots == (ROOT,)


def test_files_of_nested_directories_are_read() -> None:
    nested = f'<directory name="Util"><directory name="Deep">{entry("Util/Deep/A.php.xml", 1)}</directory></directory>'
    assert set(lines(read(index(nested), {"Util/Deep/A.php.xml": {1: 1}}))) == {f"{ROOT}/Util/Deep/A.php"}


def test_files_that_old_versions_list_twice_are_read_once() -> None:
    content = f'<directory name="Util">{entry("Util/A.php.xml", 1)}</directory>{entry("Util/A.php.xml", 1)}'
    assert lines(read(index(content), {"Util/A.php.xml": {1: 2}})) == {f"{ROOT}/Util/A.php": {1: 2}}


def test_old_versions_write_the_root_as_the_name_of_the_top_directory() -> None:
    content = index(entry("Util/A.php.xml", 1), f'name="{ROOT}"', ROOT)
    parsed = read(content, {"Util/A.php.xml": {1: 1}})
    assert (set(lines(parsed)), parsed.source_roots) == ({f"{ROOT}/Util/A.php"}, (ROOT,))


def test_without_any_root_paths_are_relative() -> None:
    assert set(lines(read(index(entry("A.php.xml", 1), ""), {"A.php.xml": {1: 1}}))) == {"A.php"}


def test_uncovered_lines_are_missing_so_the_report_is_refused() -> None:
    content = index(entry("A.php.xml", 5, 2) + entry("A.php.xml", 5, 2) + entry("B.php.xml", 1))
    with pytest.raises(ReportError) as caught:
        read(content, {"A.php.xml": {1: 1, 2: 1}, "B.php.xml": {1: 1}})
    (problem,) = caught.value.problems
    assert problem.slug is Slug.REPORT_UNCOVERED_LINES_MISSING
    assert "3 uncovered lines" in problem.message
    assert "--coverage-clover" in problem.cure


def test_a_report_whose_format_was_named_is_read_with_a_count_of_what_is_missing() -> None:
    content = index(entry("A.php.xml", 5, 2) + entry("B.php.xml", 3, 0))
    parsed = read(content, {"A.php.xml": {1: 1, 2: 1}, "B.php.xml": {}}, named=True)
    assert lines(parsed) == {f"{ROOT}/A.php": {1: 1, 2: 1}}
    assert skipped(parsed) == {"uncovered line that this format does not list": 6}


def test_lines_of_the_source_text_are_no_coverage() -> None:
    assert lines(read(index(entry("A.php.xml", 1)), {"A.php.xml": {7: 1}})) == {f"{ROOT}/A.php": {7: 1}}


def test_a_missing_file_of_the_index_is_named_and_the_others_are_read() -> None:
    parsed = read(index(entry("A.php.xml", 1) + entry("Gone.php.xml", 1)), {"A.php.xml": {1: 1}})
    assert set(lines(parsed)) == {f"{ROOT}/A.php"}
    (left_out,) = parsed.skipped
    assert left_out.count == 1
    assert "Gone.php.xml" in left_out.first


def test_a_damaged_file_of_the_index_is_named_and_the_others_are_read() -> None:
    content = index(entry("A.php.xml", 1) + entry("B.php.xml", 1))
    parsed = parse(report(content, {"A.php.xml": detail({1: 1}), "B.php.xml": b"<phpunit><file>"}))
    assert set(lines(parsed)) == {f"{ROOT}/A.php"}
    assert "B.php.xml" in parsed.skipped[0].first


def test_files_outside_the_folder_of_the_report_are_never_opened(tmp_path: Path) -> None:
    (tmp_path / "A.php.xml").write_bytes(detail({1: 1}))
    folder = tmp_path / "coverage-xml"
    folder.mkdir()
    (folder / "B.php.xml").write_bytes(detail({2: 1}))
    (folder / "index.xml").write_text(index(entry("../A.php.xml", 1) + entry("B.php.xml", 1)), encoding="utf-8")
    parsed = parse(ReportFile(folder / "index.xml", "coverage-xml/index.xml"))
    assert lines(parsed) == {f"{ROOT}/B.php": {2: 1}}
    assert skipped(parsed) == {"file of the index": 1}


def test_one_file_of_the_report_alone_is_refused_and_the_index_named() -> None:
    problem = refusal(parse, detail({1: 1}))
    assert "index.xml" in problem.cure


def test_the_configuration_of_phpunit_is_no_report() -> None:
    suites = '<testsuites><testsuite name="a"><directory>tests</directory></testsuite></testsuites>'
    content = f'<phpunit bootstrap="a.php">{suites}</phpunit>'
    assert refusal(parse, content).slug is Slug.REPORT_UNKNOWN_FORMAT


def test_a_report_without_a_file_differs_from_one_without_a_line() -> None:
    assert refusal(parse, index("")).slug is Slug.REPORT_EMPTY
    without_lines = report(index(entry("A.php.xml", 0)), {"A.php.xml": detail({})})
    assert refusal(parse, without_lines).slug is Slug.REPORT_WITHOUT_LINES


small_coverages = st.dictionaries(
    st.from_regex(r"[A-Za-zäß]{1,8}(/[A-Za-z ]{1,8})?", fullmatch=True),
    st.dictionaries(st.integers(1, 999), st.integers(1, 5), min_size=1, max_size=5),
    min_size=1,
    max_size=3,
)


@given(small_coverages, st.integers(1, 1000))
def test_what_is_written_is_read_whatever_the_chunks(coverage: dict[str, Lines], portion: int) -> None:
    content = index("".join(entry(f"{path}.xml", len(table)) for path, table in coverage.items()), "")
    details = {f"{path}.xml": detail(table) for path, table in coverage.items()}
    assert lines(parse(report(content, details, portion=portion))) == coverage


@given(mutations(index(entry("A.php.xml", 1)).encode()), mutations(detail({1: 1, 2: 3})))
def test_a_damaged_report_is_read_or_refused(content: bytes, of_file: bytes) -> None:
    with contextlib.suppress(ReportError):
        parse(report(content, {"A.php.xml": of_file}))
