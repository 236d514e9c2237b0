"""What every summary shows, as data: totals, tables, reports, path decisions in groups, uploads. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from heapq import nsmallest
from itertools import takewhile

from reporter.errors import Problem
from reporter.formats import Format
from reporter.model import Coverage, LineHits, ParsedReport, RepoPath, Skipped
from reporter.path_figures import LeftOut, Paths, first_left_out
from reporter.paths import Decision
from reporter.report_file import ReportFile
from reporter.text import share

LEAST_COVERED = 20
LEFT_OUT = 20
DIRECTORIES = 12
OTHER_LANGUAGE = "Other"


class Status(StrEnum):
    """How the step went; the values of the output ``status``."""

    UPLOADED = "uploaded"
    PARTIAL = "partial"
    FINAL = "final"
    SKIPPED = "skipped"
    DRY_RUN = "dry-run"
    FAILED = "failed"


class Sent(Enum):
    """What became of one request."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNAVAILABLE = "not accepted"
    WITHHELD = "withheld"
    NOT_TRIED = "not sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the step is about. ``event`` reads like "pull request #42"; ``link`` is the dashboard on Codacy.

    ``server_url`` and ``repository`` ("acme/shop") lead to the files on GitHub and are empty elsewhere; ``docs`` is
    the page that has the slugs of problems as anchors.
    """

    version: str
    repository: str = ""
    commit: str = ""
    event: str = ""
    link: str = ""
    server_url: str = ""
    docs: str = "docs/errors.md"

    def on_github(self, rest: str) -> str:
        """The address of a page of the repository; empty where it is not on GitHub."""
        return f"{self.server_url}/{self.repository}/{rest}" if self.server_url and self.repository else ""


@dataclass(frozen=True, slots=True)
class Lines:
    """Counts of coverable lines, of those that were hit, and of those that were hit in part only."""

    coverable: int = 0
    covered: int = 0
    partial: int = 0

    def __add__(self, other: Lines) -> Lines:
        return Lines(self.coverable + other.coverable, self.covered + other.covered, self.partial + other.partial)

    @property
    def uncovered(self) -> int:
        """Coverable lines without a hit."""
        return self.coverable - self.covered

    @property
    def hundredths(self) -> int | None:
        """Hundredths of a percent, rounded down, so that 10 000 means every line; None for 0 of 0."""
        return share(self.covered, self.coverable)


@dataclass(frozen=True, slots=True)
class Row:
    """A language, a folder or a file with its lines."""

    name: str
    files: int
    lines: Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report that was read. ``size`` is in bytes; ``skipped`` are its values that were left out.

    ``decisions`` tell of every path what ``paths`` tells in groups.
    """

    shown: str
    title: str
    size: int
    seconds: float
    files: int
    lines: Lines
    paths: Paths
    decisions: tuple[Decision, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    @classmethod
    def of(
        cls,
        report: ReportFile,
        format_: Format,
        parsed: ParsedReport,
        decisions: Iterable[Decision],
        *,
        size: int,
        seconds: float,
    ) -> Report:
        """What was read from ``report`` in ``seconds``, and what became of its paths."""
        decisions = tuple(decisions)
        return cls(
            shown=report.shown,
            title=format_.title,
            size=size,
            seconds=seconds,
            files=len(parsed.files),
            lines=_total(file.lines for file in parsed.files),
            paths=Paths.of(decisions),
            decisions=decisions,
            skipped=parsed.skipped,
        )


@dataclass(frozen=True, slots=True)
class Unused:
    """A report that was found and not used: ``word`` is "skipped" or "unusable", ``why`` a short reason."""

    shown: str
    why: str
    word: str = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One request to Codacy. ``language`` is empty for the final notification, ``first_failure`` without retries.

    ``part`` of ``parts`` counts the bodies of one language. ``why`` explains what was not accepted ("404 …").
    """

    language: str = ""
    part: int = 1
    parts: int = 1
    size: int = 0
    sent: Sent = Sent.ACCEPTED
    attempts: int = 1
    first_failure: str = ""
    why: str = ""
    seconds: float = 0.0

    @property
    def final(self) -> bool:
        """Whether this is the notification that the commit is complete."""
        return not self.language


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All that a summary may show.

    ``left_out`` are the first files without a place in the repository; ``resolution_path`` is the file with all
    decisions and ``payload_path`` the folder of kept payloads, both as the user can reach them. ``processed`` is
    whether Codacy has done its part, None where it did not say; ``on_codacy`` are names and values that it shows.
    """

    about: About
    status: Status
    files: int
    lines: Lines
    languages: tuple[Row, ...]
    directories: tuple[Row, ...]
    least_covered: tuple[Row, ...]
    paths: Paths
    left_out: tuple[LeftOut, ...] = ()
    reports: tuple[Report, ...] = ()
    unused: tuple[Unused, ...] = ()
    uploads: tuple[Upload, ...] = ()
    problems: tuple[Problem, ...] = ()
    resolution_path: str = ""
    payload_path: str = ""
    processed: bool | None = None
    on_codacy: tuple[tuple[str, str], ...] = ()

    @property
    def parts(self) -> tuple[str, tuple[Row, ...]]:
        """The rows of the main table and their title: languages, or folders where all is one language."""
        if len(self.languages) == 1 and len(self.directories) > 1:
            return "Folder", self.directories
        return "Language", self.languages


def gather(
    about: About,
    status: Status,
    coverage: Coverage,
    languages: Mapping[RepoPath, str],
    *,
    reports: Sequence[Report] = (),
    unused: Sequence[Unused] = (),
    uploads: Sequence[Upload] = (),
    problems: Sequence[Problem] = (),
    resolution_path: str = "",
    payload_path: str = "",
    processed: bool | None = None,
    on_codacy: tuple[tuple[str, str], ...] = (),
) -> Figures:
    """The figures of one step."""
    rows = [Row(path, 1, _total((lines,))) for path, lines in coverage.items() if lines.coverable]
    incomplete = (row for row in rows if row.lines.uncovered)
    return Figures(
        about=about,
        status=status,
        files=len(rows),
        lines=sum((row.lines for row in rows), Lines()),
        languages=_by(rows, {row.name: languages.get(RepoPath(row.name), OTHER_LANGUAGE) for row in rows}),
        directories=_with_rest(_by(rows, _top_directories([row.name for row in rows])), DIRECTORIES),
        least_covered=tuple(nsmallest(LEAST_COVERED, incomplete, key=_least_covered_first)),
        paths=Paths.together(report.paths for report in reports),
        left_out=first_left_out(((report.shown, report.decisions) for report in reports), LEFT_OUT),
        reports=tuple(reports),
        unused=tuple(unused),
        uploads=tuple(uploads),
        problems=tuple(problems),
        resolution_path=resolution_path,
        payload_path=payload_path,
        processed=processed,
        on_codacy=on_codacy,
    )


def shared_folder(paths: Iterable[str]) -> list[str]:
    """The names of the folders that all the paths begin with."""
    folders = [path.split("/")[:-1] for path in paths]
    pairs = zip(min(folders, default=[]), max(folders, default=[]), strict=False)
    return [one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)]


def _total(tables: Iterable[LineHits]) -> Lines:
    return sum((Lines(table.coverable, table.covered, len(table.partials)) for table in tables), Lines())


def _least_covered_first(row: Row) -> tuple[int, int, str]:
    return (row.lines.hundredths or 0, -row.lines.uncovered, row.name)


def _by(rows: Iterable[Row], names: Mapping[str, str]) -> tuple[Row, ...]:
    """One row per name, those with the most lines first."""
    added: dict[str, Row] = {}
    for row in rows:
        name = names[row.name]
        known = added.get(name, Row(name, 0, Lines()))
        added[name] = Row(name, known.files + row.files, known.lines + row.lines)
    return tuple(sorted(added.values(), key=lambda row: (-row.lines.coverable, row.name)))


def _top_directories(paths: Sequence[str]) -> dict[str, str]:
    """Each path's folder just below the folder that all of them share."""
    depth = len(shared_folder(paths)) + 1
    return {path: "/".join(path.split("/")[:-1][:depth]) or "." for path in paths}


def _with_rest(rows: tuple[Row, ...], limit: int) -> tuple[Row, ...]:
    """At most ``limit`` rows; the small ones become one."""
    if len(rows) <= limit:
        return rows
    rest = rows[limit - 1 :]
    files = sum(row.files for row in rest)
    return (*rows[: limit - 1], Row(f"{len(rest)} others", files, sum((row.lines for row in rest), Lines())))
