from __future__ import annotations

import pytest

from reporter.model import RepoPath
from reporter.paths.report_place import report_place
from reporter.paths.universe import Universe

FILES = (
    "package.json",
    "src/index.ts",
    "src/only.ts",
    "apps/api/package.json",
    "apps/api/src/index.ts",
    "apps/api/src/user.ts",
    "apps/web/package.json",
    "apps/web/src/index.ts",
    "libs/data/src/index.ts",
    "libs/data/src/row.ts",
    "tests/unit/src/index.ts",
    "tests/unit/src/only.ts",
    "jvm/core/build.gradle",
    "jvm/core/src/main/java/com/acme/A.java",
)


def place(folder: str, *paths: str) -> str:
    universe = Universe([RepoPath(file) for file in FILES], lambda _path, _limit=-1: b"")
    return report_place(folder, paths, universe, universe.exact)


@pytest.mark.parametrize(
    ("folder", "paths", "stands_for"),
    [
        ("coverage/apps/api", ["src/index.ts"], "apps/api"),
        ("artifacts/linux/apps/web/coverage", ["src/index.ts"], "apps/web/coverage"),
        ("artifacts/jvm/core/target/site", ["com/acme/A.java"], "jvm/core/target/site"),
        ("artifacts/apps/api", ["/app/src/index.ts", "/app/src/user.ts"], "apps/api"),
        ("coverage/api", ["src/index.ts"], "apps/api"),
        ("artifacts/coverage-api", ["src/index.ts", "src/user.ts"], "apps/api"),
        ("coverage/data", ["src/index.ts", "src/row.ts"], "libs/data"),
    ],
)
def test_a_folder_of_reports_repeats_or_names_the_one_that_was_measured(
    folder: str, paths: list[str], stands_for: str
) -> None:
    assert place(folder, *paths) == stands_for


@pytest.mark.parametrize(
    ("folder", "paths"),
    [
        ("", ["src/index.ts"]),
        ("coverage", ["src/index.ts"]),
        ("apps/api/coverage/web", ["src/index.ts"]),
        ("coverage/apps/api", ["src/index.ts", "src/only.ts"]),
        ("coverage/apps/api", ["apps/api/src/index.ts"]),
        ("coverage/data", ["src/index.ts"]),
        ("coverage/other", ["src/index.ts", "src/user.ts"]),
        ("coverage/unit", ["src/index.ts", "src/only.ts"]),
    ],
)
def test_a_folder_stands_for_itself_where_the_report_does_not_bear_it_out(folder: str, paths: list[str]) -> None:
    assert place(folder, *paths) == folder
