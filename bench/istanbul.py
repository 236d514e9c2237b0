"""How long an Istanbul report of 100 MB takes beside msgspec passing over it, and how much memory."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from bench import Row
from bench.parsing import compared

FILES = 2_200
STATEMENTS = 400


def rows() -> Iterator[Row]:
    """The rows of one generated report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "coverage-final.json")
        _write(path)
        yield from compared(
            "istanbul", path, FILES * STATEMENTS, ("msgspec alone", lambda: _passed_over(path)), "≤ 10 x"
        )


def _write(path: Path) -> None:
    """A report of a generated project with a few functions and branches, always the same."""
    dice = random.Random(1)  # noqa: S311 - figures, no secrets
    with path.open("w", encoding="utf-8") as stream:
        for number in range(FILES):
            name = f"/home/runner/work/shop/shop/src/part{number % 50}/module{number}.ts"
            stream.write(f"{',' if number else '{'}{json.dumps(name)}:{json.dumps(_file(name, dice))}\n")
        stream.write("}")


def _file(name: str, dice: random.Random) -> dict[str, Any]:
    starts = list(range(1, 2 * STATEMENTS, 2))
    return {
        "path": name,
        "statementMap": {str(key): _span(line) for key, line in enumerate(starts)},
        "fnMap": {str(key): {"name": f"f{key}", "decl": _span(key), "loc": _span(key)} for key in range(1, 9)},
        "branchMap": {
            str(key): {"loc": _span(starts[key]), "type": "if", "locations": [_span(starts[key])] * 2}
            for key in range(40)
        },
        "s": {str(key): dice.choice((0, 1, 1, 7, 12, 345)) for key in range(STATEMENTS)},
        "f": {str(key): dice.randint(0, 9) for key in range(1, 9)},
        "b": {str(key): [dice.choice((0, 1, 3)), dice.choice((0, 1, 3))] for key in range(40)},
    }


def _span(line: int) -> dict[str, dict[str, int]]:
    return {"start": {"line": line, "column": 2}, "end": {"line": line, "column": 40}}


def _passed_over(path: Path) -> None:
    msgspec.json.decode(path.read_bytes(), type=dict[str, msgspec.Raw])
