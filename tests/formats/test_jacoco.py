from __future__ import annotations

import contextlib
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import ReportError, Slug
from reporter.formats.jacoco import parse
from reporter.model import ParsedReport
from tests.formats.reports import Lines, coverages, lines, mutations, partials, refusal, report, skipped

DOCTYPE = '<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">'


def document(content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{DOCTYPE}<report name="shop">{content}</report>'


def package(name: str, files: str) -> str:
    return f"<package name={quoteattr(name)}>{files}</package>"


def source_file(name: str, lines_: str) -> str:
    return f'<sourcefile name={quoteattr(name)}>{lines_}<counter type="LINE" missed="1" covered="2"/></sourcefile>'


def one_file(lines_: str) -> ParsedReport:
    return parse(report(document(package("a/b", source_file("C.java", lines_)))))


def written(coverage: dict[str, Lines]) -> str:
    """The coverage as JaCoCo XML, each file in the default package."""
    return document(
        package(
            "",
            "".join(
                source_file(
                    path,
                    "".join(f'<line nr="{line}" mi="{int(not hits)}" ci="{hits}"/>' for line, hits in table.items()),
                )
                for path, table in coverage.items()
            ),
        )
    )


def test_a_path_is_the_package_and_the_source_file() -> None:
    assert lines(one_file('<line nr="3" mi="0" ci="2" mb="0" cb="0"/>')) == {"a/b/C.java": {3: 1}}


def test_the_default_package_has_no_folder() -> None:
    content = document(package("", source_file("Loose.java", '<line nr="3" mi="0" ci="2"/>')))
    assert lines(parse(report(content))) == {"Loose.java": {3: 1}}


@pytest.mark.parametrize("name", ["/home/runner/work/shop/shop/a.ps1", "C:\\shop\\a.ps1", "\\\\host\\a.ps1"])
def test_pester_writes_whole_paths_as_names(name: str) -> None:
    content = document(package("shop", source_file(name, '<line nr="3" mi="0" ci="2"/>')))
    assert lines(parse(report(content))) == {name: {3: 1}}


@pytest.mark.parametrize(
    ("folder", "name", "path"),
    [
        ("shop", "cart.ps1", "shop/cart.ps1"),
        ("shop/Public", "Public/Get-Cart.ps1", "shop/Public/Get-Cart.ps1"),
        ("shop/Public/v2", "Public/v2/Get-Cart.ps1", "shop/Public/v2/Get-Cart.ps1"),
        ("Public", "Public/Get-Cart.ps1", "Public/Get-Cart.ps1"),
        ("shop/NotPublic", "Public/Get-Cart.ps1", "shop/NotPublic/Public/Get-Cart.ps1"),
    ],
)
def test_pester_repeats_the_folders_of_the_package_in_the_name(folder: str, name: str, path: str) -> None:
    content = document(package(folder, source_file(name, '<line nr="3" mi="0" ci="2"/>')))
    assert lines(parse(report(content))) == {path: {3: 1}}


def test_instructions_are_no_hit_counts() -> None:
    parsed = one_file('<line nr="1" mi="0" ci="9"/><line nr="2" mi="4" ci="0"/>')
    assert lines(parsed) == {"a/b/C.java": {1: 1, 2: 0}}


def test_lines_without_instructions_are_not_coverable() -> None:
    assert lines(one_file('<line nr="1" mi="0" ci="0"/><line nr="2" mi="0" ci="1"/>')) == {"a/b/C.java": {2: 1}}


def test_a_counter_that_is_left_out_is_zero() -> None:
    assert lines(one_file('<line nr="1" ci="1"/><line nr="2" mi="1"/>')) == {"a/b/C.java": {1: 1, 2: 0}}


@pytest.mark.parametrize(
    ("counters", "partial"),
    [
        ('mi="1" ci="2" mb="0" cb="0"', True),
        ('mi="0" ci="2" mb="1" cb="1"', True),
        ('mi="0" ci="2" mb="0" cb="2"', False),
        ('mi="0" ci="2" mb="2" cb="0"', False),
        ('mi="3" ci="0" mb="1" cb="1"', False),
    ],
)
def test_a_covered_line_is_partial_if_instructions_or_branches_were_missed(counters: str, partial: bool) -> None:
    assert partials(one_file(f'<line nr="5" {counters}/>')) == ({"a/b/C.java": {5}} if partial else {})


@pytest.mark.parametrize("number", ["0", "-1", "undefined"])
def test_what_is_no_line_number_is_left_out_and_counted(number: str) -> None:
    parsed = one_file(f'<line nr="{number}" mi="1" ci="1"/><line nr="65535" mi="1" ci="1"/>')
    assert (lines(parsed), skipped(parsed)) == ({"a/b/C.java": {65535: 1}}, {"line number": 1})


def test_what_is_no_counter_is_left_out_and_counted() -> None:
    parsed = one_file('<line nr="1" mi="" ci=""/><line nr="2" mi="" ci="3"/><line nr="3" mi="x" ci="0"/>')
    assert (lines(parsed), skipped(parsed)) == ({"a/b/C.java": {2: 1}}, {"instruction count": 2})


def test_groups_are_kept_with_the_file_at_any_depth() -> None:
    shop = package("a", source_file("C.java", '<line nr="1" mi="0" ci="1"/>'))
    page = package("a", source_file("C.java", '<line nr="1" mi="1" ci="0"/>'))
    content = document(
        f'<group name="all"><group name="shop">{shop}</group><group name="page">{page}</group></group>{shop}'
    )
    assert [(file.group, dict(file.lines.items())) for file in parse(report(content)).files] == [
        ((), {1: 1}),
        (("all", "page"), {1: 0}),
        (("all", "shop"), {1: 1}),
    ]


def test_repeated_source_files_of_one_group_are_one_file() -> None:
    one, other = (package("a", source_file("C.kt", f'<line nr="{line}" mi="0" ci="1"/>')) for line in (1, 2))
    assert lines(parse(report(document(one + other)))) == {"a/C.kt": {1: 1, 2: 1}}


def test_several_reports_in_one_file_are_one() -> None:
    one, other = (
        '<report name="x">' + package(name, source_file("C.java", '<line nr="1" mi="0" ci="1"/>')) + "</report>"
        for name in ("a", "b")
    )
    assert set(lines(parse(report(f"<all>{one}{other}</all>")))) == {"a/C.java", "b/C.java"}


def test_source_files_without_lines_are_left_out() -> None:
    content = document(package("a", source_file("I.java", "") + source_file("C.java", '<line nr="1" mi="0" ci="1"/>')))
    assert set(lines(parse(report(content)))) == {"a/C.java"}


GCOVR_LINES = '<line nr="1" mb="1" cb="1"/><line nr="2"/>'


@pytest.mark.parametrize(
    "content",
    [
        source_file("a.cpp", GCOVR_LINES),
        f'<class name="a_cpp" sourcefilename="src/a.cpp"><lines>{GCOVR_LINES}</lines></class>',
    ],
    ids=["in source files", "in classes"],
)
def test_lines_without_any_counter_are_gcovrs_and_refused_with_its_options(content: str) -> None:
    problem = refusal(parse, document(package("src", content)))
    assert problem.slug is Slug.REPORT_WITHOUT_LINES
    assert "neither mi nor ci" in problem.reason
    assert "--cobertura" in problem.cure


def test_the_cure_names_only_formats_that_are_read() -> None:
    """SonarQube's generic report, which gcovr writes too, would be refused as well."""
    assert "sonarqube" not in refusal(parse, document(package("src", source_file("a.cpp", GCOVR_LINES)))).cure


def test_a_report_without_a_file_differs_from_one_without_a_line() -> None:
    assert refusal(parse, document('<counter type="LINE" missed="1" covered="2"/>')).slug is Slug.REPORT_EMPTY
    assert refusal(parse, document("")).slug is Slug.REPORT_EMPTY
    assert refusal(parse, document(package("a", source_file("I.java", "")))).slug is Slug.REPORT_WITHOUT_LINES


def test_other_report_elements_are_not_jacocos() -> None:
    assert refusal(parse, "<report><cycles><cycle/></cycles></report>").slug is Slug.REPORT_UNKNOWN_FORMAT


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, Lines]) -> None:
    covered = {path: {line: int(hits > 0) for line, hits in table.items()} for path, table in coverage.items()}
    assert lines(parse(report(written(coverage)))) == covered


@given(coverages, st.integers(1, 80))
def test_chunk_boundaries_change_nothing(coverage: dict[str, Lines], portion: int) -> None:
    content = written(coverage)
    assert parse(report(content, portion=portion)) == parse(report(content))


@given(mutations(written({"A.java": {1: 1, 2: 0}, "B.java": {3: 7}}).encode()))
def test_a_damaged_report_is_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        parse(report(content))


def test_the_report_keeps_its_name() -> None:
    assert one_file('<line nr="1" mi="0" ci="1"/>').name == "shop"
