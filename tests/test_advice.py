"""Suggestions in words, and the lines that are pasted from them."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reporter.advice import advice
from reporter.inputs import mapping
from reporter.model import RepoPath, ReportPath
from reporter.suggestions import Setting, Suggestion


def setting(text: str) -> Setting:
    return Setting(*text.split(": ", 1))


def one(text: str, *reports: str, count: int = 2, instead: tuple[str, ...] = ()) -> Suggestion:
    """A suggestion of the setting that is written as ``input: value``."""
    return Suggestion(
        setting=setting(text),
        path=ReportPath("a.py"),
        file=RepoPath("x/a.py"),
        reports=reports or ("lcov.info",),
        count=count,
        instead=tuple(map(setting, instead)),
    )


def pasted(text: str) -> list[dict[str, str]]:
    """The inputs of each ``with:`` among the lines, as GitHub would read them."""
    blocks = text.partition("\n")[2].split("with:\n")[1:]
    return [yaml.safe_load(block) for block in blocks]


def test_nothing_to_suggest_is_no_advice() -> None:
    assert advice([]) == ""


@pytest.mark.parametrize(
    ("suggestion", "sentence"),
    [
        (one("path-prefix: p/api"), "If 2 files of lcov.info are below p/api, add to this step:"),
        (one("path-prefix: p/api", count=1), "If x/a.py is the file meant by a.py, add to this step:"),
        (
            one("path-prefix: p/api", "a.xml", "b.xml", "c.xml", count=1200),
            "If 1 200 files of a.xml and 2 other reports are below p/api, add to this step:",
        ),
        (
            one("path-prefix: p/a", instead=("path-prefix: p/b",)),
            "If 2 files of lcov.info are below p/a (and not p/b), add to this step:",
        ),
        (
            one("path-mapping: /ci => a", instead=tuple(f"path-mapping: /ci => {name}" for name in "bcde")),
            "If /ci in 2 files of lcov.info is a (and not b or c and 2 more), add to this step:",
        ),
        (
            one("path-mapping: /ci => ."),
            "If /ci in 2 files of lcov.info is the root of the repository, add to this step:",
        ),
    ],
)
def test_the_sentence_says_when_a_suggestion_is_right(suggestion: Suggestion, sentence: str) -> None:
    assert advice([suggestion]).split("\n")[0] == sentence


def test_a_prefix_and_mappings_are_pasted_together() -> None:
    text = advice([one("path-prefix: p/api"), one("path-mapping: /ci => src"), one("path-mapping: lib => .")])

    (inputs,) = pasted(text)
    assert inputs["path-prefix"] == "p/api"
    assert mapping(inputs["path-mapping"]) == (("/ci", "src"), ("lib", "."))
    assert " is src, and lib in 2 files of lcov.info is the root" in text


def test_two_prefixes_are_two_steps() -> None:
    text = advice([one("path-prefix: p/api", "api.xml"), one("path-prefix: p/web", "web.xml", "more.xml")])

    assert "send each report in a step of its own:" in text
    assert pasted(text) == [
        {"coverage-reports": "api.xml\n", "path-prefix": "p/api"},
        {"coverage-reports": "web.xml\nmore.xml\n", "path-prefix": "p/web"},
    ]


@pytest.mark.parametrize("folder", ["a: b", "#x", "@scope/x", "- y", 'it\'s "q"', "ä b", "true", "1.0", "p/*"])
def test_whatever_the_folder_is_called_the_lines_are_yaml(folder: str) -> None:
    (inputs,) = pasted(advice([one(f"path-prefix: {folder}"), one(f"path-mapping: {folder} => {folder}")]))

    assert inputs["path-prefix"] == folder
    assert inputs["path-mapping"].strip() == f"{folder} => {folder}"


@given(st.text(st.characters(exclude_categories=()), min_size=1))
def test_names_of_reports_and_files_bring_no_lines_of_their_own(name: str) -> None:
    shown = (
        Suggestion(
            setting=Setting("path-prefix", "p"),
            path=ReportPath(name),
            file=RepoPath(name),
            reports=(name,),
            count=count,
        )
        for count in (1, 2)
    )

    assert all(text.count("\n") == 1 + 1 for text in map(advice, ([one] for one in shown)))
