"""Reports that live in memory, and short ways to look at what was read from them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from hypothesis import strategies as st

from reporter.errors import Problem, ReportError
from reporter.model import MAX_HITS, MAX_LINE, ParsedReport
from reporter.report_file import ReportFile, unreadable

Lines = dict[int, int]
"""``{line: hits}``"""

Parse = Callable[[ReportFile], ParsedReport]


@dataclass(frozen=True, slots=True)
class InMemory(ReportFile):
    """A report whose stream gives at most ``portion`` bytes at a time; ``siblings`` are the files beside it."""

    content: bytes = b""
    portion: int = 1 << 30
    siblings: Mapping[str, bytes] = field(default_factory=dict)

    def open(self) -> IO[bytes]:
        return _InPortions(self.content, self.portion)

    def sibling(self, relative: str) -> ReportFile:
        if relative not in self.siblings:
            raise unreadable(FileNotFoundError(2, "No such file or directory"))
        return InMemory(Path(relative), relative, content=self.siblings[relative], portion=self.portion)


class _InPortions(io.BytesIO):
    def __init__(self, content: bytes, portion: int) -> None:
        super().__init__(content)
        self._portion = portion

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(size if size is None or size < 0 else min(size, self._portion))


class Repeated(io.RawIOBase):
    """A stream of ``head``, then ``portion`` over and over for about ``size`` bytes, which are never all in memory."""

    def __init__(self, head: bytes, portion: bytes, size: int) -> None:
        super().__init__()
        self._pieces = self._all(head, portion, size)

    @staticmethod
    def _all(head: bytes, portion: bytes, size: int) -> Iterator[bytes]:
        yield head
        for _ in range(size // len(portion)):
            yield portion

    def read(self, size: int = -1, /) -> bytes:
        return next(self._pieces, b"")


def report(
    content: str | bytes, siblings: Mapping[str, bytes] | None = None, *, portion: int = 1 << 30, named: bool = False
) -> InMemory:
    """A report of that content; text is encoded as UTF-8."""
    encoded = content.encode() if isinstance(content, str) else content
    return InMemory(Path("report.xml"), "report.xml", named, encoded, portion, siblings or {})


def lines(parsed: ParsedReport) -> dict[str, Lines]:
    """Path → line → hits; fails where a path has more than one entry."""
    assert len({file.path for file in parsed.files}) == len(parsed.files)
    return {file.path: dict(file.lines.items()) for file in parsed.files}


def partials(parsed: ParsedReport) -> dict[str, set[int]]:
    """Path → partial lines, without the paths that have none."""
    return {file.path: set(file.lines.partials) for file in parsed.files if file.lines.partials}


def skipped(parsed: ParsedReport) -> dict[str, int]:
    """Kind of value → how many were left out."""
    return {entry.what: entry.count for entry in parsed.skipped}


def refusal(parse: Parse, content: ReportFile | str | bytes) -> Problem:
    """The problem that the parser finds; fails where it finds none."""
    try:
        parse(content if isinstance(content, ReportFile) else report(content))
    except ReportError as error:
        (problem,) = error.problems
        return problem
    raise AssertionError("the report was accepted")


def assert_possible(parsed: ParsedReport) -> None:
    """Fail where a report has a line or hits that no report may have."""
    for file in parsed.files:
        table = dict(file.lines.items())
        assert list(table) == sorted(table)
        assert all(1 <= line <= MAX_LINE and 0 <= hits <= MAX_HITS for line, hits in table.items())
        assert all(table[line] for line in file.lines.partials)


paths: st.SearchStrategy[str] = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="{\ufffe\uffff"),
    min_size=1,
    max_size=20,
).filter(lambda path: path == path.strip())

line_tables: st.SearchStrategy[Lines] = st.dictionaries(
    st.integers(1, 2**31 - 1), st.integers(0, 2**31 - 1), min_size=1, max_size=8
)

coverages: st.SearchStrategy[dict[str, Lines]] = st.dictionaries(paths, line_tables, min_size=1, max_size=4)

short_coverages: st.SearchStrategy[dict[str, Lines]] = st.dictionaries(
    paths,
    st.dictionaries(st.integers(1, 60), st.integers(0, 2**31 - 1), min_size=1, max_size=20),
    min_size=1,
    max_size=4,
)
"""For formats in which a line is a place in a list."""


def by_place(table: Lines, no_code: object = None) -> list[object]:
    """The hits of line 1 and all that follow, ``no_code`` for those that are not in the table."""
    return [table.get(line, no_code) for line in range(1, max(table) + 1)]


@st.composite
def mutations(draw: st.DrawFn, document: bytes) -> bytes:
    """The document with some of its bytes removed, doubled or replaced."""
    mutated = document
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(len(mutated) - 1, 0)))
        end = draw(st.integers(start, min(start + 40, len(mutated))))
        middle = draw(
            st.sampled_from((b"", mutated[start:end] * 2, b"<", b">", b'"', b"&", b"-1", b"\xff", b"\x00", b"<line/>"))
        )
        mutated = mutated[:start] + middle + mutated[end:]
    return mutated
