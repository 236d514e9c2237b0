"""What a fork's run has left becomes coverage only where its own commit has the file; everything is reckoned here."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest

from reporter.analysis import Analysis, Watch
from reporter.context import Context
from reporter.errors import Fault, Level, Problem, ReporterError, ServiceError, Slug, UserError
from reporter.fork_reports import LIMITS, Limits, analyse_fork
from reporter.fork_run import ForkRun
from reporter.github_api import Denied, GitHubError, RateLimited, Tree, TreeEntry, Unreachable
from reporter.settings import Settings
from reporter.untrusted_files import FolderLimits
from reporter.untrusted_payload import HIGHEST_LINE

HEAD = "a" * 40
RUN = ForkRun("pull_request", "stranger/shop", "feature", HEAD)
FILES = {"src/cart.py": "100644", "bin/run": "100755", "link.py": "120000", "vendor/lib": "160000"}

Coverage = Mapping[str, Mapping[int, int]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "workspace").mkdir()
    (tmp_path / "temp" / "fork").mkdir(parents=True)
    return tmp_path / "temp" / "fork"


def payload(coverage: Coverage, **rest: object) -> str:
    reports = [{"filename": path, "total": 100, "coverage": lines} for path, lines in coverage.items()]
    return json.dumps({"total": 100, "fileReports": reports, **rest})


def tree_of(files: Mapping[str, str], *, complete: bool = True) -> Callable[[str], Tree]:
    def tree(sha: str) -> Tree:
        assert sha == HEAD
        return Tree(tuple(TreeEntry(path, mode) for path, mode in files.items()), complete)

    return tree


def ignore_progress(_text: str) -> None:
    """Nobody watches."""


def analyse(
    folder: Path,
    tree: Callable[[str], Tree] | None = None,
    *,
    commit: str = HEAD,
    limits: Limits = LIMITS,
    coverage_reports: str = "",
    ignore: str = "",
    min_match_rate: int = 0,
    progress: Callable[[str], None] = ignore_progress,
) -> Analysis:
    settings = Settings(
        coverage_reports=coverage_reports or str(folder), ignore=ignore, min_match_rate=Decimal(min_match_rate)
    )
    context = Context(
        github=True,
        event_name="workflow_run",
        event={},
        workspace=folder.parent.parent / "workspace",
        host_workspace="/home/runner/work/shop/shop",
        temp=folder.parent,
        host_temp="/home/runner/work/_temp",
        slug="acme/shop",
    )
    ticks = count()
    watch = Watch(lambda: float(next(ticks)), progress)
    return analyse_fork(RUN, tree or tree_of(FILES), settings, context, commit, watch=watch, limits=limits)


def lines(analysis: Analysis) -> dict[str, dict[int, int]]:
    return {path: dict(table.items()) for path, table in analysis.coverage.items()}


def refusal(folder: Path, tree: Callable[[str], Tree] | None = None, limits: Limits = LIMITS) -> Problem:
    with pytest.raises(ReporterError) as caught:
        analyse(folder, tree, limits=limits)
    (problem,) = caught.value.problems
    return problem


def test_lines_of_tracked_files_count(folder: Path) -> None:
    (folder / "python-1.json").write_text(payload({"src/cart.py": {1: 1, 2: 0}, "bin/run": {7: 3}}))

    analysis = analyse(folder)

    assert lines(analysis) == {"bin/run": {7: 3}, "src/cart.py": {1: 1, 2: 0}}
    assert analysis.problems == ()
    assert not analysis.withheld
    (report,) = analysis.figures
    assert (report.shown, report.files, report.lines.coverable) == ("fork/python-1.json", 2, 3)
    assert report.size == (folder / "python-1.json").stat().st_size


def test_legs_are_merged_line_by_line(folder: Path) -> None:
    for leg, hits in (("a", {1: 1, 2: 0}), ("b", {1: 0, 2: 4, 3: 0})):
        (folder / leg).mkdir()
        (folder / leg / "python-1.json").write_text(payload({"src/cart.py": hits}))

    assert lines(analyse(folder)) == {"src/cart.py": {1: 1, 2: 4, 3: 0}}


def test_long_reading_shows_signs_of_life(folder: Path) -> None:
    for name in "ab":
        (folder / f"{name}.json").write_text(payload({"src/cart.py": {1: 1}}))
    shown: list[str] = []

    analyse(folder, progress=shown.append)

    assert shown == ["1 payload file read so far", "2 payload files read so far"]


@pytest.mark.parametrize(
    "name",
    [
        "cart.py",
        "./src/cart.py",
        "/src/cart.py",
        "src//cart.py",
        "src/x/../cart.py",
        "../shop/src/cart.py",
        "SRC/cart.py",
        "src\\cart.py",
        "src/cart.py\0",
        "src/cart.py ",
        "/home/runner/work/shop/shop/src/cart.py",
        "link.py",
        "vendor/lib",
        "vendor/lib/a.py",
        "src",
        "../../etc/passwd",
        "\ud800.py",
    ],
)
def test_a_name_is_that_of_a_tracked_file_or_it_is_nobodys(folder: Path, name: str) -> None:
    """Nothing is resolved, so nothing can be led astray."""
    (folder / "python-1.json").write_text(payload({name: {1: 1}, "src/cart.py": {1: 1}}))

    analysis = analyse(folder)

    assert lines(analysis) == {"src/cart.py": {1: 1}}
    (problem,) = (problem for problem in analysis.problems if problem.slug is Slug.FILES_NOT_FOUND)
    assert problem.level is Level.NOTICE


def test_no_file_of_the_commit_at_all_is_an_error(folder: Path) -> None:
    (folder / "python-1.json").write_text(payload({f"{name}.py": {1: 1} for name in "abcd"}))

    (problem,) = analyse(folder).problems

    assert (problem.slug, problem.level) == (Slug.NOTHING_MATCHED, Level.ERROR)
    assert problem.reason == "The reports name a.py, b.py, c.py …."


def test_the_checkout_is_not_asked(folder: Path) -> None:
    """It is the base's: what is there says nothing of the fork's commit."""
    (folder.parent.parent / "workspace" / "new.py").write_text("line\n")
    (folder / "python-1.json").write_text(payload({"new.py": {1: 1}}))

    assert lines(analyse(folder)) == {}


def test_long_names_are_shown_in_part(folder: Path) -> None:
    (folder / "python-1.json").write_text(payload({"a" * 4_000: {1: 1}}))

    (problem,) = analyse(folder).problems

    assert len(problem.reason) < 200


def test_a_list_of_files_that_is_not_whole_is_said(folder: Path) -> None:
    (folder / "python-1.json").write_text(payload({"new.py": {1: 1}, "src/cart.py": {1: 1}}))

    analysis = analyse(folder, tree_of(FILES, complete=False))
    none = analyse(folder, tree_of({}, complete=False))

    assert lines(analysis) == {"src/cart.py": {1: 1}}
    (problem,) = (problem for problem in analysis.problems if problem.slug is Slug.FILES_NOT_FOUND)
    assert problem.level is Level.WARNING
    assert "new.py" in problem.reason
    assert [problem.level for problem in none.problems] == [Level.ERROR]


def test_ignored_files_are_left_out(folder: Path) -> None:
    (folder / "python-1.json").write_text(payload({"bin/run": {1: 1}, "src/cart.py": {1: 1}}))

    assert lines(analyse(folder, ignore="bin")) == {"src/cart.py": {1: 1}}
    assert [problem.slug for problem in analyse(folder, ignore="**").problems] == [Slug.NOTHING_MATCHED]


def test_below_min_match_rate_the_coverage_is_withheld(folder: Path) -> None:
    (folder / "python-1.json").write_text(payload({"gone.py": {1: 1}, "src/cart.py": {1: 1}}))

    low = analyse(folder, min_match_rate=60)
    high = analyse(folder, min_match_rate=50)

    assert (low.withheld, high.withheld) == (True, False)
    assert [problem.slug for problem in low.problems] == [Slug.FILES_NOT_FOUND, Slug.LOW_MATCH_RATE]
    assert not [problem for problem in low.problems if "path-prefix" in problem.cure]


@pytest.mark.parametrize(
    ("error", "kind", "fault", "cure"),
    [
        (Denied("403.", "contents: read"), UserError, Fault.USER, "permissions:\n  contents: read"),
        (Denied("404.", "contents: read"), UserError, Fault.USER, "permissions:\n  contents: read"),
        (Denied("401."), UserError, Fault.USER, "github-token"),
        (RateLimited("429."), ServiceError, Fault.SERVICE, "again"),
        (Unreachable("503."), ServiceError, Fault.SERVICE, "again"),
        (GitHubError("409."), ServiceError, Fault.SERVICE, "again"),
    ],
)
def test_nothing_is_taken_where_github_does_not_tell(
    folder: Path, error: GitHubError, kind: type[ReporterError], fault: Fault, cure: str
) -> None:
    (folder / "python-1.json").write_text(payload({"src/cart.py": {1: 1}}))

    def tree(_sha: str) -> Tree:
        raise error

    with pytest.raises(kind) as caught:
        analyse(folder, tree)

    (problem,) = caught.value.problems
    assert (problem.slug, problem.fault, problem.reason) == (Slug.FORK_UNCHECKED, fault, str(error))
    assert cure in problem.cure


def test_another_commit_cannot_be_spoken_for(folder: Path) -> None:
    (folder / "python-1.json").write_text(payload({"src/cart.py": {1: 1}}, commit="c" * 40))

    with pytest.raises(UserError):
        analyse(folder, commit="c" * 40)


def test_an_empty_folder_is_told(folder: Path) -> None:
    assert refusal(folder).slug is Slug.NO_REPORT


def test_one_bad_file_spoils_all(folder: Path) -> None:
    (folder / "a.json").write_text(payload({"src/cart.py": {1: 1}}))
    (folder / "b.json").write_text(payload({"src/cart.py": {1: -1}}))

    problem = refusal(folder)

    assert problem.slug is Slug.FORK_REPORT_REFUSED
    assert problem.message.startswith("fork/b.json ")


def test_a_pipe_or_a_link_spoils_all(folder: Path) -> None:
    (folder / "a.json").write_text(payload({"src/cart.py": {1: 1}}))
    os.mkfifo(folder / "b.json")
    assert refusal(folder).slug is Slug.FORK_REPORT_REFUSED

    (folder / "b.json").unlink()
    (folder / "b.json").symlink_to("a.json")
    assert refusal(folder).slug is Slug.FORK_REPORT_REFUSED


@pytest.mark.parametrize(
    ("limits", "fits"),
    [
        (Limits(files=3), True),
        (Limits(files=2), False),
        (Limits(lines=4), True),
        (Limits(lines=3), False),
        (Limits(folder=FolderLimits(entries=2)), True),
        (Limits(folder=FolderLimits(entries=1)), False),
    ],
)
def test_source_files_and_lines_are_counted_over_all_payloads(folder: Path, limits: Limits, *, fits: bool) -> None:
    (folder / "a.json").write_text(payload({"src/cart.py": {1: 1, 2: 1}, "x.py": {1: 1}}))
    (folder / "b.json").write_text(payload({"src/cart.py": {3: 1}}))

    if fits:
        assert lines(analyse(folder, limits=limits)) == {"src/cart.py": {1: 1, 2: 1, 3: 1}}
    else:
        assert "is too much" in refusal(folder, limits=limits).message


def test_the_documents_state_the_limits() -> None:
    text = (Path(__file__).parent.parent / "docs/recipes/forks.md").read_text(encoding="utf-8")
    section = text.partition("## What is taken of a fork")[2]

    for limit in (LIMITS.folder.entries, LIMITS.files, LIMITS.lines, HIGHEST_LINE):
        assert f"{limit:,}".replace(",", " ") in section, limit
    for size in (LIMITS.folder.each, LIMITS.folder.together):
        assert f"{size // 10**6} MB" in section
