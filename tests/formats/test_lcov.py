"""LCOV tracefiles, as lcov, gcovr, istanbul, coverage.py and others write them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import ReportError, Slug
from reporter.formats import lcov
from tests.formats.reports import coverages, lines, mutations, partials, refusal, report, skipped

MAX = 2**31 - 1


def read(content: str | bytes) -> dict[str, dict[int, int]]:
    return lines(lcov.parse(report(content)))


def written(coverage: dict[str, dict[int, int]]) -> bytes:
    records = (
        f"TN:\nSF:{path}\n" + "".join(f"DA:{line},{hits}\n" for line, hits in table.items()) + "end_of_record\n"
        for path, table in coverage.items()
    )
    return "".join(records).encode()


def test_records_of_one_file_and_lines_of_one_record_add_up() -> None:
    """The lcov program repeats SF for each test name; templates repeat DA."""
    assert read(
        "TN:one\nSF:a.c\nDA:1,2\nDA:2,0\nDA:1,3\nend_of_record\nTN:two\nSF:a.c\nDA:2,0\nDA:1,1\nend_of_record\n"
    ) == {"a.c": {1: 6, 2: 0}}


def test_sums_stay_within_32_bits() -> None:
    assert read(f"SF:a\nDA:1,{MAX}\nDA:1,1\nend_of_record\nSF:a\nDA:1,9\nend_of_record") == {"a": {1: MAX}}


@pytest.mark.parametrize("checksum", ["PxV9cJ2qJGKo5mzVAbCDqw", "0123456789abcdef0123456789abcdef", "a+b/c,d", "12345"])
def test_checksums_are_left_alone(checksum: str) -> None:
    assert read(f"SF:a\nDA:1,1,{checksum}\nDA:2,0,{checksum}\nend_of_record") == {"a": {1: 1, 2: 0}}


def test_a_field_too_many_never_makes_up_for_one_too_few() -> None:
    parsed = lcov.parse(report("SF:a\nDA:5\nDA:6,1,7\nend_of_record"))

    assert lines(parsed) == {"a": {6: 1}}
    assert skipped(parsed) == {"hit count": 1}


@pytest.mark.parametrize(
    ("count", "hits"),
    [("18446744073709551151", MAX), ("-5", 0), ("1e+3", 1000), ("1.0", 1), ("0.0", 0), ("007", 7), ("2147483648", MAX)],
)
def test_odd_counts_are_read(count: str, hits: int) -> None:
    assert read(f"SF:a\nDA:1,{count}\nDA:2,4\nend_of_record") == {"a": {1: hits, 2: 4}}


@pytest.mark.parametrize("count", ["-", "=", "skipped", "null", "undefined", "", "NaN"])
def test_what_is_no_count_is_left_out_and_counted(count: str) -> None:
    parsed = lcov.parse(report(f"SF:a\nDA:1,{count}\nDA:2,4\nend_of_record"))

    assert lines(parsed) == {"a": {2: 4}}
    assert skipped(parsed) == {"hit count": 1}


@pytest.mark.parametrize("number", ["0", "-1", "undefined", "", "99999999999"])
def test_what_is_no_line_is_left_out_and_counted(number: str) -> None:
    parsed = lcov.parse(report(f"SF:a\nDA:{number},1\nDA:2,4\nend_of_record"))

    assert lines(parsed) == {"a": {2: 4}}
    assert skipped(parsed) == {"line number": 1}


def test_lines_outside_a_record_are_left_out_and_counted() -> None:
    parsed = lcov.parse(report("DA:1,1\nSF:a\nDA:2,1\nend_of_record\nDA:3,1\nDA:4,1\nTN:\nSF:b\nDA:5,0\n"))

    assert lines(parsed) == {"a": {2: 1}, "b": {5: 0}}
    assert skipped(parsed) == {"DA line outside a record": 3}


@pytest.mark.parametrize(
    "content",
    [
        "sf:a\nDA:1,1\nend_of_record\n",
        "# made by hand\nTN:_5bSystem\nSF:a\nVER:1\n\nDA:1,1\n",
        "\ufeffSF:a\r\nDA:1,1\r\nend_of_record\r\n",
        "SF:a\nFN:1,f,g\nFNDA:3,f,g\nFNF:1\nFNH:1\nDA:1,1\nLF:9\nLH:9\nBRF:0\nend_of_record",
        "SF:a\nBRDA:1,0,0,1\nDA:1,1\nFNL:0,1,2\nFNA:0,1,f\nMCDC:1,2,t,1,0,x\nend_of_record",
    ],
)
def test_dialects_are_read(content: str) -> None:
    assert read(content) == {"a": {1: 1}}


@pytest.mark.parametrize(
    "name",
    ["C:\\a\\b.c", "./a b.c", "webpack://shop/./src/a.ts", "a:b,c.c", "%0A::error::x", "##[error]", "'\"\x1b[1m"],
)
def test_names_stay_as_they_are(name: str) -> None:
    assert read(f"SF:{name}\nDA:1,1\nend_of_record") == {name: {1: 1}}


def test_a_name_that_is_not_utf_8_stays_the_name_of_its_file() -> None:
    assert read(b"SF:caf\xe9.c\nDA:1,1\nend_of_record") == {"caf\udce9.c": {1: 1}}


def test_a_record_without_a_name_is_left_out_and_counted() -> None:
    parsed = lcov.parse(report("SF:\nDA:1,1\nend_of_record\nSF:a\nDA:1,1\nend_of_record"))

    assert lines(parsed) == {"a": {1: 1}}
    assert skipped(parsed) == {"record": 1}


def test_a_line_is_partial_if_one_branch_is_taken_and_another_is_not() -> None:
    parsed = lcov.parse(
        report(
            "SF:a\nBRDA:1,0,0,3\nBRDA:1,0,1,-\nBRDA:2,0,0,0\nBRDA:2,0,1,0\nBRDA:3,e0,x > f(1,2),1\nBRDA:3,U0,1,0\n"
            "BRDA:4,0,0,1\nBRDA:9,0,0,1\nBRDA:9,0,1,0\nDA:1,3\nDA:2,1\nDA:3,1\nDA:4,1\nDA:5,0\nend_of_record"
        )
    )

    assert partials(parsed) == {"a": {1, 3}}


def test_text_without_a_record_is_another_format() -> None:
    assert refusal(lcov.parse, "mode: set\n").slug is Slug.REPORT_UNKNOWN_FORMAT


@pytest.mark.parametrize(
    ("content", "slug"),
    [("TN:\nend_of_record\n", Slug.REPORT_EMPTY), ("SF:a\nend_of_record", Slug.REPORT_WITHOUT_LINES)],
)
def test_no_file_and_no_line_are_told_apart(content: str, slug: Slug) -> None:
    assert refusal(lcov.parse, content).slug is slug


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, dict[int, int]]) -> None:
    assert read(written(coverage)) == {path: dict(sorted(table.items())) for path, table in coverage.items()}


@given(coverages, st.integers(1, 40))
def test_block_boundaries_make_no_difference(coverage: dict[str, dict[int, int]], portion: int) -> None:
    content = written(coverage).replace(b"end_of", b"BRDA:1,0,0,1\nBRDA:1,0,1,0\nend_of")

    assert lcov.parse(report(content, portion=portion)) == lcov.parse(report(content))


def test_a_large_report_is_read_like_a_small_one() -> None:
    """Past some megabytes another decoder takes over."""
    table = "".join(f"DA:{line},{line % 3}\n" for line in range(1, 200_001))
    parsed = read(
        f"SF:a\n{table}end_of_record\nSF:b\n{table}{table.replace('DA:', 'FN:')}end_of_record\nSF:c\nDA:07,1\nDA:8,1\n"
    )

    assert parsed == {
        "a": {n: n % 3 for n in range(1, 200_001)},
        "b": {n: n % 3 for n in range(1, 200_001)},
        "c": {7: 1, 8: 1},
    }


@given(mutations(b"TN:\nSF:src/a.c\nFN:1,f\nDA:1,1\nDA:2,0\nBRDA:1,0,0,-\nLF:2\nend_of_record\n"))
def test_damage_is_refused_or_read_never_a_crash(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        for file in lcov.parse(report(content)).files:
            assert all(line >= 1 and 0 <= hits <= MAX for line, hits in file.lines.items())
