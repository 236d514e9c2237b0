"""A folder that a stranger filled, on a real disk: links, pipes, sockets, odd names, too much of everything."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from reporter.errors import Slug, UserError
from reporter.untrusted_files import FOLDER_LIMITS, FolderLimits, UntrustedFile, read_files

DESCRIPTORS = Path("/proc/self/fd")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.json").write_text("the runner's own")
    (tmp_path / "fork").mkdir()
    (tmp_path / "fork" / "a.json").write_text("{}")
    return tmp_path / "fork"


def read(folder: Path, *places: str, limits: FolderLimits = FOLDER_LIMITS) -> list[UntrustedFile]:
    return list(read_files(folder.parent, map(PurePosixPath, places or ("fork",)), limits))


def refusal(folder: Path, *places: str, limits: FolderLimits = FOLDER_LIMITS) -> str:
    with pytest.raises(UserError) as caught:
        read(folder, *places, limits=limits)
    (problem,) = caught.value.problems
    assert problem.slug is Slug.FORK_REPORT_REFUSED
    return problem.message


def test_files_of_a_folder_and_its_folders_come_in_order(folder: Path) -> None:
    for name in ("b/python-2.json", "b/python-1.json", "B.json"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(name)

    assert [(file.shown, file.content) for file in read(folder)] == [
        ("fork/B.json", b"B.json"),
        ("fork/a.json", b"{}"),
        ("fork/b/python-1.json", b"b/python-1.json"),
        ("fork/b/python-2.json", b"b/python-2.json"),
    ]


def test_files_can_be_named_themselves(folder: Path) -> None:
    (folder / "other.txt").touch()

    assert [file.shown for file in read(folder, "fork/a.json")] == ["fork/a.json"]


def test_a_place_that_is_not_there_has_no_files(folder: Path) -> None:
    (folder / "empty").mkdir()

    assert read(folder, "gone", "gone/deeper", "fork/empty") == []


def link_to_a_file(folder: Path) -> None:
    (folder / "python-1.json").symlink_to(folder.parent / "secret.json")


def link_to_a_file_beside(folder: Path) -> None:
    (folder / "python-1.json").symlink_to("a.json")


def link_to_nothing(folder: Path) -> None:
    (folder / "python-1.json").symlink_to("/nowhere")


def link_to_itself(folder: Path) -> None:
    (folder / "python-1.json").symlink_to("python-1.json")


def link_to_a_folder(folder: Path) -> None:
    (folder / "python-1.json").symlink_to(folder.parent)


@pytest.mark.parametrize(
    "plant", [link_to_a_file, link_to_a_file_beside, link_to_nothing, link_to_itself, link_to_a_folder]
)
def test_no_link_is_followed(folder: Path, plant: Callable[[Path], None]) -> None:
    plant(folder)

    assert refusal(folder) == "fork/python-1.json is a link."


@pytest.mark.parametrize("place", ["fork", "fork/inner", "fork/inner/b.json"])
def test_no_link_is_followed_on_the_way(folder: Path, place: str) -> None:
    """Neither one that stands for the named folder itself nor one above what is named."""
    (folder.parent / "real" / "inner").mkdir(parents=True)
    (folder.parent / "real" / "inner" / "b.json").touch()
    (folder / "a.json").unlink()
    folder.rmdir()
    folder.symlink_to("real")

    assert refusal(folder, place).startswith("fork is a link")


def test_a_pipe_is_refused_without_waiting_for_its_writer(folder: Path) -> None:
    os.mkfifo(folder / "python-1.json")

    assert refusal(folder) == "fork/python-1.json is no regular file."


def test_a_socket_is_refused(folder: Path) -> None:
    os.mknod(folder / "python-1.json", stat.S_IFSOCK | 0o600)

    assert "fork/python-1.json cannot be opened" in refusal(folder)


@pytest.mark.parametrize(
    "name", ["python-1.json.zip", "b.json.gz", "b.xml", "lcov.info", ".json\n::error::x", "-", "resolution.jsonl"]
)
def test_only_files_named_as_payload_files_are_read(folder: Path, name: str) -> None:
    (folder / name).write_text("{}")

    assert [file.shown for file in read(folder)] == ["fork/a.json"]


def test_names_that_are_no_text_can_be_told(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.json")).write_text("{}")

    assert [file.shown for file in read(folder)] == ["fork/a.json", "fork/\udcff.json"]


def test_folders_in_folders_end_somewhere(folder: Path) -> None:
    (folder / "1/2").mkdir(parents=True)
    (folder / "1/2/b.json").write_text("{}")

    assert len(read(folder, limits=FolderLimits(depth=3))) == 2
    assert refusal(folder, limits=FolderLimits(depth=2)) == "fork/1/2 has more than 2 folders around it."


def test_files_are_counted_over_all_folders_and_places(folder: Path) -> None:
    for name in ("b", "c"):
        (folder / name).mkdir()
        (folder / name / "a.json").write_text("{}")

    assert len(read(folder, limits=FolderLimits(entries=5))) == 3
    assert refusal(folder, limits=FolderLimits(entries=4)).endswith("there are more than 4 files and folders.")
    assert "more than 1 files" in refusal(folder, "fork/b", "fork/c", limits=FolderLimits(entries=1))


def test_bytes_are_counted_for_each_file_and_for_all(folder: Path) -> None:
    (folder / "b.json").write_text("12345678")

    assert len(read(folder, limits=FolderLimits(each=8, together=10))) == 2
    assert refusal(folder, limits=FolderLimits(each=7)) == "fork/b.json is larger than 7 bytes."
    assert "all files have more than 9 bytes" in refusal(folder, limits=FolderLimits(together=9))


def test_a_file_that_takes_no_space_is_not_read_beyond_its_limit(folder: Path) -> None:
    with (folder / "b.json").open("wb") as sparse:
        sparse.truncate(2**40)

    assert "fork/b.json is larger than" in refusal(folder, limits=FolderLimits(each=1_000))


@pytest.mark.skipif(not DESCRIPTORS.exists(), reason="this system does not show them")
def test_no_descriptor_is_left_open(folder: Path) -> None:
    link_to_a_file(folder)
    before = len(list(DESCRIPTORS.iterdir()))

    for _ in range(3):
        refusal(folder)

    assert len(list(DESCRIPTORS.iterdir())) == before
