"""How long a Cobertura report of 90 MB takes beside expat doing nothing with it, and how much memory."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from xml.parsers import expat

from bench import Row
from reporter.formats import cobertura
from reporter.report_file import ReportFile

CLASSES = 5_000
LINES_PER_CLASS = 500
ROUNDS = 5

_PEAK = """
import resource, sys
from pathlib import Path
from reporter.formats import cobertura
from reporter.report_file import ReportFile
parsed = cobertura.parse(ReportFile(Path(sys.argv[1]), "coverage.xml"))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def rows() -> Iterator[Row]:
    """The time as a ratio to the floor, both measured by turns; the peak of a process that does nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "coverage.xml")
        size = _write(path)
        report = ReportFile(path, "coverage.xml")
        floors, times = [], []
        for _ in range(ROUNDS):
            floors.append(_seconds(lambda: _expat_alone(path)))
            times.append(_seconds(lambda: cobertura.parse(report)))
        taken, floor = median(times), median(floors)
        what = f"Cobertura, {size / 1e6:.0f} MB, {CLASSES * LINES_PER_CLASS / 1e6:.1f} million lines"
        yield Row(what, f"{taken:.2f} s", f"expat alone {floor:.2f} s", taken / floor, "≤ 1.6 x")
        peak = subprocess.run([sys.executable, "-c", _PEAK, path], check=True, capture_output=True, text=True)
        yield Row("its peak memory", f"{int(peak.stdout) / 1024:.0f} MiB", "", None, "≤ 200 MiB")


def _write(path: Path) -> int:
    """A report of a generated project, always the same; its size in bytes."""
    dice = random.Random(1)  # noqa: S311 - figures, no secrets
    with path.open("w", encoding="utf-8") as stream:
        stream.write(
            '<?xml version="1.0"?>\n<coverage line-rate="0.7"><sources><source>/home/runner/work/shop/shop</source>'
        )
        stream.write('</sources><packages><package name="shop"><classes>\n')
        for number in range(CLASSES):
            stream.write(f'<class name="Class{number}" filename="src/part{number % 50}/class{number}.py"><lines>\n')
            line = 0
            for _ in range(LINES_PER_CLASS):
                line += dice.randint(1, 3)
                stream.write(f'      <line number="{line}" hits="{dice.choice((0, 1, 1, 7, 12, 345))}"/>\n')
            stream.write("</lines></class>\n")
        stream.write("</classes></package></packages></coverage>\n")
    return path.stat().st_size


def _expat_alone(path: Path) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: None
    with path.open("rb") as stream:
        parser.ParseFile(stream)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
