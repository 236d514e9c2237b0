from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.model import RepoPath
from reporter.paths.index import (
    Index,
    Root,
    composed,
    count_overlaps,
    count_whole_roots,
    folded,
    overlap_roots,
    tail_roots,
    whole_roots,
)

FILES = [RepoPath(name) for name in ("a.py", "src/a.py", "x/src/a.py", "y/src/a.py", "xsrc/a.py", "b0/a.py", "b/a.py")]
INDEX = Index(FILES, composed)

_path = st.lists(st.sampled_from(["a", "b", "ab", "a0", "A", "é"]), min_size=1, max_size=4).map("/".join)


def test_an_ending_is_of_whole_components() -> None:
    assert sorted(INDEX.ending_with("src/a.py")) == ["src/a.py", "x/src/a.py", "y/src/a.py"]
    assert INDEX.ending_with("b/a.py") == ["b/a.py"]
    assert INDEX.ending_with("c/a.py") == []


@given(st.sets(_path.map(RepoPath)), _path)
def test_endings_are_those_that_a_look_at_every_file_finds(files: set[RepoPath], ending: str) -> None:
    index = Index(files, composed)
    expected = sorted(file for file in files if file == ending or file.endswith("/" + ending))
    assert sorted(index.ending_with(ending)) == expected
    assert index.count(ending) == len(expected)


def test_one_key_may_stand_for_several_files() -> None:
    index = Index(map(RepoPath, ["A.py", "a.py", "b.py"]), folded)
    assert index.files("a.py") == ("A.py", "a.py")
    assert index.files("b.py") == ("b.py",)
    assert index.files("c.py") == ()


@pytest.mark.parametrize(
    ("root", "path", "place"),
    [
        (Root("", "pkg"), "a/b.py", "pkg/a/b.py"),
        (Root("", "pkg"), "/a/b.py", None),
        (Root("", "pkg"), "../b.py", None),
        (Root("/", "pkg"), "/a/b.py", "pkg/a/b.py"),
        (Root("/", ""), "a/b.py", None),
        (Root("/app", ""), "/app/b.py", "b.py"),
        (Root("/app", "pkg"), "/app/b.py", "pkg/b.py"),
        (Root("/app", ""), "/apple/b.py", None),
        (Root("..", "pkg"), "../b.py", "pkg/b.py"),
        (Root("..", "pkg"), "../../b.py", None),
        (Root("x", ""), "x", None),
    ],
)
def test_a_root_places_paths_that_start_like_its_own(root: Root, path: str, place: str | None) -> None:
    assert root.place(path) == place


def test_roots_of_a_whole_path() -> None:
    assert sorted(whole_roots("src/a.py", INDEX)) == [Root("", ""), Root("", "x"), Root("", "y")]
    assert sorted(whole_roots("../src/a.py", INDEX)) == [Root("..", ""), Root("..", "x"), Root("..", "y")]
    assert whole_roots("../a.py", INDEX) == []
    assert whole_roots("/src/a.py", INDEX) == []


def test_roots_of_the_end_of_a_path() -> None:
    assert tail_roots("/ci/x/src/a.py", INDEX) == [Root("/ci", ""), Root("/ci/x", "")]
    assert tail_roots("/src/a.py", INDEX) == [Root("/", "")]
    assert tail_roots("z/src/a.py", INDEX) == [Root("z", "")]
    assert tail_roots("src/a.py", INDEX) == []
    assert tail_roots("/ci/a.py", INDEX) == []


def test_roots_of_an_overlap() -> None:
    assert sorted(overlap_roots("/app/x/src/a.py", INDEX)) == [
        Root("/app", ""),
        Root("/app/x", ""),
        Root("/app/x", "y"),
    ]
    assert overlap_roots("a.py", INDEX) == []
    assert overlap_roots("../a.py", INDEX) == []


@given(st.sets(_path.map(RepoPath)), _path, st.sampled_from(["", "/", "../", "../../"]))
def test_every_root_leads_to_a_file(files: set[RepoPath], core: str, before: str) -> None:
    index, path = Index(files, composed), before + core
    for found in (whole_roots(path, index), tail_roots(path, index), overlap_roots(path, index)):
        assert all(root.place(path) in files for root in found)
        assert len(set(found)) == len(found)
    assert count_whole_roots(path, index) == len(whole_roots(path, index))
    assert count_overlaps(path, index) == len(overlap_roots(path, index))


def test_what_leads_into_the_folder_of_a_package_is_not_taken_off() -> None:
    index = Index([RepoPath("src/util.c"), RepoPath("vendor/zlib/src/util.c")], composed)
    assert tail_roots("vendor/other/src/util.c", index) == []
    assert tail_roots("/app/vendor/zlib/src/util.c", index) == [Root("/app", "")]


def test_an_absolute_path_may_start_from_a_folder_that_the_report_is_in() -> None:
    index = Index([RepoPath("src/a.c"), RepoPath("api/src/a.c"), RepoPath("web/src/a.c")], composed)
    assert tail_roots("/app/src/a.c", index, ("api",)) == [Root("/app", "api"), Root("/app", "")]
    assert tail_roots("/app/web/src/a.c", index, ("api",)) == [Root("/app", ""), Root("/app/web", "")]
    assert tail_roots("app/src/a.c", index, ("api",)) == [Root("app", "")]
