"""From reports on disk to the coverage of the repository: read each report, decide its paths, merge line by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reporter.discovery import Discovery, Found
from reporter.errors import Level, Problem, ReportError, Slug
from reporter.formats import BY_NAME, Format
from reporter.model import Coverage, LineHits, ParsedReport, RepoPath, add_up, merge
from reporter.paths import Decision, Outcome
from reporter.reading import read_report
from reporter.report_file import ReportFile


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
    """A report that was understood: ``size`` in bytes on disk, ``seconds`` to parse it, ``decisions`` beside its files."""

    found: Found
    format: Format
    parsed: ParsedReport
    size: int
    seconds: float
    decisions: tuple[Decision, ...] = ()

    @property
    def report(self) -> ReportFile:
        return self.found.report


def read_all(
    discovery: Discovery, clock: Callable[[], float], starting: Callable[[str], None]
) -> tuple[list[ReadReport], list[Problem]]:
    """Every report that can be read, and a problem on each that cannot; ``starting`` is told each name before."""
    read: list[ReadReport] = []
    problems: list[Problem] = []
    for found in discovery.found:
        report = found.report
        starting(report.shown)
        before = clock()
        try:
            parsed = read_report(report, found.forced)
            size = report.path.stat().st_size
        except ReportError as error:
            problems += (replace(problem, file=problem.file or report.shown) for problem in error.problems)
            continue
        except Exception as error:  # noqa: BLE001 - a fault of ours in one parser must not hide the other reports
            problems.append(_our_fault(report, error))
            continue
        read.append(
            ReadReport(
                found=found, format=BY_NAME[parsed.format], parsed=parsed, size=size, seconds=clock() - before
            )
        )
    return read, problems


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
    suspects = {
        decision.repo_path for report in reports if report.format.past_end for decision in report.decisions
    }
    kept: Coverage = {}
    dropped: list[tuple[RepoPath, int]] = []
    for path, lines in coverage.items():
        kept[path] = lines
        if path in suspects and lines.coverable and (source := read(path)):
            last = max(source.count(b"\n"), source.count(b"\r")) + 1
            beyond = sum(line > last for line in lines.lines)
            if beyond:
                dropped.append((path, beyond))
                kept[path] = LineHits.from_mapping(
                    {line: hits for line, hits in lines.items() if line <= last},
                    (line for line in lines.partials if line <= last),
                )
    return kept, tuple(_past_end(dropped))


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


def nothing_matched(reports: Sequence[ReadReport]) -> Problem | None:
    """The error that none of the report files is in the repository, with the first ones and what may help."""
    decisions = [decision for report in reports for decision in report.decisions]
    if not decisions or any(decision.repo_path for decision in decisions):
        return None
    shown = ", ".join(decision.report_path for decision in decisions[:3])
    cure = next((decision.cure for decision in decisions if decision.cure), "")
    return Problem(
        slug=Slug.NOTHING_MATCHED,
        message=f"None of the {len(decisions)} files in the reports is in the repository.",
        reason=f"The reports name {shown}{' …' if len(decisions) > 3 else ''}.",
        cure=f"Set {cure}." if cure else "Check out the repository before this step, or set path-prefix or path-mapping.",
    )


def skipped_values(reports: Iterable[ReadReport]) -> Iterator[Problem]:
    """A notice for each report of which single values could not be read and were left out."""
    for report in reports:
        if report.parsed.skipped:
            listed = "; ".join(f"{row.what}: {row.count}, the first at {row.first}" for row in report.parsed.skipped)
            yield Problem(
                slug=Slug.REPORT_VALUES_SKIPPED,
                level=Level.NOTICE,
                message=f"Some values of {report.report.shown} cannot be read and are left out.",
                reason=f"{listed}.",
                file=report.report.shown,
            )


def _past_end(dropped: Sequence[tuple[RepoPath, int]]) -> Iterator[Problem]:
    if dropped:
        path, count = dropped[0]
        yield Problem(
            slug=Slug.LINES_PAST_END,
            level=Level.NOTICE,
            message=f"{sum(beyond for _, beyond in dropped)} lines in {len(dropped)} files lie past the end of the file "
            "and are left out.",
            reason=f"The first is {path} with {count}. Some tools count lines of generated code this way.",
        )


def _our_fault(report: ReportFile, error: Exception) -> Problem:
    return Problem(
        slug=Slug.INTERNAL,
        message=f"{report.shown} could not be read because of a fault in this action.",
        reason=f"{type(error).__name__}: {error}",
        cure="Please report it, with the report if you can.",
        file=report.shown,
    )
