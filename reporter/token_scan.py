"""Finds the token's literal value in the files that configure CI, where it does not belong."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from reporter.errors import Level, Problem, Slug

FOLDERS = (".circleci", ".github")
FILES = (".env", ".gitlab-ci.yml", ".travis.yml")

SHORTEST_TOKEN = 8
"""Characters; anything shorter is no token and stands everywhere."""

LARGEST_FILE = 1_000_000
"""Bytes; nobody writes a larger configuration by hand."""


def find_token(token: str, root: Path) -> tuple[tuple[str, int], ...]:
    """``(file, line)`` for every line that holds the token, sorted; files relative to ``root``, lines from 1.

    Links are not followed, and what is no regular file, too large or unreadable is passed over.
    """
    if len(token) < SHORTEST_TOKEN:
        return ()
    wanted = token.encode()
    return tuple(
        (path.relative_to(root).as_posix(), number)
        for path in sorted(_candidates(root))
        for number, line in enumerate(_content(path).split(b"\n"), start=1)
        if wanted in line
    )


def problems(places: Iterable[tuple[str, int]]) -> tuple[Problem, ...]:
    """A warning on each place, without the token."""
    return tuple(
        Problem(
            slug=Slug.TOKEN_IN_FILE,
            level=Level.WARNING,
            message="This line holds the Codacy token itself.",
            reason="Everybody who reads the repository, or only its history, can use it.",
            cure="Revoke this token on Codacy, create another, and keep that one as a secret, never in a file.",
            file=file,
            line=line,
        )
        for file, line in places
    )


def _candidates(root: Path) -> Iterator[Path]:
    yield from (root / name for name in FILES)
    for top in FOLDERS:
        if not (root / top).is_symlink():
            for folder, below, files in os.walk(root / top):
                below[:] = [name for name in below if name != "node_modules"]
                yield from (Path(folder, name) for name in files)


def _content(path: Path) -> bytes:
    try:
        state = path.lstat()
        readable = stat.S_ISREG(state.st_mode) and state.st_size <= LARGEST_FILE
        return path.read_bytes() if readable else b""
    except OSError:
        return b""
