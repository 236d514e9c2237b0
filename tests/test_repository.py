"""The repository as git itself sees it: every kind of checkout is made by git and compared with `git ls-files`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reporter.git_folder import head_commit
from reporter.model import RepoPath
from reporter.pruning import is_pruned
from reporter.repository import Repository, read_repository

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Runs git in a folder, away from the settings of whoever runs the tests."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "x@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }

    def run(folder: Path, *arguments: str) -> str:
        done = subprocess.run(
            ["git", "-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main", *arguments],
            cwd=folder,
            env=environment,
            check=True,
            capture_output=True,
        )
        return os.fsdecode(done.stdout).strip()

    return run


@pytest.fixture
def shop(tmp_path: Path, git: Git) -> Path:
    """A repository of three commits and four files."""
    root = tmp_path / "shop"
    root.mkdir()
    git(root, "init", "-q")
    for name in ("src/a.py", "src/b c.py", "web/index.ts", "go.mod"):
        _write(root / name)
        git(root, "add", ".")
        git(root, "commit", "-qm", name)
    return root


def _write(path: Path, text: str = "text\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _listed(git: Git, root: Path) -> tuple[RepoPath, ...]:
    return tuple(sorted(RepoPath(name) for name in git(root, "ls-files", "-z").split("\0") if name))


def _is_read(repository: Repository, git: Git, root: Path) -> None:
    assert repository.files == _listed(git, root)
    assert repository.files
    assert (repository.tracked, repository.why_walked) == (True, "")
    assert repository.head == git(root, "rev-parse", "HEAD")


def _is_walked(repository: Repository, why: str) -> None:
    """A walk finds the files on the disk and says what is wrong with the index."""
    assert not repository.tracked
    assert why in repository.why_walked
    assert "src/a.py" in repository.files


def test_tracked_files_and_head(shop: Path, git: Git) -> None:
    _write(shop / "untracked.py")
    repository = read_repository(shop)
    _is_read(repository, git, shop)
    assert repository.root == shop
    assert "untracked.py" not in repository.files


def test_a_folder_inside_finds_the_root(shop: Path) -> None:
    assert read_repository(shop / "src").root == shop


@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_every_version_of_the_index(shop: Path, git: Git, version: str) -> None:
    git(shop, "update-index", "--index-version", version)
    _is_read(read_repository(shop), git, shop)


def test_extended_entries(shop: Path, git: Git) -> None:
    """`git add -N` and skip-worktree entries have two more bytes of flags."""
    _write(shop / "soon.py")
    git(shop, "add", "-N", "soon.py")
    git(shop, "update-index", "--skip-worktree", "src/a.py")
    for version in ("3", "4"):
        git(shop, "update-index", "--index-version", version)
        _is_read(read_repository(shop), git, shop)


def test_version_4_that_cuts_a_long_name_is_walked(shop: Path, git: Git) -> None:
    """Dulwich would read the second number wrongly and make up a name."""
    _write(shop / "/".join(["a" * 60] * 3) / "x.py")
    git(shop, "add", ".")
    git(shop, "update-index", "--index-version", "4")
    repository = read_repository(shop)
    _is_walked(repository, "version 4")
    assert repository.files == _listed(git, shop)


def test_detached(shop: Path, git: Git) -> None:
    git(shop, "checkout", "-q", "HEAD~1")
    _is_read(read_repository(shop), git, shop)


def test_packed_refs(shop: Path, git: Git) -> None:
    git(shop, "pack-refs", "--all")
    assert not (shop / ".git/refs/heads/main").exists()
    _is_read(read_repository(shop), git, shop)


def test_shallow(shop: Path, git: Git, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", shop.as_uri(), "shallow")
    _is_read(read_repository(tmp_path / "shallow"), git, tmp_path / "shallow")


def test_sparse_checkout_lists_what_is_not_checked_out(shop: Path, git: Git) -> None:
    git(shop, "sparse-checkout", "set", "--cone", "src")
    repository = read_repository(shop)
    _is_read(repository, git, shop)
    assert not (shop / "web/index.ts").exists()
    assert repository.read(RepoPath("web/index.ts")) == b""


def test_sparse_index_is_walked(shop: Path, git: Git) -> None:
    git(shop, "sparse-checkout", "set", "--cone", "--sparse-index", "src")
    repository = read_repository(shop)
    _is_walked(repository, "sparse")
    assert repository.head == git(shop, "rev-parse", "HEAD")


def test_split_index_is_walked(shop: Path, git: Git) -> None:
    git(shop, "update-index", "--split-index")
    _is_walked(read_repository(shop), "split")


def test_sha256_is_walked(tmp_path: Path, git: Git) -> None:
    root = tmp_path / "other"
    root.mkdir()
    git(root, "init", "-q", "--object-format=sha256")
    _write(root / "src/a.py")
    git(root, "add", ".")
    git(root, "commit", "-qm", "a")
    repository = read_repository(root)
    _is_walked(repository, "SHA-256")
    assert repository.head is None


def test_worktree(shop: Path, git: Git, tmp_path: Path) -> None:
    """Its .git is a file, and its branch lives in the main repository."""
    git(shop, "worktree", "add", "-q", "-b", "other", str(tmp_path / "tree"), "HEAD~1")
    for packed in (False, True):
        if packed:
            git(shop, "pack-refs", "--all")
        _is_read(read_repository(tmp_path / "tree"), git, tmp_path / "tree")


def test_a_worktree_whose_repository_is_elsewhere_is_walked(shop: Path, git: Git, tmp_path: Path) -> None:
    git(shop, "worktree", "add", "-q", str(tmp_path / "tree"))
    shop.rename(tmp_path / "away")
    repository = read_repository(tmp_path / "tree")
    _is_walked(repository, "points to a folder that is not here")
    assert (repository.root, repository.head) == (tmp_path / "tree", None)
    assert ".git" not in repository.files


def test_submodules_are_named_and_their_files_left_out(shop: Path, git: Git, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "main")
    git(tmp_path / "main", "submodule", "--quiet", "add", shop.as_uri(), "libs/shop")
    _write(tmp_path / "main/top.py")
    git(tmp_path / "main", "add", ".")
    git(tmp_path / "main", "commit", "-qm", "all")
    repository = read_repository(tmp_path / "main")
    assert repository.submodules == ("libs/shop",)
    assert repository.files == (".gitmodules", "top.py")
    _is_read(read_repository(tmp_path / "main/libs/shop"), git, tmp_path / "main/libs/shop")


def test_unmerged_files_are_listed_once(shop: Path, git: Git) -> None:
    git(shop, "checkout", "-qb", "other")
    _write(shop / "src/a.py", "theirs\n")
    git(shop, "commit", "-qam", "theirs")
    git(shop, "checkout", "-q", "main")
    _write(shop / "src/a.py", "ours\n")
    git(shop, "commit", "-qam", "ours")
    with pytest.raises(subprocess.CalledProcessError):
        git(shop, "merge", "other")
    assert len(git(shop, "ls-files", "--unmerged").splitlines()) == 3
    repository = read_repository(shop)
    assert repository.tracked
    assert repository.files == ("go.mod", "src/a.py", "src/b c.py", "web/index.ts")


def test_links_stay_files(shop: Path, git: Git) -> None:
    (shop / "link.py").symlink_to("src/a.py")
    git(shop, "add", ".")
    git(shop, "commit", "-qm", "link")
    repository = read_repository(shop)
    _is_read(repository, git, shop)
    assert repository.read(RepoPath("link.py")) == b"text\n"


def test_links_lead_to_places_in_the_repository(shop: Path, git: Git, tmp_path: Path) -> None:
    """Links out of it, to nothing but a name, and those that Windows checked out as files lead nowhere."""
    for link, target in {
        "here": "src",
        "web/up": "../src/a.py",
        "dot": "./src/../web/",
        "out": "../elsewhere",
        "far": str(tmp_path),
        "gone": "src/gone.py",
    }.items():
        (shop / link).symlink_to(target)
    (shop / "file").write_text("src")
    git(shop, "add", ".")
    (shop / "file").unlink()
    (shop / "file").symlink_to("src")
    git(shop, "add", ".")
    (shop / "file").unlink()
    (shop / "file").write_text("src")

    assert read_repository(shop).links == {
        "here": "src",
        "web/up": "src/a.py",
        "dot": "web",
        "gone": "src/gone.py",
    }


def test_names_that_are_not_utf_8(shop: Path, git: Git) -> None:
    (shop / os.fsdecode(b"caf\xe9.c")).write_text("")
    _write(shop / "café.c")
    git(shop, "add", ".")
    git(shop, "commit", "-qm", "names")
    repository = read_repository(shop)
    _is_read(repository, git, shop)
    assert "caf\udce9.c" in repository.files


def test_an_index_without_checksum(shop: Path, git: Git) -> None:
    """`index.skipHash` (part of feature.manyFiles) writes zeros."""
    index = shop / ".git/index"
    index.write_bytes(index.read_bytes()[:-20] + bytes(20))
    _is_read(read_repository(shop), git, shop)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda content: b"", "empty"),
        (lambda content: content[: len(content) // 2], "damaged"),
        (lambda content: content[:-20] + bytes(19) + b"x", "damaged"),
        (lambda content: b"DIRC" + (9).to_bytes(4, "big") + content[8:-20] + bytes(20), "version 9"),
        (lambda content: content[:8] + (9).to_bytes(4, "big") + content[12:-20] + bytes(20), "damaged"),
        (lambda content: b"NOPE" + content[4:-20] + bytes(20), "damaged"),
        (lambda content: content[:-20] + b"what\0\0\0\1x" + bytes(20), "of a later kind"),
        (lambda content: content[:-20] + b"sdir\0\0\0\0" + bytes(20), "sparse"),
        (lambda content: content[:-20] + b"ABCD\0\0\0\x09x" + bytes(20), "damaged"),
    ],
)
def test_an_index_that_cannot_be_read_is_walked(shop: Path, change: Callable[[bytes], bytes], why: str) -> None:
    index = shop / ".git/index"
    index.write_bytes(change(index.read_bytes()))
    _is_walked(read_repository(shop), why)


def test_a_missing_index_is_walked(shop: Path) -> None:
    (shop / ".git/index").unlink()
    _is_walked(read_repository(shop), "missing")


def test_no_git(tmp_path: Path) -> None:
    for name in ("src/a.py", "node_modules/x/index.js", "src/.venv/b.py", ".github/workflows/ci.yml"):
        _write(tmp_path / name)
    repository = read_repository(tmp_path)
    assert repository.files == (".github/workflows/ci.yml", "src/a.py")
    assert (repository.root, repository.head, repository.tracked) == (tmp_path, None, False)
    assert "no .git" in repository.why_walked


def test_a_branch_without_commits_has_no_head(tmp_path: Path, git: Git) -> None:
    git(tmp_path, "init", "-q")
    assert read_repository(tmp_path).head is None


def test_reading_stops_at_the_limit_and_at_the_border(shop: Path, tmp_path: Path) -> None:
    _write(tmp_path / "secret")
    (shop / "way-out").symlink_to("../secret")
    repository = read_repository(shop)
    assert repository.read(RepoPath("src/a.py"), 2) == b"te"
    assert repository.read(RepoPath("way-out")) == b""
    assert repository.read(RepoPath("src")) == b""
    assert repository.read(RepoPath("../secret")) == b""
    assert repository.read(RepoPath("src/\0a.py")) == b""


def test_a_ref_that_leads_out_or_in_circles_has_no_commit(tmp_path: Path) -> None:
    head = tmp_path / ".git/HEAD"
    _write(head, "ref: refs/heads/../../HEAD\n")
    assert head_commit(head.parent) is None
    _write(tmp_path / ".git/refs/heads/main", "ref: refs/heads/main\n")
    _write(head, "ref: refs/heads/main\n")
    assert head_commit(head.parent) is None


def test_pruned_names_are_whole_names() -> None:
    assert is_pruned("node_modules")
    assert not is_pruned("node_modules_of_mine")
