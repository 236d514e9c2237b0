"""From reports in a workspace to the coverage of the repository."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reporter.analysis import (
    Analysis,
    ReadReport,
    Watch,
    analyse,
    counting_partials_as_missed,
    ignoring,
    matched_of,
    merge_all,
    read_all,
    without_lines_past_end,
)
from reporter.context import Context
from reporter.discovery import Found
from reporter.errors import Level, Slug, UserError
from reporter.figures import Unused
from reporter.formats import BY_NAME, Kind
from reporter.formats import Format as ReportFormat
from reporter.model import Coverage, LineHits, ParsedReport, RepoPath, ReportedFile, ReportPath
from reporter.paths import Decision, Outcome
from reporter.report_file import ReportFile
from reporter.repository import Repository
from reporter.settings import Partials, Settings
from tests.job import lcov

COMMIT = "a" * 40
Hits = Mapping[int, int]


def table(hits: Hits, *partials: int) -> LineHits:
    return LineHits.from_mapping(hits, partials)


def read_report(format_name: str, *files: tuple[str, str | None, Hits], shown: str = "report") -> ReadReport:
    """A report of ``(report path, repository file or None, lines)``."""
    return ReadReport(
        found=Found(ReportFile(Path(shown), shown), None, named=True),
        format=BY_NAME[format_name],
        parsed=ParsedReport(format_name, tuple(ReportedFile(ReportPath(path), table(hits)) for path, _, hits in files)),
        size=1,
        seconds=0,
        decisions=tuple(
            Decision(
                report_path=ReportPath(path),
                outcome=Outcome.MATCHED if target else Outcome.UNMATCHED,
                rule="exact",
                repo_path=RepoPath(target) if target else None,
            )
            for path, target, _ in files
        ),
    )


def everything(_: RepoPath) -> bool:
    return True


class Workspace:
    """A checkout of acme/shop whose files have ten lines each."""

    def __init__(self, root: Path, *sources: str) -> None:
        self.root = root
        self.sources = tuple(map(RepoPath, sorted(sources)))
        for source in sources:
            self.write(source, "line\n" * 10)

    def write(self, path: str, content: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(content, encoding="utf-8")

    def analyse(self, commit: str = COMMIT, **settings: Any) -> Analysis:
        context = Context(
            github=False,
            event_name="",
            event={},
            workspace=self.root,
            host_workspace="",
            temp=self.root / "temp",
            host_temp="",
            slug="acme/shop",
        )
        repository = Repository(self.root, self.sources, COMMIT, tracked=True)
        return analyse(Settings(**settings), context, repository, commit, self.watch)

    @property
    def watch(self) -> Watch:
        return Watch(map(float, itertools.count()).__next__, lambda _said: None)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path, "src/a.py", "src/b.py", "lib/c.py")


def plain(coverage: Coverage) -> dict[str, dict[int, int]]:
    return {path: dict(lines.items()) for path, lines in coverage.items()}


def slugs(analysis: Analysis) -> list[Slug]:
    return [problem.slug for problem in analysis.problems]


# --- all of it ---------------------------------------------------------------------------------------------------


def test_reports_are_merged_line_by_line_with_the_larger_hits(workspace: Workspace) -> None:
    workspace.write("one/lcov.info", lcov({"src/b.py": {1: 1, 2: 0}, "src/a.py": {1: 4}}))
    workspace.write("two/lcov.info", lcov({"src/b.py": {2: 3, 3: 0}}))

    analysis = workspace.analyse()

    assert plain(analysis.coverage) == {"src/a.py": {1: 4}, "src/b.py": {1: 1, 2: 3, 3: 0}}
    assert list(analysis.coverage) == ["src/a.py", "src/b.py"], "sorted"
    assert [report.shown for report in analysis.figures] == ["one/lcov.info", "two/lcov.info"]
    assert (analysis.problems, analysis.unused, analysis.incomplete, analysis.withheld) == ((), (), False, False)


def test_a_report_named_twice_counts_once(workspace: Workspace) -> None:
    workspace.write("lcov.info", lcov({"src/a.py": {1: 2}}))

    analysis = workspace.analyse(coverage_reports="lcov.info\n./lcov.info\n*.info")

    assert len(analysis.figures) == 1
    assert plain(analysis.coverage) == {"src/a.py": {1: 2}}


def test_a_broken_report_does_not_hide_the_others(workspace: Workspace) -> None:
    workspace.write("lcov.info", lcov({"src/a.py": {1: 1}}))
    workspace.write("empty.info", "")

    analysis = workspace.analyse(coverage_reports="lcov.info\nempty.info")

    assert plain(analysis.coverage) == {"src/a.py": {1: 1}}
    assert analysis.incomplete
    (problem,) = analysis.problems
    assert (problem.slug, problem.file, problem.message) == (Slug.REPORT_EMPTY, "empty.info", "empty.info is empty.")
    assert analysis.unused == (Unused("empty.info", "is empty", "unusable"),)


def test_one_run_written_twice_is_used_once_unless_both_are_named(workspace: Workspace) -> None:
    workspace.write("coverage/lcov.info", lcov({"src/a.py": {1: 2}}))
    workspace.write(
        "coverage/clover.xml",
        '<coverage generated="1"><project timestamp="1"><file name="a.py" path="src/a.py">'
        '<line num="1" count="9" type="stmt"/></file></project></coverage>',
    )

    found = workspace.analyse()
    named = workspace.analyse(coverage_reports="coverage/*")

    assert plain(found.coverage) == {"src/a.py": {1: 2}}
    assert found.unused == (Unused("coverage/clover.xml", "the same test run as coverage/lcov.info"),)
    assert not found.incomplete
    assert plain(named.coverage) == {"src/a.py": {1: 9}}


def test_ignored_files_are_left_out_although_they_match(workspace: Workspace) -> None:
    workspace.write("lcov.info", lcov({"src/a.py": {1: 1}, "lib/c.py": {1: 1}}))

    some, all_of_them = workspace.analyse(ignore="lib"), workspace.analyse(ignore="lib, src")

    assert plain(some.coverage) == {"src/a.py": {1: 1}}
    assert some.figures[0].paths.matched == 2
    assert (all_of_them.coverage, slugs(all_of_them)) == ({}, [Slug.NOTHING_MATCHED])


def test_below_min_match_rate_the_coverage_is_withheld(workspace: Workspace) -> None:
    workspace.write("lcov.info", lcov({"src/a.py": {1: 1}, "gone.py": {1: 1}}))

    loose, strict = workspace.analyse(), workspace.analyse(min_match_rate=Decimal(60))

    assert (loose.withheld, strict.withheld) == (False, True)
    assert [analysis.problems[-1].level for analysis in (loose, strict)] == [Level.WARNING, Level.ERROR]
    assert plain(strict.coverage) == {"src/a.py": {1: 1}}, "it is still shown"


def test_partial_lines_count_as_missed_where_asked(workspace: Workspace) -> None:
    workspace.write("lcov.info", "SF:src/a.py\nDA:1,3\nDA:2,5\nBRDA:1,0,0,3\nBRDA:1,0,1,-\nend_of_record\n")

    assert plain(workspace.analyse().coverage) == {"src/a.py": {1: 3, 2: 5}}
    assert plain(workspace.analyse(partials=Partials.MISS).coverage) == {"src/a.py": {1: 0, 2: 5}}


def test_lines_past_the_end_are_dropped_only_in_a_checkout_of_the_commit(workspace: Workspace) -> None:
    workspace.write("lcov.info", lcov({"src/a.py": {1: 1, 99: 1}}))

    here, elsewhere = workspace.analyse(), workspace.analyse(commit="b" * 40)

    assert (plain(here.coverage), slugs(here)) == ({"src/a.py": {1: 1}}, [Slug.LINES_PAST_END])
    assert (plain(elsewhere.coverage), slugs(elsewhere)) == ({"src/a.py": {1: 1, 99: 1}}, [])


def test_lines_between_nocov_comments_go_only_where_simplecov_reported_them(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, "a.rb", "b.rb")
    workspace.write("a.rb", "a\n# :nocov:\nb\n")
    workspace.write("b.rb", "a\n# :nocov:\nb\n")
    workspace.write("coverage/.resultset.json", '{"RSpec":{"coverage":{"a.rb":{"lines":[1,null,0]}}}}')
    workspace.write("lcov.info", lcov({"b.rb": {1: 1, 3: 0}}))

    here, elsewhere = workspace.analyse(), workspace.analyse(commit="b" * 40)

    assert plain(here.coverage) == {"a.rb": {1: 1}, "b.rb": {1: 1, 3: 0}}
    assert plain(elsewhere.coverage) == {"a.rb": {1: 1, 3: 0}, "b.rb": {1: 1, 3: 0}}


# --- reading -----------------------------------------------------------------------------------------------------


def found(path: Path, forced: ReportFormat | None = None) -> Found:
    return Found(ReportFile(path, path.name), forced, named=True)


def test_reading_tells_size_and_time(workspace: Workspace) -> None:
    workspace.write("lcov.info", "SF:a\nDA:1,1\nend_of_record\n")

    (report,), problems = read_all([found(workspace.root / "lcov.info")], None, workspace.watch)

    assert (report.shown, report.format, report.size, report.seconds) == ("lcov.info", BY_NAME["lcov"], 26, 1.0)
    assert problems == []


def test_the_format_of_an_entry_comes_before_the_one_forced_for_all(workspace: Workspace) -> None:
    workspace.write("lcov.info", "SF:a\nDA:1,1\nend_of_record\n")
    path = workspace.root / "lcov.info"

    entry, _ = read_all([found(path, BY_NAME["lcov"])], BY_NAME["cobertura"], workspace.watch)
    none, problems = read_all([found(path)], BY_NAME["cobertura"], workspace.watch)

    assert [report.format.name for report in entry] == ["lcov"]
    assert (none, [problem.slug for problem in problems]) == ([], [Slug.REPORT_OTHER_FORMAT])


class Faulty(ReportFormat):
    """A format whose parser has a fault."""

    def parse(self, report: ReportFile) -> ParsedReport:
        raise ZeroDivisionError("oh")


def test_a_fault_in_a_parser_costs_its_own_report_only(workspace: Workspace) -> None:
    faulty = Faulty(name="faulty", title="Faulty", kind=Kind.TEXT, file_names=(), exactness=0)
    workspace.write("x.txt", "nothing that is recognised\n")
    workspace.write("lcov.info", "SF:a\nDA:1,1\nend_of_record\n")

    reports, (problem,) = read_all(
        [found(workspace.root / "x.txt", faulty), found(workspace.root / "lcov.info")], None, workspace.watch
    )

    assert [report.shown for report in reports] == ["lcov.info"]
    assert (problem.slug, problem.file) == (Slug.INTERNAL, "x.txt")
    assert problem.reason.startswith("ZeroDivisionError at test_analysis.py:")
    assert problem.reason.endswith(": oh")


# --- merging -----------------------------------------------------------------------------------------------------


def test_paths_of_one_report_that_are_one_file_add_up_and_reports_do_not() -> None:
    """Two builds of one source inside a report were both run; the same line in two reports may be one run."""
    twice = read_report("lcov", ("a/x.c", "x.c", {1: 2, 2: 0}), ("b/x.c", "x.c", {1: 3}))
    once = read_report("lcov", ("x.c", "x.c", {1: 4, 2: 1}))

    assert plain(merge_all([twice], everything)) == {"x.c": {1: 5, 2: 0}}
    assert plain(merge_all([twice, once], everything)) == {"x.c": {1: 5, 2: 1}}


def test_what_did_not_match_or_is_not_used_is_left_out() -> None:
    report = read_report("lcov", ("a.c", "a.c", {1: 1}), ("gone.c", None, {1: 1}), ("b.c", "b.c", {1: 1}))

    assert plain(merge_all([report], lambda path: path != "b.c")) == {"a.c": {1: 1}}


def test_files_outside_the_repository_are_not_expected_to_match() -> None:
    outcomes = (Outcome.MATCHED, Outcome.AMBIGUOUS, Outcome.UNMATCHED, Outcome.OUTSIDE, Outcome.OUTSIDE)
    names = tuple((f"{number}.c", None, {1: 1}) for number in range(len(outcomes)))
    decisions = tuple(
        Decision(report_path=ReportPath(path), outcome=outcome, rule="")
        for (path, _, _), outcome in zip(names, outcomes, strict=True)
    )
    report = read_report("lcov", *names)

    assert matched_of(
        [
            ReadReport(
                found=report.found, format=report.format, parsed=report.parsed, size=1, seconds=0, decisions=decisions
            )
        ]
    ) == (1, 3)


def test_a_partial_line_becomes_a_missed_one() -> None:
    changed = counting_partials_as_missed({RepoPath("a.c"): table({1: 3, 2: 4, 3: 0}, 1)})

    assert changed == {RepoPath("a.c"): table({1: 0, 2: 4, 3: 0})}


# --- ignore ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("listed", "ignored", "kept"),
    [
        ("src", ["src/a.py", "src/deep/b.py", "src"], ["lib/src/a.py", "src2/a.py"]),
        ("src/", ["src/a.py"], ["lib/a.py"]),
        ("/src", ["src/a.py"], ["lib/a.py"]),
        ("./src", ["src/a.py"], ["lib/a.py"]),
        ("src/a.py", ["src/a.py"], ["src/b.py"]),
        ("**/generated", ["generated/a.py", "x/y/generated/z/a.py"], ["x/generated.py"]),
        ("**/*_pb2.py", ["a_pb2.py", "x/a_pb2.py"], ["x/a_pb2.pyi"]),
        ("*.py", ["a.py"], ["src/a.py"]),
        ("packages/{api,web}/gen", ["packages/api/gen/a.ts", "packages/web/gen"], ["packages/cli/gen/a.ts"]),
        ("{a,b}.py, lib\nsrc", ["a.py", "b.py", "lib/x", "src/y"], ["c.py"]),
        (".github", [".github/x.py"], ["github/x.py"]),
        ("**", ["a.py", "src/.hidden/a.py"], []),
        ("", [], ["a.py"]),
        (" \n, ", [], ["a.py"]),
    ],
)
def test_globs_of_ignore(listed: str, ignored: list[str], kept: list[str]) -> None:
    is_ignored = ignoring(listed)

    assert [path for path in (*ignored, *kept) if is_ignored(path)] == ignored


def test_braces_that_stand_for_too_much_are_the_users_to_cure(workspace: Workspace) -> None:
    with pytest.raises(UserError) as caught:
        workspace.analyse(ignore="src/{1..100000}")

    (problem,) = caught.value.problems
    assert (problem.slug, problem.level) == (Slug.INPUT_INVALID, Level.ERROR)
    assert problem.message.startswith("ignore cannot be used")


# --- lines past the end ------------------------------------------------------------------------------------------


def source(content: bytes) -> Callable[[RepoPath], bytes]:
    return lambda _path: content


PAST_END = sorted(name for name, format_ in BY_NAME.items() if format_.past_end)
OTHERS = sorted(BY_NAME.keys() - PAST_END)


def lines_kept(format_name: str, hits: Hits, read: Callable[[RepoPath], bytes]) -> list[int]:
    report = read_report(format_name, ("a.kt", "a.kt", hits))
    coverage, problems = without_lines_past_end({RepoPath("a.kt"): table(hits)}, [report], read)
    lines = list(coverage[RepoPath("a.kt")].lines)
    assert bool(problems) == (lines != list(hits))
    return lines


@pytest.mark.parametrize("format_name", PAST_END)
def test_formats_known_for_lines_past_the_end_lose_them(format_name: str) -> None:
    assert lines_kept(format_name, {1: 1, 3: 0, 4: 1, 900: 1}, source(b"a\nb\nc")) == [1, 3]


@pytest.mark.parametrize("format_name", OTHERS)
def test_other_formats_are_believed(format_name: str) -> None:
    def never(path: RepoPath) -> bytes:
        raise AssertionError(f"{path} was read")

    assert lines_kept(format_name, {1: 1, 900: 1}, never) == [1, 900]


def test_a_source_that_is_empty_or_cannot_be_read_says_nothing() -> None:
    """The repository gives no bytes for either."""
    assert lines_kept("lcov", {1: 1, 900: 1}, source(b"")) == [1, 900]


@pytest.mark.parametrize(
    "content",
    [b"a\nb\nc", b"a\nb\nc\n", b"a\r\nb\r\nc\r\n", b"a\rb\rc", b"a\rb\nc"],
    ids=["unfinished", "unix", "windows", "old mac", "mixed"],
)
def test_lines_end_as_they_do_on_any_system(content: bytes) -> None:
    assert lines_kept("jacoco", {3: 1, 4: 1}, source(content)) == [3]


def test_partials_of_dropped_lines_go_with_them() -> None:
    report = read_report("lcov", ("a.kt", "a.kt", {1: 1, 9: 1}))

    coverage, _ = without_lines_past_end({RepoPath("a.kt"): table({1: 1, 9: 1}, 1, 9)}, [report], source(b"a\n"))

    assert coverage == {RepoPath("a.kt"): table({1: 1}, 1)}


def test_only_files_of_such_a_report_are_looked_at() -> None:
    reports = [read_report("lcov", ("a.kt", "a.kt", {1: 1, 9: 1})), read_report("go", ("b.go", "b.go", {9: 1}))]
    coverage = {RepoPath("a.kt"): table({1: 1, 9: 1}), RepoPath("b.go"): table({9: 1})}

    kept, (problem,) = without_lines_past_end(coverage, reports, source(b"a\n"))

    assert plain(kept) == {"a.kt": {1: 1}, "b.go": {9: 1}}
    assert problem.reason.startswith("The first is a.kt with 1.")
