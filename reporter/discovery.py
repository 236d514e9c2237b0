"""Finds the reports of a run: those that the user names, or else what stands under the names that tools write."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reporter import detection, folders, refusals
from reporter.entries import Entry, leaving_out, located, matcher, parse_entries
from reporter.errors import Level, Problem, ReportError, Slug
from reporter.formats import FORMATS, Format
from reporter.near_misses import NearMiss, NotUsed, is_folder, no_report, not_found, split, without_match
from reporter.pruning import PRUNED
from reporter.report_file import ReportFile
from reporter.walk import Walked, walk

KNOWN_NAMES = tuple(name for format_ in FORMATS for name in format_.file_names)

_GENERIC_NAMES = re.compile(r"report\.xml|index\.xml|coverage\.(?:txt|out)|.*\.lst", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A report to read; ``forced`` is the format its entry names; ``named`` says that the user asked for it."""

    report: ReportFile
    forced: Format | None
    named: bool


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found and what was not, each sorted by the path shown.

    ``folders`` were looked into; ``pruned`` are the names of those left out.
    """

    found: tuple[Found, ...] = ()
    skipped: tuple[NotUsed, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    problems: tuple[Problem, ...] = ()
    folders: int = 0
    pruned: tuple[str, ...] = ()


def find(listed: str, workspace: Path, tracked: Container[str], host_roots: Mapping[str, Path]) -> Discovery:
    """The reports of the list, or those found by name where it names none; exclusions count either way.

    ``tracked`` holds paths relative to the workspace; ``host_roots`` folders as the host spells them → as here.
    """
    entries = parse_entries(listed)
    excluded = _excluding(entries, workspace, host_roots)
    if any(not entry.excluded for entry in entries):
        return find_named(entries, workspace, host_roots)
    return find_by_name(workspace, tracked, excluded)


# --- by name -----------------------------------------------------------------------------------------------------


def find_by_name(
    workspace: Path, tracked: Container[str], excluded: Callable[[str], bool] = lambda _: False
) -> Discovery:
    """The reports under the names that tools write by default, confirmed by content; none is a problem."""
    known = _by_name(KNOWN_NAMES)
    near = _by_name(refusals.NEAR_NAMES)
    walked = walk(workspace, lambda folder, name: known(folder, name) or near(folder, name))
    found: list[Found] = []
    skipped = [NotUsed(folder, "cannot be read") for folder in walked.unreadable]
    near_misses: list[NearMiss] = []
    seen: set[str] = set()
    wholes = folders.Wholes(workspace)
    paths = (wholes.of(workspace / shown) for shown in walked.files)
    reports = [ReportFile(path, shown) for path in paths if not excluded(shown := _shown(path, workspace))]
    for report in sorted(reports, key=lambda report: report.path.is_symlink()):  # a link only if its file is not found
        real = os.path.realpath(report.path)
        if real in seen:
            continue
        seen.add(real)
        miss = _near_miss(report)
        if miss is None and report.shown in tracked:
            skipped.append(NotUsed(report.shown, "tracked by git, probably a fixture; name it to use it"))
        elif miss is None:
            found.append(Found(report, None, named=False))
        elif miss.why and report.shown not in tracked:
            near_misses.append(miss)
    problems = () if found else (no_report(len(KNOWN_NAMES), walked, skipped, near_misses),)
    return Discovery(
        _in_order(found),
        tuple(sorted(skipped, key=lambda row: row.shown)),
        tuple(sorted(near_misses, key=lambda row: row.shown)),
        problems,
        walked.folders,
        walked.pruned,
    )


def _by_name(patterns: Iterable[str]) -> Callable[[str, str], bool]:
    """Whether the name of a file, with that of its folder where the pattern has one, is one of the patterns.

    A packed file has the name of what is in it, and ``.gz``.
    """
    match = re.compile(
        "|".join(
            ("" if "/" in pattern else "[^/]*/") + f"(?:{fnmatch.translate(pattern.lower())})" for pattern in patterns
        )
    ).match

    def named(folder: str, name: str) -> bool:
        return match(f"{folder[:-1].rpartition('/')[2]}/{name}".lower().removesuffix(".gz")) is not None

    return named


def _near_miss(report: ReportFile) -> NearMiss | None:
    """Why the content is no report, None where it is one; without a reason where it has nothing to do with coverage."""
    try:
        head = report.head()
        if not head:
            return NearMiss(report.shown, "is empty", "see in the log of the tests why no coverage was written")
        if detection.candidates(head, report.path.name):
            return None
    except ReportError as error:
        problem = error.problems[0]
        is_other = problem.slug is Slug.REPORT_NOT_COVERAGE
        return NearMiss(report.shown, "" if is_other else problem.message, problem.cure)
    is_generic = _GENERIC_NAMES.fullmatch(report.path.name)
    return NearMiss(report.shown, "" if is_generic else "is in no format that is known here", "")


# --- as listed ---------------------------------------------------------------------------------------------------


def find_named(entries: Iterable[Entry], workspace: Path, host_roots: Mapping[str, Path]) -> Discovery:
    """The reports that entries name, without the excluded ones; an entry that names nothing is a problem."""
    search = _Search(workspace, host_roots)
    entries = tuple(entries)
    excluded = _excluding(entries, workspace, host_roots)
    found: dict[str, Found] = {}
    for entry in entries:
        for path in () if entry.excluded else search.paths(entry):
            shown = _shown(path, workspace)
            real = os.path.realpath(path)
            if excluded(shown) or (real in found and (found[real].forced or not entry.format)):
                continue
            found[real] = Found(ReportFile(path, shown), entry.format, named=True)
    problems = [*search.problems, *search.without_match(Level.WARNING if found else Level.ERROR)]
    if not found and not problems:
        problems.append(
            Problem(
                slug=Slug.NO_REPORT,
                message="Every report that coverage-reports names is excluded by it too.",
                cure="Take the exclusion (the entry with !) out, or narrow it.",
            )
        )
    return Discovery(_in_order(found.values()), problems=tuple(problems), folders=search.folders, pruned=search.pruned)


class _Search:
    """Looks entries up, each folder tree walked once whatever their number."""

    def __init__(self, workspace: Path, host_roots: Mapping[str, Path]) -> None:
        self.problems: list[Problem] = []
        self._workspace = workspace
        self._host_roots = host_roots
        self._roots = (workspace, *host_roots.values())
        self._walks: dict[tuple[Path, frozenset[str]], Walked] = {}
        self._unmatched: list[str] = []

    def paths(self, entry: Entry) -> list[Path]:
        """What the entry names; nothing, and a problem, where nothing stands there."""
        path = located(entry.path, self._workspace, self._host_roots)
        if "\0" not in entry.path and os.path.lexists(path):
            return self._standing(path)
        if entry.is_glob:
            return self._matching(entry, path)
        everything = self._walk(self._workspace)
        self.problems.append(not_found(entry.path, path, self._roots, everything, _by_name(KNOWN_NAMES)))
        return []

    def without_match(self, level: Level) -> list[Problem]:
        """One problem for each pattern that no file matches."""
        known = _by_name(KNOWN_NAMES)
        return [
            replace(without_match(pattern, self._walk(self._workspace), known), level=level)
            for pattern in self._unmatched
        ]

    @property
    def folders(self) -> int:
        """How many folders were looked into."""
        return max((walked.folders for walked in self._walks.values()), default=0)

    @property
    def pruned(self) -> tuple[str, ...]:
        """The names of the folders left out of any walk."""
        return tuple(sorted({name for walked in self._walks.values() for name in walked.pruned}))

    def _standing(self, path: Path) -> list[Path]:
        """The report at a path; a folder stands for PHPUnit's index in it, or for the files of all sources."""
        if not path.is_dir():
            return [path]
        if (path / folders.INDEX).is_file():
            return [path / folders.INDEX]
        files = self._walk(path).files
        if refusal := refusals.of_folder(path.name, {file.partition("/")[0] for file in files}):
            shown, problem = _shown(path, self._workspace), refusal.error().problems[0]
            self.problems.append(replace(problem, file=shown, message=f"{shown} {problem.message}."))
            return []
        if reports := folders.per_source(path / file for file in files):
            return reports
        known = _by_name(KNOWN_NAMES)
        if near := [f"{_shown(path, self._workspace)}/{file}" for file in files if known(*split(file))]:
            self.problems.append(is_folder(_shown(path, self._workspace), near))
            return []
        return [path / "index.html"] if (path / "index.html").is_file() else [path]  # its reader says what it is

    def _matching(self, entry: Entry, pattern: Path) -> list[Path]:
        base = self._workspace
        if not pattern.is_relative_to(base):
            base = next(folder for folder in pattern.parents if not Entry(str(folder)).is_glob)
        relative = str(pattern.relative_to(base))
        try:
            matches = matcher([relative])
        except ValueError as error:
            self.problems.append(Problem(slug=Slug.INPUT_INVALID, message=f"{entry.path} is no pattern: {error}."))
            return []
        walked = self._walk(base, PRUNED.intersection(re.split(r"[/{},]", relative)))
        wholes = folders.Wholes(base)
        found = [wholes.of(base / file) for file in walked.files if matches(file)]
        if not found:
            self._unmatched.append(entry.path)
        return found

    def _walk(self, base: Path, opened: frozenset[str] = frozenset()) -> Walked:
        if (base, opened) not in self._walks:
            self._walks[base, opened] = walk(base, lambda _folder, _name: True, opened)
        return self._walks[base, opened]


def _excluding(entries: Iterable[Entry], workspace: Path, host_roots: Mapping[str, Path]) -> Callable[[str], bool]:
    """Whether a path as shown is taken away, by itself or with a folder around it."""
    patterns = [_shown(located(entry.path, workspace, host_roots), workspace) for entry in entries if entry.excluded]
    return leaving_out(patterns, "An exclusion of coverage-reports")


def _shown(path: Path, workspace: Path) -> str:
    return str(path.relative_to(workspace)) if path.is_relative_to(workspace) else str(path)


def _in_order(found: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(sorted(found, key=lambda each: each.report.shown))
