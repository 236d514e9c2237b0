from __future__ import annotations

from reporter.model import RepoPath, ReportPath
from reporter.path_figures import LeftOut, Paths, first_left_out
from reporter.paths import Decision, Outcome
from tests.sample_figures import matched


def ambiguous(path: str, *candidates: str, cure: str = "", reason: str = "", group: tuple[str, ...] = ()) -> Decision:
    return Decision(
        report_path=ReportPath(path),
        outcome=Outcome.AMBIGUOUS,
        rule="path ending",
        candidates=tuple(map(RepoPath, candidates)),
        cure=cure,
        reason=reason,
        group=group,
    )


def missing(path: str, nearest: str = "") -> Decision:
    return Decision(
        report_path=ReportPath(path),
        outcome=Outcome.UNMATCHED,
        rule="not found",
        nearest=RepoPath(nearest) if nearest else None,
    )


def test_decisions_of_one_rule_are_one_group_with_the_first_names() -> None:
    paths = Paths.of(
        [
            *(ambiguous(f"util/{name}.ts", cure=f"path-prefix: {name}", reason=name) for name in "edcba"),
            *(matched(f"/w/{name}.py", f"{name}.py", "workspace root", "/w") for name in "ab"),
            matched("x.py", "src/x.py", "<source>", "src"),
            missing("gone.py"),
            Decision(report_path=ReportPath("/usr/include/x.h"), outcome=Outcome.OUTSIDE, rule="system"),
        ]
    )

    groups = [(group.outcome, group.rule, group.count) for group in paths.groups]
    assert groups == [
        (Outcome.MATCHED, "workspace root", 2),
        (Outcome.MATCHED, "<source>", 1),
        (Outcome.OUTSIDE, "system", 1),
        (Outcome.AMBIGUOUS, "path ending", 5),
        (Outcome.UNMATCHED, "not found", 1),
    ]
    assert [decision.report_path for decision in paths.groups[3].examples] == ["util/a.ts", "util/b.ts", "util/c.ts"]
    assert (paths.matched, paths.ambiguous, paths.unmatched, paths.outside) == (3, 5, 1, 1)


def test_the_match_rate_leaves_out_what_is_outside_and_is_rounded_down() -> None:
    assert Paths(matched=2, ambiguous=0, unmatched=1, outside=50).match_rate == 6666
    assert Paths(outside=5).match_rate is None


def test_groups_of_several_reports_are_joined() -> None:
    one = Paths.of([ambiguous("b.ts"), ambiguous("d.ts"), matched("a.ts", "a.ts", "exact")])
    other = Paths.of([ambiguous("a.ts"), ambiguous("c.ts"), missing("e.ts")])

    both = Paths.together([one, other])

    assert both == Paths.together([other, one])
    assert (both.matched, both.ambiguous, both.unmatched) == (1, 4, 1)
    assert [(group.rule, group.count) for group in both.groups[1:]] == [("path ending", 4), ("not found", 1)]
    assert [decision.report_path for decision in both.groups[1].examples] == ["a.ts", "b.ts", "c.ts"]


def test_files_left_out_are_rows_with_what_they_could_be() -> None:
    decisions = [missing("a.py", "src/a.py"), matched("b.py", "b.py", "exact"), ambiguous("c.py", "x/c.py", "y/c.py")]

    assert first_left_out([("lcov.info", decisions)], 9) == (
        LeftOut(
            path=ReportPath("c.py"),
            group=(),
            outcome=Outcome.AMBIGUOUS,
            reason="",
            candidates=(RepoPath("x/c.py"), RepoPath("y/c.py")),
            nearest=None,
            reports=("lcov.info",),
        ),
        LeftOut(
            path=ReportPath("a.py"),
            group=(),
            outcome=Outcome.UNMATCHED,
            reason="",
            candidates=(),
            nearest=RepoPath("src/a.py"),
            reports=("lcov.info",),
        ),
    )


def test_reports_that_agree_on_a_file_share_its_row() -> None:
    """A matrix writes the same report many times."""
    same, other = missing("a.py"), missing("a.py", "src/a.py")

    rows = first_left_out([("b.xml", [same]), ("a.xml", [same]), ("c.xml", [other])], 9)

    assert [row.reports for row in rows] == [("a.xml", "b.xml"), ("c.xml",)]


def test_groups_tell_files_of_one_name_apart() -> None:
    decisions = [ambiguous("A.java", "x/A.java", group=(name,)) for name in ("web", "api")]

    assert [row.group for row in first_left_out([("jacoco.xml", decisions)], 9)] == [("api",), ("web",)]


def test_only_the_first_rows_are_made() -> None:
    rows = first_left_out([("lcov.info", map(missing, "edcba"))], 2)

    assert [row.path for row in rows] == ["a", "b"]
