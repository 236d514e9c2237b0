"""Whatever stands where a report should: it is read or refused with a cure, quickly, and never hides the others."""

from __future__ import annotations

import contextlib
import gzip
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporter.discovery import Discovery, find
from reporter.errors import Problem, ReportError, Slug
from reporter.formats import FORMATS, Format
from reporter.model import MAX_HITS, ParsedReport
from reporter.reading import read_report
from reporter.report_file import ReportFile

GOOD = "TN:\nSF:src/a.c\nDA:1,1\nDA:2,0\nend_of_record\n"

SAMPLES = {
    "cobertura": '<coverage line-rate="1"><packages><package><classes><class filename="a"><lines>'
    '<line number="{line}" hits="{hits}"/><line number="7" hits="1"/></lines></class></classes></package></packages>'
    "</coverage>",
    "jacoco": '<report name="x"><package name="p"><sourcefile name="a">'
    '<line nr="{line}" mi="0" ci="{hits}"/><line nr="7" mi="0" ci="1"/></sourcefile></package></report>',
    "clover": '<coverage generated="1"><project><file name="a"><line num="{line}" type="stmt" count="{hits}"/>'
    '<line num="7" type="stmt" count="1"/></file></project></coverage>',
    "opencover": '<CoverageSession><Modules><Module><Files><File uid="1" fullPath="a"/></Files><Classes><Class>'
    '<Methods><Method><FileRef uid="1"/><SequencePoints><SequencePoint vc="{hits}" sl="{line}" el="{line}"/>'
    '<SequencePoint vc="1" sl="7" el="7"/></SequencePoints></Method></Methods></Class></Classes></Module>'
    "</Modules></CoverageSession>",
    "scoverage": '<scoverage><packages><class filename="a"><statement line="{line}" invocation-count="{hits}"/>'
    '<statement line="7" invocation-count="1"/></class></packages></scoverage>',
    "ncover": '<coverage profilerVersion="1.5"><module><method><seqpnt visitcount="{hits}" line="{line}" document="a"/>'
    '<seqpnt visitcount="1" line="7" document="a"/></method></module></coverage>',
    "mono": '<coverage version="0.3"><assembly/><method filename="a"><statement counter="{hits}" line="{line}"/>'
    '<statement counter="1" line="7"/></method></coverage>',
    "lcov": "SF:a\nDA:{line},{hits}\nDA:7,1\nend_of_record\n",
    "go": "mode: count\na:{line}.1,{line}.9 1 {hits}\na:7.1,7.2 1 1\n",
    "codacy": '{{"fileReports":[{{"filename":"a","coverage":{{"{line}":{hits},"7":1}}}}]}}',
}


def read(path: Path, forced: Format | None = None) -> ParsedReport | Problem:
    try:
        return read_report(ReportFile(path, path.name), forced)
    except ReportError as error:
        (problem,) = error.problems
        assert problem.cure
        return problem


def slug(path: Path, forced: Format | None = None) -> Slug | None:
    outcome = read(path, forced)
    return outcome.slug if isinstance(outcome, Problem) else None


def found(base: Path, listed: str = "") -> Discovery:
    return find(listed, base, (), {})


every_format = pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)


@every_format
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", Slug.REPORT_EMPTY),
        (gzip.compress(b"", mtime=0), Slug.REPORT_EMPTY),
        (b"\x7fELF\2\1\1\0" + bytes(range(256)) * 9, Slug.REPORT_UNKNOWN_FORMAT),
        (b"PK\3\4" + bytes(99), Slug.REPORT_UNREADABLE),
        (gzip.compress(GOOD.encode(), mtime=0)[:30], Slug.REPORT_MALFORMED),
        (b"<testsuites/>", Slug.REPORT_NOT_COVERAGE),
        (b'{"total":{"lines":{"pct":1}}}', Slug.REPORT_TOTALS_ONLY),
    ],
)
def test_no_format_takes_what_is_none(tmp_path: Path, format_: Format, content: bytes, expected: Slug) -> None:
    path = tmp_path / "report"
    path.write_bytes(content)

    assert slug(path) is expected
    assert slug(path, format_) in {expected, Slug.REPORT_UNKNOWN_FORMAT, Slug.REPORT_MALFORMED}


@every_format
def test_folders_and_pipes_are_refused_without_waiting(tmp_path: Path, format_: Format) -> None:
    (tmp_path / "lcov.info").mkdir()
    os.mkfifo(tmp_path / "coverage.xml")

    for name in ("lcov.info", "coverage.xml"):
        assert slug(tmp_path / name, format_) is Slug.REPORT_UNREADABLE
    assert [each.report.shown for each in found(tmp_path, "lcov.info,coverage.xml").found] == [
        "coverage.xml",
        "lcov.info",
    ]
    assert found(tmp_path).found == ()


@pytest.mark.parametrize("start", ["<coverage", '<coverage line-rate="1">', "{", "SF:", "mode: set", "["])
def test_a_line_of_two_gigabytes_is_looked_at_and_not_loaded(tmp_path: Path, start: str) -> None:
    """The file is sparse: what is read of it would be memory."""
    path = tmp_path / "coverage.xml"
    with path.open("w", encoding="utf-8") as stream:
        stream.write(start)
        stream.truncate(2 * 1024**3)

    assert found(tmp_path).found in {(), found(tmp_path).found[:1]}
    assert found(tmp_path).folders == 1


@pytest.mark.parametrize("format_name", SAMPLES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_and_utf_16_are_read(tmp_path: Path, format_name: str, encoding: str) -> None:
    path = tmp_path / "report"
    path.write_bytes(SAMPLES[format_name].format(line=3, hits=2).encode(encoding))

    outcome = read(path)

    assert isinstance(outcome, ParsedReport)
    assert outcome.format == format_name
    assert list(outcome.files[0].lines.lines) == [3, 7]


@pytest.mark.parametrize("format_name", SAMPLES)
@pytest.mark.parametrize("line", ["0", "-4", "undefined", "99999999999999999999", ""])
def test_lines_that_cannot_be_never_cost_the_report(tmp_path: Path, format_name: str, line: str) -> None:
    path = tmp_path / "report"
    path.write_text(SAMPLES[format_name].format(line=line, hits=2), encoding="utf-8")

    outcome = read(path)

    assert isinstance(outcome, ParsedReport)
    assert list(outcome.files[0].lines.lines) == [7]


@pytest.mark.parametrize("format_name", [name for name in SAMPLES if name != "codacy"])
@pytest.mark.parametrize(
    ("hits", "is_covered"), [("-1", False), ("1e+3", True), ("18446744073709551151", True), ("0.0", False)]
)
def test_odd_hits_are_read(tmp_path: Path, format_name: str, hits: str, is_covered: bool) -> None:
    path = tmp_path / "report"
    path.write_text(SAMPLES[format_name].format(line=3, hits=hits), encoding="utf-8")

    outcome = read(path)

    assert isinstance(outcome, ParsedReport)
    table = dict(outcome.files[0].lines.items())
    if format_name == "jacoco" and not is_covered:
        assert not table.get(3)
    else:
        assert 0 <= table[3] <= MAX_HITS
        assert bool(table[3]) == is_covered


NAMES = [
    b"a b.info",
    b"'q\".lcov",
    b"a\nb.lcov",
    b"%0A.lcov",
    b"::error::x.lcov",
    b"##[error].lcov",
    b"\xff\xfe.lcov",
    b"-rf.lcov",
]


def test_files_of_any_name_are_found_and_read(tmp_path: Path) -> None:
    names = [name if name.endswith(b".lcov") else b"lcov " + name for name in NAMES]
    for name in names:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(GOOD, encoding="utf-8")

    by_name, by_glob = found(tmp_path), found(tmp_path, "*")

    assert [each.report.shown for each in by_name.found] == sorted(map(os.fsdecode, names))
    assert [each.report for each in by_glob.found] == [each.report for each in by_name.found]
    assert all(isinstance(read(each.report.path), ParsedReport) for each in by_name.found)


def test_names_in_what_is_said_cannot_command_the_runner(tmp_path: Path) -> None:
    (tmp_path / "x\n::error::y").mkdir()
    (tmp_path / "x\n::error::y" / "coverage-summary.json").write_text('{"total":{"lines":{"pct":1}}}', encoding="utf-8")
    (tmp_path / "z\n::error::y.lcov").write_text(GOOD, encoding="utf-8")

    missing = found(tmp_path, "z.lcov").problems + found(tmp_path, "*.lkov").problems
    (tmp_path / "z\n::error::y.lcov").unlink()
    for problem in missing + found(tmp_path).problems:
        assert "\n::" not in problem.message + problem.reason + problem.cure


def test_bad_reports_never_hide_the_good_one(tmp_path: Path) -> None:
    (tmp_path / "good").mkdir()
    (tmp_path / "good/lcov.info").write_text(GOOD, encoding="utf-8")
    for name, content in {
        "coverage.xml": b"",
        "clover.xml": b"\0\1",
        "jacoco.xml": b"<html>",
        "cover.out": b"\xff",
    }.items():
        (tmp_path / name).write_bytes(content)
    os.mkfifo(tmp_path / "lcov.info")
    (tmp_path / "gone.lcov").symlink_to("nowhere")

    discovery = found(tmp_path)

    assert [each.report.shown for each in discovery.found] == ["good/lcov.info"]
    assert discovery.problems == ()


@given(st.binary(max_size=200), st.sampled_from([None, *FORMATS]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_content_is_a_crash(tmp_path: Path, content: bytes, forced: Format | None) -> None:
    path = tmp_path / "report"
    path.write_bytes(content)
    with contextlib.suppress(ReportError):
        read_report(ReportFile(path, "report"), forced)
