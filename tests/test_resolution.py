"""The list of path decisions, as other programs read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reporter.model import RepoPath, ReportPath
from reporter.paths import Decision, Outcome
from reporter.resolution import resolution_lines
from tests.sample_figures import matched, report


def lines(*reports: tuple[str, Iterable[Decision]]) -> list[str]:
    return list(resolution_lines(report(shown, "lcov", {}, decisions) for shown, decisions in reports))


def refused(path: str, outcome: Outcome, **more: object) -> Decision:
    return Decision(report_path=ReportPath(path), outcome=outcome, rule="a rule", **more)  # type: ignore[arg-type]  # any


def test_a_line_has_all_fields_in_their_order() -> None:
    (line,) = lines(("coverage.xml", [matched("a.py", "src/a.py", "<source>", "src")]))

    assert line == (
        '{"version":1,"report":"coverage.xml","written":"a.py","group":[],"outcome":"matched","path":"src/a.py",'
        '"rule":"<source>","reason":"src","candidates":[],"nearest":null,"cure":null}'
    )


def test_a_path_without_a_file_says_what_it_could_be() -> None:
    ambiguous = refused(
        "A.java",
        Outcome.AMBIGUOUS,
        group=("shop", "api"),
        candidates=(RepoPath("x/A.java"), RepoPath("y/A.java")),
        cure="path-prefix: x",
    )
    missing = refused("b.py", Outcome.UNMATCHED, nearest=RepoPath("src/b.py"))

    first, second = map(json.loads, lines(("jacoco.xml", [ambiguous, missing])))

    assert (first["outcome"], first["path"], first["group"]) == ("ambiguous", None, ["shop", "api"])
    assert (first["candidates"], first["cure"]) == (["x/A.java", "y/A.java"], "path-prefix: x")
    assert (second["outcome"], second["nearest"], second["cure"]) == ("not-found", "src/b.py", None)


def test_each_outcome_has_its_word() -> None:
    found = lines(("lcov.info", [refused(f"{n}.py", outcome) for n, outcome in enumerate(Outcome)]))

    words = [json.loads(line)["outcome"] for line in found]
    assert words == ["matched", "ambiguous", "not-found", "outside"]


def test_lines_are_sorted_by_report_path_and_group() -> None:
    decisions = [
        refused("b.py", Outcome.OUTSIDE),
        refused("a.py", Outcome.OUTSIDE, group=("y",)),
        refused("a.py", Outcome.OUTSIDE, group=("x",)),
    ]

    found = lines(("b.info", decisions), ("a.info", decisions[:1]))

    assert found == lines(("a.info", decisions[:1]), ("b.info", reversed(decisions)))
    rows = map(json.loads, found)
    assert [(row["report"], row["written"], row["group"]) for row in rows] == [
        ("a.info", "b.py", []),
        ("b.info", "a.py", ["x"]),
        ("b.info", "a.py", ["y"]),
        ("b.info", "b.py", []),
    ]


def test_lines_are_made_one_by_one() -> None:
    """Tens of thousands of them need not be in memory together."""
    found = resolution_lines([report("lcov.info", "lcov", {}, [refused("a.py", Outcome.OUTSIDE)])])

    assert next(found).startswith('{"version":1,')


def test_bytes_that_are_no_utf8_are_shown_as_escapes() -> None:
    (line,) = lines(("b\udce9.info", [matched("\udcff/日本.py", "\ud800.py", "exact")]))

    row = json.loads(line)
    assert (row["report"], row["written"], row["path"]) == (r"b\xe9.info", r"\xff/日本.py", r"\ud800.py")


ANY = st.text(st.characters(exclude_categories=()), min_size=1)


@given(ANY, ANY)
def test_whatever_the_names_a_line_is_one_line_of_ascii_that_no_runner_obeys(path: str, reason: str) -> None:
    (line,) = lines(("lcov.info", [matched(path, path, "exact", f"##[error]{reason}")]))

    row = json.loads(line)
    assert line.isascii()
    assert line.isprintable()
    assert "##[" not in line
    assert row["reason"].startswith("##[error]")
    row["written"].encode()  # no surrogate is left in it


def test_every_field_and_word_is_documented_in_order() -> None:
    page = (Path(__file__).parent.parent / "docs/resolution.md").read_text(encoding="utf-8")
    (line,) = lines(("lcov.info", [refused("a.py", Outcome.OUTSIDE)]))

    fields = re.findall(r"(?m)^\| `([a-z]+)` \|", page)
    assert fields == list(json.loads(line))
    words = [json.loads(text)["outcome"] for text in lines(("x", [refused(f"{n}", o) for n, o in enumerate(Outcome)]))]
    assert all(f"`{word}`" in page for word in words)
