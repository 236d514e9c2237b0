from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter import text
from reporter.errors import Level, Problem, Slug


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("src/a b.py", "src/a b.py"),
        ("naïve/日本.py", "naïve/日本.py"),
        ("a\nb\r\tc", r"a\nb\r\tc"),
        ("\x1b[31mred\x7f", r"\x1b[31mred\x7f"),
        ("a\u202eb\u2066c", r"a\u202eb\u2066c"),
        ("bad\udcff", r"bad\xff"),
        ("\ud800", r"\ud800"),
        ("tag\U000e0041", r"tag\U000e0041"),
    ],
)
def test_what_cannot_be_seen_is_shown_as_an_escape(given_text: str, shown: str) -> None:
    assert text.visible(given_text) == shown


@given(st.text(st.characters(exclude_categories=())))
def test_visible_text_is_printable_unicode_on_one_line_and_stays_as_it_is(anything: str) -> None:
    shown = text.visible(anything)

    shown.encode("utf-8")
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert text.visible(shown) == shown


def test_wide_characters_take_two_columns_and_combining_ones_none() -> None:
    assert text.columns("日本") == 4
    assert text.columns("e\u0301") == 1


def test_a_long_name_loses_its_middle() -> None:
    assert text.shortened("src/main/java/com/acme/Basket.java", 20) == "src/main/…asket.java"


@given(st.text(), st.integers(1, 60))
def test_a_shortened_name_fits_and_a_short_one_is_whole(name: str, width: int) -> None:
    shown = text.shortened(name, width)

    assert text.columns(shown) <= width
    if text.columns(text.visible(name)) <= width:
        assert shown == text.visible(name)


def test_padding_counts_columns_not_characters() -> None:
    assert text.left("日", 4) + "|" == "日  |"
    assert text.right("日", 4) + "|" == "  日|"


@pytest.mark.parametrize(
    ("hundredths", "percent", "bar"),
    [
        (None, "—", ""),
        (0, "0.00 %", "░░░░░░░░░░"),
        (5, "0.05 %", "░░░░░░░░░░"),
        (8205, "82.05 %", "████████░░"),
        (9999, "99.99 %", "█████████░"),
        (10_000, "100.00 %", "██████████"),
    ],
)
def test_bars_and_percentages_are_full_only_when_complete(hundredths: int | None, percent: str, bar: str) -> None:
    assert text.percent(hundredths) == percent
    assert text.bar(hundredths) == bar


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1 kB"),
        (84_600, "85 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (1_234_567, "1.2 MB"),
        (99_949_999, "99.9 MB"),
        (99_950_000, "100 MB"),
        (2_345_678_901, "2 346 MB"),
    ],
)
def test_sizes(size: int, shown: str) -> None:
    assert text.byte_size(size) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.0, "0.00 s"), (0.994, "0.99 s"), (0.996, "1.0 s"), (99.94, "99.9 s"), (99.96, "100 s")]
)
def test_durations(seconds: float, shown: str) -> None:
    assert text.duration(seconds) == shown


def test_counts_and_ordinals_read_as_people_say_them() -> None:
    assert [text.counted(1, "file"), text.counted(1204, "file")] == ["1 file", "1 204 files"]
    assert [text.counted(1, "entry", "entries"), text.counted(0, "entry", "entries")] == ["1 entry", "0 entries"]
    assert [text.ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 112)] == (
        ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"]
    )


def test_a_problem_says_what_happened_why_and_the_cure() -> None:
    problem = Problem(
        slug=Slug.REPORT_MALFORMED,
        message="The XML ends in the middle.",
        reason="The run was cut off.",
        cure="add:\n- run: make coverage\n",
        level=Level.WARNING,
        file="coverage.xml",
    )

    assert text.problem_lines(problem, "docs/errors.md") == [
        "! coverage.xml: The XML ends in the middle.",
        "  The run was cut off.",
        "  Cure: add:",
        "  - run: make coverage",
        "  More: docs/errors.md#report-malformed",
    ]


def test_a_problem_does_not_name_its_file_twice() -> None:
    problem = Problem(slug=Slug.REPORT_EMPTY, message="a.xml is empty.", file="a.xml")

    assert text.problem_lines(problem, "errors.md") == ["✗ a.xml is empty.", "  More: errors.md#report-empty"]


def test_long_reasons_are_wrapped_at_spaces_only() -> None:
    url = "https://example.com/" + "x" * 150
    problem = Problem(slug=Slug.REDIRECTED, message="Redirected.", reason=f"{'word ' * 30}{url} end")

    lines = text.problem_lines(problem, "errors.md")

    assert f"  {url}" in lines
    assert all(len(line) <= text.WIDTH for line in lines if url not in line)


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_share_is_rounded_down_and_complete_only_if_it_is(one: int, other: int) -> None:
    part, whole = sorted((one, other))

    hundredths = text.share(part, whole)

    if hundredths is None:
        assert whole == 0
    else:
        assert hundredths * whole <= part * 10_000 < (hundredths + 1) * whole
        assert (hundredths == 10_000) == (part == whole)


@pytest.mark.parametrize(
    ("part", "whole", "hundredths"), [(0, 0, None), (0, 3, 0), (1, 3, 3333), (2, 3, 6666), (99_999, 100_000, 9999)]
)
def test_shares(part: int, whole: int, hundredths: int | None) -> None:
    assert text.share(part, whole) == hundredths
