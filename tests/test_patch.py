"""Truth is git itself: real diffs of real files, and edits whose new lines are known because the test made them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.figures import Lines
from reporter.github_api import ChangedFile, Comparison
from reporter.github_api.values import COMPARED_FILES
from reporter.model import Coverage, LineHits, RepoPath
from reporter.patch import (
    LISTED_FILES,
    Patch,
    PatchedFile,
    Span,
    Unknown,
    Why,
    as_checked_out,
    as_merged,
    patch_of,
    uncovered_spans,
)

A = RepoPath("src/a.py")
B = RepoPath("src/b.py")
HUNK = "@@ -1,2 +1,4 @@ class Cart:\n one\n+two\n+three\n-3\n+four"


def hits(**by_line: int) -> LineHits:
    return LineHits.from_mapping({int(line.removeprefix("l")): count for line, count in by_line.items()})


def changed(path: str, patch: str | None, additions: int, status: str = "modified", sha: str = "") -> ChangedFile:
    return ChangedFile(path, status, sha=sha, patch=patch, additions=additions)


def of(changes: Iterable[ChangedFile], coverage: Coverage, *, moved: Iterable[str] = ()) -> Patch:
    return patch_of(changes, coverage, lambda change: change.filename not in moved)


class Repository:
    """A repository with a base and a head, and what GitHub's API tells of the way between them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "-q", "-b", "main")
        for name, value in (("user.name", "a"), ("user.email", "a@example.com"), ("core.autocrlf", "false")):
            self.git("config", name, value)

    def git(self, *arguments: str) -> bytes:
        return subprocess.run(("git", *arguments), cwd=self.root, capture_output=True, check=True).stdout

    def commit(self, files: dict[str, bytes | None]) -> str:
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink() if content is None else path.write_bytes(content)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "a commit")
        return self.git("rev-parse", "HEAD").decode().strip()

    def changes(self, base: str, head: str) -> list[ChangedFile]:
        """As "List pull requests files" gives them: the hunks without a header, and without the last line's end."""
        words = {"A": "added", "D": "removed", "M": "modified", "R": "renamed"}
        span = f"{base}...{head}"
        listed = []
        for line in self.git("diff", "-M", "--name-status", span).decode().splitlines():
            letter, *names = line.split("\t")
            diff = self.git("diff", "-M", "--text", span, "--", *names).decode()
            patch = diff[diff.index("\n@@ ") + 1 :].removesuffix("\n") if "\n@@ " in diff else None
            added = self.git("diff", "-M", "--numstat", "--text", span, "--", *names).split(b"\t")[0]
            content = head if letter != "D" else base
            sha = self.git("rev-parse", f"{content}:{names[-1]}").decode().strip()
            listed.append(ChangedFile(names[-1], words[letter[0]], sha, patch, int(added)))
        return listed

    def read(self, path: RepoPath) -> bytes:
        place = self.root / path
        return place.read_bytes() if place.exists() else b""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def every_line(content: bytes) -> LineHits:
    """A table that calls each line coverable and none covered."""
    return LineHits.from_mapping(dict.fromkeys(range(1, content.count(b"\n") + 2), 0))


def lines_of(patch: Patch) -> dict[str, list[int]]:
    """The changed lines, where every line is coverable and none covered."""
    return {
        file.path: [line for span in file.uncovered for line in range(span.first, span.last + 1)]
        for file in patch.files
    }


# --- by hand ---


def test_only_coverable_lines_that_the_patch_adds_count() -> None:
    patch = of([changed(A, HUNK, 3)], {A: hits(l1=0, l2=5, l4=0, l9=0)})

    assert patch == Patch((PatchedFile(A, Lines(2, 1), (Span(A, 4, 4, 1),)),))
    assert patch.lines == Lines(2, 1)
    assert patch.whole


def test_a_span_goes_over_lines_that_are_not_coverable_and_ends_at_a_covered_one() -> None:
    table = LineHits.from_mapping({1: 0, 2: 0, 5: 0, 6: 1, 7: 0, 8: 1})

    assert list(uncovered_spans(A, table)) == [Span(A, 1, 5, 3), Span(A, 7, 7, 1)]


def test_a_span_of_changed_lines_does_not_reach_over_unchanged_ones() -> None:
    hunks = "@@ -1 +1,2 @@\n+one\n two\n@@ -9 +10,2 @@\n nine\n+ten"

    patch = of([changed(A, hunks, 2)], {A: hits(l1=0, l11=0)})

    assert patch.files[0].uncovered == (Span(A, 1, 1, 1), Span(A, 11, 11, 1))


def test_the_largest_span_comes_first() -> None:
    files = {A: hits(l2=0, l4=1), B: hits(l1=0, l2=0)}

    patch = of([changed(A, HUNK, 3), changed(B, None, 2, "added")], files)

    assert [str(span) for span in patch.uncovered] == ["src/b.py:1-2", "src/a.py:2"]


@pytest.mark.parametrize("change", [changed(A, None, 0, "renamed"), changed("README.md", None, 3)])
def test_a_file_without_new_coverable_lines_is_left_out(change: ChangedFile) -> None:
    assert of([change], {A: hits(l1=0)}) == Patch()


def test_a_change_without_coverable_lines_is_left_out() -> None:
    assert of([changed(A, HUNK, 3)], {A: hits(l1=0, l9=1)}) == Patch()


@pytest.mark.parametrize(
    "change",
    [
        changed(A, None, 500),
        changed(A, HUNK, 4),
        changed(A, HUNK.removesuffix("\n+four"), 3),
        changed(A, "no hunk", 3),
        changed(A, "", 3),
    ],
    ids=["left out", "fewer than counted", "cut off", "nonsense", "empty"],
)
def test_what_github_does_not_tell_is_unknown_and_never_covered(change: ChangedFile) -> None:
    table = LineHits.from_mapping({line: line % 2 for line in range(1, 10)})

    patch = of([change], {A: table})

    covered, uncovered = min(5, change.additions), min(4, change.additions)
    assert patch == Patch(unknown=(Unknown(A, Why.LEFT_OUT, covered, uncovered),))
    assert patch.lines == Lines()
    assert not patch.whole


def test_all_lines_of_a_new_file_are_new_even_if_github_leaves_its_patch_out() -> None:
    patch = of([changed(A, None, 400, "added")], {A: hits(l1=1, l400=0)})

    assert patch.files == (PatchedFile(A, Lines(2, 1), (Span(A, 400, 400, 1),)),)


def test_lines_that_may_have_moved_are_not_counted() -> None:
    patch = of([changed(A, HUNK, 3), changed(B, HUNK, 3)], {A: hits(l2=1), B: hits(l2=0)}, moved=[A])

    assert patch.unknown == (Unknown(A, Why.SHIFTED, 1, 0),)
    assert [file.path for file in patch.files] == [B]


@pytest.mark.parametrize(("number", "cut"), [(LISTED_FILES - 1, False), (LISTED_FILES, True)])
def test_a_list_as_long_as_github_makes_it_may_lack_files(number: int, cut: bool) -> None:
    patch = of([changed(f"{index}.md", None, 1) for index in range(number)], {})

    assert patch.cut is cut
    assert patch.whole is not cut


@pytest.mark.parametrize(("expected", "cut"), [(0, False), (2, False), (3, True)])
def test_a_list_shorter_than_github_counts_lacks_files(expected: int, cut: bool) -> None:
    changes = [changed(path, None, 1) for path in ("a.md", "b.md")]

    assert patch_of(changes, {}, lambda _: True, expected).cut is cut


def test_files_are_sorted_by_path() -> None:
    table = hits(l1=0)

    patch = of([changed(path, None, 1, "added") for path in (B, A)], {A: table, B: table})

    assert [file.path for file in patch.files] == [A, B]


# --- as git makes them ---


OLD = b"".join(b"line %d\n" % number for number in range(1, 41))


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (OLD.replace(b"line 3\n", b"line 3\nnew\nnew too\n"), [4, 5]),
        (OLD.replace(b"line 3\n", b"") + b"line 41", [40]),
        (OLD.replace(b"line 20\n", b"++ counter\n-- counter\n"), [20, 21]),
        (OLD.replace(b"line 1\n", b"0\r\n").replace(b"line 40\n", b"@@ -1 +1 @@\n"), [1, 40]),
        (OLD.replace(b"line 2\n", b"a\x0cb\rc\xe2\x80\xa8d\xc2\x85e\n"), [2]),
        (OLD.removesuffix(b"\n"), [40]),
        (OLD.replace(b"line 40\n", b"\\ No newline at end of file\n\n"), [40, 41]),
    ],
    ids=["added", "moved up", "like a header", "like a hunk", "other line ends", "last end lost", "like a marker"],
)
def test_a_diff_of_git_gives_the_lines_that_are_new(repository: Repository, new: bytes, expected: list[int]) -> None:
    base = repository.commit({A: OLD})
    head = repository.commit({A: new})

    patch = patch_of(repository.changes(base, head), {A: every_line(new)}, as_checked_out(repository.read))

    assert lines_of(patch) == {A: expected}


def test_lines_that_begin_like_the_head_of_a_diff_are_lines(repository: Repository) -> None:
    """A removed ``-- a`` is written ``--- a``, an added ``++ b`` is written ``+++ b``."""
    base = repository.commit({A: b"-- a\nstays\n"})
    new = b"++ b\nstays\n"
    head = repository.commit({A: new})

    changes = repository.changes(base, head)

    assert changes[0].patch == "@@ -1,2 +1,2 @@\n--- a\n+++ b\n stays"
    assert lines_of(patch_of(changes, {A: every_line(new)}, as_checked_out(repository.read))) == {A: [1]}


def test_a_renamed_file_counts_under_its_new_name(repository: Repository) -> None:
    base = repository.commit({"old name.py": OLD})
    new = OLD + b"one more\n"
    head = repository.commit({"old name.py": None, A: new})

    changes = repository.changes(base, head)
    patch = patch_of(changes, {A: every_line(new)}, as_checked_out(repository.read))

    assert [change.status for change in changes] == ["renamed"]
    assert lines_of(patch) == {A: [41]}


def test_a_removed_file_has_no_lines(repository: Repository) -> None:
    base = repository.commit({A: OLD})
    head = repository.commit({A: None})

    assert patch_of(repository.changes(base, head), {A: every_line(OLD)}, as_checked_out(repository.read)) == Patch()


class TestMerge:
    """What a workflow checks out by default on ``pull_request``: the merge with a base that has moved on."""

    def merge(self, repository: Repository, moved_on: dict[str, bytes | None]) -> Patch:
        start = repository.commit({A: OLD, B: OLD})
        repository.git("checkout", "-q", "-b", "feature")
        head = repository.commit({A: OLD + b"one more\n", B: OLD + b"one more\n"})
        repository.git("checkout", "-q", "main")
        repository.commit(moved_on)
        repository.git("merge", "-q", "--no-edit", "feature")
        coverage = {path: every_line(repository.read(path)) for path in (A, B)}
        return patch_of(repository.changes(start, head), coverage, as_checked_out(repository.read))

    def test_is_as_good_as_the_head_where_the_base_left_the_files_alone(self, repository: Repository) -> None:
        assert lines_of(self.merge(repository, {"c.py": b"new\n"})) == {A: [41], B: [41]}

    def test_is_never_read_by_the_numbers_of_the_head_where_the_lines_have_moved(self, repository: Repository) -> None:
        patch = self.merge(repository, {B: b"first\n" + OLD})

        assert lines_of(patch) == {A: [41]}
        assert patch.unknown == (Unknown(B, Why.SHIFTED, 0, 1),)


def test_windows_line_ends_of_a_checkout_move_no_line(repository: Repository) -> None:
    base = repository.commit({A: OLD})
    new = OLD + b"one more\n"
    head = repository.commit({A: new})
    (repository.root / A).write_bytes(new.replace(b"\n", b"\r\n"))

    patch = patch_of(repository.changes(base, head), {A: every_line(new)}, as_checked_out(repository.read))

    assert lines_of(patch) == {A: [41]}


def test_a_file_that_is_not_checked_out_is_unknown() -> None:
    unmoved = as_checked_out(lambda _: b"")

    assert not unmoved(changed(A, HUNK, 3, sha="1" * 40))
    assert not unmoved(replace(changed(A, HUNK, 3), sha=None))


def test_where_nothing_is_checked_out_the_test_merge_tells_which_files_have_moved() -> None:
    unmoved = as_merged(Comparison("1" * 40, (changed(A, HUNK, 3),)), "1" * 40)

    assert not unmoved(changed(A, HUNK, 3))
    assert unmoved(changed(B, HUNK, 3))


def test_a_merge_with_more_files_than_github_lists_tells_nothing() -> None:
    many = tuple(changed(f"{number}.py", HUNK, 3) for number in range(COMPARED_FILES))

    assert not as_merged(Comparison("1" * 40, many), "1" * 40)(changed(B, HUNK, 3))


def test_the_test_merge_of_an_older_head_tells_nothing() -> None:
    assert not as_merged(Comparison("1" * 40, ()), "2" * 40)(changed(B, HUNK, 3))


# --- any edit ---

TEXTS = st.sampled_from(
    ["a", "-- a", "++ b", "", "\r", "a\rb", "\x0c", "\x85", "\u2028", "@@ -1 +1 @@", "\\ No newline", "diff --git a b"]
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, int, list[int]]:
    """Hunks with any context, how many lines they add, and which, by an edit script that is applied by hand."""
    script = draw(st.lists(st.tuples(st.sampled_from(" +-"), TEXTS), min_size=1, max_size=30))
    context = draw(st.integers(0, 3))
    before = after = 0
    rows = []
    added = []
    for kind, text in script:
        rows.append((kind, text, before, after))
        before += kind != "+"
        after += kind != "-"
        if kind == "+":
            added.append(after)
    return _hunks(rows, context), len(added), added


def _hunks(rows: list[tuple[str, str, int, int]], context: int) -> str:
    """Unified hunks of an edit script (GNU diffutils, "Detailed Description of Unified Format")."""
    near = [
        any(kind != " " for kind, *_ in rows[max(0, index - context) : index + context + 1])
        for index in range(len(rows))
    ]
    lines: list[str] = []
    index = 0
    while index < len(rows):
        end = index
        while end < len(rows) and near[end]:
            end += 1
        part = rows[index:end]
        if part:
            old, new = (sum(kind != other for kind, *_ in part) for other in "+-")
            _, _, before, after = part[0]
            lines.append(f"@@ -{before + (old > 0)},{old} +{after + (new > 0)},{new} @@")
            lines += (kind + text for kind, text, *_ in part)
        index = end + 1
    return "\n".join(lines)


@given(edits(), st.randoms(use_true_random=False))
def test_the_new_lines_of_any_edit_are_found(edit: tuple[str, int, list[int]], random: Random) -> None:
    hunks, additions, added = edit
    table = LineHits.from_mapping({line: random.randint(0, 1) for line in range(1, 61) if random.random() < 0.7})

    patch = of([changed(A, hunks, additions)], {A: table})

    hits_of = dict(table.items())
    expected = [line for line in added if line in hits_of]
    assert patch.whole
    assert patch.lines == Lines(len(expected), sum(hits_of[line] for line in expected))
    spans = [span for file in patch.files for span in file.uncovered]
    within = [line for span in spans for line in range(span.first, span.last + 1) if line in hits_of]
    assert within == [line for line in expected if not hits_of[line]]
    assert sum(span.lines for span in spans) == len(within)


@given(edits(), st.data())
def test_hunks_that_are_cut_off_anywhere_never_say_less_than_all(
    edit: tuple[str, int, list[int]], data: st.DataObject
) -> None:
    """Either all new lines are told, or the file is unknown."""
    hunks, additions, added = edit
    cut = hunks[: data.draw(st.integers(0, len(hunks)))]

    patch = of([changed(A, cut, additions)], {A: every_line(b"\n" * 60)})

    assert not patch.whole or lines_of(patch).get(A, []) == added
