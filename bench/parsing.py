"""How long and in how much memory a parser reads a large report, beside a floor measured by turns with it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from bench import Row
from reporter.formats import BY_NAME
from reporter.model import ParsedReport
from reporter.report_file import ReportFile

ROUNDS = 5

_ALONE = """
import importlib, sys
from pathlib import Path
from bench.parsing import anonymous_bytes, result_bytes
from reporter.formats import BY_NAME
from reporter.report_file import ReportFile
importlib.import_module(f"reporter.formats.{sys.argv[1]}")
print(anonymous_bytes("self"), flush=True)
path = Path(sys.argv[2])
print(result_bytes(BY_NAME[sys.argv[1]].parse(ReportFile(path, path.name))))
"""


def compared(name: str, path: Path, lines: int, floor: tuple[str, Callable[[], object]], aim: str) -> Iterator[Row]:
    """The time as a ratio to the floor; then the memory of a process that does nothing else, beside the result's."""
    format_ = BY_NAME[name]
    report = ReportFile(path, path.name)
    floors, times = [], []
    for _ in range(ROUNDS):
        floors.append(_seconds(floor[1]))
        times.append(_seconds(lambda: format_.parse(report)))
    taken, least = median(times), median(floors)
    what = f"{format_.title}, {path.stat().st_size / 1e6:.0f} MB, {lines / 1e6:.1f} million lines"
    yield Row(what, f"{taken:.2f} s", f"{floor[0]} {least:.2f} s", taken / least, aim)
    most, result = _memory(name, path)
    yield Row(
        "its anonymous memory at most",
        f"{most / 2**20:.0f} MiB",
        f"the result {result / 2**20:.0f} MiB",
        most / result,
        "≤ 3 x",
    )


def anonymous_bytes(process: int | str) -> int:
    """What a process holds in memory that is no mapped file, 0 when it is gone; Linux tells it."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = re.search(r"RssAnon:\s+(\d+) kB", status)
    return int(found[1]) * 1024 if found else 0


def result_bytes(parsed: ParsedReport) -> int:
    """The arrays, partial lines and names that a report has become."""
    return sum(
        sys.getsizeof(part)
        for file in parsed.files
        for part in (file.path, file.lines.lines, file.lines.hits, file.lines.partials)
    )


def _memory(name: str, path: Path) -> tuple[int, int]:
    """The most that parsing adds to a process, looked at again and again from outside; and the size of the result."""
    command = (sys.executable, "-c", _ALONE, name, str(path))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        before = int(process.stdout.readline())
        most = 0
        while process.poll() is None:
            most = max(most, anonymous_bytes(process.pid))
            time.sleep(0.002)
        return most - before, int(process.stdout.read())


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
