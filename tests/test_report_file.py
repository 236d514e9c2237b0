"""Reports on disk: opened whatever is around them, and never waited for."""

from __future__ import annotations

import gzip
import io
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from reporter import report_file
from reporter.errors import ReportError, Slug
from reporter.report_file import HEAD_BYTES, ReportFile, Unpacked


def opened(path: Path) -> bytes:
    with ReportFile(path, path.name).open() as stream:
        return stream.read()


def refused(path: Path) -> Slug:
    with pytest.raises(ReportError) as caught:
        opened(path)
    (problem,) = caught.value.problems
    assert problem.cure
    return problem.slug


def test_gzip_is_taken_off_whatever_the_name(tmp_path: Path) -> None:
    path = tmp_path / "lcov.info"
    path.write_bytes(gzip.compress(b"SF:a\n") + gzip.compress(b"DA:1,1\n"))

    assert opened(path) == b"SF:a\nDA:1,1\n"


def test_the_head_is_unpacked_and_short(tmp_path: Path) -> None:
    path = tmp_path / "lcov.info"
    path.write_bytes(gzip.compress(b"x" * (3 * HEAD_BYTES)))

    assert ReportFile(path, "lcov.info").head() == b"x" * HEAD_BYTES


def test_only_the_head_of_a_huge_line_is_read(tmp_path: Path) -> None:
    path = tmp_path / "coverage.xml"
    with path.open("wb") as stream:
        stream.write(b"<coverage>")
        stream.truncate(2 * 1024**3)

    assert len(ReportFile(path, "coverage.xml").head()) == HEAD_BYTES


@pytest.mark.parametrize("damage", [slice(0, 40), slice(0, -3)])
def test_damaged_gzip_is_said(tmp_path: Path, damage: slice) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(os.urandom(300))[damage])

    assert refused(path) is Slug.REPORT_MALFORMED


def test_gzip_of_garbage_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(b"\x1f\x8b\x08" + b"\xff" * 200)

    assert refused(path) is Slug.REPORT_MALFORMED


def test_unpacking_stops_at_the_limit() -> None:
    bomb = gzip.compress(bytes(2**24))

    assert len(Unpacked(io.BytesIO(bomb), 2**24).readall()) == 2**24
    with pytest.raises(ReportError, match=r"more than 0\.0156 GiB") as caught:
        Unpacked(io.BytesIO(bomb), 2**24 - 1).readall()
    assert caught.value.problems[0].slug is Slug.REPORT_TOO_LARGE


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    folder, pipe, plug = tmp_path / "lcov.info", tmp_path / "coverage.xml", tmp_path / "s"
    folder.mkdir()
    os.mkfifo(pipe)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(plug))

        assert {refused(path) for path in (folder, pipe, plug, Path(os.devnull))} == {Slug.REPORT_UNREADABLE}


@pytest.mark.parametrize("name", ["gone.xml", "nul\0.xml", "x" * 300])
def test_what_is_not_there_is_a_problem_of_that_report(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path / name) is Slug.REPORT_UNREADABLE


def test_a_loop_of_links_is_a_problem_of_that_report(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")

    assert refused(tmp_path / "a") is Slug.REPORT_UNREADABLE


def test_what_may_not_be_read_is_said_with_the_cure() -> None:
    problem = report_file.unreadable(PermissionError(13, "Permission denied")).problems[0]

    assert (problem.slug, problem.reason) == (Slug.REPORT_UNREADABLE, "The system says: Permission denied.")
    assert "chmod" in problem.cure


def test_siblings_stand_in_the_folder_of_the_report_or_below(tmp_path: Path) -> None:
    index = ReportFile(tmp_path / "x" / "index.xml", "x/index.xml", format_named=True)

    assert index.sibling("Api/a.php.xml") == ReportFile(
        tmp_path / "x/Api/a.php.xml", "x/Api/a.php.xml", format_named=True
    )
    for elsewhere in ("../b.xml", "Api/../../b.xml", "/etc/passwd", ""):
        with pytest.raises(ReportError):
            index.sibling(elsewhere)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_watched_report_tells_how_much_was_read(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    content = pack(os.urandom(300_000))
    (tmp_path / "r").write_bytes(content)
    told: list[int] = []

    with ReportFile(tmp_path / "r", "r", watch=told.append).open() as stream:
        while stream.read(10_000):
            pass

    assert told == sorted(told)
    assert len(set(told)) > 3
    assert told[-1] == len(content)
