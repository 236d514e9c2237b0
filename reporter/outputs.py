"""The outputs of the step: what each means, in the order of the documents, and its value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reporter.figures import Figures, Status
from reporter.policy import Mode
from reporter.text import decimal

if TYPE_CHECKING:
    from reporter.reviewing import Reviewed

OUTPUTS: dict[str, str] = {
    "status": "`uploaded`, `partial`, `final`, `skipped` (no token, allowed), `dry-run` or `failed`.",
    "coverage": "Percentage of covered lines with two decimals, rounded down; empty where there is no coverable line.",
    "covered-lines": "Number of covered lines.",
    "coverable-lines": "Number of coverable lines.",
    "files": "Number of repository files with coverage.",
    "reports": "Number of reports used.",
    "matched-files": "Number of report files found in the repository.",
    "unmatched-files": "Number of report files that are not in the repository although they should be.",
    "ambiguous-files": "Number of report files that fit several repository files and were left out.",
    "match-rate": "Percentage of report files found in the repository, with two decimals, rounded down.",
    "languages": "Codacy languages of the coverage, comma-separated.",
    "commit-uuid": "The commit that the coverage was sent for.",
    "partial": "`true` if this step sent partial coverage.",
    "final": "`true` if this step sent the final notification.",
    "patch-coverage": "Percentage of covered lines among those that the pull request adds or changes, as `coverage`; "
    "empty elsewhere.",
    "patch-covered-lines": "Number of covered lines among them, as far as they are known.",
    "patch-coverable-lines": "Number of coverable lines among them, as far as they are known.",
    "gate": "`passed`, `failed` or `unknown`, of all gates together; empty where none was judged.",
    "resolution-path": "File that says of every report path where it leads and why (docs/resolution.md), as the host "
    "spells it; empty where no report was read.",
    "processed": "`true` if Codacy has processed the coverage, `false` if not yet; empty if that is not known.",
    "payload-path": "Folder of the payload files, as the host spells it; empty where none were written.",
}


def output_values(
    figures: Figures, mode: Mode, languages: Iterable[str], reviewed: Reviewed | None = None
) -> dict[str, str]:
    """Every output in every outcome, empty where it has no value; ``languages`` may repeat."""
    sent = figures.status in {Status.UPLOADED, Status.PARTIAL, Status.FINAL}
    lines, paths, patch = figures.lines, figures.paths, reviewed.patch if reviewed else None
    return {
        "status": figures.status.value,
        "coverage": _percentage(lines.hundredths),
        "covered-lines": str(lines.covered),
        "coverable-lines": str(lines.coverable),
        "files": str(figures.files),
        "reports": str(len(figures.reports)),
        "matched-files": str(paths.matched),
        "unmatched-files": str(paths.unmatched),
        "ambiguous-files": str(paths.ambiguous),
        "match-rate": _percentage(paths.match_rate),
        "languages": ",".join(sorted(set(languages))),
        "commit-uuid": figures.about.commit,
        "partial": _boolean(sent and mode.uploads),
        "final": _boolean(sent and mode.final),
        "patch-coverage": _percentage(patch.lines.hundredths) if patch else "",
        "patch-covered-lines": str(patch.lines.covered) if patch else "",
        "patch-coverable-lines": str(patch.lines.coverable) if patch else "",
        "gate": (reviewed.judged.verdict or "") if reviewed else "",
        "resolution-path": figures.resolution_path,
        "processed": "" if figures.processed is None else _boolean(figures.processed),
        "payload-path": figures.payload_path,
    }


def _percentage(hundredths: int | None) -> str:
    return "" if hundredths is None else decimal(hundredths)


def _boolean(value: bool) -> str:  # noqa: FBT001 - what else could it be
    return "true" if value else "false"
