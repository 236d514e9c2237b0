from __future__ import annotations

import json
from pathlib import Path

import pytest

from reporter.baseline import Baseline, read_baseline
from reporter.context import Context, read_context
from reporter.errors import Level, Slug
from reporter.figures import Lines
from reporter.keeping import keep
from reporter.model import Coverage, LineHits, RepoPath
from reporter.payload import make_bodies
from reporter.settings import Settings

COVERAGE: Coverage = {
    RepoPath("src/a.py"): LineHits.from_mapping({1: 1, 2: 0, 3: 7}),
    RepoPath("src/b.py"): LineHits.from_mapping({1: 0}),
    RepoPath("web/c.ts"): LineHits.from_mapping({5: 1}),
}
LANGUAGES = {RepoPath("src/a.py"): "Python", RepoPath("src/b.py"): "Python", RepoPath("web/c.ts"): "TypeScript"}


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return read_context({}, Settings(), str(tmp_path))


def payloads(folder: Path, limit: int = 8_000_000) -> None:
    keep(make_bodies(COVERAGE, LANGUAGES, limit), folder)


@pytest.mark.parametrize("listed", ["base", "base/", "base/*.json", "base/Python-1.json, base/TypeScript-1.json"])
def test_payload_files_of_this_action_add_up(context: Context, tmp_path: Path, listed: str) -> None:
    payloads(tmp_path / "base")

    assert read_baseline(listed, context) == Baseline(Lines(5, 3))


def test_a_file_spread_over_several_bodies_is_one(context: Context, tmp_path: Path) -> None:
    payloads(tmp_path / "base", limit=80)
    assert len(list((tmp_path / "base").iterdir())) > 3

    assert read_baseline("base", context).lines == Lines(5, 3)


def test_a_file_in_two_runs_counts_once_with_the_better_hits(context: Context, tmp_path: Path) -> None:
    for name, hits in (("x", {"1": 0, "2": 1}), ("y", {"1": 3, "2": 0, "3": 0})):
        report = {"fileReports": [{"filename": "a.py", "coverage": hits}]}
        (tmp_path / f"{name}.json").write_text(json.dumps(report), encoding="utf-8")

    assert read_baseline("*.json", context).lines == Lines(3, 2)


def test_only_the_files_that_count_now_count_in_the_base(context: Context, tmp_path: Path) -> None:
    payloads(tmp_path / "base")

    assert read_baseline("base", context, lambda path: path.endswith(".py")).lines == Lines(4, 2)


def test_nothing_is_said_where_nothing_is_asked(context: Context) -> None:
    assert read_baseline("", context) == Baseline()


@pytest.mark.parametrize(
    ("listed", "why"),
    [
        ("missing.json", "missing.json"),
        ("none", "none"),
        ("none/*.json", "none/*.json"),
        ("base, broken.json", "broken.json"),
        ("base, lcov.info", "lcov.info looks like LCOV"),
    ],
)
def test_a_base_of_which_a_part_is_missing_is_not_compared(
    context: Context, tmp_path: Path, listed: str, why: str
) -> None:
    payloads(tmp_path / "base")
    (tmp_path / "none").mkdir()
    (tmp_path / "broken.json").write_text('{"fileReports": [', encoding="utf-8")
    (tmp_path / "lcov.info").write_text("TN:\nSF:a.py\nDA:1,1\nend_of_record\n", encoding="utf-8")

    baseline = read_baseline(listed, context)

    assert baseline.lines is None
    (problem,) = baseline.problems
    assert (problem.slug, problem.level) == (Slug.BASE_UNKNOWN, Level.NOTICE)
    assert why in problem.reason
