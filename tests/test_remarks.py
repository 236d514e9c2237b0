from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from reporter.errors import Level, Problem, Slug
from reporter.model import LineHits, ParsedReport, RepoPath, ReportPath, Skipped
from reporter.paths import Decision, Outcome
from reporter.remarks import all_ignored, nothing_matched, past_end, remarks
from reporter.repository import Repository

EMPTY = ParsedReport("lcov", ())
LIB_IS_SRC = "If src/a.py is the file meant by lib/a.py, add to this step:\nwith:\n  path-mapping: |\n    lib => src"
TRACKED = Repository(Path("/w"), (), None, tracked=True)


@dataclass(frozen=True)
class Resolved:
    """A report with its decisions."""

    decisions: tuple[Decision, ...] = ()
    parsed: ParsedReport = EMPTY
    shown: str = "lcov.info"


def matched(path: str) -> Decision:
    return Decision(
        report_path=ReportPath(path), outcome=Outcome.MATCHED, rule="exact", repo_path=RepoPath(path), reason="."
    )


def ambiguous(path: str, *candidates: str, cure: str = "", reason: str = "") -> Decision:
    return Decision(
        report_path=ReportPath(path),
        outcome=Outcome.AMBIGUOUS,
        rule="path ending",
        candidates=tuple(map(RepoPath, candidates)),
        cure=cure,
        reason=reason,
    )


def unmatched(path: str, nearest: str = "", cure: str = "") -> Decision:
    return Decision(
        report_path=ReportPath(path),
        outcome=Outcome.UNMATCHED,
        rule="not found",
        nearest=RepoPath(nearest) if nearest else None,
        cure=cure,
    )


def outside(path: str) -> Decision:
    return Decision(report_path=ReportPath(path), outcome=Outcome.OUTSIDE, rule="installed package")


def said(*decisions: Decision) -> Problem:
    (problem,) = remarks([Resolved(decisions)], TRACKED)
    return problem


def test_what_matched_or_lies_outside_needs_no_remark() -> None:
    assert list(remarks([Resolved((matched("a.py"), outside("/usr/lib/b.py")))], TRACKED)) == []


def test_an_ambiguous_file_is_shown_with_its_candidates_and_the_cure() -> None:
    problem = said(ambiguous("a.py", "x/a.py", "y/a.py", cure="path-prefix: x"))

    assert (problem.slug, problem.level) == (Slug.FILES_AMBIGUOUS, Level.WARNING)
    assert problem.message.startswith("1 report file left out")
    assert problem.reason == "a.py could be x/a.py or y/a.py."
    assert problem.cure == "If x/a.py is the file meant by a.py, add to this step:\nwith:\n  path-prefix: x"


def test_the_ambiguous_file_that_has_a_cure_is_the_one_shown() -> None:
    problem = said(ambiguous("a.py", "x/a.py", "y/a.py"), ambiguous("b.py", "x/b.py", "y/b.py", cure="path-prefix: x"))

    assert problem.message.startswith("2 report files left out")
    assert problem.reason.startswith("b.py could be")
    assert problem.cure.startswith("If x/b.py is the file meant by b.py, add")


def test_more_candidates_than_three_are_hinted_at() -> None:
    three = said(ambiguous("a.py", "p/a.py", "q/a.py", "r/a.py"))
    problem = said(ambiguous("a.py", "p/a.py", "q/a.py", "r/a.py", "s/a.py"))

    assert three.reason == "a.py could be p/a.py or q/a.py or r/a.py."
    assert problem.reason == "a.py could be p/a.py or q/a.py or r/a.py …."
    assert problem.cure.startswith("Let each package write its report into its own folder")


def test_two_paths_for_one_file_are_not_called_several_files() -> None:
    problem = said(ambiguous("a.py", "x/a.py", reason="./a.py is in the same report and leads to the same file"))

    assert problem.reason == "a.py leads to x/a.py, but ./a.py is in the same report and leads to the same file."
    assert problem.cure == ""


def test_a_missing_file_is_shown_with_the_nearest_and_the_cure() -> None:
    problem = said(matched("b.py"), unmatched("gone.py"), unmatched("lib/a.py", "src/a.py", "path-mapping: lib => src"))

    assert (problem.slug, problem.level) == (Slug.FILES_NOT_FOUND, Level.NOTICE)
    assert problem.message.startswith("2 report files left out")
    assert problem.reason == "lib/a.py is missing; the nearest is src/a.py."
    assert problem.cure == LIB_IS_SRC


def test_missing_files_are_not_told_again_where_nothing_matched() -> None:
    assert list(remarks([Resolved((unmatched("gone.py"),))], TRACKED)) == []


def test_a_missing_file_without_a_near_one_has_no_cure() -> None:
    problem = said(matched("b.py"), unmatched("gone.py"))

    assert problem.message.startswith("1 report file left out")
    assert (problem.reason, problem.cure) == ("gone.py is missing.", "")


def test_files_of_several_reports_are_counted_together() -> None:
    reports = [
        Resolved((unmatched("a.py"), ambiguous("b.py", "x/b.py", "y/b.py"))),
        Resolved((unmatched("c.py"), matched("d.py"))),
    ]

    assert [(problem.slug, problem.message[:1]) for problem in remarks(reports, TRACKED)] == [
        (Slug.FILES_AMBIGUOUS, "1"),
        (Slug.FILES_NOT_FOUND, "2"),
    ]


def test_files_that_git_does_not_name_are_a_notice_with_the_reason() -> None:
    walked = Repository(
        Path("/w"), (), None, tracked=False, why_walked="there is no .git folder here or above", cure="Do this."
    )

    (problem,) = remarks([], walked)

    assert (problem.slug, problem.level) == (Slug.REPOSITORY_WITHOUT_GIT, Level.NOTICE)
    assert problem.reason == "There is no .git folder here or above."
    assert problem.cure == "Do this."


def test_skipped_values_are_told_for_each_report() -> None:
    skipped = (Skipped("line number", 3, "a.py: '0'"), Skipped("hit count", 1, "b.py: 'x'"))
    reports = [Resolved(), Resolved(parsed=ParsedReport("lcov", (), skipped=skipped), shown="web/lcov.info")]

    (problem,) = remarks(reports, TRACKED)

    assert (problem.slug, problem.level) == (Slug.REPORT_VALUES_SKIPPED, Level.NOTICE)
    assert problem.file == "web/lcov.info"
    assert problem.reason == "Left out: 3 line numbers, the first at a.py: '0'; 1 hit count, the first at b.py: 'x'."


@pytest.mark.parametrize("decisions", [[], [matched("a.py"), unmatched("b.py")]], ids=["nothing read", "one matched"])
def test_something_matched_or_there_was_nothing_to_match(decisions: Sequence[Decision]) -> None:
    assert nothing_matched([Resolved(tuple(decisions))]) is None


def test_nothing_matched_is_an_error_with_the_first_names_and_the_first_cure() -> None:
    names = [unmatched(f"{name}.py") for name in "abc"]

    near = unmatched("lib/a.py", "src/a.py", "path-mapping: lib => src")

    problem = nothing_matched([Resolved((*names, near, unmatched("e.py")))])

    assert problem is not None
    assert (problem.slug, problem.level) == (Slug.NOTHING_MATCHED, Level.ERROR)
    assert problem.message == "None of the 5 files in the reports could be matched with a file of the repository."
    assert problem.reason == "The reports name a.py, b.py, c.py …."
    assert problem.cure == LIB_IS_SRC


def test_one_cause_is_told_once_although_files_of_both_kinds_have_it() -> None:
    reports = [
        Resolved((ambiguous("/ci/s/a.py", "x/s/a.py", "y/s/a.py", cure="path-mapping: /ci => x"),), shown="a.info"),
        Resolved((unmatched("/ci/s/b.py", "x/s/b.py", "path-mapping: /ci => x"), matched("c.py")), shown="b.info"),
    ]

    first, second = remarks(reports, TRACKED)

    assert (first.slug, second.slug) == (Slug.FILES_AMBIGUOUS, Slug.FILES_NOT_FOUND)
    assert first.cure.startswith("If /ci in 2 files of a.info and 1 other report is x")
    assert second.cure == ""


def test_the_error_that_nothing_matched_leaves_ambiguous_files_to_their_own_remark() -> None:
    reports = [Resolved((ambiguous("a.py", "x/a.py", "y/a.py", cure="path-prefix: x"),))]

    problem = nothing_matched(reports)
    (remark,) = remarks(reports, TRACKED)

    assert problem is not None
    assert problem.cure.startswith("Say which files are meant")
    assert "path-prefix: x" in remark.cure


def test_the_only_file_that_does_not_match_is_no_plural() -> None:
    problem = nothing_matched([Resolved((outside("/usr/lib/a.py"),))])

    assert problem is not None
    assert problem.message == "The only file in the reports could not be matched with a file of the repository."
    assert problem.reason == "The reports name /usr/lib/a.py."
    assert problem.cure.startswith("Check out the repository before this step")


def test_matched_files_of_which_nothing_is_left_are_an_error() -> None:
    without_lines = {RepoPath("a.py"): LineHits.from_mapping({})}

    for coverage in ({}, without_lines):
        problem = all_ignored(coverage, matched=1)
        assert problem is not None
        assert (problem.slug, problem.level) == (Slug.NOTHING_MATCHED, Level.ERROR)
        assert "ignore" in problem.cure


def test_nothing_is_ignored_where_lines_are_left_or_nothing_matched() -> None:
    assert all_ignored({RepoPath("a.py"): LineHits.from_mapping({1: 0})}, matched=1) is None
    assert all_ignored({}, matched=0) is None


def test_dropped_lines_are_counted_and_the_first_file_named() -> None:
    one, several = past_end([(RepoPath("a.kt"), 1)]), past_end([(RepoPath("a.kt"), 2), (RepoPath("b.kt"), 5)])

    assert [problem.message for problem in (*one, *past_end([]))] == ["1 line past the end of 1 file left out."]
    (problem,) = several
    assert (problem.slug, problem.level) == (Slug.LINES_PAST_END, Level.NOTICE)
    assert problem.message == "7 lines past the end of 2 files left out."
    assert problem.reason.startswith("The first is a.kt with 2.")
