from __future__ import annotations

from pathlib import Path

import pytest

from reporter.errors import Problem, Slug
from reporter.figures import About, Figures, Lines, Report, Row, Status, gather, shared_folder
from reporter.formats import BY_NAME
from reporter.model import Coverage, LineHits, ParsedReport, RepoPath, ReportedFile, ReportPath, Skipped
from reporter.path_figures import Paths
from reporter.report_file import ReportFile
from tests.sample_figures import matched, table


def figures(files: dict[str, LineHits], languages: dict[str, str] | None = None) -> Figures:
    coverage: Coverage = {RepoPath(path): lines for path, lines in files.items()}
    named = {RepoPath(path): name for path, name in (languages or {}).items()}
    return gather(About(version="1.0.0"), Status.UPLOADED, coverage, named)


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
    assert report.decisions == (matched("a.py", "a.py", "exact"),)


def test_figures_carry_what_they_are_given() -> None:
    problem = Problem(slug=Slug.NO_REPORT, message="None.")

    found = gather(
        About(version="1"), Status.FAILED, {}, {}, problems=[problem], payload_path="/x", resolution_path="/y"
    )

    assert (found.files, found.lines, found.problems) == (0, Lines(), (problem,))
    assert (found.payload_path, found.resolution_path) == ("/x", "/y")
    assert (found.languages, found.directories, found.least_covered, found.paths) == ((), (), (), Paths())
