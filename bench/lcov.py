"""How long an LCOV tracefile of 100 MB takes beside Python doing nothing with its lines, and how much memory."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import Row
from bench.parsing import compared

FILES = 21_000
LINES_PER_FILE = 400


def rows() -> Iterator[Row]:
    """The rows of one generated report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "lcov.info")
        _write(path)
        yield from compared(
            "lcov", path, FILES * LINES_PER_FILE, ("for line in file", lambda: _lines_alone(path)), "≤ 8 x"
        )


def _write(path: Path) -> None:
    """A report of a generated project with a few functions and branches, always the same."""
    dice = random.Random(1)  # noqa: S311 - figures, no secrets
    with path.open("w", encoding="utf-8") as stream:
        for number in range(FILES):
            stream.write(f"TN:\nSF:/home/runner/work/shop/shop/src/part{number % 50}/module{number}.ts\n")
            stream.writelines(f"FN:{20 * each + 1},function_{each}\n" for each in range(8))
            stream.writelines(f"FNDA:{dice.randint(0, 9)},function_{each}\n" for each in range(8))
            stream.write("FNF:8\nFNH:7\n")
            line = 0
            for _ in range(LINES_PER_FILE):
                line += dice.randint(1, 3)
                stream.write(f"DA:{line},{dice.choice((0, 1, 1, 7, 12, 345))}\n")
            stream.write("LF:400\nLH:333\n")
            stream.writelines(f"BRDA:{10 * each + 1},0,{each % 2},{dice.choice('-013')}\n" for each in range(40))
            stream.write("BRF:40\nBRH:20\nend_of_record\n")


def _lines_alone(path: Path) -> None:
    with path.open("rb") as stream:
        for _ in stream:
            pass
