"""A report path made ready for the rules: spelled, taken from under known roots, put under its source root."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reporter.model import ParsedReport, ReportedFile
from reporter.paths.index import Index, Root, count_whole_roots
from reporter.paths.roots import Hints, below_ci_root, below_repository, source_link, spelled_roots
from reporter.paths.shared import shared_roots
from reporter.paths.sources import Sources
from reporter.paths.spelling import spell

SOURCE = "<source>"

_FACADE = re.compile(r"(\w+)Kt/\1\.kt")
"""The class that Kotlin makes for the functions of a file, in place of a folder."""

ABSOLUTE = frozenset(("workspace root", "CI checkout"))
"""How paths below the repository's own folder are called."""


@dataclass(frozen=True, slots=True)
class Question:
    """One file of the report, whose place in the repository is asked for.

    ``path`` is its spelling, a key of the index. ``placed`` says that it is a path of the repository beyond doubt,
    tracked or not; ``rule`` and ``reason`` tell by what. ``scheme`` is that of an address which is no file. ``fits``
    holds files of several source roots, all equally good.
    """

    file: ReportedFile
    path: str
    scheme: str = ""
    placed: bool = False
    rule: str = ""
    reason: str = ""
    fits: tuple[str, ...] = ()


def ask(report: ParsedReport, hints: Hints, index: Index) -> list[Question]:
    """One question for each file of the report, in its order."""
    known = _Known(hints, index)
    asked = [known.place(file) for file in report.files]
    sources = known.sources(report.source_roots)
    if not sources:
        return asked
    put = [_below(question, sources) for question in asked]
    if not any(question.rule == SOURCE for question in put):
        return put
    if sources.elsewhere and _is_another(put, asked, index):
        return asked
    return [_missing_below(question, sources, index) for question in put]


class _Known:
    """The places that need no evidence: of the user, the run, and CI services."""

    def __init__(self, hints: Hints, index: Index) -> None:
        self._slug = hints.repository_slug
        self._key = index.key
        self._index = index
        self._follow = index.follow
        self._roots = tuple(map(index.key, spelled_roots(hints.repository_roots)))
        self._mappings = [
            Root(index.key(spell(old).path), index.key(spell(new).path.strip("/"))) for old, new in hints.mappings
        ]

    def place(self, file: ReportedFile) -> Question:
        spelling = spell(file.path)
        if spelling.scheme:
            linked = source_link(spelling.path, self._slug)
            if linked is None:
                return Question(file, spelling.path, spelling.scheme)
            return Question(file, self._follow(self._key(linked)), placed=True, rule="SourceLink", reason=self._slug)
        path = self._key(spelling.path)
        if path.startswith("_/") and path.endswith(".go"):
            path = path[1:]  # how Go names a package outside of any module
        if _FACADE.fullmatch(path) and not self._index.count(path):
            path = path.partition("/")[2]  # Kover names the class where a file has no package
        if "?" in path and not self._index.count(path.rpartition("/")[2]):
            path = path.partition("?")[0]  # how bundlers name a version or a part of a file
        for root in self._mappings:
            if (place := root.place(path)) is not None:
                reason = f"{root.taken or '.'} => {root.added or '.'}"
                return Question(file, self._follow(place), placed=True, rule="path-mapping", reason=reason)
        if found := below_repository(path, self._roots):
            return Question(file, self._follow(found[1]), placed=True, rule="workspace root", reason=found[0])
        if found := below_ci_root(path, self._slug):
            return Question(file, self._follow(found[1]), placed=True, rule="CI checkout", reason=found[0])
        return Question(file, path)

    def sources(self, written: tuple[str, ...]) -> Sources:
        known: list[str] = []
        others: list[str] = []
        for spelling in map(spell, written):
            path = self._key(spelling.path)
            if spelling.scheme or path.startswith("--"):
                continue
            found = below_repository(path, self._roots) or below_ci_root(path + "/", self._slug)
            if path in self._roots:
                known.append("")
            elif found:
                known.append(self._follow(found[1].strip("/")))
            else:
                others.append(path)
        return Sources(known, others, self._index)


def _below(question: Question, sources: Sources) -> Question:
    """The question under the one source root that has the file; as it was where none has."""
    if question.placed or question.scheme or question.path.startswith("/"):
        return question
    found = sources.holding(question.path)
    if len(found) > 1:
        return replace(question, fits=tuple(sorted({file for below in found for file in below.files})))
    if not found:
        return question
    path = found[0].path
    if not found[0].known:
        return replace(question, path=path, rule=SOURCE)
    root = path[: -len(question.path)].rstrip("/") or "."
    return replace(question, path=path, placed=True, rule=SOURCE, reason=root)


def _is_another(put: Sequence[Question], asked: Sequence[Question], index: Index) -> bool:
    """Whether the only source root, one from elsewhere, is not where it seems: one folder has more of the report."""
    if all(below.rule == SOURCE or not count_whole_roots(below.path, index) for below in put):
        return False
    return bool(shared_roots([question.path for question in asked if not question.placed], index))


def _missing_below(question: Question, sources: Sources, index: Index) -> Question:
    """The question where its file would be, in a report whose source roots hold other files of it.

    Roots that hold nothing may be damaged, and then they must not keep a path from being found otherwise.
    """
    if question.placed or question.scheme or question.rule or question.fits or question.path.startswith("/"):
        return question
    # Some writers take the ../.. off that leads out of the only root; a name without a folder is below it.
    if question.path in index and ("/" in question.path or sources.only is None):
        return question
    home = sources.home(question.path)
    return question if home is None else replace(question, path=home, placed=True, rule=SOURCE, reason="")
