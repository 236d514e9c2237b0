from __future__ import annotations

import pytest

from reporter.errors import Level, Slug
from reporter.figures import Lines
from reporter.model import RepoPath
from reporter.patch import Patch, PatchedFile, Span, Unknown, Why
from reporter.patch_remarks import ANNOTATIONS, missing_tests, patch_group, unknowns


def missed(path: str, *spans: tuple[int, int, int]) -> PatchedFile:
    found = tuple(Span(RepoPath(path), *span) for span in spans)
    return PatchedFile(RepoPath(path), Lines(sum(span.lines for span in found), 0), found)


def test_the_places_with_the_most_lines_are_annotated_first() -> None:
    patch = Patch((missed("a.py", (1, 1, 1), (8, 20, 9)), missed("b.py", (3, 5, 2))))

    found = missing_tests(patch)

    assert [(problem.file, problem.line, problem.end_line) for problem in found] == [
        ("a.py", 8, 20),
        ("b.py", 3, 5),
        ("a.py", 1, 1),
    ]
    assert [problem.message for problem in found] == [
        "9 lines from 8 to 20 of a.py are not covered by a test.",
        "2 lines from 3 to 5 of b.py are not covered by a test.",
        "Line 1 of a.py is not covered by a test.",
    ]
    assert {(problem.slug, problem.level) for problem in found} == {(Slug.LINES_NOT_COVERED, Level.NOTICE)}


@pytest.mark.parametrize(("limit", "shown"), [(ANNOTATIONS, 10), (3, 3), (0, 0), (-2, 0)])
def test_there_are_no_more_annotations_than_github_keeps(limit: int, shown: int) -> None:
    patch = Patch((missed("a.py", *((line, line, 1) for line in range(1, 40, 2))),))

    assert len(missing_tests(patch, limit)) == shown


def test_unknown_files_are_told_by_reason_each_with_its_cure() -> None:
    unknown = [Unknown(RepoPath(f"{name}.py"), Why.SHIFTED, 1, 1) for name in "abcdefg"]
    unknown.append(Unknown(RepoPath("large.py"), Why.LEFT_OUT, 1, 1))

    shifted, left_out = unknowns(Patch(unknown=tuple(unknown)))

    assert shifted.message == "The changed lines of 7 files are unknown: a.py, b.py, c.py, d.py, e.py and 2 more."
    assert "ref: ${{ github.event.pull_request.head.sha }}" in shifted.cure
    assert left_out.message == "The changed lines of 1 file are unknown: large.py."
    assert left_out.reason == Why.LEFT_OUT.value
    assert {problem.level for problem in (shifted, left_out)} == {Level.NOTICE}


def test_a_gate_that_depends_on_them_makes_it_an_error() -> None:
    patch = Patch(unknown=(Unknown(RepoPath("a.py"), Why.SHIFTED, 1, 1),), cut=True)

    problems = list(unknowns(patch, "fail-under-patch"))

    assert [problem.level for problem in problems] == [Level.ERROR, Level.ERROR]
    assert all(problem.reason.endswith(" fail-under-patch cannot be judged without them.") for problem in problems)


def test_a_list_that_github_cut_is_told() -> None:
    (problem,) = unknowns(Patch(cut=True))

    assert problem.reason == "GitHub does not list all of them; it never lists more than 3 000."


def test_nothing_is_said_where_all_is_known() -> None:
    assert not list(unknowns(Patch((missed("a.py", (1, 1, 1)),))))


def test_the_log_shows_the_share_and_the_places() -> None:
    patch = Patch((missed("src/a.py", (1, 1, 1), (8, 20, 9)), PatchedFile(RepoPath("b.py"), Lines(6, 6))))

    group = patch_group(patch)

    assert group.title == "Changed lines: 6 of 16 covered (37.50 %)"
    assert [line.split() for line in group.lines] == [["src/a.py:8-20", "9", "lines"], ["src/a.py:1", "1", "line"]]


def test_the_log_stays_short() -> None:
    group = patch_group(Patch((missed("a" * 300, *((line, line, 1) for line in range(1, 100, 2))),)))

    assert len(group.lines) == 21
    assert group.lines[-1] == "and 30 other places"
    assert max(map(len, group.lines)) <= 116


@pytest.mark.parametrize(("patch", "title"), [(Patch(), "none is coverable"), (Patch(cut=True), "unknown")])
def test_the_log_says_where_there_is_no_share(patch: Patch, title: str) -> None:
    assert patch_group(patch) == (f"Changed lines: {title}", [])
