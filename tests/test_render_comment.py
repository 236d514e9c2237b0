from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reporter.figures import Lines
from reporter.gates import Gate, Verdict
from reporter.model import RepoPath
from reporter.patch import Patch, PatchedFile, Span, Unknown, Why
from reporter.render_comment import COMMENT_BYTES, Story, change_of, comment, for_summary
from reporter.render_markdown import summary
from tests.sample_figures import ABOUT, sample

GITHUB = MarkdownIt("commonmark", {"html": True}).enable("table")
MARKER = "<!-- codacy-coverage-action 0123 -->"
BLOB = f"https://github.com/acme/shop/blob/{ABOUT.commit}"


def file(path: str, coverable: int, *uncovered: tuple[int, int, int]) -> PatchedFile:
    spans = tuple(Span(RepoPath(path), *span) for span in uncovered)
    return PatchedFile(RepoPath(path), Lines(coverable, coverable - sum(span.lines for span in spans)), spans)


CART = file("src/cart.py", 10, (12, 17, 5), (30, 30, 1))
TAX = file("src/tax.py", 8, (1, 9, 7))
DONE = file("src/done.py", 6)
MOVED = Unknown(RepoPath("src/moved.py"), Why.SHIFTED, 2, 3)
STORY = Story(about=ABOUT, total=Lines(15136, 12420), patch=Patch((CART, DONE, TAX)), origin="ci.yml / test / coverage")
FINE = replace(STORY, patch=Patch((DONE,)))


def gate(verdict: Verdict, name: str = "fail-under-patch", missing: int = 0) -> Gate:
    return Gate(name, Decimal(80), Lines(10, 6), verdict, missing)


def text(story: Story) -> str:
    """With ordinary spaces in its numbers."""
    return comment(story, MARKER).replace("\u202f", " ")


def rows(markdown: str, title: str) -> list[str]:
    """The rows of the table whose first title is this."""
    return markdown.partition(f"| {title} |")[2].partition("\n\n")[0].splitlines()[2:]


# --- short when all is well ---


def test_it_is_one_line_and_its_origin_when_all_is_well() -> None:
    assert text(FINE) == (
        f"{MARKER}\n"
        "**All 6 changed lines covered** · coverage 82.05 %\n"
        "\n"
        f"<sub>commit [`0123456`](https://github.com/acme/shop/commit/{ABOUT.commit})"
        " · `ci.yml / test / coverage` · [Codacy](https://app.codacy.com/gh/acme/shop/dashboard)</sub>\n"
    )


@pytest.mark.parametrize(
    ("story", "line"),
    [
        (replace(FINE, patch=Patch()), "**No coverable line changed** · coverage 82.05 %"),
        (replace(FINE, patch=Patch((file("a.py", 1),))), "**The changed line is covered** · coverage 82.05 %"),
        (replace(FINE, base=Lines(100, 80)), "**All 6 changed lines covered** · coverage 82.05 % (+2.05)"),
        (replace(FINE, base=FINE.total), "**All 6 changed lines covered** · coverage 82.05 % (unchanged)"),
        (replace(FINE, base=Lines(15137, 12420)), "**All 6 changed lines covered** · coverage 82.05 % (+&lt;0.01)"),
        (replace(FINE, gates=[gate(Verdict.PASSED)]), "**All 6 changed lines covered** · coverage 82.05 %"),
    ],
)
def test_what_changed_for_the_better_stays_one_line(story: Story, line: str) -> None:
    assert text(story).splitlines()[1] == line


@pytest.mark.parametrize(
    "story",
    [
        STORY,
        replace(FINE, patch=Patch((DONE,), (MOVED,))),
        replace(FINE, patch=Patch((DONE,), cut=True)),
        replace(FINE, base=Lines(100, 83)),
        replace(FINE, gates=[gate(Verdict.PASSED), gate(Verdict.FAILED, missing=2)]),
        replace(FINE, gates=[gate(Verdict.UNKNOWN)]),
    ],
    ids=["not covered", "unknown", "cut", "fell", "failed", "not judged"],
)
def test_what_its_author_should_look_at_makes_it_longer(story: Story) -> None:
    assert not story.is_fine
    assert text(story).splitlines()[1].startswith("### ")


# --- what it tells ---


def test_the_changed_lines_come_first() -> None:
    markdown = text(STORY)

    assert markdown.splitlines()[1] == "### 13 of 24 changed lines not covered"
    assert markdown.splitlines()[3:7] == [
        "|  | Lines | Covered | Coverage |  |",
        "| :-- | --: | --: | --: | :-- |",
        "| Changed lines | 24 | 11 | 45.83 % | `████░░░░░░` |",
        "| All lines | 15 136 | 12 420 | 82.05 % | `████████░░` |",
    ]


def test_the_change_against_the_base_has_its_column() -> None:
    markdown = text(replace(STORY, base=Lines(15100, 12410)))

    assert rows(markdown, "")[1] == "| All lines | 15 136 | 12 420 | 82.05 % | `████████░░` | -0.13 from 82.18 % |"
    assert rows(markdown, "")[0].endswith(" |  |")


def test_files_with_the_most_uncovered_changed_lines_come_first_with_links_to_them() -> None:
    places = f"[12-17]({BLOB}/src/cart.py#L12-L17), [30]({BLOB}/src/cart.py#L30)"

    assert rows(text(STORY), "Changed file") == [
        f"| [`src/tax.py`]({BLOB}/src/tax.py) | 7 of 8 | 12.50 % | [1-9]({BLOB}/src/tax.py#L1-L9) |",
        f"| [`src/cart.py`]({BLOB}/src/cart.py) | 6 of 10 | 40.00 % | {places} |",
    ]


def test_of_many_places_in_a_file_the_largest_are_linked_in_their_order() -> None:
    spans = [(10 * number, 10 * number + 5, 1 + number % 3) for number in range(1, 31)]

    (found,) = rows(text(replace(STORY, patch=Patch((file("a.py", 99, *spans),)))), "Changed file")

    shown = [int(line) for line in re.findall(r"\[(\d+)-", found)]
    assert shown == sorted(shown)
    assert len(shown) == 12
    assert {20, 50, 80, 110, 140, 170, 200, 230, 260, 290} <= set(shown)
    assert found.endswith(", and 18 more |")


def test_files_that_are_covered_in_full_are_folded_away() -> None:
    markdown = text(STORY)

    assert "<details><summary>1 changed file covered in full</summary>" in markdown
    assert rows(markdown, "File") == [f"| [`src/done.py`]({BLOB}/src/done.py) | 6 |"]


def test_unknown_changes_are_said_with_their_reason_and_cure() -> None:
    large = Unknown(RepoPath("src/large.py"), Why.LEFT_OUT, 2, 3)

    markdown = text(replace(STORY, patch=Patch(unknown=(large, MOVED), cut=True)))

    assert markdown.splitlines()[1] == "### Some changed lines are unknown"
    assert "`ref: ${{ github.event.pull_request.head.sha }}`" in markdown
    assert rows(markdown, "File") == [
        f"| `src/large.py` | {Why.LEFT_OUT.value} |",
        f"| `src/moved.py` | {Why.SHIFTED.value} |",
        "| others | GitHub does not list all files of this pull request. |",
    ]


def test_the_cure_for_moved_lines_stands_only_where_lines_have_moved() -> None:
    large = Unknown(RepoPath("src/large.py"), Why.LEFT_OUT, 2, 3)

    assert "actions/checkout" not in text(replace(STORY, patch=Patch((TAX,), (large,))))


@pytest.mark.parametrize(
    ("missed", "said"),
    [
        (
            gate(Verdict.FAILED, missing=3),
            "> [!CAUTION]\n> `fail-under-patch` asks for 80 %: 3 more of the changed lines must be covered.\n",
        ),
        (
            gate(Verdict.FAILED, "fail-under", 1204),
            "> [!CAUTION]\n> `fail-under` asks for 80 %: 1 204 more of the lines must be covered.\n",
        ),
        (gate(Verdict.UNKNOWN), "> [!WARNING]\n> `fail-under-patch` asks for 80 %, which cannot be judged.\n"),
    ],
)
def test_a_gate_that_was_missed_is_an_alert(missed: Gate, said: str) -> None:
    assert f"\n\n{said}\n" in text(replace(STORY, gates=[missed]))


def test_without_a_server_there_are_names_and_no_links() -> None:
    markdown = text(replace(STORY, about=replace(ABOUT, server_url="", link="")))

    assert "](" not in markdown
    assert "| `src/tax.py` | 7 of 8 | 12.50 % | 1-9 |" in markdown


# --- in the job summary ---


def test_the_job_summary_tells_of_the_changed_lines_after_the_whole_coverage() -> None:
    page = summary(sample(), changes=for_summary(STORY.patch, ABOUT)).replace("\u202f", " ")

    assert "\n**45.83 % of this pull request** `████░░░░░░` 11 of 24 changed lines covered\n" in page
    assert page.index("| Language |") < page.index("of this pull request") < page.index("| Changed file |")
    assert page.index("| Changed file |") < page.index("Least covered files")


def test_the_job_summary_says_nothing_of_a_pull_request_without_coverable_lines() -> None:
    assert summary(sample(), changes=for_summary(Patch(), ABOUT)) == summary(sample())


# --- when it has something to say at all ---


@pytest.mark.parametrize(
    ("story", "matters"),
    [
        (STORY, True),
        (FINE, True),
        (replace(FINE, patch=Patch()), False),
        (replace(FINE, patch=Patch(unknown=(MOVED,))), True),
        (replace(FINE, patch=Patch(cut=True)), True),
        (replace(FINE, patch=Patch(), base=FINE.total), False),
        (replace(FINE, patch=Patch(), base=Lines(15137, 12420)), True),
    ],
)
def test_a_pull_request_matters_if_it_changes_the_coverage_or_might(story: Story, matters: bool) -> None:
    assert story.matters is matters


# --- the change ---


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        ((100, 80), (100, 82), "+2.00"),
        ((100, 82), (100, 80), "-2.00"),
        ((3, 1), (3, 2), "+33.33"),
        ((10, 5), (20, 10), "unchanged"),
        ((100_000, 50_000), (100_000, 50_001), "+<0.01"),
        ((100_000, 50_009), (100_000, 50_008), "-<0.01"),
        ((0, 0), (10, 5), "unchanged"),
    ],
)
def test_a_change_is_the_difference_of_the_two_percentages(
    before: tuple[int, int], now: tuple[int, int], change: str
) -> None:
    assert change_of(Lines(*before), Lines(*now)) == change


# --- its limits ---


def large(files: int) -> Story:
    many = [file(f"src/{'very/long/' * 8}file_{number}.py", 30, (1, 9, 7), (20, 20, 1)) for number in range(files)]
    unknown = tuple(replace(MOVED, path=RepoPath(f"{number}.py")) for number in range(files))
    return replace(STORY, patch=Patch(tuple(many), unknown))


@pytest.mark.parametrize("files", [10, 100, 3000])
def test_it_is_never_longer_than_github_takes(files: int) -> None:
    markdown = comment(large(files), MARKER)

    assert len(markdown) <= 65_536
    assert len(markdown.encode()) <= COMMENT_BYTES
    assert markdown.startswith(MARKER)
    assert markdown.endswith("</sub>\n")


def test_rows_are_left_out_before_the_totals() -> None:
    markdown = comment(large(300), MARKER)

    assert "more left out to stay within GitHub's limit" in markdown
    assert "| Changed lines |" in markdown


@pytest.mark.parametrize("budget", [1, 1500, 3000, 6000])
def test_a_budget_that_is_too_small_takes_sections_and_says_so(budget: int) -> None:
    markdown = comment(large(50), MARKER, budget)

    assert MARKER in markdown
    assert "| All lines |" in markdown
    assert "left out to stay within github's limit" in markdown.lower()


# --- foreign text ---


NAMES = st.binary(max_size=40).map(lambda raw: raw.decode("utf-8", "surrogateescape"))  # git allows any bytes
EVIL = st.sampled_from(["@everyone", "fixes #1", "<img src=x>", "|`", "--> x", "](https://example.com)"])


@given(NAMES, EVIL)
def test_foreign_names_bring_no_markup_and_call_nobody(name: str, evil: str) -> None:
    path = f"a{name}{evil}"
    story = replace(
        STORY,
        origin=path,
        patch=Patch((file(path, 3, (1, 2, 2)), file(f"{path}2", 3)), (replace(MOVED, path=RepoPath(path)),)),
    )

    html = GITHUB.render(comment(story, MARKER))

    assert "<img" not in html
    assert html.count("<!--") == html.count("-->") == 1
    assert html.count("<details>") == html.count("</details>") == 2
    assert html.count("<table>") == 4
    shown = re.sub(r"(?s)<code>.*?</code>|<[^>]*>", "", html)
    assert "everyone" not in shown
    assert "#1" not in shown
    assert 'href="https://example.com' not in html


def test_the_same_story_gives_the_same_text() -> None:
    again = replace(STORY, patch=Patch((TAX, CART, DONE)))

    assert comment(again, MARKER) == comment(STORY, MARKER)
