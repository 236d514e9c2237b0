"""The list of reports that a user writes: paths, globs, exclusions, each with the format it may name."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reporter.errors import Problem, Slug, UserError
from reporter.formats import BY_NAME, Format

_MAGIC = re.compile(r"[*?\[{]")
_JOINED_STARS = re.compile(r"(?<![^/{,])\*\*(?=[^/*,}])")


@dataclass(frozen=True, slots=True)
class Entry:
    """One path or glob; ``excluded`` takes away what it matches, ``format`` is what the user says it is."""

    path: str
    format: Format | None = None
    excluded: bool = False

    @property
    def is_glob(self) -> bool:
        """Whether it has the characters of a pattern; a file may still be named so."""
        return bool(_MAGIC.search(self.path))


def parse_entries(text: str) -> tuple[Entry, ...]:
    """Entries from lines and commas, those inside braces aside; ``!`` excludes, ``format:`` names a known format."""
    return tuple(_entry(item) for line in text.split("\n") for item in map(str.strip, _items(line)) if item)


def _entry(item: str) -> Entry:
    if item.startswith("!"):
        return Entry(item[1:].lstrip(), excluded=True)
    name, colon, path = item.partition(":")
    format_ = BY_NAME.get(name.strip().lower())
    return Entry(path.strip(), format_) if colon and format_ and path.strip() else Entry(item)


def _items(line: str) -> Iterator[str]:
    """The parts between commas; braces that never close, or were never opened, protect nothing."""
    depths = []
    depth = 0
    for char in line:
        depth += (char == "{") - (char == "}")
        depths.append(depth)
    if depth or min(depths, default=0) < 0:
        yield from line.split(",")
        return
    start = 0
    for at, char in enumerate(line):
        if char == "," and not depths[at]:
            yield line[start:at]
            start = at + 1
    yield line[start:]


def located(path: str, workspace: Path, host_roots: Mapping[str, Path]) -> Path:
    """The absolute path in this process: relative ones start at the workspace, those below a root of the host move.

    ``host_roots``: folder as the host spells it → the same folder here. Compared component by component; the longest
    root wins.
    """
    whole = PurePosixPath(path)
    for root in sorted(host_roots, key=len, reverse=True):
        if whole.is_relative_to(root):
            return Path(os.path.normpath(host_roots[root] / whole.relative_to(root)))
    return Path(os.path.normpath(workspace / whole))


def matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Whether a relative path matches any glob: ``**``, ``*``, ``?``, ``[…]``, ``{a,b}``, names with a dot too.

    ``**.xml`` means ``**/*.xml``, as it does to Codacy's own tool. Raises ValueError for braces with too many ways out.
    """
    # Imported here because it costs what reading a small report costs, and only globs need it.
    from wcmatch import glob  # noqa: PLC0415
    from wcmatch._wcparse import PatternLimitException  # noqa: PLC0415 - exported nowhere else

    try:
        compiled = glob.compile(
            [_JOINED_STARS.sub("**/*", pattern) for pattern in patterns],
            flags=glob.GLOBSTAR | glob.BRACE | glob.DOTGLOB,
        )
    except PatternLimitException as error:
        raise ValueError("the braces stand for too many patterns") from error
    return lambda path: bool(compiled.match(path))


def leaving_out(patterns: Sequence[str], named: str) -> Callable[[str], bool]:
    """Whether a relative path is left out by one of the globs; a folder stands for all that is in it.

    Raises UserError, which calls the input ``named``, for braces that stand for too many globs.
    """
    if not patterns:
        return lambda _: False
    try:
        return matcher([*patterns, *(f"{pattern}/**" for pattern in patterns)])
    except ValueError as error:
        raise UserError(
            Problem(
                slug=Slug.INPUT_INVALID,
                message=f"{named} cannot be used: {error}.",
                cure="Name fewer alternatives in its braces, or write * in their place.",
            )
        ) from error
