from __future__ import annotations

import codecs
import gzip
import tracemalloc
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import ReportError, Slug
from reporter.formats import BY_NAME, Kind
from reporter.formats.xml import CHUNK_BYTES, MAX_DEPTH, MAX_TOKEN_BYTES, XmlReader
from reporter.report_file import ReportFile
from tests.formats.reports import Parse, Repeated, refusal, report

XML_FORMATS = [pytest.param(form.parse, id=form.name) for form in BY_NAME.values() if form.kind is Kind.XML]
every_format = pytest.mark.parametrize("parse", XML_FORMATS)

Event = tuple[str, ...]


def events(content: ReportFile | str | bytes) -> list[Event]:
    """What the reader tells of a document: starts with their depth and attributes, ends."""
    seen: list[Event] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        seen.append(("start", name, str(reader.depth), *(f"{key}={value}" for key, value in attributes.items())))

    reader = XmlReader(start, lambda name: seen.append(("end", name)))
    reader.read(content if isinstance(content, ReportFile) else report(content))
    return seen


def problem_slug(content: ReportFile | str | bytes) -> Slug:
    with pytest.raises(ReportError) as caught:
        events(content)
    (problem,) = caught.value.problems
    assert problem.cure
    return problem.slug


def test_every_element_is_told_with_its_depth() -> None:
    assert events('<a x="1"><b/></a>') == [
        ("start", "a", "1", "x=1"),
        ("start", "b", "2"),
        ("end", "b"),
        ("end", "a"),
    ]


def test_names_come_without_their_namespace() -> None:
    content = '<p:a xmlns:p="https://example.com/p"><b xmlns="https://example.com/b"/></p:a>'
    assert [event[1] for event in events(content) if event[0] == "start"] == ["a", "b"]


def test_what_may_stand_before_the_root_is_passed_over() -> None:
    content = '<?xml version="1.0"?><!-- by hand --><?xml-stylesheet href="a.xsl"?><!DOCTYPE a SYSTEM "a.dtd"><a/>'
    assert events(content)[0] == ("start", "a", "1")


@pytest.mark.parametrize(
    "encode",
    [
        pytest.param(lambda text: codecs.BOM_UTF8 + text.encode(), id="UTF-8 with a mark"),
        pytest.param(lambda text: text.encode("utf-16"), id="UTF-16"),
        pytest.param(lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"), id="UTF-16 big-endian"),
        pytest.param(
            lambda text: b'<?xml version="1.0" encoding="ISO-8859-1"?>' + text.encode("latin-1"), id="Latin-1"
        ),
        pytest.param(
            lambda text: b'<?xml version="1.0" encoding="windows-1252"?>' + text.encode("cp1252"), id="Windows-1252"
        ),
    ],
)
def test_encodings_that_are_declared_or_marked_are_read(encode: object) -> None:
    content = cast(bytes, encode('<a path="größe.py"/>'))  # type: ignore[operator]  # a lambda of the table
    assert events(content)[0] == ("start", "a", "1", "path=größe.py")


@pytest.mark.parametrize("encoding", ["gbk", "shift_jis", "no-such-encoding"])
def test_an_encoding_that_cannot_be_read_is_named_as_the_reason(encoding: str) -> None:
    assert problem_slug(f'<?xml version="1.0" encoding="{encoding}"?><a/>') is Slug.REPORT_MALFORMED


def test_bytes_of_another_encoding_than_declared_are_malformed() -> None:
    assert problem_slug('<a path="größe"/>'.encode("latin-1")) is Slug.REPORT_MALFORMED


def test_a_malformed_report_tells_line_and_column() -> None:
    problem = refusal(BY_NAME["cobertura"].parse, "<coverage>\n  <packages></wrong>")
    assert (problem.slug, problem.line, problem.column) == (Slug.REPORT_MALFORMED, 2, 15)


@every_format
@pytest.mark.parametrize(
    "content", ["<coverage", "<coverage><packages>", '<report name="a"><package name="b', "<!-- a"]
)
def test_a_truncated_report_is_told_from_a_malformed_one(parse: Parse, content: str) -> None:
    problem = refusal(parse, content)
    assert problem.slug is Slug.REPORT_MALFORMED
    assert problem.message == "ends in the middle of its XML"


@every_format
def test_an_empty_report_says_so(parse: Parse) -> None:
    assert refusal(parse, b"").slug is Slug.REPORT_EMPTY


@every_format
def test_another_document_is_not_this_format(parse: Parse) -> None:
    assert refusal(parse, "<testsuites><testsuite/></testsuites>").slug is Slug.REPORT_UNKNOWN_FORMAT


@every_format
@pytest.mark.parametrize(
    "declaration",
    [
        pytest.param('<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">', id="billion laughs"),
        pytest.param('<!ENTITY a SYSTEM "file:///etc/passwd">', id="external entity"),
        pytest.param('<!ENTITY % a SYSTEM "https://example.com/a.dtd"> %a;', id="parameter entity"),
    ],
)
def test_entities_are_refused(parse: Parse, declaration: str) -> None:
    content = f"<!DOCTYPE coverage [{declaration}]><coverage>&b;</coverage>"
    assert refusal(parse, content).slug is Slug.REPORT_ENTITIES


def test_deep_nesting_is_refused() -> None:
    assert problem_slug("<a>" * 200_000) is Slug.REPORT_MALFORMED
    assert events("<a>" * MAX_DEPTH + "</a>" * MAX_DEPTH)


@every_format
@pytest.mark.parametrize(
    "name", ["coverage", "class", "lines", "line", "group", "package", "file", "directory", "Module"]
)
def test_deep_nesting_of_known_elements_stops_no_parser(parse: Parse, name: str) -> None:
    refusal(parse, f"<coverage line-rate='1'><class filename='a'><lines>{f'<{name}>' * 200_000}")


def test_an_endless_attribute_is_refused_before_it_fills_the_memory() -> None:
    tracemalloc.start()
    try:
        assert problem_slug(streamed(b'<a b="', b"c" * CHUNK_BYTES, 2 * 1024**3)) is Slug.REPORT_TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 8 * MAX_TOKEN_BYTES
    finally:
        tracemalloc.stop()


def test_an_endless_text_is_refused_before_it_fills_the_memory() -> None:
    content = streamed(b"<coverage><sources><source>", b"c" * CHUNK_BYTES, 2 * 1024**3)
    assert refusal(BY_NAME["cobertura"].parse, content).slug is Slug.REPORT_TOO_LARGE


def test_a_long_attribute_far_into_a_report_is_read() -> None:
    value = "c" * 5 * CHUNK_BYTES
    content = "<a>" + "<b/>" * MAX_TOKEN_BYTES + f'<d e="{value}"/></a>'
    values: list[str] = []
    XmlReader(lambda name, attributes: values.extend(attributes.values())).read(report(content))
    assert values == [value]


def test_one_line_of_any_length_is_read_in_little_memory() -> None:
    tracemalloc.start()
    try:
        content = streamed(b"<a>", b'<b c="d"/>' * (CHUNK_BYTES // 10), 20 * 1024**2)
        with pytest.raises(ReportError):
            XmlReader(lambda name, attributes: None).read(content)
        assert tracemalloc.get_traced_memory()[1] < 4 * 1024**2
    finally:
        tracemalloc.stop()


def test_gzip_is_no_concern_of_the_parsers(tmp_path: Path) -> None:
    path = tmp_path / "report.xml.gz"
    path.write_bytes(gzip.compress(b"<a/>"))
    assert events(ReportFile(path, "report.xml.gz")) == events("<a/>")


def test_a_failure_of_the_disk_is_a_problem_of_the_report() -> None:
    assert problem_slug(_Failing(Path("a"), "a")) is Slug.REPORT_UNREADABLE


def test_a_failure_of_a_handler_is_not_taken_for_one_of_the_encoding() -> None:
    def start(name: str, attributes: dict[str, str]) -> None:
        raise ValueError(name)

    with pytest.raises(ValueError, match="root"):
        XmlReader(start).read(report("<root/>"))


def test_the_quick_way_leaves_ends_out_and_returns_to_known_depths() -> None:
    """The second list stands as deep as the first, although the end of the first was never told."""
    seen: list[tuple[str, int]] = []
    quick: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        seen.append((name, reader.depth))
        if name == "list":
            reader.raw(entry)

    def entry(name: str, attributes: list[str]) -> None:
        if name == "entry":
            quick.extend(attributes)
        else:
            reader.resume(name, attributes)

    reader = XmlReader(start)
    reader.read(report('<a><list><entry x="1"/><entry y="2"/></list><list><entry z="3"/></list></a>'))
    assert seen == [("a", 1), ("list", 2), ("list", 2)]
    assert quick == ["x", "1", "y", "2", "z", "3"]


@given(st.integers(1, 60))
def test_chunk_boundaries_change_nothing(portion: int) -> None:
    content = '<?xml version="1.0"?>\n<a größe="é&amp;€"><!-- c --><b><![CDATA[<x>]]></b>\n<c d="1"/></a>'
    assert events(report(content, portion=portion)) == events(content)


@dataclass(frozen=True, slots=True)
class _Streamed(ReportFile):
    beginning: bytes = b""
    portion: bytes = b""
    size: int = 0

    def open(self) -> IO[bytes]:
        return cast(IO[bytes], Repeated(self.beginning, self.portion, self.size))


def streamed(head: bytes, portion: bytes, size: int) -> ReportFile:
    return _Streamed(Path("large.xml"), "large.xml", False, head, portion, size)


class _Failing(ReportFile):
    def open(self) -> IO[bytes]:
        raise OSError(5, "Input/output error")
