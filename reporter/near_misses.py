"""Says what was looked for and not found, and what stands there instead."""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reporter.errors import Problem, Slug
from reporter.text import visible
from reporter.walk import Walked

_AT_MOST = 3
_LISTED_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class NotUsed:
    """A report that could be read and is left alone, and why."""

    shown: str
    why: str


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A file that is no report but shows that a measurement ran: ``why`` it is none, and the ``cure``."""

    shown: str
    why: str
    cure: str


def no_report(names: int, walked: Walked, skipped: Sequence[NotUsed], near_misses: Sequence[NearMiss]) -> Problem:
    """Nothing stands under any known name: what was looked for, and each near miss with its cure."""
    reason = [f"Looked for {names} known names in {walked.folders} folders{_left_out(walked.pruned)}."]
    rows = [(visible(row.shown), row.why) for row in skipped]
    rows += [(visible(miss.shown), f"{miss.why}: {miss.cure}" if miss.cure else miss.why) for miss in near_misses]
    if rows:
        width = max(len(shown) for shown, _ in rows[:_LISTED_AT_MOST])
        reason.append("Near misses:")
        reason += [f"  {shown:<{width}}   {why}" for shown, why in rows[:_LISTED_AT_MOST]]
        if len(rows) > _LISTED_AT_MOST:
            reason.append(f"  and {len(rows) - _LISTED_AT_MOST} more")
    return Problem(
        slug=Slug.NO_REPORT,
        message="No coverage report found.",
        reason="\n".join(reason),
        cure="Run the tests with coverage in a step before this one, or name the report in coverage-reports.",
    )


def not_found(
    entry: str, path: Path, roots: Iterable[Path], walked: Walked, is_known: Callable[[str, str], bool]
) -> Problem:
    """A path that the user wrote and that is not there, with the files of a like name; ``roots`` can be seen."""
    if any(path.is_relative_to(root) for root in roots):
        close = _close(path.name, walked.files, is_known)
        return Problem(
            slug=Slug.REPORT_NOT_FOUND,
            message=f"{entry} is not there.",
            reason="" if close else "No file of the workspace has a similar name.",
            cure=_did_you_mean(close)
            or "Check that the step that writes it ran; paths start at the root of the checkout.",
        )
    return Problem(
        slug=Slug.REPORT_NOT_FOUND,
        message=f"{entry} cannot be seen from here.",
        reason="The action runs in a container, which shows it the workspace and nothing else of the machine.",
        cure="Write or copy the report into the checkout, and name it by its path from there.",
    )


def is_folder(shown: str, within: Sequence[str]) -> Problem:
    """A folder where a report is meant, with the reports in it."""
    return Problem(
        slug=Slug.REPORT_UNREADABLE,
        message=f"{shown} is a folder, not a report.",
        cure=_did_you_mean(within),
        file=shown,
    )


def without_match(pattern: str, walked: Walked, is_known: Callable[[str, str], bool]) -> Problem:
    """A pattern that no file matches, with the files it may have meant: of that name elsewhere, or known reports."""
    name = PurePosixPath(pattern).name.lower()
    close = [file for file in walked.files if fnmatch.fnmatchcase(PurePosixPath(file).name.lower(), name)]
    if not close or not name.strip("*."):
        close = [file for file in walked.files if is_known(*split(file))]
    return Problem(
        slug=Slug.PATTERN_WITHOUT_MATCH,
        message=f"No file matches {pattern}.",
        reason=f"Looked into {walked.folders} folders{_left_out(walked.pruned)}.",
        cure=_did_you_mean(close)
        or "Check that the step that writes the report ran; patterns start at the root of the checkout.",
    )


def _left_out(pruned: Sequence[str]) -> str:
    if not pruned:
        return ""
    others = len(pruned) - 2
    return f" ({', '.join(pruned[:2])}{f' and {others} others' if others > 0 else ''} left out)"


def _did_you_mean(files: Sequence[str]) -> str:
    return f"Did you mean {' or '.join(map(visible, files[:_AT_MOST]))}?" if files else ""


def _close(name: str, files: Iterable[str], is_known: Callable[[str, str], bool]) -> list[str]:
    """Files of that name anywhere, else of the most similar names with the same ending or that reports have."""
    by_name: dict[str, list[str]] = {}
    for file in files:
        by_name.setdefault(PurePosixPath(file).name.lower(), []).append(file)
    if same := by_name.get(name.lower()):
        return same
    suffix = PurePosixPath(name).suffix.lower()
    likely = [each for each, paths in by_name.items() if each.endswith(suffix) or is_known(*split(paths[0]))]
    return [by_name[each][0] for each in difflib.get_close_matches(name.lower(), likely, n=_AT_MOST)]


def split(file: str) -> tuple[str, str]:
    """The folder of a relative path, with its slash, and the name."""
    folder, slash, name = file.rpartition("/")
    return folder + slash, name
