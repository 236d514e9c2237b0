"""How long and in how much memory a parser reads a large report, beside a floor measured by turns with it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from bench import Row
from reporter.formats import BY_NAME
from reporter.report_file import ReportFile

ROUNDS = 5

_PEAK = """
import resource, sys
from pathlib import Path
from reporter.formats import BY_NAME
from reporter.report_file import ReportFile
parsed = BY_NAME[sys.argv[1]].parse(ReportFile(Path(sys.argv[2]), "report"))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def compared(name: str, path: Path, lines: int, floor: tuple[str, Callable[[], object]], aim: str) -> Iterator[Row]:
    """The time as a ratio to the floor; then the peak of a process that does nothing else."""
    format_ = BY_NAME[name]
    report = ReportFile(path, path.name)
    floors, times = [], []
    for _ in range(ROUNDS):
        floors.append(_seconds(floor[1]))
        times.append(_seconds(lambda: format_.parse(report)))
    taken, least = median(times), median(floors)
    what = f"{format_.title}, {path.stat().st_size / 1e6:.0f} MB, {lines / 1e6:.1f} million lines"
    yield Row(what, f"{taken:.2f} s", f"{floor[0]} {least:.2f} s", taken / least, aim)
    peak = subprocess.run([sys.executable, "-c", _PEAK, name, path], check=True, capture_output=True, text=True)
    yield Row("its peak memory", f"{int(peak.stdout) / 1024:.0f} MiB", "", None, "≤ 200 MiB")


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
