"""Tells which reports a folder stands for, and which report a file belongs to that is only a part of one."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable
from pathlib import Path

from reporter import detection
from reporter.errors import ReportError
from reporter.formats import FORMATS, Format
from reporter.report_file import ReportFile

INDEX = "index.xml"
"""PHPUnit's list of the files of its XML report, each of which has a file of its own in the index's folder or below."""

_NAMES = re.compile(
    "|".join(fnmatch.translate(name) for format_ in FORMATS if format_.per_source for name in format_.file_names),
    re.IGNORECASE,
)


def per_source(files: Iterable[Path]) -> list[Path]:
    """Those of the files of which a tool writes one for each source file: all of them together are its report."""
    return [file for file in files if _NAMES.match(file.name) and any(format_.per_source for format_ in _formats(file))]


def index_of(part: Path, base: Path) -> Path | None:
    """The index of the PHPUnit report of which a file below ``base`` is a part; None for any other file."""
    if part.suffix != ".xml" or part.name == INDEX:
        return None
    for folder in part.parents:
        index = folder / INDEX
        if index.is_file():
            return index if _is_phpunits(part) and _is_phpunits(index) else None
        if folder == base:
            break
    return None


def _is_phpunits(file: Path) -> bool:
    return any(format_.name == "phpunit" for format_ in _formats(file))


def _formats(file: Path) -> tuple[Format, ...]:
    try:
        return detection.candidates(ReportFile(file, file.name).head(), file.name)
    except ReportError:
        return ()
