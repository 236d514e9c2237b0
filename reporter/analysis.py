"""From reports on disk to the coverage of the repository: read each report, decide its paths, merge line by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from posixpath import normpath

from reporter.context import Context
from reporter.discovery import Discovery, Found, find
from reporter.endings import own_fault
from reporter.entries import leaving_out, parse_entries
from reporter.errors import Level, Problem, ReportError, Slug
from reporter.figures import Report, Unused
from reporter.formats import BY_NAME, Format
from reporter.model import Coverage, LineHits, ParsedReport, RepoPath, add_up, merge
from reporter.nocov import without_marked_lines
from reporter.paths import Decision, Outcome
from reporter.paths.decide import resolve
from reporter.paths.roots import Hints
from reporter.paths.universe import Universe
from reporter.policy import match_rate_problem
from reporter.reading import read_report
from reporter.remarks import all_ignored, nothing_matched, past_end, remarks
from reporter.repository import Repository
from reporter.settings import Partials, Settings
from reporter.siblings import Sibling, written_twice
from reporter.text import byte_size


@dataclass(frozen=True, slots=True)
class Watch:
    """Counts seconds, and shows signs of life while a long report is read."""

    clock: Callable[[], float]
    progress: Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """The coverage of the repository and how it came about.

    ``figures`` are the reports as summaries show them; ``incomplete`` says that a report could not be used,
    ``withheld`` that the coverage must not be sent.
    """

    coverage: Coverage = field(default_factory=dict)
    figures: tuple[Report, ...] = ()
    unused: tuple[Unused, ...] = ()
    problems: tuple[Problem, ...] = ()
    incomplete: bool = False
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReport:
    """A report that was understood: ``size`` in bytes, ``seconds`` it took, ``decisions`` parallel to its files."""

    found: Found
    format: Format
    parsed: ParsedReport
    size: int
    seconds: float
    decisions: tuple[Decision, ...] = ()

    @property
    def shown(self) -> str:
        """The report's path, relative to the workspace."""
        return self.found.report.shown

    @property
    def figures(self) -> Report:
        """The report as summaries show it."""
        return Report.of(
            self.found.report, self.format, self.parsed, self.decisions, size=self.size, seconds=self.seconds
        )


def analyse(
    settings: Settings,
    context: Context,
    repository: Repository,
    commit: str,
    watch: Watch,
) -> Analysis:
    """Find the reports, read them, decide their paths and merge them; what is wrong with them is part of the result.

    Raises UserError where ``ignore`` or an exclusion of ``coverage-reports`` cannot be used.
    """
    ignored = ignoring(settings.ignore)
    discovery = find(
        settings.coverage_reports, context.workspace, _tracked(context, repository), context.host_folders()
    )
    reports, broken = read_all(discovery.found, BY_NAME.get(settings.force_coverage_parser), watch)
    twice = written_twice(_siblings(reports))
    reports = [report for report in reports if report.shown not in twice]
    reports = resolve_all(reports, settings, context, repository)
    used = [report for report in reports if report.decisions]

    coverage = merge_all(used, lambda path: not ignored(path))
    problems = [*discovery.problems, *broken, *remarks(used, repository)]
    if repository.head == commit:
        coverage, dropped = without_lines_past_end(coverage, used, repository.read)
        problems += dropped
        marked = {decision.repo_path for report in used if report.format.nocov for decision in report.decisions}
        coverage = without_marked_lines(coverage, marked, repository.read)
    if settings.partials is Partials.MISS:
        coverage = counting_partials_as_missed(coverage)
    matched, expected = matched_of(used)
    verdicts = (
        nothing_matched(used),
        all_ignored(coverage, matched),
        match_rate_problem(matched, expected, settings.min_match_rate),
    )
    problems += (problem for problem in verdicts if problem)
    return Analysis(
        coverage=coverage,
        figures=tuple(report.figures for report in used),
        unused=_unused(discovery, twice, broken),
        problems=tuple(problems),
        incomplete=any(problem.level is Level.ERROR for problem in (*discovery.problems, *broken)),
        withheld=any(problem.slug is Slug.LOW_MATCH_RATE and problem.level is Level.ERROR for problem in problems),
    )


def read_all(found: Iterable[Found], forced: Format | None, watch: Watch) -> tuple[list[ReadReport], list[Problem]]:
    """Every report that can be read, and a problem on each that cannot; entries come before ``forced``."""
    read: list[ReadReport] = []
    problems: list[Problem] = []
    for each in found:
        report = each.report
        before = watch.clock()
        try:
            parsed = read_report(replace(report, watch=_telling(watch, report.shown)), each.forced or forced)
            size = report.path.stat().st_size
        except ReportError as error:
            problems += (
                replace(problem, file=report.shown, message=f"{report.shown} {problem.message}.")
                for problem in error.problems
            )
            continue
        except Exception as error:  # noqa: BLE001 - a fault of ours in one parser must not hide the other reports
            problems.append(own_fault(error, report.shown))
            continue
        read.append(
            ReadReport(
                found=each, format=BY_NAME[parsed.format], parsed=parsed, size=size, seconds=watch.clock() - before
            )
        )
    return read, problems


def _telling(watch: Watch, shown: str) -> Callable[[int], None]:
    return lambda count: watch.progress(f"Reading {shown}: {byte_size(count)} so far")


def resolve_all(
    reports: Sequence[ReadReport], settings: Settings, context: Context, repository: Repository
) -> list[ReadReport]:
    """The reports with their paths decided; one index of the repository serves all."""
    universe = Universe(repository.files, repository.read, repository.submodules, repository.links)
    here = repository.root == context.workspace
    resolved = []
    for report in reports:
        path = report.found.report.path
        folder = path.parent.relative_to(repository.root) if path.is_relative_to(repository.root) else Path()
        hints = Hints(
            repository_roots=context.workspace_roots() if here else (str(repository.root),),
            report_folder="" if folder == Path() else folder.as_posix(),
            prefix=settings.path_prefix,
            mappings=settings.path_mapping,
            repository_slug=context.slug,
        )
        resolved.append(replace(report, decisions=resolve(report.parsed, universe, hints)))
    return resolved


def ignoring(listed: str) -> Callable[[str], bool]:
    """Whether a repository file is one of those that ``ignore`` lists; a folder stands for all that is in it.

    Raises UserError for braces that stand for too many globs.
    """
    patterns = [normpath(entry.path).strip("/") for entry in parse_entries(listed) if not entry.excluded]
    return leaving_out(patterns, "ignore")


def merge_all(reports: Iterable[ReadReport], used: Callable[[RepoPath], bool]) -> Coverage:
    """The coverage of the repository files that ``used`` accepts.

    Report paths that are one repository file add up within a report; across reports the larger hits count.
    """
    tables: defaultdict[RepoPath, list[LineHits]] = defaultdict(list)
    for report in reports:
        for path, entries in _by_repository_file(report).items():
            if used(path):
                tables[path].append(add_up(entries))
    return {path: merge(tables[path]) for path in sorted(tables)}


def _by_repository_file(report: ReadReport) -> dict[RepoPath, list[LineHits]]:
    files: defaultdict[RepoPath, list[LineHits]] = defaultdict(list)
    for file, decision in zip(report.parsed.files, report.decisions, strict=True):
        if decision.repo_path is not None:
            files[decision.repo_path].append(file.lines)
    return files


def without_lines_past_end(
    coverage: Coverage, reports: Iterable[ReadReport], read: Callable[[RepoPath], bytes]
) -> tuple[Coverage, tuple[Problem, ...]]:
    """The coverage without lines that the checked-out files do not have, where a format is known to emit such lines.

    Only for a checkout of the reported commit. A file that cannot be read, or is empty, is left as it is.
    """
    suspects = {decision.repo_path for report in reports if report.format.past_end for decision in report.decisions}
    kept: Coverage = {}
    dropped: list[tuple[RepoPath, int]] = []
    for path, lines in coverage.items():
        kept[path] = lines
        if path in suspects and lines.coverable and (source := read(path)):
            last = len(source.splitlines())
            beyond = sum(line > last for line in lines.lines)
            if beyond:
                dropped.append((path, beyond))
                kept[path] = _up_to(last, lines)
    return kept, tuple(past_end(dropped))


def _up_to(last: int, lines: LineHits) -> LineHits:
    return lines.where(lambda line: line <= last)


def counting_partials_as_missed(coverage: Coverage) -> Coverage:
    """The coverage in which a line of which a branch was not taken is not covered."""
    return {
        path: LineHits.from_mapping({line: 0 if line in lines.partials else hits for line, hits in lines.items()})
        for path, lines in coverage.items()
    }


def matched_of(reports: Sequence[ReadReport]) -> tuple[int, int]:
    """How many report files were matched, and how many should have been: those outside the repository do not count."""
    outcomes = [decision.outcome for report in reports for decision in report.decisions]
    matched = outcomes.count(Outcome.MATCHED)
    return matched, matched + outcomes.count(Outcome.AMBIGUOUS) + outcomes.count(Outcome.UNMATCHED)


def _unused(discovery: Discovery, twice: Mapping[str, str], broken: Iterable[Problem]) -> tuple[Unused, ...]:
    rows = [Unused(row.shown, row.why) for row in discovery.skipped]
    rows += (Unused(shown, f"the same test run as {used}") for shown, used in twice.items())
    rows += (
        Unused(problem.file, problem.message.removeprefix(f"{problem.file} ").removesuffix("."), "unusable")
        for problem in broken
    )
    return tuple(sorted(rows, key=lambda row: row.shown))


def _siblings(reports: Iterable[ReadReport]) -> Iterator[Sibling]:
    for report in reports:
        if not report.found.named:
            yield Sibling(report.shown, report.format, frozenset(file.path for file in report.parsed.files))


def _tracked(context: Context, repository: Repository) -> Container[str]:
    """The tracked files, relative to the workspace."""
    if not repository.tracked:
        return frozenset()
    if repository.root == context.workspace:
        return frozenset(repository.files)
    above = f"{context.workspace.relative_to(repository.root).as_posix()}/"
    return frozenset(file.removeprefix(above) for file in repository.files if file.startswith(above))
