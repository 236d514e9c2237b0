from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reporter.markdown import CELL_WIDTH, Section, code, details, fit, link, path_url, prose, row, table
from reporter.text import shortened, visible

GITHUB = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

SIGNS = [*"`|*_~[]()<>&#@!\\:$.-+=1 \n\"'/", "<b>", "<!--", "-->", "&amp;", "&#42;", "![x](y)", "[a](b)", "``", "\\|"]
FOREIGN = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=5))).map("".join)


def tags(html: str) -> set[str]:
    return set(re.findall(r"</?(\w+)", html))


def words(html: str) -> str:
    """What a reader sees, less the invisible breaks in mentions."""
    return unescape(re.sub(r"<[^>]+>", "", html)).replace("\u200b", "")


@given(FOREIGN)
def test_foreign_prose_stays_prose(foreign: str) -> None:
    html = GITHUB.render(f"x {prose(foreign)} y")

    assert tags(html) <= {"p", "code"}
    assert words(html).strip().replace("`", "") == f"x {visible(foreign)} y".replace("`", "")


@given(FOREIGN, FOREIGN)
def test_foreign_text_stays_in_its_cell(name: str, text: str) -> None:
    html = GITHUB.render(f"\n{table(('Name', 'Text'), '<>')}{row((code(name), prose(text)))}")

    cells = re.findall(r"<td[^>]*>(.*?)</td>", html)
    assert tags(html) <= {"table", "thead", "tbody", "tr", "th", "td", "code"}
    assert len(cells) == 2
    assert words(cells[0]) == shortened(name, CELL_WIDTH)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("pull request #42 of a-b, 5 % (c)", "pull request #42 of a-b, 5 % (c)"),
        ("run `coverage xml` now", "run `coverage xml` now"),
        ("a `b", "a &#96;b"),
        ("ask @octocat", "ask &#64;&#8203;octocat"),
        ("http://x.y and www.x.y", "http&#58;//x.y and www&#46;x.y"),
        ("<script>", "&#60;script&#62;"),
    ],
)
def test_prose(text: str, markdown: str) -> None:
    assert prose(text) == markdown


@pytest.mark.parametrize(
    ("name", "markdown"),
    [
        ("src/@scope/a_b*.py", "`src/@scope/a_b*.py`"),
        ("a|b", "<code>a&#124;b</code>"),
        ("a`b", "<code>a&#96;b</code>"),
        (" a", "<code> a</code>"),
        ("", "<code></code>"),
        ("x" * 300, f"`{'x' * 99}…{'x' * 100}`"),
    ],
)
def test_names_are_code(name: str, markdown: str) -> None:
    assert code(name) == markdown


def test_links_go_to_web_pages_only_and_cannot_be_left() -> None:
    assert link("Codacy", "https://a.b/c?d=e#f") == "[Codacy](https://a.b/c?d=e#f)"
    assert link("x", "https://a.b/) [y](z") == "[x](https://a.b/%29%20%5By%5D%28z)"
    assert link("x", "javascript:alert(1)") == "x"
    assert link("x", "") == "x"


def test_paths_in_urls_keep_their_bytes() -> None:
    assert path_url("src/a b#c%/é\udcff.py") == "src/a%20b%23c%25/%C3%A9%FF.py"


def rows(count: int) -> list[str]:
    return [row((f"{number:03}", "é")) for number in range(count)]


def test_everything_is_shown_where_there_is_room() -> None:
    sections = [Section("head", 0, "# Head\n"), details("More", 1, table(("N", "E"), "<<"), rows(3))]

    page = fit(sections, 10_000)

    assert page == (
        "# Head\n\n<details><summary>More</summary>\n\n| N | E |\n| :-- | :-- |\n"
        "| 000 | é |\n| 001 | é |\n| 002 | é |\n\n</details>\n"
    )


def test_rows_are_left_out_first_and_counted() -> None:
    page = fit([details("More", 1, "", rows(100))], 2000)

    kept = page.count("é")
    assert 0 < kept < 100
    assert f"_{100 - kept} more left out" in page
    assert page.endswith("</details>\n")


def test_then_sections_are_left_out_the_least_important_first_and_named() -> None:
    sections = [
        Section("first", 0, "# Head\n"),
        details("Last", 3, "x" * 900, ["r\n"]),
        details("Middle", 2, "x" * 300, ["r\n"]),
    ]

    page = fit(sections, 2000)

    assert "Middle" in page
    assert page.endswith("_Left out to stay within GitHub's limit: Last._\n")


def test_one_long_section_does_not_push_out_the_others() -> None:
    page = fit([details("Long", 1, "", rows(10_000)), details("Short", 2, "", rows(3))], 5000)

    assert page.count("<details>") == page.count("</details>") == 2
    assert "002" in page.split("Short")[1]


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 40), st.integers(0, 300))), st.integers(700, 5000))
def test_a_page_is_never_above_its_budget(shapes: list[tuple[int, int, int]], budget: int) -> None:
    sections = [Section("totals", 0, "# é\n")]
    sections += [
        details(f"{number}", rank, "h\n", ["é" * width + "\n"] * count)
        for number, (rank, count, width) in enumerate(shapes[:20])
    ]

    page = fit(sections, budget)

    assert len(page.encode()) <= budget
    assert page.startswith("# é")
    assert page.count("<details>") == page.count("</details>")
