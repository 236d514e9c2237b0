"""The outputs of the step: what each means, in the order of the documents."""

from __future__ import annotations

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
    "payload-path": "Folder of the payload files, as the host spells it; empty where none were written.",
}
