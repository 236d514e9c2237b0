"""GAP's line profiles."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import Slug
from reporter.formats import gap
from tests.formats.reports import Lines, lines, refusal, report, skipped

HEAD = '{ "Type": "_", "Version":1, "IsCover": true,   "TimeType": "WallTime"}\n'


def read(content: str | bytes) -> dict[str, Lines]:
    return lines(gap.parse(report(content)))


def file(path: str, number: int) -> str:
    return json.dumps({"Type": "S", "File": path, "FileId": number}) + "\n"


def event(kind: str, line: int, number: int) -> str:
    return f'{{"Type":"{kind}","Line":{line},"FileId":{number}}}\n'


def test_a_line_that_was_read_and_run_is_covered_whatever_the_order() -> None:
    events = event("R", 1, 7) + event("E", 1, 7) + event("R", 1, 7) + event("R", 2, 7) + event("E", 3, 7)

    assert read(HEAD + file("a b.g", 7) + events) == {"a b.g": {1: 1, 2: 0, 3: 1}}


def test_the_number_tells_the_file() -> None:
    content = file("a.g", 1) + event("R", 1, 1) + file("b.g", 2) + event("R", 5, 2) + event("E", 1, 1)

    assert read(content) == {"a.g": {1: 1}, "b.g": {5: 0}}


def test_line_0_and_other_events_are_passed_over() -> None:
    content = file("a.g", 1) + event("R", 0, 1) + event("I", 9, 1) + event("R", -1, 1) + event("R", 2, 1)

    assert read(content.replace("\n", "\r\n\r\n")) == {"a.g": {2: 0}}


def test_what_is_no_record_is_counted() -> None:
    parsed = gap.parse(report(file("a.g", 1) + "oops\n" + event("R", 2, 1) + '{"Type":"E","Li'))

    assert lines(parsed) == {"a.g": {2: 0}}
    assert skipped(parsed) == {"record": 2}


def test_files_without_lines_say_so() -> None:
    assert refusal(gap.parse, file("a.g", 1)).slug is Slug.REPORT_WITHOUT_LINES


def test_other_json_is_another_format() -> None:
    assert refusal(gap.parse, '{"files":[]}\n').slug is Slug.REPORT_UNKNOWN_FORMAT


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=9), st.dictionaries(st.integers(1, 99), st.integers(0, 1), min_size=1)
    ),
    st.integers(1, 40),
)
def test_what_is_written_is_read(coverage: dict[str, Lines], portion: int) -> None:
    content = file("first.g", 0) + event("R", 1, 0)
    for number, (path, table) in enumerate(coverage.items(), 1):
        content += file(path, number)
        content += "".join(event("E" if hits else "R", line, number) for line, hits in table.items())

    assert lines(gap.parse(report(content.encode(), portion=portion))) == {"first.g": {1: 0}, **coverage}
