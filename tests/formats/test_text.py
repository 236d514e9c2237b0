"""Text in blocks of whole lines."""

from __future__ import annotations

import codecs
from typing import IO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.formats import text
from reporter.formats.numbers import Skips
from tests.formats.reports import Repeated, report


def read(content: bytes, portion: int = 1 << 30) -> list[bytes]:
    with report(content, portion=portion).open() as stream:
        return b"".join(text.blocks(stream, Skips())).split(b"\n")[1:]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_line_ends_and_encodings_make_no_difference(end: str, last: str, encoding: str) -> None:
    lines = read((end.join(("TN:", "SF:é", "", "DA:1,2")) + last).encode(encoding))

    assert lines[:4] == [b"TN:", "SF:é".encode(), b"", b"DA:1,2"]
    assert not any(lines[4:])


@given(
    st.lists(st.binary(max_size=8).map(lambda raw: raw.replace(b"\n", b"").replace(b"\r", b"")), min_size=1),
    st.integers(1, 9),
)
def test_the_size_of_what_the_stream_gives_makes_no_difference(lines: list[bytes], portion: int) -> None:
    content = b"#" + b"\n".join(lines)

    assert read(content, portion) == read(content)


def test_utf_16_is_read_whatever_the_portions() -> None:
    content = codecs.BOM_UTF16_BE + "SF:\u00e9\U0001f600\nDA:1,1".encode("utf-16-be")

    assert read(content, portion=1) == ["SF:\u00e9\U0001f600".encode(), b"DA:1,1"]


def test_an_endless_line_is_left_out_and_counted_and_never_held() -> None:
    skips = Skips()
    endless = Repeated(b"SF:a\nFN:1,", b"x" * text.BLOCK_BYTES, 40 * text.MAX_LINE_BYTES)

    blocks = list(text.blocks(cast(IO[bytes], endless), skips))

    assert b"".join(blocks) == b"\nSF:a"
    assert [(row.what, row.count) for row in skips.result()] == [("line", 1)]


@pytest.mark.parametrize("portion", [1 << 30, text.BLOCK_BYTES // 3])
def test_lines_after_an_overlong_one_are_read(portion: int) -> None:
    content = b"a\n" + b"x" * (3 * text.MAX_LINE_BYTES) + b"\nb\nc"

    assert read(content, portion) == [b"a", b"b", b"c"]
