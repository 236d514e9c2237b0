"""One test run that a tool wrote in several formats has the same lines in all of them."""

from __future__ import annotations

import pytest

from reporter.formats import BY_NAME
from tests.formats.reports import Lines
from tests.real_reports import ROOT, described, on_disk

# The reports of each run. A format of which the tool itself tells other lines is not here (PHPUnit's Cobertura lacks
# all code outside functions): that is in the fixture's note.
RUNS = {
    "gcovr": (
        "cobertura/gcovr-8.8-c",
        "clover/gcovr-8.8-c",
        "lcov/gcovr-8.8-c",
        "gcovr/gcovr-8.8-c",
        "coveralls/gcovr-8.8",
        "sonar/gcovr-8.8-c",
    ),
    "gcovr with templates": (
        "cobertura/gcovr-8.8",
        "clover/gcovr-8.8",
        "lcov/gcovr-8.8",
        "gcovr/gcovr-8.8",
        "sonar/gcovr-8.8",
    ),
    "grcov on gcc's data": (
        "cobertura/grcov-0.10.7",
        "lcov/grcov-0.10.7",
        "coveralls/grcov-0.10.7",
        "coveralls/grcov-0.10.7-plus",
        "covdir/grcov-0.10.7",
    ),
    "grcov on LLVM's data": ("lcov/grcov-0.10.7-rust", "coveralls/grcov-0.10.7-rust", "covdir/grcov-0.10.7-rust"),
    "gcov": ("gcov/gcov-12.2.0-stdout", "gcov/gcov-12.2.0-blocks", "gcov_json/gcov-12.2.0-stdout"),
    "cargo-llvm-cov": ("llvm/cargo-llvm-cov-0.9.1", "codecov/cargo-llvm-cov-0.9.1"),
    "covr": ("coveralls/covr-3.6.1", "covr/covr-3.6.1", "sonar/covr-3.6.1"),
    "nyc": ("lcov/nyc-17.1.0", "clover/nyc-17.1.0", "cobertura/nyc-17.1.0", "istanbul/nyc-17.1.0"),
    "c8": ("lcov/c8-10.1.3", "cobertura/c8-10.1.3", "istanbul/c8-10.1.3"),
    "jest": ("lcov/jest-29.7.0", "clover/jest-29.7.0", "cobertura/jest-29.7.0", "istanbul/jest-29.7.0"),
    "jest on V8's data": ("lcov/jest-29.7.0-v8", "istanbul/jest-29.7.0-v8"),
    "vitest on istanbul's data": ("cobertura/vitest-4.1.11-istanbul", "istanbul/vitest-4.1.11-istanbul"),
    "vitest": (
        "lcov/vitest-4.1.11-v8",
        "clover/vitest-4.1.11-v8",
        "cobertura/vitest-4.1.11-v8",
        "istanbul/vitest-4.1.11-v8",
    ),
    "coverage.py": ("cobertura/coverage.py-7.17.4", "coveragepy/coverage.py-7.17.4"),
    "coverage.py on a source": ("cobertura/coverage.py-7.17.4-branch", "lcov/coverage.py-7.17.4"),
    "slipcover": ("cobertura/slipcover-1.1.0", "coveragepy/slipcover-1.1.0"),
    "tarpaulin": (
        "cobertura/cargo-tarpaulin-0.37.5",
        "lcov/cargo-tarpaulin-0.37.5",
        "tarpaulin/cargo-tarpaulin-0.37.5",
    ),
    "undercover.el": ("coveralls/undercover-0.8.0", "coveralls/undercover-0.8.0-codecov"),
}

COUNTED_OTHERWISE = {"sonar", "codecov"}
"""Formats that say whether a line was run, or how many parts of it, not how often."""

PAIRS = [(run, reports[0], other) for run, reports in RUNS.items() for other in reports[1:]]


def read(name: str) -> dict[str, Lines]:
    """File name → line → hits; the formats differ in the folder from which paths start."""
    folder = ROOT / name
    parsed = BY_NAME[described(folder)["format"]].parse(on_disk(folder))
    found = {file.path.rpartition("/")[2]: dict(file.lines.items()) for file in parsed.files if file.lines.coverable}
    assert len(found) == len([file for file in parsed.files if file.lines.coverable])
    return found


@pytest.mark.parametrize(("run", "one", "other"), PAIRS, ids=lambda value: value.replace("/", "-"))
def test_the_lines_are_the_same(run: str, one: str, other: str) -> None:
    expected, found = read(one), read(other)
    if COUNTED_OTHERWISE & {one.partition("/")[0], other.partition("/")[0]}:
        expected, found = whether_run(expected), whether_run(found)

    assert found == expected, run


def whether_run(files: dict[str, Lines]) -> dict[str, Lines]:
    return {name: {line: min(hits, 1) for line, hits in table.items()} for name, table in files.items()}
