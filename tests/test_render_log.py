from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.figures import About, Figures, Sent, Status, Unused, Upload, gather
from reporter.model import LineHits, RepoPath, ReportPath
from reporter.path_figures import LeftOut, first_left_out
from reporter.paths import Decision, Outcome
from reporter.render_log import (
    closing,
    codacy_group,
    could_be,
    coverage_table,
    opening,
    outcome,
    paths_group,
    reports_group,
    reports_of,
    upload_group,
)
from reporter.text import WIDTH, columns
from tests.sample_figures import ABOUT, matched, report, sample, table

INDENT = 4
PATHS = """
coverage/lcov.info  16 of 18
  workspace root                 16   /home/runner/work/shop/shop/… → …
  ambiguous                       1   suffix
  not found                       1   no such name
backend/target/site/jacoco/jacoco.xml  16 of 16
  Java package                   16   … → backend/src/main/java/…
coverage.xml  8 of 8
  <source>                        8   … → src/…
  outside the repository          4   installed package: /home/runner/wo…2/site-packages/ attr/…, idna/…, rich/…, …

Left out              Report               Could be
util/index.ts         coverage/lcov.info   packages/api/util/index.ts
                                           packages/web/util/index.ts
generated/schema.ts   coverage/lcov.info   nearest: web/src/schema.ts
"""


def with_paths(*decisions: Decision) -> Figures:
    return gather(ABOUT, Status.UPLOADED, {}, {}, reports=[report("lcov.info", "lcov", {}, decisions)])


def outside(path: str) -> Decision:
    return Decision(report_path=ReportPath(path), outcome=Outcome.OUTSIDE, rule="system")


def test_the_first_line_says_what_it_is_about() -> None:
    assert opening(ABOUT) == "codacy-coverage-action 1.0.0 · acme/shop · commit 0123456 (pull request #42)"
    assert opening(About(version="1.0.0")) == "codacy-coverage-action 1.0.0"


def test_reports_are_listed_with_what_was_left_out() -> None:
    assert reports_group(sample()) == (
        "Reports: 3",
        [
            "coverage/lcov.info                      LCOV        1.2 MB   16 files   2 760 lines   0.04 s",
            "backend/target/site/jacoco/jacoco.xml   JaCoCo      1.2 MB   16 files   1 080 lines   0.04 s",
            "  3 line numbers left out, the first: com/acme/stock/Basket.java: '0'",
            "coverage.xml                            Cobertura   1.2 MB    8 files     348 lines   0.04 s",
            "skipped    tests/fixtures/lcov.info   tracked by git: name it in coverage-reports to use it",
            "unusable   old/coverage.xml           ends in the middle of line 812",
        ],
    )


def test_paths_are_listed_by_report_where_there_are_several() -> None:
    group = paths_group(sample())

    assert group.title == "Paths: 40 of 42 files matched (95.23 %)"
    assert "\n".join(group.lines) == PATHS.strip("\n")


def test_one_report_needs_no_headings_and_no_change_no_words() -> None:
    group = paths_group(
        with_paths(matched("a.py", "a.py", "exact"), outside("/usr/include/x.h"), outside("/usr/include/c++/12/map"))
    )

    assert group.title == "Paths: 1 of 1 file matched (100.00 %)"
    assert group.lines == [
        "exact                           1",
        "outside the repository          2   /usr/include/ c++/…, x.h",
    ]


def test_a_reason_is_shown_where_the_change_does_not_tell_it() -> None:
    group = paths_group(with_paths(matched("x/a.py", "x/a.py", "learned", "2 witnesses")))

    assert group.lines == ["learned                         1   2 witnesses"]


def lost(path: str, reason: str = "", nearest: str = "", group: tuple[str, ...] = ()) -> Decision:
    return Decision(
        report_path=ReportPath(path),
        outcome=Outcome.UNMATCHED,
        rule="not found",
        reason=reason,
        nearest=RepoPath(nearest) if nearest else None,
        group=group,
    )


def test_the_first_files_left_out_are_shown_and_the_others_counted() -> None:
    figures = with_paths(*(lost(f"{n:02}.py") for n in range(23)))

    group = paths_group(replace(figures, resolution_path="/home/runner/work/_temp/resolution.jsonl"))

    assert group.title == "Paths: 0 of 23 files matched (0.00 %)"
    assert group.lines[:5] == [
        "not found                      23",
        "",
        "Left out   Could be",
        "00.py      no such file",
        "01.py      no such file",
    ]
    assert group.lines[-3:] == [
        "19.py      no such file",
        "and 3 other files",
        "All decisions, each with its reason: /home/runner/work/_temp/resolution.jsonl",
    ]
    assert len(group.lines) == 3 + 20 + 2


def test_a_list_that_could_not_be_written_is_not_named() -> None:
    assert paths_group(with_paths(lost("a.py"))).lines[-1] == "a.py       no such file"


def test_a_file_that_several_reports_leave_out_has_one_row() -> None:
    reports = [report(f"{name}.info", "lcov", {}, [lost("a.py")]) for name in "abc"]

    lines = paths_group(gather(ABOUT, Status.UPLOADED, {}, {}, reports=reports)).lines

    assert lines[-2:] == ["Left out   Report              Could be", "a.py       a.info and 2 more   no such file"]


def test_long_names_are_shortened_each_in_its_own_column() -> None:
    (row,) = paths_group(with_paths(lost("x" * 80 + ".py", nearest="y" * 80 + ".py"))).lines[-1:]

    assert columns(row) == WIDTH - INDENT
    assert row.startswith("x" * 20)
    assert ".py   nearest: yyy" in row
    assert row.endswith("y.py")


def test_the_group_of_a_file_is_named() -> None:
    assert "A.java in shop/api   " in paths_group(with_paths(lost("A.java", group=("shop", "api")))).lines[-1]


def test_many_groups_are_cut() -> None:
    lines = paths_group(with_paths(*(matched(f"{n}.go", f"{n}.go", f"module {n:02}") for n in range(15)))).lines

    assert len(lines) == 13
    assert lines[-1] == "and 3 files in 3 smaller groups"


def test_no_paths_have_no_rate() -> None:
    assert paths_group(with_paths()) == ("Paths: 0 of 0 files matched", [])


def could(
    path: str = "b.py", *candidates: str, outcome: Outcome = Outcome.AMBIGUOUS, reason: str = "", nearest: str = ""
) -> list[str]:
    return could_be(
        LeftOut(
            path=ReportPath(path),
            group=(),
            outcome=outcome,
            reason=reason,
            candidates=tuple(map(RepoPath, candidates)),
            nearest=RepoPath(nearest) if nearest else None,
            reports=("lcov.info",),
        )
    )


def test_what_a_file_could_be() -> None:
    gone = Outcome.UNMATCHED

    assert could("b.py", "x/b.py", "y/b.py", reason="x") == ["x/b.py", "y/b.py"]
    assert could("b.py", "b.py", reason="c.py leads to the same file") == ["b.py", "c.py leads to the same file"]
    assert could(outcome=gone, reason="src/b.py is not tracked", nearest="lib/b.py") == [
        "src/b.py is not tracked",
        "nearest: lib/b.py",
    ]
    assert could("/ci/b.py", outcome=gone, reason="/ci") == ["no such file"]


def test_many_candidates_are_counted() -> None:
    assert could("a.py", *(f"{name}/a.py" for name in "pqrst")) == ["p/a.py", "q/a.py", "r/a.py", "and 2 more"]


def test_many_reports_are_counted() -> None:
    (row,) = first_left_out([(name, [lost("a.py")]) for name in ("b.xml", "a.xml")], 1)

    assert reports_of(row, 80) == "a.xml and 1 more"
    assert reports_of(row, 15) == "a…ml and 1 more"


def test_the_table_aligns_its_numbers_and_ends_with_the_total() -> None:
    assert coverage_table(sample()) == [
        "Language     Lines   Covered   Coverage",
        "TypeScript   2 760     1 480    53.62 %   █████░░░░░",
        "Java         1 080       600    55.55 %   █████░░░░░",
        "Python         348       348   100.00 %   ██████████",
        "Total        4 188     2 428    57.97 %   █████░░░░░",
    ]


def test_one_row_is_its_own_total() -> None:
    figures = gather(ABOUT, Status.UPLOADED, {RepoPath("a.py"): table(3, 2)}, {RepoPath("a.py"): "Python"})

    assert coverage_table(figures) == [
        "Language   Lines   Covered   Coverage",
        "Python         3         2    66.66 %   ██████░░░░",
    ]


def test_nothing_has_no_table() -> None:
    assert coverage_table(with_paths()) == []


def test_uploads_say_how_they_went() -> None:
    assert upload_group(sample().uploads) == (
        "Upload: 4 requests, 1.9 s",
        [
            "java         partial   412 kB   accepted",
            "python       partial    38 kB   accepted",
            "typescript   partial   890 kB   accepted at the 2nd attempt (503 first)",
            "final                           accepted",
        ],
    )
    assert upload_group(sample(Status.FAILED).uploads) == (
        "Upload: 2 requests, 31.2 s",
        [
            'java         partial          412 kB   refused: 404 "not found"',
            "python       partial           38 kB   not accepted in 5 attempts: 503",
            "typescript   partial 1 of 2   890 kB   not sent",
            "final                                  withheld: not every upload was accepted",
        ],
    )


def test_nothing_sent_is_said() -> None:
    uploads = (Upload(language="go", sent=Sent.NOT_TRIED),)

    assert upload_group(uploads).title == "Upload: nothing sent"


def test_a_retry_without_a_known_cause_is_still_a_retry() -> None:
    assert outcome(Upload(attempts=3)) == "accepted at the 3rd attempt"


LINK = " · https://app.codacy.com/gh/acme/shop/dashboard"


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (Status.UPLOADED, f"57.97 % of 4 188 lines in 40 files sent{LINK}"),
        (
            Status.PARTIAL,
            f"57.97 % of 4 188 lines in 40 files sent as a part; the final notification completes the commit{LINK}",
        ),
        (Status.FINAL, f"Codacy was told that the coverage of this commit is complete{LINK}"),
        (Status.SKIPPED, "57.97 % of 4 188 lines in 40 files read; nothing sent, because this run has no token"),
        (Status.DRY_RUN, "57.97 % of 4 188 lines in 40 files read; nothing sent (dry-run)"),
        (Status.FAILED, f"4 requests of 4 accepted{LINK}"),
    ],
)
def test_the_last_line_says_how_it_ended(status: Status, line: str) -> None:
    assert closing(replace(sample(), status=status)) == [line]


def test_kept_payloads_come_with_the_step_that_saves_them() -> None:
    lines = closing(sample(Status.FAILED))

    assert lines[:2] == [
        "Nothing was sent to Codacy",
        "The payloads are in /home/runner/work/_temp/codacy-coverage until this runner ends.",
    ]
    assert "  - uses: actions/upload-artifact@v4" in lines


def test_payloads_of_a_dry_run_are_only_named() -> None:
    lines = closing(replace(sample(Status.FAILED), status=Status.DRY_RUN))

    assert lines[1:] == ["The payloads are in /home/runner/work/_temp/codacy-coverage"]


NAMES = st.text(st.characters(exclude_categories=()), max_size=300).filter(lambda name: name.strip("/"))


@given(NAMES, NAMES, st.sampled_from(Outcome))
def test_no_line_is_too_wide_or_broken_whatever_the_names(name: str, other: str, outcome: Outcome) -> None:
    decision = Decision(
        report_path=ReportPath(name),
        outcome=outcome,
        rule=other,
        reason=other,
        cure=other,
        repo_path=RepoPath(other),
        candidates=(RepoPath(other), RepoPath(name)) if outcome is Outcome.AMBIGUOUS else (),
        nearest=RepoPath(other),
    )
    files: dict[str, LineHits] = {name: table(3, 1)}
    figures = gather(
        replace(ABOUT, repository=name),
        Status.UPLOADED,
        {RepoPath(f"{name}/{n}"): table(1, 0) for n in range(2)},
        {},
        reports=[report(name, "lcov", files, [decision]), report(other, "lcov", files, [decision])],
        unused=[Unused(name, other)],
        uploads=[Upload(language=name, sent=Sent.REFUSED, why=other)],
    )

    groups = (reports_group(figures), paths_group(figures), upload_group(figures.uploads))
    inside = [line for group in groups for line in group.lines]
    assert all(columns(line) <= WIDTH - INDENT for line in inside)
    assert all(columns(line) <= WIDTH for line in (opening(figures.about), *coverage_table(figures)))
    assert not {"\n", "\r", "\x1b"} & set("".join(inside))


@pytest.mark.parametrize(("processed", "title"), [(True, "Codacy: processed"), (False, "Codacy: not processed yet")])
def test_what_codacy_says_is_a_group(processed: bool, title: str) -> None:
    rows = (("Python", "Processed"), ("Coverage", "57.97 % (2 428 of 4 188 lines)"))

    group = codacy_group(replace(sample(), processed=processed, on_codacy=rows))

    assert group == (title, ["Python     Processed", "Coverage   57.97 % (2 428 of 4 188 lines)"])


def test_a_long_list_of_unused_reports_is_cut() -> None:
    unused = tuple(Unused(f"tests/{number}.xml", "tracked by git") for number in range(23))

    _, lines = reports_group(replace(sample(), reports=(), unused=unused))

    assert len(lines) == 21
    assert lines[-1] == "and 3 other reports that were not used"


def test_hundreds_of_reports_take_one_screen() -> None:
    """Compilers for D and Julia write one for each source."""
    reports = [
        report(
            f"cov/{number:03}.lst", "dlang", {"a.d": table(10, 5)}, [matched("a.d", "src/a.d", "path ending", "src")]
        )
        for number in range(300)
    ]
    figures = gather(ABOUT, Status.UPLOADED, {}, {}, reports=reports)

    _, read = reports_group(figures)
    title, paths = paths_group(figures)

    assert len(read) == 21
    assert read[0].startswith("cov/000.lst")
    assert read[-1] == "and 280 other reports, 346 MB, 280 files, 2 800 lines"
    assert title == "Paths: 300 of 300 files matched (100.00 %)"
    assert [line.split() for line in paths] == [["path", "ending", "300", "…", "→", "src/…"]]
