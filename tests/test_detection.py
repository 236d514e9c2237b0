"""Formats are recognised by content, and what cannot be used is refused with its cure."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.detection import candidates
from reporter.errors import ReportError, Slug
from reporter.formats import FORMATS, Kind
from reporter.refusals import BINARY, JSON, XML
from reporter.report_file import HEAD_BYTES, ReportFile

FIXTURES = sorted(Path(__file__).parent.glob("fixtures/*/*/fixture.json"))
JSON_FORMATS = {format_.name for format_ in FORMATS if format_.kind is Kind.JSON}
JSON_FIXTURES = [path for path in FIXTURES if path.parent.parent.name in JSON_FORMATS]

LONG = "<!-- " + "x" * 3000 + " -->"
JACOCO_DOCTYPE = '<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">'
ENTITIES = '<!DOCTYPE coverage [ <!ENTITY a "]>"> <!ELEMENT testsuites (x)> ]>'


def detected(head: str | bytes, name: str = "whatever") -> list[str]:
    return [found.name for found in candidates(head.encode() if isinstance(head, str) else head, name)]


def refused(head: str | bytes, name: str = "whatever") -> Slug:
    with pytest.raises(ReportError) as caught:
        detected(head, name)
    (problem,) = caught.value.problems
    assert problem.message.startswith("is ")
    assert problem.cure
    return problem.slug


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: f"{path.parent.parent.name}/{path.parent.name}")
def test_reports_of_real_tools_have_one_candidate(fixture: Path) -> None:
    facts = json.loads(fixture.read_text(encoding="utf-8"))
    head = ReportFile(fixture.parent / facts["report"], facts["report"]).head()

    assert detected(head, facts["report"]) == [facts["format"]]


@pytest.mark.parametrize("fixture", JSON_FIXTURES, ids=lambda path: f"{path.parent.parent.name}/{path.parent.name}")
def test_keys_of_json_may_stand_in_any_order(fixture: Path) -> None:
    facts = json.loads(fixture.read_text(encoding="utf-8"))
    with ReportFile(fixture.parent / facts["report"], facts["report"]).open() as stream:
        documents = stream.read().splitlines() if facts["format"] in ("gap", "gcov_json") else [stream.read()]
    backwards = b"\n".join(json.dumps(_backwards(json.loads(document))).encode() for document in documents)

    assert facts["format"] in detected(backwards[:HEAD_BYTES], facts["report"])


def _backwards(value: object) -> object:
    if isinstance(value, dict):
        return {key: _backwards(value[key]) for key in reversed(value)}
    return [_backwards(entry) for entry in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("head", "format_name"),
    [
        ('<coverage line-rate="0,87" version="1.9">', "cobertura"),
        ("<coverage><sources/><packages/></coverage>", "cobertura"),
        ('<projects><project name="a"><coverage branch-rate="1"><packages>', "cobertura"),
        ('<coverage generated="1500000000"><project timestamp="1">', "clover"),
        ('<coverage clover="3.2.0"/>', "clover"),
        ("<coverage><project><metrics/></project></coverage>", "clover"),
        (f'<?xml version="1.0"?>{JACOCO_DOCTYPE}<report name="x"><sessioninfo/>', "jacoco"),
        (f'{JACOCO_DOCTYPE}<report name="x"/>', "jacoco"),
        ('<report name="x"><group name="a"><package name="b">', "jacoco"),
        ('<CoverageSession xmlns:xsi="y"><Modules>', "opencover"),
        ('<Root CoveragePercent="33" ReportType="DetailedXml">', "dotcover"),
        ('<phpunit xmlns="https://schema.phpunit.de/coverage/1.0"><build/><project source="/a">', "phpunit"),
        ('<p:phpunit xmlns:p="x"><p:project name="/a">', "phpunit"),
        ('<coverage version="1"><file path="a"><lineToCover lineNumber="1"', "sonar"),
        ('<coverage><file path="a"><lineToCover lineNumber="1"', "sonar"),
        ('<coverage version="1"><file path="a"/>', "sonar"),
        ("<scoverage statement-count='1'><packages>", "scoverage"),
        ("<CoverageDSPriv><xs:schema><xs:element>", "vscoverage"),
        ("<results><modules><module>", "vscoverage"),
        ('<BullseyeCoverage xmlns="https://www.bullseye.com/covxml"><folder>', "bullseye"),
        ('<coverage profilerVersion="1.5.8 Beta"><module>', "ncover"),
        ('<coverage version="0.3"><assembly name="a"/><class name="b"/>', "mono"),
        ('<root><Root ReportType="DetailedXml">', "dotcover"),
        ("<root><CoverageSession><Modules>", "opencover"),
        ('<root><coverage profilerVersion="1.5.8">', "ncover"),
        ("<root><results><modules>", "vscoverage"),
        ("<root><CoverageDSPriv>", "vscoverage"),
        (f'<?xml-stylesheet href="a.xsl"?>{LONG}<!-- <testsuites> --><coverage line-rate="1">', "cobertura"),
        (f'{ENTITIES}<coverage line-rate="1">', "cobertura"),
        ("\n \t<coverage line-rate='1'>", "cobertura"),
        ("SF:a.c\nDA:1,1\n", "lcov"),
        ("# by hand\r\nTN:\r\nsf:a.c\r\n", "lcov"),
        ("TN:\n" + "".join(f"FN:{n},f{n}\n" for n in range(9)), "lcov"),
        ("mode: atomic\na/b.go:1.2,3.4 1 1\n", "go"),
        (f"{'=' * 78}\nsrc/a.lua\n{'=' * 78}\n  1 x()\n", "luacov"),
        (f"\r\n{'=' * 78}\r\nsrc/a.lua\r\n{'=' * 78}\r\n  1\tx()\r\n", "luacov"),
        ("       |module a;\n      1|f();\n", "dlang"),
        ("0000000|f(1 | 2);\n", "dlang"),
        ("        - module A\n        1 f()\n", "julia"),
        ("123456789 f()\n", "julia"),
        ("File generated from /a b/c.erl by COVER 2026-11-25 at 14:29:19\n", "erlang"),
        ('{ "Type": "_", "Version":1, "IsCover": true}\n{"Type":"S","File":"a.g","FileId":1}\n', "gap"),
        ("mode: set", "go"),
        ("shop/a.go:1.2,3.4 1 1\nshop/a.go:4.2,5.4 1 0\n", "go"),
        ('{"total":23,"fileReports":[{"filename":', "codacy"),
        ('{ "fileReports" : [] }', "codacy"),
        ('{"/a.swift":[{"line":1,"isExecutable":true', "xccov"),
        ('{"type":"CodeCoverage","coverage":[{"source":"package:shop/a.dart"', "dart"),
        ('{"coverage":[{"hits":[1,1', "dart"),
        ('{"Shop.dll":{"/a.cs":{"Shop.Cart":{"Void Shop.Cart::Add()":{"Lines":{"1":1', "coverlet"),
        ('[{"id":"01p0","name":"Cart","totalLines":2,"lines":{"1":1', "apex"),
        ('{"files":[{"path":["/","a.rs"],"content":"","traces":[', "tarpaulin"),
        ('{"coverage":50,"files":[{"traces":[{"line":1', "tarpaulin"),
        ('{"files":[{"path":["/","a.rs"],"content":"//! A first file longer than the head', "tarpaulin"),
        ('{"RSpec":{"coverage":{"/a/b.rb":{"lines":[1,null]}},"timestamp":1}}', "simplecov"),
        ('{"RSpec":{"timestamp":1.5,"coverage":{"/a/b.rb":[1,null', "simplecov"),
        ('{"coverage":{"a.rb":{"lines":[1]}},"meta":{"simplecov_version":"0.22"}}', "simplecov"),
        ('{"data":[{"files":[{"filename":"a","segments":[[1,1,1,true]]}]}]}', "llvm"),
        ('{"data":[{"totals":{"lines":{}},"functions":[{"regions":[[1,1,2,2,5,0,0,0]', "llvm"),
        ("        -:    0:Source:a.c\n        1:    1:int", "gcov"),
        ('{"gcc_version":"12","files":[', "gcov_json"),
        ('{"files":[{"file":"a.c","functions":[{"lineno":1,', "gcovr"),
        ('{"service_name":"github","source_files":[', "coveralls"),
        ('{"coverage":{"a.py":[null,1,"1/2",true]}}', "codecov"),
        ('{"children":{"src":{"children":{"a.c":{"coverage":[-1,1]', "covdir"),
        ('{"uploader":"R","files":[', "covr"),
        ('{"meta":{"version":"7.1","show_contexts":false},"files":{', "coveragepy"),
        ('{"files":{"a.py":{"summary":{},"executed_lines":[1,', "coveragepy"),
        ('{"/a/b.js":{"path":"/a/b.js","statementMap":{"0":{', "istanbul"),
        ('{"a.js":{"inputSourceMap":{"version":3,"sourcesContent":["', "istanbul"),
        ('{"data":{"a.js":{"s":{"0":1},"statementMap":{', "istanbul"),
        ('{"a.js":{"data":{"b":{},"statementMap":{', "istanbul"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_dialects_are_recognised_in_every_encoding(head: str, format_name: str, encoding: str) -> None:
    assert detected(head.encode(encoding)) == [format_name]


def test_what_two_tools_write_alike_leaves_both() -> None:
    assert detected('{"files":[{"file":"a.c","lines":[{"line_number":1,') == ["gcovr", "gcov_json"]


def test_the_name_decides_nothing() -> None:
    assert detected("SF:a\n", "coverage.xml") == ["lcov"]
    assert detected('<coverage line-rate="1">', "lcov.info") == ["cobertura"]


@pytest.mark.parametrize(
    "head",
    [
        "",
        "<",
        "<a",
        "<!DOCTYPE",
        "<!--",
        "<report><chapter/></report>",
        '<report name="x"/>',
        f"{JACOCO_DOCTYPE}<book/>",
        "<coverage/>",
        '<phpunit colors="true"><testsuites>',
        "{",
        "[",
        '{"a": ["',
        "Hello, world: SF:x",
        "   1              \t.file\t'a.c'\n   2 0000 55       \tpush\n",
        "       1 one\n       2 two\n",
        "=====\nTitle\n=====\n",
        "\0\1\2",
        '"fileReports"',
        '{"note":"\\"fileReports\\":"}',
        '{"a":{"fileReports":[]}}',
    ],
)
def test_what_is_nothing_known_has_no_candidate(head: str) -> None:
    assert detected(head) == []


@pytest.mark.parametrize(
    ("head", "slug"),
    [
        ('<?xml version="1.0"?><testsuites><testsuite name="coverage">', Slug.REPORT_NOT_COVERAGE),
        ("<testsuite>", Slug.REPORT_NOT_COVERAGE),
        ('<TestRun xmlns="x">', Slug.REPORT_NOT_COVERAGE),
        ("<mutations>", Slug.REPORT_NOT_COVERAGE),
        ("<crap_result><project>shop</project><methods><method><coverage>100<", Slug.REPORT_TOTALS_ONLY),
        ('<TRACE32 file="index.xml"><coverage><module><lines>28</lines>', Slug.REPORT_UNKNOWN_FORMAT),
        ('<testsuites><testsuite><system-out><coverage line-rate="1">', Slug.REPORT_NOT_COVERAGE),
        ("<!DOCTYPE html><html>", Slug.REPORT_UNREADABLE),
        ('{"total":{"lines":{"total":9,"covered":3,"pct":33.3}', Slug.REPORT_TOTALS_ONLY),
        ('{"result":{"line":90.1}}', Slug.REPORT_TOTALS_ONLY),
        ('{"data":[{"totals":{"lines":{}}}],"type":"llvm.coverage.json.export"}', Slug.REPORT_TOTALS_ONLY),
        ('{"data":[{"files":[{"filename":"a","summary":{"lines":{}}}]}]}', Slug.REPORT_TOTALS_ONLY),
        ('{"files":[],"gcovr/summary_format_version":"0.6"}', Slug.REPORT_TOTALS_ONLY),
        ('{"schemaVersion":"1","files":{"src/cart.ts":{"language":"ts","mutants":[', Slug.REPORT_NOT_COVERAGE),
        ("GROUP,PACKAGE,CLASS,INSTRUCTION_MISSED,INSTRUCTION_COVERED\n", Slug.REPORT_TOTALS_ONLY),
        ("Name      Stmts   Miss  Cover\n-----\na.py  3  0  100%\n", Slug.REPORT_TOTALS_ONLY),
        ("----------|---------|\nFile      | % Stmts | % Branch |\n", Slug.REPORT_TOTALS_ONLY),
        ("\n\nCode Coverage Report:      \n  2026-11-25 12:00:00\n\n Summary:\n", Slug.REPORT_TOTALS_ONLY),
        ("\n\nCode Coverage Report Summary:\n  Lines:     62.50% (5/8)\n", Slug.REPORT_TOTALS_ONLY),
        ("\n\n\x1b[1;37;40m\x1b[2KCode Coverage Report:      \x1b[0m\n", Slug.REPORT_TOTALS_ONLY),
        ("shop/a.go:19:\tf\t\t100.0%\ntotal:\t(statements)\t80.0%\n", Slug.REPORT_TOTALS_ONLY),
        (b"SQLite format 3\0\x10\0", Slug.REPORT_RAW_DATA),
        (b"\x01\xc0\xc0\x10\x07", Slug.REPORT_RAW_DATA),
        (b"PK\x03\x04", Slug.REPORT_UNREADABLE),
        (b"a.xml" + bytes(252) + b"ustar\0", Slug.REPORT_UNREADABLE),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_cure(head: str | bytes, slug: Slug) -> None:
    assert refused(head) is slug


@pytest.mark.parametrize(("offset", "magic"), [row[:2] for row in BINARY])
def test_all_binary_marks_are_found(offset: int, magic: bytes) -> None:
    refused(bytes(offset) + magic + b"\0rest")


@pytest.mark.parametrize("row", XML, ids=lambda row: row[0])
def test_all_elements_that_are_refused_are_found(row: tuple[str, frozenset[str], frozenset[str], object]) -> None:
    element, attributes, inside, _ = row
    refused(
        f"<{element} " + " ".join(f'{name}="1"' for name in attributes) + ">" + "".join(f"<{name}>" for name in inside)
    )


@pytest.mark.parametrize("keys", [row[0] for row in JSON])
def test_all_keys_that_are_refused_are_found(keys: str) -> None:
    refused("".join(f'{{"{key}":[' for key in keys.replace("*", "any").split()))


def test_binary_data_of_visual_studio_is_told_by_its_name() -> None:
    assert refused(b"\x12\x00\x34", "run.coverage") is Slug.REPORT_RAW_DATA
    assert detected(b"\x12\x00\x34", "run.bin") == []


@given(st.binary(max_size=300) | st.text('<>!-[]{}",:/?=&; acoverge\n0', max_size=300).map(str.encode))
def test_no_head_is_a_crash(head: bytes) -> None:
    with contextlib.suppress(ReportError):
        detected(head)


@pytest.mark.parametrize(
    "unit", ["<a ", "<!DOCTYPE [", "<a b='", '<a b="c" ', '{"a":', "[", '"\\', "<!-- ", "a:1.2,3.4 ", "<?", "\n="]
)
def test_repetition_takes_no_more_than_its_time(unit: str) -> None:
    """Each would hang where a pattern tries every way to fail; pytest's own timeout is far above a second."""
    with contextlib.suppress(ReportError):
        detected((unit * HEAD_BYTES)[:HEAD_BYTES])
