from __future__ import annotations

import contextlib
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import ReportError, Slug
from reporter.formats.sonar import parse
from reporter.model import MAX_LINE, ParsedReport
from tests.formats.reports import Lines, coverages, lines, mutations, partials, refusal, report, skipped


def document(*files: str, root: str = ' version="1"') -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><coverage{root}>{"".join(files)}</coverage>'


def file(path: str, *lines_to_cover: str) -> str:
    return f"<file path={quoteattr(path)}>{''.join(lines_to_cover)}</file>"


def line(number: int | str, covered: str, **attributes: int | str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<lineToCover lineNumber="{number}" covered="{covered}"{more}/>'


def one_file(*lines_to_cover: str) -> ParsedReport:
    return parse(report(document(file("a.c", *lines_to_cover))))


def written(coverage: dict[str, Lines]) -> str:
    """The coverage as SonarQube's XML, which knows no counts."""
    return document(
        *(
            file(path, *(line(number, "true" if hits else "false") for number, hits in table.items()))
            for path, table in coverage.items()
        )
    )


def test_a_line_says_whether_it_is_covered() -> None:
    assert lines(one_file(line(3, "true"), line(4, "false"), line(5, "1"), line(6, "0"))) == {
        "a.c": {3: 1, 4: 0, 5: 1, 6: 0}
    }


@pytest.mark.parametrize("root", ["", ' version="1"'])
def test_the_first_versions_had_no_version(root: str) -> None:
    assert lines(parse(report(document(file("a.c", line(1, "true")), root=root)))) == {"a.c": {1: 1}}


@pytest.mark.parametrize(("taken", "partial"), [(0, False), (1, True), (2, False)])
def test_a_line_is_partial_if_some_of_its_branches_were_taken(taken: int, partial: bool) -> None:
    parsed = one_file(line(3, "true", branchesToCover=2, coveredBranches=taken))
    assert partials(parsed) == ({"a.c": {3}} if partial else {})


def test_a_line_that_was_not_run_is_not_partial() -> None:
    assert partials(one_file(line(3, "false", branchesToCover=2, coveredBranches=1))) == {}


def test_lines_that_repeat_are_covered_if_any_is() -> None:
    """So does gcovr write the lines of a template, once per instance."""
    assert lines(one_file(line(3, "false"), line(3, "true"), line(4, "false"), line(4, "false"))) == {
        "a.c": {3: 1, 4: 0}
    }


def test_a_file_that_repeats_is_one_file() -> None:
    content = document(file("a.c", line(1, "false"), line(2, "true")), file("a.c", line(1, "true")))
    assert lines(parse(report(content))) == {"a.c": {1: 1, 2: 1}}


def test_values_that_cannot_be_read_are_left_out_and_counted() -> None:
    parsed = one_file(line("0", "true"), line("x", "true"), line(MAX_LINE + 1, "true"), line(2, "yes"), line(3, "true"))
    assert (lines(parsed), skipped(parsed)) == ({"a.c": {3: 1}}, {"line number": 3, "hit count": 1})


def test_files_without_a_path_are_left_out() -> None:
    assert lines(parse(report(document(file("", line(1, "true")), file("a.c", line(2, "true")))))) == {"a.c": {2: 1}}


def test_a_report_without_a_file_differs_from_one_without_a_line() -> None:
    assert refusal(parse, document()).slug is Slug.REPORT_EMPTY
    assert refusal(parse, document(file("a.c"))).slug is Slug.REPORT_WITHOUT_LINES


def test_other_elements_are_not_sonarqubes() -> None:
    assert refusal(parse, "<files><file path='a.c'/></files>").slug is Slug.REPORT_UNKNOWN_FORMAT


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, Lines]) -> None:
    assert lines(parse(report(written(coverage)))) == {
        path: {number: int(hits > 0) for number, hits in table.items()} for path, table in coverage.items()
    }


@given(coverages, st.integers(1, 80))
def test_chunk_boundaries_change_nothing(coverage: dict[str, Lines], portion: int) -> None:
    content = written(coverage)
    assert parse(report(content, portion=portion)) == parse(report(content))


@given(mutations(written({"a.cs": {1: 1, 2: 0}, "src/b.cs": {3: 7}}).encode()))
def test_a_damaged_report_is_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        parse(report(content))
