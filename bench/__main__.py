"""Runs the benchmarks named on the command line, or all, and prints one aligned table."""

from __future__ import annotations

import importlib
import sys

CASES = ("cobertura", "lcov", "istanbul", "discovery", "paths", "resolution", "container")


def main(names: list[str]) -> None:
    for name in names or CASES:
        for row in importlib.import_module(f"bench.{name}").rows():
            ratio = "" if row.ratio is None else f"{row.ratio:6.2f} x"
            print(f"{row.what:<58} {row.figure:>12} {row.floor:>24} {ratio:>9}   aim {row.aim}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
