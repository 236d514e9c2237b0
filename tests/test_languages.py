"""Which language a file goes up under."""

from __future__ import annotations

import pytest

from reporter.errors import Slug, UserError
from reporter.languages import LANGUAGES, SPELLING, assign, known_language, language_of
from reporter.model import RepoPath


def paths(*names: str) -> list[RepoPath]:
    return [RepoPath(name) for name in names]


def test_the_table_holds_codacys_57_languages() -> None:
    assert len(LANGUAGES) == 57


def test_no_file_belongs_to_two_languages() -> None:
    patterns = [pattern.lower() for line in LANGUAGES.values() for pattern in line.split()]

    assert len(patterns) == len(set(patterns))


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("src/shop/cart.py", "python"),
        ("web/App.VUE", "javascript"),
        ("web/cart.tsx", "typescript"),
        ("cmd/main.go", "go"),
        ("src/Cart.cs", "csharp"),
        ("src/cart.scss", "sass"),
        ("ios/Cart.m", "objective c"),
        ("native/cart.h", "c"),
        ("native/cart.hpp", "cpp"),
        ("logic/family.P", "prolog"),
        ("stats/fit.R", "r"),
        ("a.b.c.rb", "ruby"),
        ("Rakefile", "ruby"),
        ("build/pom.xml", "java"),
        ("app/POM.XML", "java"),
        ("data.xml", "xml"),
        (".env", "yaml"),
        ("bin/.deps.json", "csharp"),
    ],
)
def test_a_file_goes_by_its_whole_name_then_by_its_last_extension(path: str, language: str) -> None:
    assert language_of(path) == language


@pytest.mark.parametrize(
    "path", ["py", "src/Makefile", "src.py/Makefile", "Card.svelte", "a.pyi", "x.", ".env.production"]
)
def test_what_codacy_does_not_list_has_no_language(path: str) -> None:
    assert language_of(path) is None


def test_every_language_found_is_kept_in_the_order_of_the_paths() -> None:
    assert list(assign(paths("b.ts", "a.py", "c.java")).items()) == [
        ("b.ts", "typescript"),
        ("a.py", "python"),
        ("c.java", "java"),
    ]


def test_an_extension_codacy_does_not_list_goes_to_its_neighbour() -> None:
    files = paths("a.mts", "b.cts", "c.cjs", "d.hh", "e.hxx", "f.mm", "g.PYI")

    assert list(assign(files).values()) == [
        "typescript",
        "typescript",
        "javascript",
        "cpp",
        "cpp",
        "objective c",
        "python",
    ]


def test_a_neighbour_needs_no_other_file() -> None:
    assert assign(paths("only.mts")) == {"only.mts": "typescript"}


def test_other_extensions_go_with_the_majority() -> None:
    assert assign(paths("Card.svelte", "a.ts", "b.ts", "c.py"))[RepoPath("Card.svelte")] == "typescript"


def test_two_equal_majorities_are_decided_by_name() -> None:
    assert assign(paths("Card.svelte", "a.ts", "c.py"))[RepoPath("Card.svelte")] == "python"


def test_files_without_any_known_language_are_an_error_that_names_the_input() -> None:
    with pytest.raises(UserError) as raised:
        assign(paths("b/Card.svelte", "a/work.sc", "a/c.sc", "Justfile"))

    (problem,) = raised.value.problems
    assert problem.slug is Slug.LANGUAGE_UNKNOWN
    assert ".sc, .svelte, Justfile" in problem.message
    assert "language:" in problem.cure


def test_no_file_needs_no_language() -> None:
    assert assign([]) == {}


@pytest.mark.parametrize(
    ("given", "language"),
    [
        ("TypeScript", "typescript"),
        (" python ", "python"),
        ("objective-c", "objective c"),
        ("Objective C", "objective c"),
    ],
)
def test_a_given_language_is_for_all_files_whatever_its_spelling(given: str, language: str) -> None:
    assert assign(paths("a.py", "b.svelte"), given) == {"a.py": language, "b.svelte": language}


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("c#", "csharp"),
        ("C++", "cpp"),
        ("F#", "fsharp"),
        ("ts", "typescript"),
        (".rb", "ruby"),
        ("pyhton", "python"),
    ],
)
def test_a_language_codacy_does_not_have_is_refused_with_what_may_be_meant(given: str, meant: str) -> None:
    with pytest.raises(UserError) as raised:
        known_language(given)

    (problem,) = raised.value.problems
    assert problem.slug is Slug.LANGUAGE_NOT_IMPLEMENTED
    assert repr(given) in problem.message
    assert f"language: {meant}" in problem.cure


def test_a_language_like_no_other_is_refused_with_all_names() -> None:
    with pytest.raises(UserError) as raised:
        known_language("zzzzzz")

    (problem,) = raised.value.problems
    assert all(language in problem.reason for language in SPELLING)
    assert "`language`" in problem.cure
