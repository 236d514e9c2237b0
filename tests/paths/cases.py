"""Repositories and reports in a line each: what the tests of the resolver are written with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reporter.model import LineHits, ParsedReport, RepoPath, ReportedFile, ReportPath
from reporter.paths import Decision
from reporter.paths.decide import resolve
from reporter.paths.roots import Hints
from reporter.paths.universe import Universe

HOST = "/home/runner/work/shop/shop"
ROOTS = ("/github/workspace", HOST, "/__w/shop/shop")

Written = str | tuple[str, str]
"""A path of a report, or a JaCoCo group and a path in it."""


def decide(
    files: Iterable[str],
    written: Sequence[Written],
    *,
    hints: Hints | None = None,
    format: str = "lcov",  # noqa: A002 -- the name of the field it fills
    sources: Sequence[str] = (),
    contents: Mapping[str, str] | None = None,
    submodules: Sequence[str] = (),
    last_line: int = 1,
    lines: Mapping[str, Iterable[int]] | None = None,
    links: Mapping[str, str] | None = None,
) -> tuple[Decision, ...]:
    """The decisions for ``written`` in a repository of ``files`` and the files of ``contents``."""
    texts = contents or {}
    universe = Universe(
        sorted(map(RepoPath, {*files, *texts})),
        lambda path, limit=-1: texts.get(path, "").encode()[: limit if limit >= 0 else None],
        [RepoPath(folder) for folder in submodules],
        {RepoPath(link): RepoPath(target) for link, target in (links or {}).items()},
    )
    return resolve(
        report(written, format, sources, last_line, lines or {}), universe, hints or Hints(repository_roots=ROOTS)
    )


def report(
    written: Sequence[Written],
    format_: str = "lcov",
    sources: Sequence[str] = (),
    last_line: int = 1,
    lines: Mapping[str, Iterable[int]] | None = None,
) -> ParsedReport:
    """A report of these paths, each covered in the first and the ``last_line``, or in its own ``lines``.

    A part of a group ``a/b`` is a group of its own.
    """
    own = lines or {}
    files = []
    for entry in written:
        group, path = ("", entry) if isinstance(entry, str) else entry
        hits = LineHits.from_mapping(dict.fromkeys(own.get(path, (1, last_line)), 1))
        files.append(ReportedFile(ReportPath(path), hits, tuple(filter(None, group.split("/")))))
    return ParsedReport(format_, tuple(files), tuple(sources))


def found(decisions: Iterable[Decision]) -> list[str | None]:
    """The repository files, in the order of the report; None for all that did not match."""
    return [decision.repo_path for decision in decisions]


def outcomes(decisions: Iterable[Decision]) -> list[str]:
    return [decision.outcome.name for decision in decisions]
