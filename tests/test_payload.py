"""Coverage as request bodies."""

from __future__ import annotations

import json
import tracemalloc
from array import array
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import Level
from reporter.model import MAX_HITS, MAX_LINE, Coverage, LineHits, RepoPath
from reporter.payload import LIMIT, Body, make_bodies, unnameable


def coverage_of(files: dict[str, dict[int, int]]) -> Coverage:
    return {RepoPath(path): LineHits.from_mapping(hits) for path, hits in files.items()}


def bodies_of(files: dict[str, dict[int, int]], limit: int = LIMIT, language: str = "python") -> tuple[Body, ...]:
    coverage = coverage_of(files)
    return make_bodies(coverage, dict.fromkeys(coverage, language), limit)


def test_the_body_is_the_documented_json_compact_and_sorted_by_number() -> None:
    (body,) = bodies_of({"src/b.py": {2: 0}, "src/a.py": {10: 0, 9: 3, 11: 1}})

    assert body.data == (
        b'{"total":50,"fileReports":['
        b'{"filename":"src/a.py","total":66,"coverage":{"9":3,"10":0,"11":1}},'
        b'{"filename":"src/b.py","total":0,"coverage":{"2":0}}]}'
    )
    assert (body.language, body.part, body.files, body.coverable, body.covered) == ("python", 1, 2, 4, 2)


def test_a_total_is_100_only_when_complete() -> None:
    (body,) = bodies_of({"a.py": {line: int(line > 1) for line in range(1, 1001)}})

    assert json.loads(body.data)["total"] == 99


def test_each_language_has_bodies_of_its_own() -> None:
    coverage = coverage_of({"a.ts": {1: 1}, "b.py": {1: 0}, "c.ts": {1: 0}})
    languages = {RepoPath("a.ts"): "typescript", RepoPath("b.py"): "python", RepoPath("c.ts"): "typescript"}

    bodies = make_bodies(coverage, languages)

    assert [(body.language, body.part, body.files) for body in bodies] == [("python", 1, 1), ("typescript", 1, 2)]


def test_files_without_coverable_lines_are_left_out() -> None:
    (body,) = bodies_of({"empty.py": {}, "a.py": {1: 1}})

    assert b"empty.py" not in body.data
    assert bodies_of({"empty.py": {}}) == ()


def test_names_are_written_as_they_are_and_quoted_as_json_wants() -> None:
    (body,) = bodies_of({'src/größe "1"\n.py': {1: 1}})

    assert 'src/größe \\"1\\"\\n.py'.encode() in body.data


def test_a_name_that_is_not_utf_8_is_left_out_and_said() -> None:
    latin = b"src/caf\xe9.py".decode("utf-8", "surrogateescape")

    (body,) = bodies_of({latin: {1: 1}, "src/a.py": {1: 1}})
    problem = unnameable([RepoPath(latin), RepoPath("src/a.py")])

    assert [report["filename"] for report in json.loads(body.data)["fileReports"]] == ["src/a.py"]
    assert problem is not None
    assert problem.level is Level.WARNING
    assert r"1, the first is src/caf\xe9.py" in problem.message


def test_names_in_utf_8_are_nothing_to_say() -> None:
    assert unnameable([RepoPath("src/größe.py")]) is None


def test_bodies_are_filled_to_the_limit_and_count_encoded_bytes() -> None:
    files = {f"src/ü{number}.py": {1: 1} for number in range(4)}
    (whole,) = bodies_of(files)

    assert len(bodies_of(files, limit=len(whole.data))) == 1
    assert len(bodies_of(files, limit=len(whole.data) - 1)) == 2


def test_a_file_above_the_limit_is_cut_between_lines() -> None:
    bodies = bodies_of({"a.py": {line: line % 2 for line in range(1, 101)}}, limit=500)

    assert len(bodies) > 1
    assert [body.part for body in bodies] == list(range(1, len(bodies) + 1))
    assert all(json.loads(body.data)["fileReports"][0]["filename"] == "a.py" for body in bodies)


def test_a_single_line_is_never_cut() -> None:
    (body,) = bodies_of({"a-name-longer-than-the-limit.py": {1: 1}}, limit=10)

    assert json.loads(body.data)["fileReports"][0]["coverage"] == {"1": 1}


HITS = st.dictionaries(st.integers(1, MAX_LINE), st.integers(0, 1) | st.integers(0, MAX_HITS), max_size=40)
FILES = st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12), HITS, max_size=8)


@given(FILES, st.integers(250, 900))
def test_all_bodies_together_are_the_coverage_and_none_is_too_large(
    files: dict[str, dict[int, int]], limit: int
) -> None:
    union: dict[str, dict[int, int]] = {}
    for body in bodies_of(files, limit):
        document: dict[str, Any] = json.loads(body.data)
        in_body = [hits for report in document["fileReports"] for hits in report["coverage"].values()]
        covered = sum(hits > 0 for hits in in_body)
        assert len(body.data) <= limit
        assert document["total"] == covered * 100 // len(in_body)
        assert (body.files, body.coverable, body.covered) == (len(document["fileReports"]), len(in_body), covered)
        for report in document["fileReports"]:
            lines = {int(line): hits for line, hits in report["coverage"].items()}
            assert report["total"] == sum(hits > 0 for hits in lines.values()) * 100 // len(lines)
            assert all(one < other for one, other in pairwise(lines))
            assert not lines.keys() & union.get(report["filename"], {}).keys()
            union.setdefault(report["filename"], {}).update(lines)
    assert union == {path: hits for path, hits in files.items() if hits}


@given(FILES)
def test_the_order_of_the_files_changes_nothing(files: dict[str, dict[int, int]]) -> None:
    assert bodies_of(files, 300) == bodies_of(dict(reversed(files.items())), 300)


def test_memory_follows_the_bodies() -> None:
    """Whatever is made on the way is made for one file at a time."""
    lines = LineHits(array("i", range(1, 1001)), array("i", [7] * 1000))
    coverage = {RepoPath(f"src/module{number:03}.py"): lines for number in range(300)}
    languages = dict.fromkeys(coverage, "python")

    tracemalloc.start()
    bodies = make_bodies(coverage, languages, limit=400_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 1.5 * sum(len(body.data) for body in bodies)
