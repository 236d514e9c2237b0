"""The token's value in files that configure CI."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reporter.errors import Level, Slug
from reporter.token_scan import LARGEST_FILE, find_token, problems

TOKEN = "0a1b2c3d4e5f"


def write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "name",
    [
        ".circleci/config.yml",
        ".circleci/scripts/deep/send.sh",
        ".env",
        ".github/workflows/ci.yml",
        ".github/CODEOWNERS",
        ".gitlab-ci.yml",
        ".travis.yml",
    ],
)
def test_it_is_found_with_its_line_in_the_files_of_ci(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, f"steps:\r\n  - run\r\n  token: '{TOKEN}'\r\n# {TOKEN}".encode())

    assert find_token(TOKEN, tmp_path) == ((name, 3), (name, 4))


def test_places_are_sorted(tmp_path: Path) -> None:
    for name in (".travis.yml", ".github/b.yml", ".github/a/z.yml", ".env"):
        write(tmp_path / name, TOKEN.encode())

    assert find_token(TOKEN, tmp_path) == (
        (".env", 1),
        (".github/a/z.yml", 1),
        (".github/b.yml", 1),
        (".travis.yml", 1),
    )


def test_other_files_and_other_values_are_nobodys_business(tmp_path: Path) -> None:
    write(tmp_path / "src" / "a.py", TOKEN.encode())
    write(tmp_path / "sub" / ".env", TOKEN.encode())
    write(tmp_path / ".github" / "node_modules" / "x" / "a.js", TOKEN.encode())
    write(tmp_path / ".github" / "workflows" / "ci.yml", b"project-token: ${{ secrets.CODACY_PROJECT_TOKEN }}")

    assert find_token(TOKEN, tmp_path) == ()


def test_binary_content_does_no_harm(tmp_path: Path) -> None:
    write(tmp_path / ".github" / "logo.png", b"\x89PNG\x00\xff\n" + TOKEN.encode() + b"\x00\xfe")

    assert find_token(TOKEN, tmp_path) == ((".github/logo.png", 2),)


@pytest.mark.parametrize("token", ["", "a", "1234567"])
def test_what_is_too_short_for_a_token_is_not_looked_for(tmp_path: Path, token: str) -> None:
    write(tmp_path / ".env", b"1234567")

    assert find_token(token, tmp_path) == ()


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "ci.yml", TOKEN.encode())
    root = tmp_path / "root"
    (root / ".github").mkdir(parents=True)
    (root / ".github" / "ci.yml").symlink_to(outside)
    (root / ".github" / "folder").symlink_to(outside.parent)
    (root / ".circleci").symlink_to(outside.parent)
    (root / ".env").symlink_to(outside)

    assert find_token(TOKEN, root) == ()


def test_large_files_and_what_is_no_file_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path / ".github" / "large.yml", TOKEN.encode() + b" " * LARGEST_FILE)
    (tmp_path / ".travis.yml").mkdir()
    os.mkfifo(tmp_path / ".gitlab-ci.yml")

    assert find_token(TOKEN, tmp_path) == ()


def test_a_place_becomes_a_warning_with_its_cure_and_without_the_token(tmp_path: Path) -> None:
    write(tmp_path / ".env", f"CODACY_PROJECT_TOKEN={TOKEN}".encode())

    (problem,) = problems(find_token(TOKEN, tmp_path))

    assert (problem.slug, problem.level) == (Slug.TOKEN_IN_FILE, Level.WARNING)
    assert (problem.file, problem.line) == (".env", 1)
    assert "secret" in problem.cure
    assert TOKEN not in repr(problem)
