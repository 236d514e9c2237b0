"""How long it takes to find 10 000 small reports by name and tell their formats, beside opening and reading them."""

from __future__ import annotations

import itertools
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import Row
from reporter.discovery import find_by_name
from reporter.formats import FORMATS
from tests.real_reports import FIXTURES, on_disk

FILES = 10_000
FOLDERS = 100


def rows() -> Iterator[Row]:
    """One row; the files are the fixtures, over and over."""
    contents = [content for folder in FIXTURES if len(content := on_disk(folder).path.read_bytes()) < 8192]
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        for number, content in zip(range(FILES), itertools.cycle(contents), strict=False):
            path = base / f"part{number % FOLDERS}" / f"coverage{number}.xml"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        start = time.process_time()
        for parent, _, names in os.walk(base):
            for name in names:
                Path(parent, name).read_bytes()
        floor = time.process_time() - start
        start = time.process_time()
        found = len(find_by_name(base, ()).found)
        taken = time.process_time() - start
    what = f"{found} of {FILES} small files found, {len(FORMATS)} formats"
    yield Row(what, f"{taken:.2f} s", f"reading them {floor:.2f} s", taken / floor, "≤ 2 s")
