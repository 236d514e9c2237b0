"""How long a Cobertura report of 90 MB takes beside expat doing nothing with it, and how much memory."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from bench import Row
from bench.parsing import compared

CLASSES = 5_000
LINES_PER_CLASS = 500


def rows() -> Iterator[Row]:
    """The rows of one generated report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "coverage.xml")
        _write(path)
        yield from compared(
            "cobertura", path, CLASSES * LINES_PER_CLASS, ("expat alone", lambda: _expat_alone(path)), "≤ 1.6 x"
        )


def _write(path: Path) -> None:
    """A report of a generated project, always the same."""
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


def _expat_alone(path: Path) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: None
    with path.open("rb") as stream:
        parser.ParseFile(stream)
