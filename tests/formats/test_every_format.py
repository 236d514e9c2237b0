"""What holds for every format alike, shown on the reports that real tools wrote."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporter import detection
from reporter.errors import ReportError, Slug
from reporter.formats import FORMATS, Format, Kind
from reporter.model import ParsedReport
from reporter.reading import read_report
from reporter.report_file import ReportFile
from tests.formats.reports import assert_possible
from tests.real_reports import FIXTURES, content_of, described, format_of, in_memory, name, on_disk

each_fixture = pytest.mark.parametrize("folder", FIXTURES, ids=name)
each_format = pytest.mark.parametrize(
    "folders",
    [[folder for folder in FIXTURES if folder.parent == of] for of in sorted({f.parent for f in FIXTURES})],
    ids=lambda folders: folders[0].parent.name,
)


# --- recognised by content ---------------------------------------------------------------------------------------


@each_fixture
def test_one_parser_accepts_it(folder: Path) -> None:
    """Of all candidates, and of all formats that a user may name by mistake."""
    accepting = [format_.name for format_ in FORMATS if accepts(format_, in_memory(folder))]

    assert accepting == [described(folder)["format"]]


def accepts(format_: Format, report: ReportFile) -> bool:
    try:
        format_.parse(replace(report, format_named=True))
    except ReportError:
        return False
    return True


JSON_FIXTURES = [
    folder
    for folder in FIXTURES
    if format_of(folder).kind is Kind.JSON and not content_of(folder).strip().partition(b"\n{")[2]
]


each_order = pytest.mark.parametrize("seed", range(3))


@pytest.mark.parametrize("folder", JSON_FIXTURES, ids=name)
@each_order
def test_the_order_of_keys_decides_nothing(folder: Path, seed: int) -> None:
    shuffled = in_memory(folder, with_keys_in_other_order(folder, seed))

    assert read_report(shuffled, None).files == read_report(in_memory(folder), None).files


@pytest.mark.parametrize("folder", [folder for folder in JSON_FIXTURES if len(content_of(folder)) > 3000], ids=name)
@each_order
def test_the_head_of_a_longer_document_is_enough(folder: Path, seed: int) -> None:
    """What its first half holds, the head of a large report does, whatever comes first."""
    content = with_keys_in_other_order(folder, seed)

    assert format_of(folder) in detection.candidates(content[: len(content) // 2], "report")


def with_keys_in_other_order(folder: Path, seed: int) -> bytes:
    dice = random.Random(seed)  # noqa: S311 - figures, no secrets
    return json.dumps(in_other_order(json.loads(content_of(folder)), dice), ensure_ascii=False).encode()


def in_other_order(value: Any, dice: random.Random) -> Any:
    if isinstance(value, dict):
        return {key: in_other_order(value[key], dice) for key in dice.sample(list(value), len(value))}
    return [in_other_order(each, dice) for each in value] if isinstance(value, list) else value


# --- read from a stream ------------------------------------------------------------------------------------------


@each_fixture
@pytest.mark.parametrize("portion", [1, 7, 1021])
def test_boundaries_in_the_stream_make_no_difference(folder: Path, portion: int) -> None:
    parse = format_of(folder).parse

    assert parse(in_memory(folder, portion=portion)) == parse(on_disk(folder))


# --- damaged -----------------------------------------------------------------------------------------------------

MAX_MEMORY = 64 * 1024**2
"""Bytes in use at once while a report of some kilobytes is read, whatever its numbers say."""

NUMBER = re.compile(rb"[0-9]+")
ODD_NUMBERS = (b"", b"0", b"-1", b"1e999999999", b"NaN", b"99999", b"2147483648", b"18446744073709551615", b"9" * 5000)
OPENINGS = (b"<a>", b"[", b'{"a":', b'"', b"<!--", b"<![CDATA[", b"\n", b"=", b"\xff", b"\0")

PLACE = re.compile(r"\b(?:byte|position) [0-9]|depth|truncated|ends before|encoding|refers to")
"""A place in words, where a line would not say it."""


@st.composite
def damaged(draw: st.DrawFn, folder: Path) -> bytes:
    """The report with some bytes changed, lost or doubled, with numbers that cannot be, or nested deeply."""
    content = content_of(folder)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(content)))
        end = draw(st.integers(at, min(at + 200, len(content))))
        kind = draw(st.integers(0, 5))
        if kind == 0:
            content = content[:at] + draw(st.binary(max_size=4)) + content[at + 1 :]
        elif kind == 1:
            content = content[:at]
        elif kind == 2:
            content = content[:at] + content[end:]
        elif kind == 3:
            content = content[:end] + content[at:]
        elif kind == 4:
            odd = draw(st.sampled_from(ODD_NUMBERS))
            content = content[:at] + NUMBER.sub(odd, content[at:], count=draw(st.integers(1, 3)))
        else:
            content = content[:at] + draw(st.sampled_from(OPENINGS)) * draw(st.integers(1, 3000)) + content[at:]
    return content


@each_format
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_damaged_report_is_read_or_refused(folders: list[Path], data: st.DataObject) -> None:
    """Nothing else happens: no other exception, no value out of range, no memory beyond its bound."""
    folder = data.draw(st.sampled_from(folders))
    report = in_memory(folder, data.draw(damaged(folder)))
    tracemalloc.start()
    try:
        for parse in (format_of(folder).parse, lambda report: read_report(report, None)):
            outcome = outcome_of(parse, report)
            if isinstance(outcome, ParsedReport):
                assert_possible(outcome)
            elif outcome.problems[0].slug is Slug.REPORT_MALFORMED:
                assert_located(outcome)
        assert tracemalloc.get_traced_memory()[1] < MAX_MEMORY
    finally:
        tracemalloc.stop()


def outcome_of(parse: Callable[[ReportFile], ParsedReport], report: ReportFile) -> ParsedReport | ReportError:
    try:
        return parse(report)
    except ReportError as error:
        return error


def assert_located(error: ReportError) -> None:
    (problem,) = error.problems
    assert problem.line or PLACE.search(f"{problem.message} {problem.reason}")


# --- loaded when needed ------------------------------------------------------------------------------------------


def test_starting_imports_no_format() -> None:
    assert formats_loaded_by("import reporter.main") == []


@pytest.mark.parametrize("folder", {folder.parent: folder for folder in FIXTURES}.values(), ids=name)
def test_reading_imports_no_other_format(folder: Path) -> None:
    report = on_disk(folder)
    forced = f"BY_NAME[{format_of(folder).name!r}]" if report.format_named else None
    reading = f"read_report(ReportFile(Path({str(report.path)!r}), {report.shown!r}), {forced})"

    assert formats_loaded_by(READER + reading) == [format_of(folder).name]


READER = """
from pathlib import Path
from reporter.formats import BY_NAME
from reporter.reading import read_report
from reporter.report_file import ReportFile
"""
LOADED = """
import sys
from reporter.formats import FORMATS
print(*(format_.name for format_ in FORMATS if f"reporter.formats.{format_.name}" in sys.modules))
"""


def formats_loaded_by(script: str) -> list[str]:
    command = [sys.executable, "-c", f"{script}\n{LOADED}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
