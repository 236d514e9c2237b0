"""What a rule is given beside the question, and what it answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reporter.paths import Outcome
from reporter.paths.go_modules import GoModule
from reporter.paths.index import Index, Root
from reporter.paths.packages import Packages
from reporter.paths.universe import Universe


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says: the files it could be (keys of the index), or the outcome that settles it without one.

    ``firm`` findings may share their file with another path of the report; others then give way.
    """

    rule: str
    reason: str = ""
    files: tuple[str, ...] = ()
    outcome: Outcome | None = None
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at beside the question.

    ``prefix`` is the user's, as a key of the index; ``go_modules`` are those that a file of the report can be in.
    """

    universe: Universe
    index: Index
    packages: Packages
    format: str
    prefix: str
    slug: str
    go_modules: tuple[GoModule, ...] = ()


def places(path: str, roots: Iterable[Root]) -> tuple[str, ...]:
    """Where ``path`` is under the roots, sorted."""
    return tuple(sorted({place for root in roots if (place := root.place(path)) is not None}))


def shown(root: Root) -> str:
    """A root in words: what replaces what."""
    if root.taken in ("", "/"):
        return root.added or "."
    return f"{root.taken} => {root.added or '.'}"
