"""Go coverprofiles."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import ReportError, Slug
from reporter.formats import go
from tests.formats.reports import coverages, lines, mutations, partials, refusal, report, skipped

MAX = 2**31 - 1


def read(content: str | bytes) -> dict[str, dict[int, int]]:
    return lines(go.parse(report(content)))


def test_a_line_is_hit_if_any_block_over_it_is() -> None:
    """The order of blocks must not matter: the last one does not win."""
    parsed = go.parse(report("mode: count\na.go:5.13,7.2 1 0\na.go:7.2,9.3 1 4\na.go:9.3,9.8 1 0\n"))

    assert lines(parsed) == {"a.go": {5: 0, 6: 0, 7: 4, 8: 4, 9: 4}}
    assert partials(parsed) == {"a.go": {7, 9}}


def test_identical_blocks_count_once_with_the_larger_count() -> None:
    """``-coverpkg=./...`` lists each block once for every test binary."""
    parsed = go.parse(report("mode: set\na.go:1.1,2.2 1 0\na.go:1.1,2.2 1 3\na.go:1.1,2.2 1 0\n"))

    assert lines(parsed) == {"a.go": {1: 3, 2: 3}}
    assert partials(parsed) == {}


def test_concatenated_profiles_repeat_the_mode() -> None:
    assert read("mode: set\na.go:1.1,1.2 1 1\nmode: atomic\r\n\nb.go:1.1,1.2 1 0") == {"a.go": {1: 1}, "b.go": {1: 0}}


@pytest.mark.parametrize(
    "path", ["a+b~c@v1/é f.go", "C:\\src\\a.go", "_/home/x/a.go", "./a.go", "a:1.2,3.4 5.go", "%:0A"]
)
def test_a_path_is_everything_before_the_last_colon(path: str) -> None:
    assert read(f"mode: set\n{path}:3.1,3.9 1 1\n") == {path: {3: 1}}


def test_line_directives_have_column_0() -> None:
    assert read("mode: set\nview.tmpl:40.0,40.0 1 1\n") == {"view.tmpl": {40: 1}}


@pytest.mark.parametrize(("count", "hits"), [("99999999999", MAX), ("-1", 0), ("1e3", 1000)])
def test_odd_counts_are_read(count: str, hits: int) -> None:
    assert read(f"mode: count\na.go:1.1,1.2 1 {count}\n") == {"a.go": {1: hits}}


@pytest.mark.parametrize("span", ["1.1,1000000000.2", "0.1,3.2", "7.1,3.2", "99999999999.1,99999999999.2"])
def test_a_block_that_cannot_be_is_left_out_and_counted(span: str) -> None:
    parsed = go.parse(report(f"mode: set\na.go:{span} 1 1\na.go:3.1,3.2 1 1\n"))

    assert lines(parsed) == {"a.go": {3: 1}}
    assert skipped(parsed) == {"block": 1}


def test_function_summaries_are_passed_over_and_other_lines_counted() -> None:
    parsed = go.parse(
        report("mode: set\na.go:1.1,1.2 1 1\na.go:19:\tf\t100.0%\ntotal:\t(statements)\t80.0%\nFAIL shop 0.1s\nok\n")
    )

    assert lines(parsed) == {"a.go": {1: 1}}
    assert skipped(parsed) == {"line": 2}


def test_other_text_is_another_format() -> None:
    assert refusal(go.parse, "SF:a.go\nDA:1,1\n").slug is Slug.REPORT_UNKNOWN_FORMAT


def test_a_profile_of_nothing_says_so() -> None:
    assert refusal(go.parse, "mode: set\n").slug is Slug.REPORT_EMPTY


def written(coverage: dict[str, dict[int, int]]) -> bytes:
    blocks = (
        f"{path}:{line}.1,{line}.9 1 {hits}\n" for path, table in coverage.items() for line, hits in table.items()
    )
    return ("mode: count\n" + "".join(blocks)).encode()


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, dict[int, int]]) -> None:
    assert read(written(coverage)) == {path: dict(sorted(table.items())) for path, table in coverage.items()}


@given(coverages, st.integers(1, 40))
def test_block_boundaries_make_no_difference(coverage: dict[str, dict[int, int]], portion: int) -> None:
    assert go.parse(report(written(coverage), portion=portion)) == go.parse(report(written(coverage)))


@given(mutations(b"mode: set\nshop/a.go:1.1,2.2 1 1\nshop/a.go:2.2,3.2 1 0\n"))
def test_damage_is_refused_or_read_never_a_crash(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        go.parse(report(content))
