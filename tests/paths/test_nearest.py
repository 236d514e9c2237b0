from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.model import RepoPath
from reporter.paths.index import Index, composed
from reporter.paths.nearest import cure, nearest
from reporter.paths.roots import Hints
from tests.paths.cases import decide, found

_path = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map("/".join)


def test_the_file_with_the_longest_common_end_is_nearest() -> None:
    index = Index(map(RepoPath, ["src/util/a.py", "x/a.py", "y/a.py", "z/a.py"]), composed)
    assert nearest("/app/util/a.py", index) == "src/util/a.py"
    assert nearest("/app/other/a.py", index) is None
    assert nearest("b.py", index) is None


def test_two_files_that_are_equally_near_are_no_advice() -> None:
    index = Index(map(RepoPath, ["packages/cart/src/models.py", "packages/user/src/models.py"]), composed)
    assert nearest("/app/src/models.py", index) is None


def test_a_name_that_is_rare_is_near_enough() -> None:
    index = Index(map(RepoPath, ["src/schema.py", "src/deep/er/schema.py"]), composed)
    assert nearest("generated/schema.py", index) == "src/schema.py"


@pytest.mark.parametrize(
    ("path", "file", "text"),
    [
        ("src/a.py", "packages/api/src/a.py", "path-prefix: packages/api"),
        ("/app/src/a.py", "packages/api/src/a.py", "path-mapping: /app => packages/api"),
        ("/app/a.py", "a.py", "path-mapping: /app => ."),
        ("old/src/a.py", "src/a.py", "path-mapping: old => ."),
        ("../src/a.py", "x/src/a.py", "path-mapping: .. => x"),
        ("/src/a.py", "x/src/a.py", "path-mapping: / => x"),
        ("generated/a.py", "src/a.py", ""),
        ("a.py", "a.py", ""),
        ("a.py", "b.py", ""),
    ],
)
def test_the_cure_in_words_to_paste(path: str, file: str, text: str) -> None:
    assert cure(path, file) == text


@given(st.sampled_from(["", "/", "../"]), _path, st.sets(_path.map(RepoPath), min_size=1))
def test_the_cure_works(before: str, core: str, files: set[RepoPath]) -> None:
    """Whatever file is named, its cure leads the path to it."""
    path = before + core
    for file in files:
        text = cure(path, file)
        if text:
            name, _, value = text.partition(": ")
            old, _, new = value.partition(" => ")
            hints = Hints(prefix=value) if name == "path-prefix" else Hints(mappings=((old, new),))
            assert found(decide(files, [path], hints=hints)) == [file]
