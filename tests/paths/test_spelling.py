from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.paths.spelling import PSEUDO, Spelling, ancestors, core_of, join, spell, tidy, within


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("src/a.py", "src/a.py"),
        ("./src//a.py/.", "src/a.py"),
        (".//src/a.py", "src/a.py"),
        ("src/x/../a.py", "src/a.py"),
        ("../../a.py", "../../a.py"),
        ("x/../../a.py", "../a.py"),
        ("/../a.py", "/a.py"),
        (".hidden/x", ".hidden/x"),
        ("a..b/.c", "a..b/.c"),
        ("C:\\a\\b.c", "/a/b.c"),
        ("d:/a/b.c", "/a/b.c"),
        ("\\\\server\\share\\a.c", "/server/share/a.c"),
        ("c:b.c", "c:b.c"),
        ("\ufeffsrc/a.py", "src/a.py"),
        ('"src/a.py"', "src/a.py"),
        ('"', '"'),
        ("a%20b.py", "a%20b.py"),
        ("file:///a%20b.py", "/a b.py"),
        ("file:///C:/a/b.c", "/a/b.c"),
        ("file://localhost/a.c", "/a.c"),
        ("file://server/share/a.c", "/server/share/a.c"),
        ("file:/a%20b.c", "/a b.c"),
        ("webpack:///./src/a.ts", "src/a.ts"),
        ("/@fs/srv/shop/src/a.ts", "/srv/shop/src/a.ts"),
        ("/@fs/C:/shop/src/a.ts", "/shop/src/a.ts"),
        ("webpack://shop/./src/a.vue?vue&type=script", "src/a.vue"),
        ("ng:///src/a.ts", "src/a.ts"),
        ("cafe\u0301.py", "caf\xe9.py"),
        ("caf\udce9.c", "caf\udce9.c"),
        ("", ""),
    ],
)
def test_one_spelling(written: str, path: str) -> None:
    assert spell(written) == Spelling(path)


@pytest.mark.parametrize(
    ("written", "scheme"),
    [
        ("https://example.com/a.js", "https"),
        ("jar:file:/x.jar!/A.java", "jar"),
        ("node:fs", "node"),
        ("package:shop/cart.dart", "package"),
        ("dart:core", "dart"),
        ("<frozen importlib._bootstrap>", PSEUDO),
        ("[eval]", PSEUDO),
    ],
)
def test_what_is_no_file_of_this_machine(written: str, scheme: str) -> None:
    assert spell(written).scheme == scheme


@pytest.mark.parametrize("written", ["[id]/page.tsx", "app/[slug]", "a<b>/c>"])
def test_brackets_in_a_path_are_part_of_it(written: str) -> None:
    assert spell(written) == Spelling(written)


@given(st.text(st.sampled_from("ab./\\:%é"), max_size=12))
def test_a_spelling_is_spelled_like_itself(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_folders_contain_whole_components() -> None:
    assert within("a/b.py", "a")
    assert within("a", "a")
    assert within("a", "")
    assert not within("ab/c.py", "a")


def test_a_path_is_seen_from_a_folder() -> None:
    assert join("a/b", "c.py") == "a/b/c.py"
    assert join("a/b", "../c.py") == "a/c.py"
    assert join("a", "../../c.py") == "../c.py"
    assert join("", "../c.py") == "../c.py"


def test_ancestors_are_nearest_first() -> None:
    assert ancestors("a/b/c") == ["a/b/c", "a/b", "a", ""]
    assert ancestors("") == [""]


@pytest.mark.parametrize(
    ("path", "parts"),
    [("a/b", ("", "a/b")), ("/a/b", ("/", "a/b")), ("../a", ("..", "a")), ("../../a/b", ("../..", "a/b"))],
)
def test_what_stands_before_the_names(path: str, parts: tuple[str, str]) -> None:
    assert core_of(path) == parts
