"""A report on disk, opened as a stream of its unpacked content whatever is around it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import IO

HEAD_BYTES = 64 * 1024
"""How much of a report detection may look at."""


@dataclass(frozen=True, slots=True)
class ReportFile:
    """``path`` opens it; ``shown`` names it to the user: relative to the workspace, ``/`` separated."""

    path: Path
    shown: str

    def open(self) -> IO[bytes]:
        raise NotImplementedError

    def head(self) -> bytes:
        raise NotImplementedError

    def sibling(self, relative: str) -> ReportFile:
        raise NotImplementedError
