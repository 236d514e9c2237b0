from __future__ import annotations

import codecs
import contextlib
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import ReportError, Slug
from reporter.formats.opencover import parse
from reporter.model import MAX_HITS, ParsedReport
from tests.formats.reports import Lines, coverages, lines, mutations, partials, refusal, report, skipped


def session(*modules: str) -> str:
    content = "".join(modules)
    return f'<?xml version="1.0" encoding="utf-8"?><CoverageSession><Modules>{content}</Modules></CoverageSession>'


def module(files: dict[str, str], *methods: str, skip: str = "") -> str:
    listed = "".join(f'<File uid="{uid}" fullPath={quoteattr(path)}/>' for uid, path in files.items())
    classes = f"<Class><Methods>{''.join(methods)}</Methods></Class>"
    return f"<Module{skip}><Files>{listed}</Files><Classes>{classes}</Classes></Module>"


def method(uid: str, points: str, skip: str = "") -> str:
    reference = f'<FileRef uid="{uid}"/>' if uid else ""
    return f"<Method{skip}>{reference}<SequencePoints>{points}</SequencePoints></Method>"


def point(first: int | str, visits: int | str, **attributes: int | str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<SequencePoint vc="{visits}" sl="{first}"{more}/>'


def one_file(*points: str) -> ParsedReport:
    return parse(report(session(module({"1": "a.cs"}, method("1", "".join(points))))))


def written(coverage: dict[str, Lines]) -> str:
    """The coverage as OpenCover XML, in one module."""
    files = {str(uid): path for uid, path in enumerate(coverage, start=1)}
    return session(
        module(
            files,
            *(method(uid, "".join(point(*entry) for entry in coverage[path].items())) for uid, path in files.items()),
        )
    )


def test_a_point_covers_its_lines_from_the_first_to_the_last() -> None:
    assert lines(one_file(point(3, 2, el=5), point(7, 0))) == {"a.cs": {3: 2, 4: 2, 5: 2, 7: 0}}


def test_a_line_has_the_hits_of_its_most_visited_point() -> None:
    parsed = one_file(point(3, 2), point(3, 0), point(4, 1), point(4, 5), point(5, 0), point(5, 0))
    assert lines(parsed) == {"a.cs": {3: 2, 4: 5, 5: 0}}
    assert partials(parsed) == {"a.cs": {3}}


@pytest.mark.parametrize(("taken", "partial"), [(0, False), (1, True), (2, False)])
def test_a_line_is_partial_if_some_of_its_branches_were_taken(taken: int, partial: bool) -> None:
    assert partials(one_file(point(3, 1, bec=2, bev=taken))) == ({"a.cs": {3}} if partial else {})


def test_the_numbers_of_files_are_those_of_the_module() -> None:
    content = session(
        module({"1": "a.cs"}, method("1", point(1, 1))),
        module({"1": "b.cs"}, method("1", point(2, 1))),
    )
    assert lines(parse(report(content))) == {"a.cs": {1: 1}, "b.cs": {2: 1}}


def test_the_file_of_a_point_is_stronger_than_that_of_its_method() -> None:
    content = session(module({"1": "a.cs", "2": "b.cs"}, method("1", point(1, 1) + point(2, 1, fileid="2"))))
    assert lines(parse(report(content))) == {"a.cs": {1: 1}, "b.cs": {2: 1}}


def test_points_without_a_known_file_are_left_out_and_counted() -> None:
    content = session(
        module({"1": "a.cs"}, method("", point(1, 1)), method("9", point(2, 1)), method("1", point(3, 1)))
    )
    parsed = parse(report(content))
    assert lines(parsed) == {"a.cs": {3: 1}}
    assert skipped(parsed) == {"sequence point": 2}


def test_a_report_whose_points_name_no_file_says_so() -> None:
    """Converters from other formats leave the method's FileRef out, so that no point can be placed."""
    problem = refusal(parse, session(module({"1": "a.cls"}, method("", point(52, 1)))))
    assert problem.slug is Slug.REPORT_WITHOUT_LINES
    assert "line 52 of a file that is not named" in problem.reason


def test_the_file_of_a_method_is_not_that_of_the_next() -> None:
    content = session(module({"1": "a.cs"}, method("1", point(3, 1)), method("", point(4, 1))))
    assert lines(parse(report(content))) == {"a.cs": {3: 1}}


def test_several_numbers_of_one_file_are_one_file() -> None:
    content = session(module({"1": "a.cs", "2": "a.cs"}, method("1", point(1, 2)), method("2", point(1, 3))))
    assert lines(parse(report(content))) == {"a.cs": {1: 3}}


def test_hidden_points_and_points_without_a_line_are_left_out() -> None:
    parsed = one_file(point(16707566, 1, el=16707566), '<SequencePoint vc="1"/>', point(0, 1), point(5, 1))
    assert lines(parsed) == {"a.cs": {5: 1}}


def test_skipped_modules_classes_and_methods_are_left_out() -> None:
    skip = ' skippedDueTo="Filter"'
    skipped_class = f"<Class{skip}><Methods>{method('1', point(2, 0))}</Methods></Class>"
    content = session(
        module({"1": "skipped.cs"}, method("1", point(1, 1)), skip=skip),
        module({"1": "a.cs"}, method("1", point(1, 0), skip), method("1", point(3, 1))).replace(
            "<Classes>", f"<Classes>{skipped_class}"
        ),
    )
    assert lines(parse(report(content))) == {"a.cs": {3: 1}}


@pytest.mark.parametrize(("visits", "expected"), [("-1", 0), ("2147483648", MAX_HITS), ("1e+3", 1000)])
def test_visits_as_tools_write_them(visits: str, expected: int) -> None:
    assert lines(one_file(point(1, visits))) == {"a.cs": {1: expected}}


def test_values_that_cannot_be_read_are_left_out_and_counted() -> None:
    parsed = one_file(point(1, "undefined"), point(2, 1, el=2_000_000_000), point(3, 1, el="x"), point(5, 1, el=4))
    assert lines(parsed) == {"a.cs": {3: 1, 5: 1}}
    assert skipped(parsed) == {"sequence point": 2}


def test_several_sessions_in_one_file_are_one() -> None:
    one, other = (
        session(module({"1": path}, method("1", point(1, 1)))).partition("?>")[2] for path in ("a.cs", "b.cs")
    )
    assert set(lines(parse(report(f"<all>{one}{other}</all>")))) == {"a.cs", "b.cs"}


def test_a_byte_order_mark_and_windows_paths_are_read() -> None:
    content = session(module({"1": "C:\\shop\\größe.cs"}, method("1", point(1, 1))))
    assert lines(parse(report(codecs.BOM_UTF8 + content.encode()))) == {"C:\\shop\\größe.cs": {1: 1}}


def test_a_report_without_a_file_differs_from_one_without_a_line() -> None:
    assert refusal(parse, session()).slug is Slug.REPORT_EMPTY
    assert refusal(parse, session(module({"1": "a.cs"}))).slug is Slug.REPORT_WITHOUT_LINES


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, Lines]) -> None:
    expected = {
        path: {line: hits for line, hits in table.items() if line != 16707566} for path, table in coverage.items()
    }
    assert lines(parse(report(written(coverage)))) == expected


@given(coverages, st.integers(1, 80))
def test_chunk_boundaries_change_nothing(coverage: dict[str, Lines], portion: int) -> None:
    content = written(coverage)
    assert parse(report(content, portion=portion)) == parse(report(content))


@given(mutations(written({"a.cs": {1: 1, 2: 0}, "src/b.cs": {3: 7}}).encode()))
def test_a_damaged_report_is_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        parse(report(content))
