"""Tells which of the reports found by name are one test run written in several formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePosixPath

from reporter.formats import Format


@dataclass(frozen=True, slots=True)
class Sibling:
    """A report with the names of its files as it spells them."""

    shown: str
    format: Format
    files: frozenset[str]


def written_twice(reports: Iterable[Sibling]) -> dict[str, str]:
    """Report to leave out → the report of the same run to use, both as shown.

    Only reports of different formats in one folder are one run, and only if one's files are in the other's and make up
    half of them at least: a report of fewer files may be another suite's. The one with more files is used (PHPUnit's
    Cobertura leaves out files without functions), among equals the one of the more exact format.
    """
    folders: defaultdict[str, list[Sibling]] = defaultdict(list)
    for report in reports:
        folders[str(PurePosixPath(report.shown).parent)].append(report)
    unused: dict[str, str] = {}
    for folder in folders.values():
        folder.sort(key=lambda report: (-len(report.files), report.format.exactness, report.shown))
        for used, other in combinations(folder, 2):
            if used.shown not in unused and other.shown not in unused and _same_run(used, other):
                unused[other.shown] = used.shown
    return dict(sorted(unused.items()))


def _same_run(larger: Sibling, smaller: Sibling) -> bool:
    if larger.format == smaller.format or 2 * len(smaller.files) < len(larger.files):
        return False
    by_name: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for file in larger.files:
        parts = _parts(file)
        by_name[parts[-1]].append(parts)
    return all(_is_among(_parts(file), by_name) for file in smaller.files)


def _is_among(parts: tuple[str, ...], by_name: Mapping[str, list[tuple[str, ...]]]) -> bool:
    """Whether a file has the same path but for what stands in front: formats differ in the root they start from."""
    for other in by_name.get(parts[-1], ()):
        shorter = min(len(parts), len(other))
        if parts[-shorter:] == other[-shorter:]:
            return True
    return False


def _parts(file: str) -> tuple[str, ...]:
    return tuple(part for part in file.replace("\\", "/").split("/") if part not in ("", ".")) or (file,)
