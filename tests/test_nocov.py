"""Ruby's ``# :nocov:`` comments."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reporter.formats import simplecov
from reporter.model import LineHits, RepoPath
from reporter.nocov import marked_lines, without_marked_lines
from reporter.report_file import ReportFile

FIXTURES = Path(__file__).parent / "fixtures"
SOURCES = FIXTURES / "sources/ruby"


def source(content: bytes) -> Callable[[RepoPath], bytes]:
    return lambda _path: content


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"", []),
        (b"a\nb\n", []),
        (b"a\n# :nocov:\nb\n\t#:nocov: why\nc\n", [2, 3, 4]),
        (b"a\r\n  #  :nocov:\r\nb\r\n", [2, 3, 4]),
        (b"#:nocov:\n#:nocov:\na\n#:nocov:\nb", [1, 2, 4, 5]),
        (b"a # :nocov:\n# nocov\n# see :nocov:\n", []),
        (b"\xff\n# :nocov:", [2]),
    ],
)
def test_comments_alone_on_their_lines_open_and_close(content: bytes, lines: list[int]) -> None:
    assert list(marked_lines(content)) == lines


def test_hits_and_partials_of_marked_lines_go() -> None:
    coverage = {RepoPath("a.rb"): LineHits.from_mapping({1: 1, 2: 1, 3: 0, 4: 2}, (1, 2))}

    (kept,) = without_marked_lines(coverage, {RepoPath("a.rb")}, source(b"a\n# :nocov:\nb\n# :nocov:\n")).values()

    assert kept == LineHits.from_mapping({1: 1}, (1,))


def test_other_files_are_not_read() -> None:
    def never(path: RepoPath) -> bytes:
        raise AssertionError(f"{path} was read")

    coverage = {RepoPath("a.rb"): LineHits.from_mapping({1: 1})}

    assert without_marked_lines(coverage, {RepoPath("b.rb"), None}, never) == coverage


def test_a_file_that_cannot_be_read_stays() -> None:
    coverage = {RepoPath("a.rb"): LineHits.from_mapping({1: 1})}

    assert without_marked_lines(coverage, {RepoPath("a.rb")}, source(b"")) == coverage


def test_what_is_left_is_what_simplecov_prints() -> None:
    """18 of 26 lines for the commands of this fixture, whose result set has 19 of 28."""
    report = ReportFile(FIXTURES / "simplecov/simplecov-0.22.0-merged/.resultset.json", ".resultset.json")
    files = simplecov.parse(report).files
    coverage = {RepoPath(file.path.removeprefix("/home/runner/work/shop/shop/")): file.lines for file in files}

    kept = without_marked_lines(coverage, coverage.keys(), lambda path: (SOURCES / path).read_bytes())

    assert sum(lines.covered for lines in kept.values()) == 18
    assert sum(lines.coverable for lines in kept.values()) == 26
