"""What the text of files tells where their names leave several, or only a namesake."""

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


CODE = "import os\n\n# what it is for\ndef work():\n    return os\n"
"""Statements in its lines 1, 4 and 5."""

STATEMENTS = (1, 4, 5)
EVERYTHING = (1, 2, 3, 4, 5)

KNOWN = {"src/one.py": CODE, "src/two.py": CODE}
"""Files that a report names by their whole paths; they show which kind of lines it lists."""

TWINS = {"x/util/a.py": "a = 1\n# two\nb = 3\n\n\n", "y/util/a.py": "a = 1\nb = 2\n\nd = 4\ne = 5\n"}


@pytest.mark.parametrize("format_", ["lcov", "cobertura", "clover"])
def test_a_report_of_statements_is_not_on_a_file_that_has_comments_there(format_: str) -> None:
    lines = {**dict.fromkeys(KNOWN, STATEMENTS), PATH: (1, 2, 4)}
    *_, decision = decide([], [*KNOWN, PATH], contents=KNOWN | TWINS, format=format_, lines=lines)
    assert (decision.repo_path, decision.rule) == ("y/util/a.py", "text")


def test_a_report_of_all_lines_says_nothing_by_comments() -> None:
    """V8 counts every line of a function."""
    lines = {**dict.fromkeys(KNOWN, EVERYTHING), PATH: (1, 2, 4)}
    *_, decision = decide([], [*KNOWN, PATH], contents=KNOWN | TWINS, lines=lines)
    assert decision.candidates == tuple(TWINS)


def test_without_files_that_are_known_nothing_is_told_of_the_report() -> None:
    (decision,) = decide([], [PATH], contents=TWINS, lines={PATH: (1, 2, 4)})
    assert decision.candidates == tuple(TWINS)


def test_an_entry_that_may_be_of_both_files_is_not_taken_for_one() -> None:
    """Tools that join reports put two files of one name into one entry, and its lines are those of both."""
    both = {"x/util/only_x.py": CODE, "y/util/only_y.py": CODE}
    written = [PATH, "util/only_x.py", "util/only_y.py"]
    short = {"x/util/a.py": "a = 1\n"}
    decisions = decide([], written, contents=both | TWINS | short, format="cobertura", lines={PATH: (1, 5)})
    assert found(decisions) == [None, *both]


def test_a_namesake_that_has_no_code_there_is_another_file() -> None:
    """The file reported was generated, and is not tracked."""
    contents = {"smtp/mail/a.py": CODE, "smtp/mail/b.py": CODE, "imap/mail/version.py": "# mine\nV = 1\n"}
    lines = {**dict.fromkeys(("mail/a.py", "mail/b.py"), STATEMENTS), "mail/version.py": (1,)}
    *known, decision = decide([], list(lines), contents=contents, lines=lines)
    assert found(known) == ["smtp/mail/a.py", "smtp/mail/b.py"]
    assert decision.outcome is Outcome.UNMATCHED
    assert "its line 1 is blank or a comment" in decision.reason


def test_a_namesake_with_code_there_is_taken() -> None:
    """As in a report that was joined of two packages."""
    contents = {"smtp/mail/a.py": CODE, "smtp/mail/b.py": CODE, "imap/mail/version.py": "V = 1\n"}
    lines = {**dict.fromkeys(("mail/a.py", "mail/b.py"), STATEMENTS), "mail/version.py": (1,)}
    assert found(decide([], list(lines), contents=contents, lines=lines)) == list(contents)


def _lines(idle: set[int]) -> str:
    return "".join("\n" if line in idle else f"statement{line};\n" for line in range(1, 11))


_HERE, _THERE = _lines({4, 6}), _lines({3, 8})


def test_the_only_file_that_has_all_idle_lines_left_out_is_the_one() -> None:
    """Nothing else is found in the report that would show which kind of lines it lists."""
    texts = {"v1/src/a.ts": _HERE, "v2/src/a.ts": _THERE}
    assert found(decide((), ["src/a.ts"], contents=texts, lines={"src/a.ts": (1, 2, 4, 6, 10)})) == ["v2/src/a.ts"]
    assert found(decide((), ["src/a.ts"], contents=texts, lines={"src/a.ts": range(1, 11)})) == [None]
    assert found(decide((), ["src/a.ts"], contents=texts, lines={"src/a.ts": (1, 2, 10)})) == [None]


@pytest.mark.parametrize("root", ["", "/app/"])
def test_a_root_whose_files_have_other_lines_than_a_namesake_is_not_taken(root: str) -> None:
    names = ("src/a.ts", "src/b.ts")
    texts = {**dict.fromkeys(names, _HERE), **{f"packages/api/{name}": _THERE for name in names}}
    written = [f"{root}{name}" for name in names]

    def places(*lines: int) -> list[str | None]:
        return found(decide((), written, contents=texts, lines=dict.fromkeys(written, lines)))

    assert places(1, 2, 4, 6, 10) == [None, None]
    assert places(1, 2, 3, 8, 10) == list(names)
    assert places(1, 2, 3, 4, 10) == list(names), "of neither: it has changed since"
    assert places(1, 2, 10) == list(names)
