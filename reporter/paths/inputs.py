"""The inputs about paths as text: the lines of ``path-mapping`` and the globs of ``ignore``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reporter.model import RepoPath


def parse_mappings(text: str) -> tuple[tuple[str, str], ...]:
    """The pairs of ``from => to`` lines, in their order; empty lines and ``#`` comments are skipped.

    Raises ValueError with a message for the user that names the line.
    """
    pairs = []
    for number, written in enumerate(text.splitlines(), start=1):
        line = written.strip()
        if not line or line.startswith("#"):
            continue
        old, arrow, new = (part.strip() for part in line.partition("=>"))
        if not arrow or not old or "=>" in new:
            raise ValueError(f"line {number} is {line!r}, not: path in the report => folder in the repository")
        pairs.append((old, new))
    return tuple(pairs)


def ignored(globs: Sequence[str]) -> Callable[[RepoPath], bool]:
    """Whether a file of the repository is dropped by the globs of ``ignore``.

    ``*`` stays within a component, ``**`` does not, ``{a,b}`` are alternatives, and ``!`` takes files back, the last
    glob that fits deciding. A glob without a slash fits a name in any folder, and one that fits a folder fits all
    below it.
    """
    if not globs:
        return lambda _: False
    from wcmatch import glob  # noqa: PLC0415 -- loaded only where the input is used

    flags = glob.GLOBSTAR | glob.BRACE | glob.DOTGLOB
    matchers = [(not written.startswith("!"), glob.compile(_spread(written), flags=flags)) for written in globs]

    def is_ignored(path: RepoPath) -> bool:
        return next((drops for drops, matcher in reversed(matchers) if matcher.match(path)), False)

    return is_ignored


def _spread(written: str) -> list[str]:
    pattern = written.removeprefix("!").removeprefix("./").rstrip("/")
    anchored = pattern if "/" in pattern else f"**/{pattern}"
    anchored = anchored.removeprefix("/")
    return [anchored, f"{anchored}/**"]
