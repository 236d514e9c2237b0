"""The walk leaves out what holds no fresh report, and survives what it may not read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reporter.pruning import PRUNED
from reporter.walk import Walked, walk


def tree(base: Path, *files: str) -> None:
    for file in files:
        path = base / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def walked(base: Path, *opened: str) -> Walked:
    return walk(base, lambda _folder, name: name.endswith(".xml"), opened)


def test_pruned_folders_are_left_out_at_any_depth_and_named(tmp_path: Path) -> None:
    tree(
        tmp_path, "a.xml", "b/c/d.xml", *(f"b/{name}/x.xml" for name in PRUNED), "target/classes/e.xml", "classes/f.xml"
    )

    assert walked(tmp_path) == Walked(
        ("a.xml", "b/c/d.xml", "classes/f.xml"), 5, tuple(sorted({*PRUNED, "classes"})), ()
    )


def test_a_python_environment_is_left_out_whatever_its_name(tmp_path: Path) -> None:
    tree(tmp_path, "my-env/pyvenv.cfg", "my-env/lib/coverage.xml")

    assert walked(tmp_path).files == ()
    assert walked(tmp_path).pruned == ("my-env",)
    assert walked(tmp_path, "my-env").files == ("my-env/lib/coverage.xml",)


def test_a_folder_that_is_named_is_entered(tmp_path: Path) -> None:
    tree(tmp_path, "vendor/a.xml", "node_modules/b.xml")

    assert walked(tmp_path, "vendor").files == ("vendor/a.xml",)


def test_linked_folders_are_not_entered_and_linked_files_stay_inside(tmp_path: Path) -> None:
    base = tmp_path / "base"
    tree(tmp_path, "outside.xml", "base/real/a.xml", "base2/b.xml")
    (base / "folder.xml").symlink_to("real")
    (base / "up.xml").symlink_to("../outside.xml")
    (base / "twin.xml").symlink_to("../base2/b.xml")
    (base / "in.xml").symlink_to("real/a.xml")
    (base / "loop").symlink_to(".")

    assert walked(base).files == ("in.xml", "real/a.xml")


def test_names_of_any_bytes_are_found(tmp_path: Path) -> None:
    names = [b"\xff.xml", b"a\nb.xml", b"::error::.xml", b"%0A.xml", b"##[error].xml", b"'\".xml"]
    for name in names:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).touch()

    assert walked(tmp_path).files == tuple(sorted(map(os.fsdecode, names)))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    tree(tmp_path, "a.xml", "closed/b.xml")
    (tmp_path / "closed").chmod(0)

    assert walked(tmp_path) == Walked(("a.xml",), 1, (), ("closed",))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert walked(tmp_path / "gone") == Walked((), 0, (), (".",))


def test_a_deep_tree_is_walked(tmp_path: Path) -> None:
    deep = "/".join("d" * 200)
    (tmp_path / deep).mkdir(parents=True)
    (tmp_path / deep / "a.xml").touch()

    assert walked(tmp_path).files == (f"{deep}/a.xml",)
