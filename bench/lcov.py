"""How long an LCOV tracefile of 100 MB takes beside Python doing nothing with its lines, and how much memory."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from bench import Row
from reporter.formats import lcov
from reporter.report_file import ReportFile

FILES = 21_000
LINES_PER_FILE = 400
ROUNDS = 5

_PEAK = """
import resource, sys
from pathlib import Path
from reporter.formats import lcov
from reporter.report_file import ReportFile
parsed = lcov.parse(ReportFile(Path(sys.argv[1]), "lcov.info"))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def rows() -> Iterator[Row]:
    """The time as a ratio to the floor, both measured by turns; the peak of a process that does nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "lcov.info")
        size = _write(path)
        report = ReportFile(path, "lcov.info")
        floors, times = [], []
        for _ in range(ROUNDS):
            floors.append(_seconds(lambda: _lines_alone(path)))
            times.append(_seconds(lambda: lcov.parse(report)))
        taken, floor = median(times), median(floors)
        what = f"LCOV, {size / 1e6:.0f} MB, {FILES * LINES_PER_FILE / 1e6:.1f} million lines"
        yield Row(what, f"{taken:.2f} s", f"for line in file {floor:.2f} s", taken / floor, "≤ 8 x")
        peak = subprocess.run([sys.executable, "-c", _PEAK, path], check=True, capture_output=True, text=True)
        yield Row("its peak memory", f"{int(peak.stdout) / 1024:.0f} MiB", "", None, "≤ 200 MiB")


def _write(path: Path) -> int:
    """A report of a generated project with a few functions and branches, always the same; its size in bytes."""
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
    return path.stat().st_size


def _lines_alone(path: Path) -> None:
    with path.open("rb") as stream:
        for _ in stream:
            pass


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
