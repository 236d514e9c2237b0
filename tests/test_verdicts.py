"""What Codacy's answers mean: every status and difference has its reason, its cure and its place in the documents."""

from __future__ import annotations

import pytest

from reporter.codacy_v3 import Shown
from reporter.errors import Fault, Level, Problem
from reporter.figures import Lines
from reporter.verdicts import (
    DIFFERENCES,
    MEANINGS,
    UNLISTED,
    difference,
    nameless,
    no_figure,
    not_answered,
    not_told,
    of_difference,
    of_status,
    part_of_a_commit,
    shown_as,
)
from tests.test_documents import read

COMMIT = "0123456789abcdef0123456789abcdef01234567"
STATUSES = {"Pending", "CommitNotFound", "CommitNotAnalysed", "BranchNotEnabled", "MissingFinal"}
"""Those of the API's description, besides ``Processed``."""
OURS = Lines(coverable=282, covered=224)
SHOWN = {
    "more lines": Shown(7900, Lines(300, 237)),
    "fewer lines": Shown(8000, Lines(100, 80)),
    "more of the same lines covered": Shown(7978, Lines(282, 225)),
    "fewer of the same lines covered": Shown(7907, Lines(282, 223)),
    "another percentage": Shown(5000),
}


def is_complete(problem: Problem) -> bool:
    return all(text.endswith(".") and "  " not in text for text in (problem.message, problem.reason, problem.cure))


def test_every_status_has_its_meaning_and_no_other() -> None:
    assert MEANINGS.keys() == {*STATUSES, UNLISTED}


@pytest.mark.parametrize("status", sorted(STATUSES))
def test_a_status_is_explained_in_the_documents_under_its_slug(status: str) -> None:
    problem = of_status(status, "Go, Python", COMMIT)

    section = read("docs/errors.md").partition(f"## {problem.slug}\n")[2].partition("\n## ")[0]
    assert f"`{status}`" in section
    assert f"(Go, Python, commit 0123456, {status})" in problem.message


@pytest.mark.parametrize("status", [*STATUSES, UNLISTED, "Unheard"])
def test_no_status_is_the_users_fault(status: str) -> None:
    problem = of_status(status, "", COMMIT)

    assert problem.fault is Fault.SERVICE
    assert is_complete(problem)


@pytest.mark.parametrize("counts", DIFFERENCES)
def test_a_difference_has_its_reason(counts: str) -> None:
    problem = of_difference(OURS, SHOWN[counts])

    assert difference(OURS, SHOWN[counts]) == counts
    assert problem.reason.startswith(f"Codacy counts {counts}. ")
    assert is_complete(problem)


@pytest.mark.parametrize(
    ("ours", "shown"),
    [
        (None, Shown(5000)),
        (OURS, Shown(7943, OURS)),
        (OURS, Shown(7943)),
        (OURS, Shown(7944)),
        (Lines(), Shown(0)),
    ],
    ids=["a part", "the same lines", "the same percentage", "rounded to the nearest", "no line"],
)
def test_what_is_no_difference(ours: Lines | None, shown: Shown) -> None:
    assert difference(ours, shown) == ""


def test_a_figure_shows_its_lines_where_they_are_known() -> None:
    assert shown_as(Shown(7943)) == "79.43 %"
    assert shown_as(Shown(7943, Lines(28200, 22400))) == "79.43 % (22 400 of 28 200 lines)"


@pytest.mark.parametrize(
    "problem",
    [
        no_figure(COMMIT, "main"),
        no_figure(COMMIT, ""),
        part_of_a_commit(),
        nameless(),
        not_told("403", account=True),
        not_told("403", account=False),
        not_answered("It answered 503."),
    ],
)
def test_what_cannot_be_learned_is_a_notice_with_a_cure(problem: Problem) -> None:
    assert problem.level is Level.NOTICE
    assert is_complete(problem)
