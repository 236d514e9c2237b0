"""Files that are shorter than the report says are not chosen among several."""

from __future__ import annotations

import pytest

from reporter.model import RepoPath
from reporter.paths import Outcome
from reporter.paths.decide import resolve
from reporter.paths.roots import Hints
from reporter.paths.universe import Universe
from tests.paths.cases import decide, found, report

PATH = "util/a.py"
SHORT = {"x/util/a.py": "one\ntwo\n"}
LONG = {"y/util/a.py": "one\ntwo\nthree"}


def test_a_file_too_short_is_out() -> None:
    (decision,) = decide([], [PATH], contents=SHORT | LONG, format="cobertura", last_line=3)
    assert (decision.repo_path, decision.rule) == ("y/util/a.py", "length")
    assert "no line 3" in decision.reason


def test_files_long_enough_are_not_told_apart() -> None:
    (decision,) = decide([], [PATH], contents=SHORT | LONG, format="cobertura", last_line=2)
    assert decision.outcome is Outcome.AMBIGUOUS
    (decision,) = decide([], [PATH], contents={**SHORT, **LONG, "z/util/a.py": "a\n" * 9}, format="go", last_line=3)
    assert decision.candidates == ("y/util/a.py", "z/util/a.py")


def test_where_all_are_too_short_none_is_out() -> None:
    (decision,) = decide([], [PATH], contents=SHORT | LONG, format="cobertura", last_line=4)
    assert decision.candidates == ("x/util/a.py", "y/util/a.py")


def test_a_file_alone_is_not_doubted_and_no_name_is_accepted_for_its_length() -> None:
    assert found(decide([], [PATH], contents=SHORT, format="cobertura", last_line=9)) == list(SHORT)
    assert found(decide([], ["lib/a.py"], contents=LONG, format="cobertura", last_line=3)) == [None]


def test_a_file_that_cannot_be_read_stays() -> None:
    (decision,) = decide(["x/util/a.py"], [PATH], contents=LONG, format="cobertura", last_line=3)
    assert decision.outcome is Outcome.AMBIGUOUS


@pytest.mark.parametrize("format_", ["lcov", "jacoco", "clover"])
def test_reports_with_lines_past_the_end_say_nothing_of_length(format_: str) -> None:
    (decision,) = decide([], [PATH], contents=SHORT | LONG, format=format_, last_line=3)
    assert decision.outcome is Outcome.AMBIGUOUS


def test_a_stronger_rule_is_not_overridden() -> None:
    hints = Hints(report_folder="x")
    assert found(decide([], [PATH], contents=SHORT | LONG, format="cobertura", last_line=3, hints=hints)) == list(SHORT)


def test_many_namesakes_are_not_read() -> None:
    files = [RepoPath(f"{number}/util/a.py") for number in range(9)]
    read: list[RepoPath] = []

    def reader(path: RepoPath, limit: int = -1) -> bytes:
        read.append(path)
        return b"\n"[:limit]

    resolve(report([PATH], "cobertura", last_line=3), Universe(files, reader), Hints())
    assert not read


def test_a_file_is_read_once() -> None:
    files = [RepoPath(f"{number}/util/a.py") for number in range(2)]
    read: list[RepoPath] = []

    def reader(path: RepoPath, limit: int = -1) -> bytes:
        read.append(path)
        return b"\n\n\n\n"[: limit if limit >= 0 else None]

    resolve(report([PATH, "./" + PATH], "cobertura", last_line=3), Universe(files, reader), Hints())
    assert sorted(read) == files
