"""The documents say what the code does: tables, anchors, links and snippets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml

from reporter import __version__
from reporter.ci import SYSTEMS
from reporter.errors import Slug
from reporter.formats import FORMATS
from reporter.outputs import OUTPUTS
from reporter.settings import INPUTS
from tools.documents import PAGES, with_tables

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "examples/README.md"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
OURS = "org/codacy-coverage-action@"

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def table_after(marker: str, text: str) -> list[list[str]]:
    """The cells of each row below the head of the table that follows the marker."""
    rows = text.partition(f"<!-- {marker}:")[2].partition("<!-- end -->")[0].splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row.startswith("|")]
    return cells[2:]


def prose(text: str) -> str:
    """Without blocks of code, in which a line may look like a heading or a link."""
    return re.sub(r"(?ms)^( *)```.*?^\1```$", "", text)


def anchors(path: Path) -> list[str]:
    """As GitHub makes them from headings."""
    headings = re.findall(r"(?m)^#+ (.+)$", prose(path.read_text(encoding="utf-8")))
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]


def snippets(path: Path, language: str) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    for indent, body in re.findall(rf"(?ms)^( *)```{language}\n(.*?)^\1```$", text):
        yield "\n".join(line.removeprefix(indent) for line in body.splitlines())


def steps_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every step in a workflow, a job, a list of steps or a part of one."""
    if isinstance(value, dict):
        if "uses" in value or value.keys() == {"with"}:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from steps_in(each)


@pytest.mark.parametrize("page", PAGES)
def test_tables_are_those_of_the_code(page: str) -> None:
    """`make docs` renews them."""
    text = read(page)

    assert with_tables(page, text) == text


def test_a_page_without_its_markers_is_told() -> None:
    with pytest.raises(ValueError, match=r"README\.md needs <!-- outputs"):
        with_tables("README.md", read("README.md").replace("<!-- outputs", "<!-- gone"))


def test_readme_describes_the_inputs_of_the_action() -> None:
    rows = table_after("inputs", read("README.md"))
    visible = {name: row for name, row in ACTION["inputs"].items() if not name.startswith("_")}

    assert {row[0]: row[1] for row in rows} == {f"`{name}`": row["description"] for name, row in visible.items()}
    assert {row[3].strip("`") for row in rows} - {""} == {row.fallback for row in INPUTS.values() if row.fallback}


def test_readme_describes_the_outputs_of_the_action() -> None:
    rows = table_after("outputs", read("README.md"))

    assert {row[0]: row[1] for row in rows} == {
        f"`{name}`": row["description"] for name, row in ACTION["outputs"].items()
    }
    assert len(rows) == len(OUTPUTS)


def test_every_problem_has_its_section_and_no_other_has() -> None:
    sections = re.findall(r"(?m)^## (.+)$", prose(read("docs/errors.md")))

    assert sorted(sections) == sorted(Slug)


def test_every_format_has_its_section_and_its_row() -> None:
    text = read("docs/formats.md")

    assert re.findall(r"(?m)^### (.+)$", prose(text)) == [format_.name for format_ in FORMATS]
    assert [row[1] for row in table_after("formats", text)] == [f"`{format_.name}`" for format_ in FORMATS]


def test_every_ci_has_its_row() -> None:
    rows = table_after("systems", read("docs/recipes/other-ci.md"))

    assert {row[0] for row in rows} == {system.name for system in SYSTEMS}


@each_document
def test_links_inside_the_repository_lead_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(document.read_text(encoding="utf-8"))):
        place, _, anchor = unquote(link).partition("#")
        if re.match(r"[a-z]+:", place):
            continue
        target = document.parent / place if place else document
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


@each_document
def test_anchors_are_unique(document: Path) -> None:
    """GitHub numbers repeated ones, so that a link to the second would lead to the first."""
    if document.name == "CHANGELOG.md":
        return
    found = anchors(document)

    assert len(found) == len(set(found))


@each_document
def test_snippets_of_workflows_can_be_pasted(document: Path) -> None:
    """They are YAML, and a step of this action sets only inputs that there are, booleans as booleans."""
    for snippet in snippets(document, "yaml"):
        content = yaml.safe_load(snippet)
        assert isinstance(content, dict | list), snippet
        for step in steps_in(content):
            if "uses" in step and not step["uses"].startswith(OURS):
                continue
            given = step.get("with", {})
            assert given.keys() <= ACTION["inputs"].keys(), snippet
            assert not any(name.startswith("_") for name in given), snippet
            for row in INPUTS.values():
                if row.name in given and "${{" not in str(given[row.name]):
                    row.read(str(given[row.name]).strip())


@each_document
def test_no_snippet_holds_a_token(document: Path) -> None:
    for given in re.findall(r"(?m)^\s*(?:project|api)-token: (.*)$", document.read_text(encoding="utf-8")):
        assert given.startswith("${{ secrets.")


@each_document
def test_snippets_of_reports_are_json(document: Path) -> None:
    for snippet in snippets(document, "json"):
        assert all(report.keys() == {"filename", "coverage"} for report in json.loads(snippet)["fileReports"])


def test_the_changelog_has_this_version() -> None:
    assert f"## [{__version__}]" in read("CHANGELOG.md")
