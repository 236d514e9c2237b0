"""What the user should know about reports and their paths beside the figures: nothing matched, ambiguous, left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from reporter.advice import advice
from reporter.errors import Level, Problem, Slug
from reporter.model import Coverage, ParsedReport, RepoPath
from reporter.paths import Decision, Outcome
from reporter.repository import Repository
from reporter.suggestions import Suggestion, suggestions
from reporter.text import WIDTH, counted, shortened

_OWN_FOLDERS = "Let each package write its report into its own folder: files near the report come first."


class ResolvedReport(Protocol):
    """A report that was read, with a decision for each of its files."""

    @property
    def shown(self) -> str:
        """Its path, relative to the workspace."""

    @property
    def parsed(self) -> ParsedReport:
        """What it says."""

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What became of its paths."""


def remarks(reports: Sequence[ResolvedReport], repository: Repository) -> Iterator[Problem]:
    """What should be known although the figures are right."""
    yield from skipped_values(reports)
    if not repository.tracked:
        yield Problem(
            slug=Slug.REPOSITORY_WITHOUT_GIT,
            level=Level.NOTICE,
            message="Paths were matched with the files on the disk, not with those that git tracks.",
            reason=f"{repository.why_walked[:1].upper()}{repository.why_walked[1:]}.",
            cure=repository.cure,
        )
    for_ambiguous, for_missing = _suggestions(reports)
    ambiguous = [each for report in reports for each in report.decisions if each.outcome is Outcome.AMBIGUOUS]
    if ambiguous:
        first = next((each for each in ambiguous if each.cure), ambiguous[0])
        choice = f"{' or '.join(first.candidates[:3])}{' …' if len(first.candidates) > 3 else ''}"
        yield Problem(
            slug=Slug.FILES_AMBIGUOUS,
            level=Level.WARNING,
            message=f"{counted(len(ambiguous), 'report file')} left out, because the file meant cannot be told.",
            reason=f"{first.report_path} could be {choice}."
            if len(first.candidates) > 1
            else f"{first.report_path} leads to {choice}, but {first.reason}.",
            cure=advice(for_ambiguous) or (_OWN_FOLDERS if len(first.candidates) > 1 else ""),
        )
    missing = [each for report in reports for each in report.decisions if each.outcome is Outcome.UNMATCHED]
    if missing and not nothing_matched(reports):
        nearest = next((each for each in missing if each.nearest), missing[0])
        hint = f"; the nearest is {nearest.nearest}" if nearest.nearest else ""
        yield Problem(
            slug=Slug.FILES_NOT_FOUND,
            level=Level.NOTICE,
            message=f"{counted(len(missing), 'report file')} left out, because the repository has no such file.",
            reason=f"{nearest.report_path} is missing{hint}.",
            cure=advice(for_missing),
        )


def _suggestions(reports: Iterable[ResolvedReport]) -> tuple[list[Suggestion], list[Suggestion]]:
    """Those that tell ambiguous files apart, maybe among others, and those that only find missing ones."""
    found = suggestions((report.shown, report.decisions) for report in reports)
    return [one for one in found if one.ambiguous], [one for one in found if not one.ambiguous]


def nothing_matched(reports: Sequence[ResolvedReport]) -> Problem | None:
    """The error that none of the report files could be matched, with the first ones and what may help."""
    decisions = [decision for report in reports for decision in report.decisions]
    if not decisions or any(decision.repo_path for decision in decisions):
        return None
    shown = ", ".join(shortened(decision.report_path, WIDTH) for decision in decisions[:3])
    for_ambiguous, for_missing = _suggestions(reports)
    if for_missing:
        cure = advice(for_missing)
    elif for_ambiguous:
        cure = "Say which files are meant, as it is suggested for the ambiguous ones."
    else:
        cure = "Check out the repository before this step, or set path-prefix or path-mapping."
    which = (
        f"None of the {len(decisions)} files in the reports could"
        if len(decisions) > 1
        else "The only file in the reports could not"
    )
    return Problem(
        slug=Slug.NOTHING_MATCHED,
        message=f"{which} be matched with a file of the repository.",
        reason=f"The reports name {shown}{' …' if len(decisions) > 3 else ''}.",
        cure=cure,
    )


def skipped_values(reports: Iterable[ResolvedReport]) -> Iterator[Problem]:
    """A notice for each report of which single values could not be read and were left out."""
    for report in reports:
        if report.parsed.skipped:
            rows = (f"{counted(row.count, row.what)}, the first at {row.first}" for row in report.parsed.skipped)
            yield Problem(
                slug=Slug.REPORT_VALUES_SKIPPED,
                level=Level.NOTICE,
                message=f"Some values of {report.shown} cannot be read and are left out.",
                reason=f"Left out: {'; '.join(rows)}.",
                cure="The other lines count. If these matter, update the tool that wrote the report.",
                file=report.shown,
            )


def all_ignored(coverage: Coverage, matched: int) -> Problem | None:
    """The error that files matched and yet nothing is left to send."""
    if any(lines.coverable for lines in coverage.values()) or not matched:
        return None
    return Problem(
        slug=Slug.NOTHING_MATCHED,
        message="No line of coverage is left.",
        reason="Every matched file is left out by `ignore`, or none of its lines can be covered.",
        cure="Narrow the globs of ignore.",
    )


def past_end(dropped: Sequence[tuple[RepoPath, int]]) -> Iterator[Problem]:
    """A notice about lines, by file, that were dropped because the file has no such line."""
    if dropped:
        path, count = dropped[0]
        yield Problem(
            slug=Slug.LINES_PAST_END,
            level=Level.NOTICE,
            message=f"{counted(sum(count for _, count in dropped), 'line')} past the end of "
            f"{counted(len(dropped), 'file')} left out.",
            reason=f"The first is {path} with {count}. Some tools count lines of generated code this way.",
        )
