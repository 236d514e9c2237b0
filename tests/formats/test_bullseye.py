from __future__ import annotations

import contextlib
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import ReportError, Slug
from reporter.formats.bullseye import parse
from reporter.model import ParsedReport
from tests.formats.reports import Lines, coverages, lines, mutations, partials, refusal, report, skipped


def document(*content: str, root: str = "") -> str:
    return (
        '<?xml version="1.0"?>\n<!-- BullseyeCoverage XML -->\n<BullseyeCoverage name="test.cov" version="6"'
        f' xmlns="https://www.bullseye.com/covxml"{root}>{"".join(content)}</BullseyeCoverage>'
    )


def folder(name: str, *content: str) -> str:
    return f"<folder name={quoteattr(name)}>{''.join(content)}</folder>"


def source(name: str, *inside: str) -> str:
    return f"<src name={quoteattr(name)}><fn name='f()'>{''.join(inside)}</fn></src>"


def probe(line: int | str, event: str, kind: str = "decision") -> str:
    return f'<probe line="{line}" kind="{kind}" event="{event}"/>'


def block(line: int | str, entered: int | str) -> str:
    return f'<block line="{line}" entered="{entered}"/>'


def one_file(*inside: str) -> ParsedReport:
    return parse(report(document(source("a.cpp", *inside))))


def written(coverage: dict[str, Lines]) -> str:
    """The coverage as Bullseye's XML, which knows no counts."""
    return document(
        *(
            source(path, *(block(line, int(hits > 0)) for line, hits in table.items()))
            for path, table in coverage.items()
        )
    )


def test_a_line_is_covered_if_its_probe_or_block_was_entered() -> None:
    parsed = one_file(probe(3, "full"), probe(4, "none"), block(5, 1), block(6, 0))
    assert lines(parsed) == {"a.cpp": {3: 1, 4: 0, 5: 1, 6: 0}}
    assert partials(parsed) == {}


@pytest.mark.parametrize("event", ["true", "false"])
def test_a_condition_of_which_one_outcome_was_seen_is_partial(event: str) -> None:
    parsed = one_file(probe(3, event))
    assert (lines(parsed), partials(parsed)) == ({"a.cpp": {3: 1}}, {"a.cpp": {3}})


def test_a_line_is_covered_if_anything_on_it_is_and_partial_if_not_all_are() -> None:
    parsed = one_file(probe(3, "none"), block(3, 1), probe(4, "none"), block(4, 0))
    assert (lines(parsed), partials(parsed)) == ({"a.cpp": {3: 1, 4: 0}}, {"a.cpp": {3}})


def test_the_path_is_that_of_the_folders_around() -> None:
    content = document(
        folder("lib", folder("deep", source("a.cpp", block(1, 1))), source("b.cpp", block(2, 0))),
        source("c.cpp", block(3, 1)),
    )
    assert set(lines(parse(report(content)))) == {"lib/deep/a.cpp", "lib/b.cpp", "c.cpp"}


def test_the_folder_of_the_measurement_is_the_root_of_the_paths() -> None:
    content = document(source("a.cpp", block(1, 1)), root=' dir="c:/shop/"')
    assert parse(report(content)).source_roots == ("c:/shop/",)


def test_values_that_cannot_be_read_are_left_out_and_counted() -> None:
    parsed = one_file(probe(0, "full"), probe("x", "full"), probe(1, "maybe"), block(2, 7), block(3, 1))
    assert (lines(parsed), skipped(parsed)) == ({"a.cpp": {3: 1}}, {"probe": 4})


def test_a_report_without_a_file_differs_from_one_without_a_line() -> None:
    assert refusal(parse, document(folder("lib"))).slug is Slug.REPORT_EMPTY
    assert refusal(parse, document(source("a.cpp"))).slug is Slug.REPORT_WITHOUT_LINES


def test_other_elements_are_not_bullseyes() -> None:
    assert refusal(parse, "<src name='a'><probe line='1' event='full'/></src>").slug is Slug.REPORT_UNKNOWN_FORMAT


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, Lines]) -> None:
    assert lines(parse(report(written(coverage)))) == {
        path: {line: int(hits > 0) for line, hits in table.items()} for path, table in coverage.items()
    }


@given(coverages, st.integers(1, 80))
def test_chunk_boundaries_change_nothing(coverage: dict[str, Lines], portion: int) -> None:
    content = written(coverage)
    assert parse(report(content, portion=portion)) == parse(report(content))


@given(mutations(written({"a.cs": {1: 1, 2: 0}, "src/b.cs": {3: 7}}).encode()))
def test_a_damaged_report_is_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        parse(report(content))
