"""Read the supplier's stock list, a CSV file with a header."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path


def in_stock(rows: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield article and number of pieces, without articles that are sold out."""
    for row in csv.DictReader(rows):
        try:
            pieces = int(row["pieces"])
        except ValueError:
            print(f"{row['article']}: {row['pieces']!r} is no number", file=sys.stderr)
            continue
        if pieces > 0:
            yield row["article"], pieces


def main(path: str) -> int:
    with Path(path).open(newline="") as rows:
        for article, pieces in in_stock(rows):
            print(f"{pieces:>6} {article}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
