"""The coverage of the base commit, from payload files that a run of this action on it has left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

from reporter.context import Context
from reporter.discovery import find_named
from reporter.entries import Entry, located, parse_entries
from reporter.errors import Level, Problem, ReportError, Slug
from reporter.figures import Lines
from reporter.formats import BY_NAME
from reporter.model import LineHits, RepoPath, merge
from reporter.reading import read_report


@dataclass(frozen=True, slots=True)
class Baseline:
    """``lines`` of the whole repository at the base; None where they are not known, and ``problems`` say why."""

    lines: Lines | None = None
    problems: tuple[Problem, ...] = ()


def read_baseline(listed: str, context: Context, used: Callable[[RepoPath], bool] = lambda _: True) -> Baseline:
    """The baseline of the payload files that ``base-reports`` lists as ``coverage-reports`` does, or of their folder.

    Only files that are ``used`` count, as in the coverage they are compared with. All of them or none: a part of the
    base would be compared with the whole.
    """
    entries = [_with_content(entry, context) for entry in parse_entries(listed)]
    if not entries:
        return Baseline()
    discovery = find_named(entries, context.workspace, context.host_folders())
    if discovery.problems:
        return Baseline(problems=(_unknown(discovery.problems[0].message),))
    tables: defaultdict[RepoPath, list[LineHits]] = defaultdict(list)
    for found in discovery.found:
        try:
            parsed = read_report(found.report, BY_NAME["codacy"])
        except ReportError as error:
            return Baseline(problems=(_unknown(f"{found.report.shown} {error}."),))
        for file in parsed.files:
            tables[RepoPath(file.path)].append(file.lines)
    merged = (merge(parts) for path, parts in tables.items() if used(path))
    return Baseline(sum((Lines(table.coverable, table.covered) for table in merged), Lines()))


def _with_content(entry: Entry, context: Context) -> Entry:
    """A folder stands for the payload files in it."""
    is_folder = located(entry.path, context.workspace, context.host_folders()).is_dir()
    return replace(entry, path=f"{entry.path}/*.json") if is_folder else entry


def _unknown(why: str) -> Problem:
    return Problem(
        slug=Slug.BASE_UNKNOWN,
        level=Level.NOTICE,
        message="The coverage of the base is not known, so its change is not shown.",
        reason=why,
        cure="Let base-reports name the payload files of a run on the base branch.",
    )
