from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import Problem, Slug
from reporter.figures import About, Figures, Lines, Paths, Report, Row, Status, gather, share, shared_folder
from reporter.formats import BY_NAME
from reporter.model import Coverage, LineHits, ParsedReport, RepoPath, ReportedFile, ReportPath, Skipped
from reporter.paths import Decision, Outcome
from reporter.report_file import ReportFile
from tests.sample_figures import matched, table


def figures(files: dict[str, LineHits], languages: dict[str, str] | None = None) -> Figures:
    coverage: Coverage = {RepoPath(path): lines for path, lines in files.items()}
    named = {RepoPath(path): name for path, name in (languages or {}).items()}
    return gather(About(version="1.0.0"), Status.UPLOADED, coverage, named)


def ambiguous(path: str, cure: str, reason: str = "") -> Decision:
    return Decision(report_path=ReportPath(path), outcome=Outcome.AMBIGUOUS, rule="suffix", cure=cure, reason=reason)


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_share_is_rounded_down_and_complete_only_if_it_is(one: int, other: int) -> None:
    part, whole = sorted((one, other))

    hundredths = share(part, whole)

    if hundredths is None:
        assert whole == 0
    else:
        assert hundredths * whole <= part * 10_000 < (hundredths + 1) * whole
        assert (hundredths == 10_000) == (part == whole)


@pytest.mark.parametrize(
    ("part", "whole", "hundredths"), [(0, 0, None), (0, 3, 0), (1, 3, 3333), (2, 3, 6666), (99_999, 100_000, 9999)]
)
def test_shares(part: int, whole: int, hundredths: int | None) -> None:
    assert share(part, whole) == hundredths


def test_totals_count_lines_and_leave_out_files_without_any() -> None:
    partial = LineHits.from_mapping({1: 4, 2: 0, 3: 1}, [3])

    found = figures({"a.py": table(4, 2), "b.py": partial, "empty.py": table(0, 0)})

    assert found.files == 2
    assert found.lines == Lines(coverable=7, covered=4, partial=1)
    assert found.lines.uncovered == 3


def test_languages_are_listed_with_the_largest_first() -> None:
    found = figures(
        {"a.py": table(4, 2), "b.ts": table(9, 9), "c.py": table(6, 1), "d.x": table(1, 0)},
        {"a.py": "Python", "b.ts": "TypeScript", "c.py": "Python"},
    )

    assert found.languages == (
        Row("Python", 2, Lines(10, 3)),
        Row("TypeScript", 1, Lines(9, 9)),
        Row("Other", 1, Lines(1, 0)),
    )
    assert found.parts == ("Language", found.languages)


def test_one_language_is_shown_by_the_folders_below_what_all_share() -> None:
    files = {
        "src/shop/api/a.py": table(5, 5),
        "src/shop/api/deep/b.py": table(5, 0),
        "src/shop/cart/c.py": table(30, 3),
        "src/shop/d.py": table(1, 1),
    }

    found = figures(files, dict.fromkeys(files, "Python"))

    assert found.parts == (
        "Folder",
        (
            Row("src/shop/cart", 1, Lines(30, 3)),
            Row("src/shop/api", 2, Lines(10, 5)),
            Row("src/shop", 1, Lines(1, 1)),
        ),
    )


def test_files_at_the_root_have_a_folder_too() -> None:
    assert [row.name for row in figures({"a.py": table(1, 1), "src/b.py": table(2, 1)}).directories] == ["src", "."]


def test_many_folders_become_twelve_rows() -> None:
    found = figures({f"src/{n:02}/a.py": table(100 - n, 1) for n in range(20)})

    assert len(found.directories) == 12
    assert found.directories[0] == Row("src/00", 1, Lines(100, 1))
    assert found.directories[-1] == Row("9 others", 9, Lines(sum(100 - n for n in range(11, 20)), 9))


@pytest.mark.parametrize(
    ("paths", "folder"),
    [
        ([], []),
        (["a.py"], []),
        (["x/y/a.py"], ["x", "y"]),
        (["x/y/a.py", "x/yy/a.py"], ["x"]),
        (["/x/a.py", "/y/a.py"], [""]),
        (["x/a.py", "a.py"], []),
    ],
)
def test_a_shared_folder_has_whole_names(paths: list[str], folder: list[str]) -> None:
    assert shared_folder(paths) == folder


def test_the_least_covered_files_come_first_then_those_with_most_to_do() -> None:
    found = figures(
        {
            "complete.py": table(9, 9),
            "half.py": table(4, 2),
            "none-small.py": table(2, 0),
            "none-large.py": table(8, 0),
            "none-also-large.py": table(8, 0),
        }
    )

    names = [row.name for row in found.least_covered]
    assert names == ["none-also-large.py", "none-large.py", "none-small.py", "half.py"]


def test_only_the_twenty_least_covered_files_are_listed() -> None:
    found = figures({f"{n:02}.py": table(100, n) for n in range(30)})

    assert [row.name for row in found.least_covered] == [f"{n:02}.py" for n in range(20)]


def test_a_cause_is_one_group_with_one_cure_and_the_first_names() -> None:
    paths = Paths.of(
        [
            *(ambiguous(f"util/{name}.ts", "path-prefix: packages/api", reason=name) for name in "edcba"),
            *(matched(f"/w/{name}.py", f"{name}.py", "workspace root", "/w") for name in "ab"),
            matched("x.py", "src/x.py", "<source>", "src"),
            Decision(report_path=ReportPath("gone.py"), outcome=Outcome.UNMATCHED, rule="none"),
            Decision(report_path=ReportPath("/usr/include/x.h"), outcome=Outcome.OUTSIDE, rule="system"),
        ]
    )

    groups = [(group.outcome, group.rule, group.count, group.cure) for group in paths.groups]
    assert groups == [
        (Outcome.MATCHED, "workspace root", 2, ""),
        (Outcome.MATCHED, "<source>", 1, ""),
        (Outcome.OUTSIDE, "system", 1, ""),
        (Outcome.AMBIGUOUS, "suffix", 5, "path-prefix: packages/api"),
        (Outcome.UNMATCHED, "none", 1, ""),
    ]
    assert [decision.report_path for decision in paths.groups[3].examples] == ["util/a.ts", "util/b.ts", "util/c.ts"]
    assert (paths.matched, paths.ambiguous, paths.unmatched, paths.outside) == (3, 5, 1, 1)


def test_the_match_rate_leaves_out_what_is_outside_and_is_rounded_down() -> None:
    assert Paths(matched=2, ambiguous=0, unmatched=1, outside=50).match_rate == 6666
    assert Paths(outside=5).match_rate is None


def test_groups_of_several_reports_are_joined() -> None:
    one = Paths.of([ambiguous("b.ts", "x"), ambiguous("d.ts", "x"), matched("a.ts", "a.ts", "exact")])
    other = Paths.of([ambiguous("a.ts", "x"), ambiguous("c.ts", "x"), ambiguous("e.ts", "y")])

    both = Paths.together([one, other])

    assert both == Paths.together([other, one])
    assert (both.matched, both.ambiguous) == (1, 5)
    assert [(group.cure, group.count) for group in both.groups[1:]] == [("x", 4), ("y", 1)]
    assert [decision.report_path for decision in both.groups[1].examples] == ["a.ts", "b.ts", "c.ts"]


def test_a_report_tells_its_format_and_what_it_holds() -> None:
    skipped = (Skipped("line number", 1, "a.py: '0'"),)
    files = (ReportedFile(ReportPath("a.py"), table(4, 2)), ReportedFile(ReportPath("b.py"), table(3, 3)))
    file = ReportFile(Path("coverage.xml"), "coverage.xml")

    report = Report.of(
        file,
        BY_NAME["cobertura"],
        ParsedReport("cobertura", files, skipped=skipped),
        [matched("a.py", "a.py", "exact")],
        size=120,
        seconds=0.5,
    )

    assert (report.shown, report.title, report.files, report.lines) == ("coverage.xml", "Cobertura", 2, Lines(7, 5))
    assert report.skipped == skipped
    assert report.paths.matched == 1


def test_figures_carry_what_they_are_given() -> None:
    problem = Problem(slug=Slug.NO_REPORT, message="None.")

    found = gather(About(version="1"), Status.FAILED, {}, {}, problems=[problem], payload_path="/x")

    assert (found.files, found.lines, found.problems, found.payload_path) == (0, Lines(), (problem,), "/x")
    assert (found.languages, found.directories, found.least_covered, found.paths) == ((), (), (), Paths())
