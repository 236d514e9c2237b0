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


class Wholes:
    """Leads from a file below ``base`` to the report it is a part of; every folder is looked into once."""

    def __init__(self, base: Path) -> None:
        self._indices: dict[Path, Path | None] = {base.parent: None}

    def of(self, file: Path) -> Path:
        """The index of the PHPUnit report whose folder the file's own part lies in; any other file is whole itself."""
        if file.suffix != ".xml" or file.name == INDEX:
            return file
        index = self._index(file.parent)
        return index if index and _is_phpunits(file) else file

    def _index(self, folder: Path) -> Path | None:
        """PHPUnit's index in the folder, else the next one above it."""
        if folder not in self._indices:
            index = folder / INDEX
            here = index.is_file() and _is_phpunits(index)
            self._indices[folder] = index if here else self._index(folder.parent)
        return self._indices[folder]


def _is_phpunits(file: Path) -> bool:
    return any(format_.name == "phpunit" for format_ in _formats(file))


def _formats(file: Path) -> tuple[Format, ...]:
    try:
        return detection.candidates(ReportFile(file, file.name).head(), file.name)
    except ReportError:
        return ()
