from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reporter.errors import Level, Problem, Slug
from reporter.figures import About, Figures, Report, Status, Upload, gather
from reporter.model import Coverage, RepoPath, ReportPath
from reporter.path_figures import Paths
from reporter.paths import Decision, Outcome
from reporter.render_markdown import SUMMARY_BYTES, short_summary, summary
from tests.sample_figures import ABOUT, matched, report, sample, table

GITHUB = MarkdownIt("commonmark", {"html": True}).enable("table")
COMMIT = ABOUT.commit

AMBIGUOUS = Problem(
    slug=Slug.FILES_AMBIGUOUS,
    level=Level.WARNING,
    message="2 files fit more than one place.",
    cure="path-prefix: packages/api",
)
BROKEN = Problem(
    slug=Slug.REPORT_MALFORMED,
    message="The XML ends in the middle.",
    reason="The run was *cut* off.",
    cure="add:\n- run: make *all*\n# again",
    file="a|b.xml",
)
NOTICE = Problem(slug=Slug.TWO_TOKENS, level=Level.NOTICE, message="The project token is used.")


def plain(markdown: str) -> str:
    """With ordinary spaces in its numbers."""
    return markdown.replace("\u202f", " ")


def section(markdown: str, name: str) -> list[str]:
    """The lines of a folded section."""
    found = re.search(rf"<details><summary>{name}.*?</summary>\n\n(.*?)\n\n?</details>", markdown, re.DOTALL)
    assert found
    return found[1].splitlines()


def test_totals_come_first() -> None:
    lines = summary(sample()).splitlines()

    assert lines[0] == "## Coverage 57.97 %"
    assert lines[2] == (
        "`█████░░░░░` 2 428 of 4 188 lines · 40 files · 3 reports"
        f" · commit [`0123456`](https://github.com/acme/shop/commit/{COMMIT})"
        " · pull request #42 · [Codacy](https://app.codacy.com/gh/acme/shop/dashboard)"
    )
    assert [plain(line) for line in lines[4:9]] == [
        "| Language | Lines | Covered | Coverage |  |",
        "| :-- | --: | --: | --: | :-- |",
        "| TypeScript | 2 760 | 1 480 | 53.62 % | `█████░░░░░` |",
        "| Java | 1 080 | 600 | 55.55 % | `█████░░░░░` |",
        "| Python | 348 | 348 | 100.00 % | `██████████` |",
    ]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.PARTIAL, "sent as a part"),
        (Status.SKIPPED, "**nothing sent: no token in this run**"),
        (Status.DRY_RUN, "**nothing sent: dry-run**"),
        (Status.FAILED, "**not everything sent**"),
    ],
)
def test_what_was_not_sent_is_said_at_the_top(status: Status, said: str) -> None:
    assert summary(sample(status)).splitlines()[2].endswith(f" · {said}")


def test_errors_stand_before_the_table_and_the_rest_after_it() -> None:
    page = summary(replace(sample(), problems=(AMBIGUOUS, BROKEN, NOTICE)))

    order = [page.index(sign) for sign in ("[!CAUTION]", "| Language |", "[!WARNING]", "[!NOTE]", "<details>")]
    assert order == sorted(order)


def test_an_alert_brings_the_cure() -> None:
    page = summary(replace(sample(), problems=(AMBIGUOUS,)))

    assert (
        "\n\n> [!WARNING]\n> **2 files fit more than one place.**<br>Cure: path-prefix: packages/api"
        "<br>More: `docs/errors.md#files-ambiguous`\n\n"
    ) in page


def test_a_cure_to_paste_keeps_its_lines() -> None:
    docs = replace(ABOUT, docs="https://example.com/errors.md")

    page = summary(replace(sample(), about=docs, problems=(BROKEN,)))

    alert = page[page.index("> [!CAUTION]") : page.index("\n\n| Language")]
    html = GITHUB.render(alert)
    assert "<code>a&#124;b.xml</code>: **The XML ends in the middle.**" in alert
    assert "<pre><code>- run: make *all*\n# again\n</code></pre>" in html
    assert 'href="https://example.com/errors.md#report-malformed"' in html
    assert "<em>" not in html
    assert html.count("<blockquote>") == 1


def test_the_least_covered_files_link_to_the_commit() -> None:
    lines = section(plain(summary(sample())), "Least covered files")

    url = f"https://github.com/acme/shop/blob/{COMMIT}/backend/src/main/java/com/acme/stock/Voucher.java"
    assert len(lines) == 2 + 20
    assert lines[2] == (
        f"| [`backend/src/main/java/com/acme/stock/Voucher.java`]({url}) | 60 of 75 | 20.00 % | `██░░░░░░░░` |"
    )


def test_without_github_there_are_no_links_to_it() -> None:
    page = summary(replace(sample(), about=About(version="1.0.0", commit=COMMIT)))

    assert "commit `0123456`" in page
    assert "| `web/src/tax.ts` |" in page
    assert "](" not in page


def test_reports_and_paths_are_folded_away() -> None:
    page = plain(summary(sample()))

    skipped = "3 line numbers left out, the first: com/acme/stock/Basket.java: '0' |"
    assert section(page, "Reports")[2:] == [
        "| `coverage/lcov.info` | LCOV | 1.2 MB | 16 | 2 760 | 0.04 s |  |",
        "| `backend/target/site/jacoco/jacoco.xml` | JaCoCo | 1.2 MB | 16 | 1 080 | 0.04 s | " + skipped,
        "| `coverage.xml` | Cobertura | 1.2 MB | 8 | 348 | 0.04 s |  |",
        "| `tests/fixtures/lcov.info` | skipped |  |  |  |  | tracked by git: name it in coverage-reports to use it |",
        "| `old/coverage.xml` | unusable |  |  |  |  | ends in the middle of line 812 |",
    ]
    assert section(page, "Paths: 40 of 42 files matched")[2:5] == [
        "| ambiguous | 1 | suffix |",
        "| not found | 1 | no such name |",
        "| Java package | 16 | `… → backend/src/main/java/…` |",
    ]
    assert "| outside the repository | 4 | installed package<br>`/home/runner/work/shop/shop/.venv/" in page


def test_files_left_out_are_listed_with_what_they_could_be() -> None:
    lines = section(
        summary(replace(sample(), resolution_path="/home/runner/work/_temp/resolution.jsonl")), "Left out: 2 files"
    )

    assert lines == [
        "All decisions, each with its reason: `/home/runner/work/_temp/resolution.jsonl`",
        "",
        "| File | Report | Could be |",
        "| :-- | :-- | :-- |",
        "| `util/index.ts` | `coverage/lcov.info` | `packages/api/util/index.ts`<br>`packages/web/util/index.ts` |",
        "| `generated/schema.ts` | `coverage/lcov.info` | `nearest: web/src/schema.ts` |",
    ]


def test_more_files_left_out_than_are_listed_are_counted() -> None:
    lost = [Decision(report_path=ReportPath(f"{n}.py"), outcome=Outcome.UNMATCHED, rule="not found") for n in range(23)]
    reports = [report("lcov.info", "lcov", {}, lost)]

    lines = section(summary(gather(ABOUT, Status.UPLOADED, {}, {}, reports=reports)), "Left out: 23 files")

    assert len(lines) == 2 + 20 + 1
    assert lines[-1] == "| and 3 other files |  |  |"


def test_where_nothing_is_left_out_nothing_is_said_of_it() -> None:
    assert "Left out" not in summary(gather(ABOUT, Status.UPLOADED, {}, {}, reports=sample().reports[1:]))


def test_uploads_show_what_was_not_accepted() -> None:
    page = plain(summary(sample(Status.FAILED)))

    assert section(page, "Upload")[2:] == [
        '| java |  | 412 kB | **refused: 404 "not found"** |',
        "| python |  | 38 kB | **not accepted in 5 attempts: 503** |",
        "| typescript | 1 of 2 | 890 kB | **not sent** |",
        "| final |  |  | **withheld: not every upload was accepted** |",
    ]


def test_kept_payloads_come_with_the_step_that_saves_them() -> None:
    lines = section(summary(sample(Status.FAILED)), "Kept payloads")

    assert "`/home/runner/work/_temp/codacy-coverage`" in lines[0]
    assert lines[2:4] == ["```yaml", "- uses: actions/upload-artifact@v4"]
    assert lines[-1] == "```"
    assert "Kept payloads" not in summary(sample())


def test_without_coverage_there_is_nothing_but_the_problem() -> None:
    page = summary(gather(About(version="1"), Status.FAILED, {}, {}, problems=[NOTICE]))

    assert page == (
        "## No coverage\n\n**not everything sent**\n\n> [!NOTE]\n> **The project token is used.**"
        "<br>More: `docs/errors.md#two-tokens`\n"
    )


def test_a_notification_alone_is_one_heading_and_its_request() -> None:
    page = summary(gather(ABOUT, Status.FINAL, {}, {}, uploads=[Upload()]))

    assert page.startswith("## Coverage complete\n\ncommit [`0123456`]")
    assert page.count("<details>") == 1


def test_the_short_form_is_one_line_and_one_for_problems() -> None:
    figures = replace(sample(), status=Status.PARTIAL)

    lines = short_summary(replace(figures, problems=(NOTICE, BROKEN, AMBIGUOUS))).splitlines()

    assert short_summary(figures).count("\n") == 1
    assert lines[0].startswith("**Coverage 57.97 %** · `█████░░░░░` 2 428 of 4 188 lines")
    assert lines[0].endswith("sent as a part")
    assert lines[1:] == ["", "✗ The XML ends in the middle. (and 2 more in the job log)"]
    assert short_summary(replace(figures, problems=(NOTICE,))).endswith("\n· The project token is used.\n")


def huge() -> Figures:
    """Thousands of reports with long names, ways of matching and problems."""
    one = report("lcov.info", "lcov", {}, [])
    reports: tuple[Report, ...] = tuple(replace(one, shown=f"{'ä' * 150}/{number}.info") for number in range(10_000))
    decisions = [matched(f"x{n}/a.py", f"y{n}/a.py", f"rule {n}") for n in range(10_000)]
    return replace(sample(), reports=reports, paths=Paths.of(decisions), problems=(AMBIGUOUS,) * 5_000)


def test_a_summary_fits_githubs_limit_and_is_still_whole_markdown() -> None:
    page = summary(huge())

    size = len(page.encode())
    assert SUMMARY_BYTES / 2 < size <= SUMMARY_BYTES
    assert page.count("<details>") == page.count("</details>") == 5
    assert page.count("more left out to stay within GitHub's limit") == 3
    assert "Least covered files" in page


@pytest.mark.parametrize("budget", [1_000, 2_000, 4_000, 8_000, 16_000])
def test_a_smaller_budget_keeps_the_totals_and_says_what_is_missing(budget: int) -> None:
    page = summary(replace(sample(Status.FAILED), problems=(BROKEN, AMBIGUOUS)), budget)

    assert len(page.encode()) <= budget
    assert page.startswith("## Coverage 57.97 %")
    assert ("left out to stay within" in page.lower()) == (budget < 16_000)


FOREIGN = st.text(st.characters(exclude_categories=()), max_size=40)
NAMES = st.binary(max_size=40).map(lambda raw: raw.decode("utf-8", "surrogateescape"))  # git allows any bytes


@given(NAMES, FOREIGN)
def test_foreign_names_bring_no_tags_of_their_own(name: str, text: str) -> None:
    evil = f"</details>{name}<img src=x>|`"
    coverage: Coverage = {RepoPath(evil): table(3, 1)}
    figures = gather(
        replace(ABOUT, event=evil),
        Status.UPLOADED,
        coverage,
        {RepoPath(evil): "Python"},
        reports=[report(evil, "lcov", {evil: table(3, 1)}, [matched(text + "/x", evil, text)])],
        problems=[replace(BROKEN, message=text, reason=evil, file=evil)],
        uploads=[Upload(language=evil, attempts=2, first_failure=text)],
    )

    html = GITHUB.render(summary(figures)) + GITHUB.render(short_summary(figures))

    assert "<img" not in html
    assert html.count("<details>") == html.count("</details>") == 4


def test_what_codacy_shows_is_a_table_and_is_escaped() -> None:
    shown = replace(sample(), processed=True, on_codacy=(("Coverage", "57.97 %"), ("Py|thon", "<b>*Odd*</b>")))

    markdown = summary(shown)

    assert "| On Codacy |  |\n| :-- | :-- |\n| Coverage | 57.97 % |\n" in markdown
    assert "<b>" not in markdown
    assert "On Codacy" not in summary(sample())
