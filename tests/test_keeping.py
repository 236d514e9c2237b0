"""The files that a step leaves behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reporter.errors import Level, Slug
from reporter.keeping import RESOLUTION, keep, keep_resolution
from reporter.payload import Body

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def body(language: str = "python", part: int = 1, data: bytes = b"{}") -> Body:
    return Body(language, part, data, files=1, coverable=2, covered=1)


def test_each_body_is_a_file_named_after_its_language_and_part(tmp_path: Path) -> None:
    folder = tmp_path / "runner" / "temp"

    kept = keep([body(data=b"one"), body(part=2, data=b"two"), body("objective c", data=b"three")], folder)

    assert kept.problems == ()
    assert kept.files == (folder / "python-1.json", folder / "python-2.json", folder / "objective-c-1.json")
    assert [path.read_bytes() for path in kept.files] == [b"one", b"two", b"three"]
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in kept.files)


def test_only_the_owner_may_read_them(tmp_path: Path) -> None:
    (path,) = keep([body()], tmp_path).files

    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not ROOT, reason="only root can give files away")
def test_files_and_new_folders_belong_to_the_owner_of_the_folder_around_them(tmp_path: Path) -> None:
    os.chown(tmp_path, 1001, 127)

    (path,) = keep([body()], tmp_path / "a" / "b").files

    for made in (path, path.parent, path.parent.parent):
        assert (made.stat().st_uid, made.stat().st_gid) == (1001, 127)


def test_a_file_of_the_same_name_is_replaced(tmp_path: Path) -> None:
    keep([body(data=b"a longer one")], tmp_path)

    (path,) = keep([body(data=b"short")], tmp_path).files

    assert path.read_bytes() == b"short"


def test_a_link_is_replaced_and_its_target_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"precious")
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "python-1.json").symlink_to(target)

    (path,) = keep([body(data=b"new")], folder).files

    assert not path.is_symlink()
    assert target.read_bytes() == b"precious"


def test_a_folder_that_cannot_be_made_is_a_problem_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    kept = keep([body()], tmp_path / "file" / "folder")

    (problem,) = kept.problems
    assert kept.files == ()
    assert problem.slug is Slug.OUTPUT_NOT_WRITTEN
    assert str(tmp_path / "file" / "folder") in problem.message
    assert "output-directory" in problem.cure
    assert problem.level is Level.ERROR


def test_what_was_written_before_a_failure_is_told(tmp_path: Path) -> None:
    (tmp_path / "python-2.json").mkdir()

    kept = keep([body(), body(part=2)], tmp_path)

    assert kept.files == (tmp_path / "python-1.json",)
    assert len(kept.problems) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["python-1.json", "python-2.json"]


def test_without_bodies_the_folder_is_empty(tmp_path: Path) -> None:
    assert keep([], tmp_path / "folder").files == ()


def test_the_list_of_decisions_is_written_line_by_line_beside_the_payloads(tmp_path: Path) -> None:
    keep([body()], tmp_path)

    kept = keep_resolution((f'{{"written":"{name}"}}' for name in "ab"), tmp_path)

    assert kept.files == (tmp_path / RESOLUTION,)
    assert kept.problems == ()
    assert (tmp_path / RESOLUTION).read_bytes() == b'{"written":"a"}\n{"written":"b"}\n'
    assert sorted(path.name for path in tmp_path.glob("*.json")) == ["python-1.json"]


def test_a_list_that_cannot_be_written_is_only_a_warning(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    kept = keep_resolution(["{}"], tmp_path / "file" / "folder")

    (problem,) = kept.problems
    assert kept.files == ()
    assert (problem.slug, problem.level) == (Slug.OUTPUT_NOT_WRITTEN, Level.WARNING)
    assert "output-directory" in problem.cure


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
def test_a_list_cut_short_by_a_full_disk_is_not_left_behind(tmp_path: Path) -> None:
    """As far as it was written it would be read as the whole."""

    def until_the_disk_is_full() -> Iterator[str]:
        yield "{}"
        with Path("/dev/full").open("wb", buffering=0) as full:
            full.write(b"x")

    kept = keep_resolution(until_the_disk_is_full(), tmp_path)

    assert kept.files == ()
    assert "No space left" in kept.problems[0].message
    assert list(tmp_path.iterdir()) == []
