"""The list of reports as users write it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.entries import Entry, located, matcher, parse_entries
from reporter.formats import BY_NAME

LCOV = BY_NAME["lcov"]
WORKSPACE = Path("/github/workspace")
ROOTS = {
    "/home/runner/work/shop/shop": WORKSPACE,
    "/home/runner/work/_temp": Path("/github/runner_temp"),
    "/home/runner/work/_temp/_github_home": Path("/github/home"),
}


@pytest.mark.parametrize(
    ("listed", "entries"),
    [
        ("", ()),
        (" \n,,\r\n ", ()),
        ("a.xml, b.xml\nc d.xml", (Entry("a.xml"), Entry("b.xml"), Entry("c d.xml"))),
        ("x/{a,b{c,d}}.xml,y", (Entry("x/{a,b{c,d}}.xml"), Entry("y"))),
        ("a{,b", (Entry("a{"), Entry("b"))),
        ("a},b{", (Entry("a}"), Entry("b{"))),
        ("!**/legacy/**", (Entry("**/legacy/**", excluded=True),)),
        ("lcov:a.info, LCOV: b c", (Entry("a.info", LCOV), Entry("b c", LCOV))),
        ("C:\\a.xml,foo:bar,lcov:", (Entry("C:\\a.xml"), Entry("foo:bar"), Entry("lcov:"))),
    ],
)
def test_the_list_is_read(listed: str, entries: tuple[Entry, ...]) -> None:
    assert parse_entries(listed) == entries


_paths = st.text(st.characters(codec="utf-8", exclude_characters=",\n{}:!"), min_size=1).filter(
    lambda path: path == path.strip()
)


@given(
    st.lists(st.builds(Entry, _paths, st.sampled_from([None, *BY_NAME.values()]))),
    st.sampled_from([",", "\n", " , \n"]),
)
def test_what_is_listed_is_read(entries: list[Entry], separator: str) -> None:
    listed = separator.join(f"{entry.format.name}:{entry.path}" if entry.format else entry.path for entry in entries)

    assert parse_entries(listed) == tuple(entries)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("a/./b/../c.xml", "/github/workspace/a/c.xml"),
        ("/github/workspace/a.xml", "/github/workspace/a.xml"),
        ("/home/runner/work/shop/shop/a/*.xml", "/github/workspace/a/*.xml"),
        ("/home/runner/work/shop/shop", "/github/workspace"),
        ("/home/runner/work/shop/shop2/a.xml", "/home/runner/work/shop/shop2/a.xml"),
        ("/home/runner/work/_temp/kept/*.json", "/github/runner_temp/kept/*.json"),
        ("/home/runner/work/_temp/_github_home/a", "/github/home/a"),
        ("../a.xml", "/github/a.xml"),
        ("../../../../a.xml", "/a.xml"),
    ],
)
def test_paths_of_the_host_become_paths_of_this_process(path: str, place: str) -> None:
    assert located(path, WORKSPACE, ROOTS) == Path(place)


@pytest.mark.parametrize(
    ("pattern", "matched", "others"),
    [
        ("**/*.xml", ["a.xml", "x/.y/b.xml", ".c.xml"], ["a.xmlx"]),
        ("**.xml", ["a.xml", "x/y/b.xml"], ["a.info"]),
        ("x/**.{xml,info}", ["x/a.xml", "x/y/b.info"], ["a.xml"]),
        ("*/lcov.info", ["a/lcov.info"], ["lcov.info", "a/b/lcov.info"]),
        ("{a,b}/[cd]?.info", ["a/c1.info", "b/d2.info"], ["a/e1.info"]),
        ("a**b/c", ["ab/c", "axxb/c"], ["a/x/b/c"]),
        ("**/target/**/jacoco.xml", ["target/jacoco.xml", "a/target/site/jacoco.xml"], ["targets/jacoco.xml"]),
    ],
)
def test_globs_match_relative_paths(pattern: str, matched: list[str], others: list[str]) -> None:
    matches = matcher([pattern])

    assert [path for path in matched + others if matches(path)] == matched


def test_braces_may_not_stand_for_too_much() -> None:
    with pytest.raises(ValueError, match="too many"):
        matcher(["{1..100000}.xml"])
