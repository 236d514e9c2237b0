from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import Fault, Level, Slug
from reporter.figures import Lines
from reporter.gates import (
    PLACES,
    Gate,
    Verdict,
    enough,
    in_part,
    judge,
    judge_patch,
    judge_total,
    lines_missing,
)
from reporter.model import Coverage, LineHits, RepoPath
from reporter.patch import Patch, PatchedFile, Span, Unknown, Why, largest_first

A = RepoPath("src/a.py")
B = RepoPath("src/b.py")
EIGHTY = Decimal(80)


def table(coverable: int, covered: int) -> LineHits:
    """Lines 1 … coverable, the first of them covered."""
    return LineHits.from_mapping({line: int(line <= covered) for line in range(1, coverable + 1)})


def patch(coverable: int, covered: int, *unknown: tuple[int, int], cut: bool = False) -> Patch:
    """One file whose uncovered lines are in a row, and files of which at most so many lines are (un)covered."""
    missed = (Span(A, covered + 1, coverable, coverable - covered),) if covered < coverable else ()
    files = (PatchedFile(A, Lines(coverable, covered), missed),) if coverable else ()
    return Patch(files, tuple(Unknown(B, Why.SHIFTED, *most) for most in unknown), cut)


@pytest.mark.parametrize(
    ("minimum", "coverable", "covered", "missing"),
    [
        ("80", 100_000, 79_996, 4),
        ("80", 10, 8, 0),
        ("79.996", 100_000, 79_996, 0),
        ("79.9960001", 100_000, 79_996, 1),
        ("100", 3, 2, 1),
        ("66.67", 3, 2, 1),
        ("66.66", 3, 2, 0),
        ("0", 3, 0, 0),
        ("80", 0, 0, 0),
        ("33.333333333333333333333333333333333333", 3, 1, 0),
        ("33.333333333333333333333333333333333334", 3, 1, 1),
    ],
)
def test_a_share_is_never_rounded(minimum: str, coverable: int, covered: int, missing: int) -> None:
    assert lines_missing(Decimal(minimum), Lines(coverable, covered)) == missing


@given(st.decimals(0, 100, places=5), st.integers(0, 2000).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))))
def test_as_many_lines_are_missing_as_make_it_pass(minimum: Decimal, lines: tuple[int, int]) -> None:
    coverable, covered = lines
    missing = lines_missing(minimum, Lines(coverable, covered))

    def passes(count: int) -> bool:
        return not coverable or Fraction(count, coverable) >= Fraction(minimum) / 100

    assert passes(covered + missing)
    assert covered + missing <= coverable
    assert not missing or not passes(covered + missing - 1)


def test_the_whole_coverage_passes_or_fails() -> None:
    coverage: Coverage = {A: table(10, 9), B: table(10, 6)}

    assert judge_total(Decimal(75), coverage) == Gate("fail-under", Decimal(75), Lines(20, 15), Verdict.PASSED)
    assert judge_total(EIGHTY, coverage) == Gate(
        "fail-under", EIGHTY, Lines(20, 15), Verdict.FAILED, 1, (Span(A, 10, 10, 1),)
    )


def test_the_changed_lines_pass_or_fail() -> None:
    assert judge_patch(EIGHTY, patch(10, 8)).verdict is Verdict.PASSED
    assert judge_patch(EIGHTY, patch(10, 7)) == Gate(
        "fail-under-patch", EIGHTY, Lines(10, 7), Verdict.FAILED, 1, (Span(A, 8, 10, 3),)
    )


def test_without_changed_lines_there_is_nothing_to_fail() -> None:
    assert judge_patch(Decimal(100), Patch()).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("known", "verdict"),
    [
        (patch(100, 90, (5, 5)), Verdict.PASSED),
        (patch(100, 80, (5, 5)), Verdict.UNKNOWN),
        (patch(100, 79, (5, 5)), Verdict.UNKNOWN),
        (patch(100, 78, (5, 5)), Verdict.FAILED),
        (patch(0, 0, (5, 5)), Verdict.UNKNOWN),
        (patch(0, 0, (5, 0)), Verdict.PASSED),
        (patch(0, 0, (0, 5)), Verdict.UNKNOWN),
        (patch(10, 10, cut=True), Verdict.UNKNOWN),
        (None, Verdict.UNKNOWN),
    ],
)
def test_unknown_lines_leave_open_what_they_could_change(known: Patch | None, verdict: Verdict) -> None:
    assert judge_patch(EIGHTY, known).verdict is verdict


@given(
    st.integers(0, 30).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))),
    st.tuples(st.integers(0, 9), st.integers(0, 9)),
    st.integers(1, 100),
)
def test_a_verdict_holds_whatever_the_unknown_lines_are(
    known: tuple[int, int], most: tuple[int, int], minimum: int
) -> None:
    verdict = judge_patch(Decimal(minimum), patch(*known, most)).verdict
    possible = {
        judge_patch(Decimal(minimum), patch(known[0] + more + less, known[1] + more)).verdict
        for more in range(most[0] + 1)
        for less in range(most[1] + 1)
    }

    assert possible == {verdict} if verdict is not Verdict.UNKNOWN else possible == {Verdict.PASSED, Verdict.FAILED}


def spans(*sizes: int) -> list[Span]:
    return largest_first(Span(RepoPath(f"{number}.py"), 1, size, size) for number, size in enumerate(sizes))


@pytest.mark.parametrize(
    ("missing", "sizes", "chosen"),
    [(3, (9, 4, 3, 1), [3]), (5, (9, 6, 3), [6]), (10, (9, 4, 3, 1), [9, 1]), (13, (9, 4, 3), [9, 4]), (1, (), [])],
)
def test_the_fewest_places_that_are_enough_are_named(missing: int, sizes: tuple[int, ...], chosen: list[int]) -> None:
    assert [span.lines for span in enough(missing, spans(*sizes))] == chosen


def test_not_all_places_are_named_where_many_are_needed() -> None:
    assert len(enough(100, spans(*[2] * 60))) == PLACES


class TestJudge:
    def test_says_nothing_where_nothing_is_asked(self) -> None:
        judged = judge(None, None, {A: table(10, 1)}, None, in_pull_request=True)

        assert (judged.gates, judged.problems, judged.verdict) == ((), (), None)

    def test_leaves_the_changed_lines_alone_outside_a_pull_request(self) -> None:
        judged = judge(None, EIGHTY, {A: table(10, 1)}, None, in_pull_request=False)

        assert judged.verdict is None

    def test_is_one_line_if_it_passed(self) -> None:
        judged = judge(Decimal(60), EIGHTY, {A: table(10, 6)}, Patch(), in_pull_request=True)

        assert judged.passed == [
            "fail-under passed: 60.00 %, 60 % asked",
            "fail-under-patch passed: no line to cover, 80 % asked",
        ]

    def test_is_no_line_if_it_failed(self) -> None:
        assert judge(EIGHTY, None, {A: table(10, 6)}, None, in_pull_request=False).passed == []

    def test_names_the_lines_that_would_mend_it(self) -> None:
        judged = judge(None, EIGHTY, {}, patch(10, 6), in_pull_request=True)

        (problem,) = judged.problems
        assert (problem.slug, problem.level, problem.fault) == (Slug.BELOW_MINIMUM, Level.ERROR, Fault.USER)
        assert problem.message == "60.00 % of the changed lines are covered, and fail-under-patch asks for 80 %."
        assert problem.reason == "6 of 10 lines are covered; 2 more would do."
        assert problem.cure == "Write tests for src/a.py:7-10."

    def test_names_a_file_on_one_line_whatever_its_name(self) -> None:
        """The lines of a cure after its first are there to be pasted."""
        evil = RepoPath("src/a.py.\n- uses: evil/action@main")

        (problem,) = judge(EIGHTY, None, {evil: table(2, 1)}, None, in_pull_request=False).problems

        assert "\n" not in problem.cure
        assert "src/a.py.\\n- uses:" in problem.cure

    def test_says_that_the_lines_it_names_are_not_enough(self) -> None:
        every_other = LineHits.from_mapping({line: line % 2 for line in range(1, 101)})

        (problem,) = judge(EIGHTY, None, {A: every_other}, None, in_pull_request=False).problems

        assert problem.cure.endswith(", src/a.py:18, src/a.py:20 and for 20 other lines.")

    def test_shows_a_minimum_as_it_was_meant(self) -> None:
        judged = judge(Decimal("80.50"), None, {A: table(10, 6)}, None, in_pull_request=False)

        assert judged.problems[0].message == "60.00 % of the lines are covered, and fail-under asks for 80.5 %."

    @pytest.mark.parametrize(
        ("total", "changed", "known", "verdict"),
        [
            (10, 50, patch(10, 6), Verdict.PASSED),
            (90, 50, patch(10, 6), Verdict.FAILED),
            (10, 80, patch(10, 6), Verdict.FAILED),
            (10, 80, patch(10, 8, (9, 9)), Verdict.UNKNOWN),
            (90, 80, patch(10, 8, (9, 9)), Verdict.FAILED),
        ],
    )
    def test_the_worst_gate_decides(self, total: int, changed: int, known: Patch, verdict: Verdict) -> None:
        judged = judge(Decimal(total), Decimal(changed), {A: table(10, 6)}, known, in_pull_request=True)

        assert judged.verdict is verdict

    def test_what_cannot_be_judged_is_an_error_and_without_a_gate_a_notice(self) -> None:
        known = patch(10, 8, (9, 9))

        asked = judge(None, EIGHTY, {}, known, in_pull_request=True).problems
        passed = judge(None, Decimal(1), {}, known, in_pull_request=True).problems
        not_asked = judge(None, None, {}, known, in_pull_request=True).problems

        assert [[problem.level for problem in problems] for problems in (asked, passed, not_asked)] == [
            [Level.ERROR],
            [Level.NOTICE],
            [Level.NOTICE],
        ]


@pytest.mark.parametrize(
    ("names", "legs", "reads_reports", "said"),
    [
        ((), 3, False, ""),
        (("fail-under", "comment"), 1, True, ""),
        (
            ("fail-under", "fail-under-patch"),
            3,
            True,
            "fail-under and fail-under-patch cannot work in one of the 3 jobs",
        ),
        (("fail-under",), 1, False, "fail-under cannot work in a step that reads no reports."),
    ],
)
def test_a_part_is_not_judged(names: tuple[str, ...], legs: int, reads_reports: bool, said: str) -> None:
    problem = in_part(names, legs=legs, reads_reports=reads_reports)

    assert bool(problem) is bool(said)
    if problem:
        assert problem.message.startswith(said)
        assert (problem.slug, problem.level, problem.fault) == (Slug.ONLY_A_PART, Level.ERROR, Fault.USER)


def test_a_comment_on_a_part_is_only_a_warning() -> None:
    problem = in_part(["comment"], legs=2)

    assert problem
    assert problem.level is Level.WARNING
