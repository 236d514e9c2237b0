"""cargo-tarpaulin's JSON."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given

from reporter.errors import ReportError, Slug
from reporter.formats import tarpaulin
from tests.formats.reports import coverages, lines, mutations, refusal, report, skipped


def trace(line: object, hits: object) -> dict[str, object]:
    return {"line": line, "address": [1], "length": 1, "stats": {"Line": hits}}


def body(*files: object) -> str:
    return json.dumps({"files": files, "coverage": 50.0, "covered": 1, "coverable": 2})


@pytest.mark.parametrize(
    ("components", "path"),
    [
        (["/", "shop", "src", "lib.rs"], "/shop/src/lib.rs"),
        (["src", "lib.rs"], "src/lib.rs"),
        (["C:", "\\", "shop", "lib.rs"], "C:/shop/lib.rs"),
    ],
)
def test_components_make_a_path(components: list[str], path: str) -> None:
    assert lines(tarpaulin.parse(report(body({"path": components, "content": "", "traces": [trace(1, 2)]})))) == {
        path: {1: 2}
    }


def test_only_traces_of_lines_count_and_those_of_one_line_add_up() -> None:
    other = {"line": 3, "stats": {"Branch": {"been_true": True, "been_false": False}}}
    file = {"path": ["a.rs"], "traces": [trace(5, 0), trace(2, 1), trace(2, 3), other]}

    assert lines(tarpaulin.parse(report(body(file)))) == {"a.rs": {2: 4, 5: 0}}


def test_what_cannot_be_read_is_left_out_and_counted() -> None:
    content = body(
        {"path": ["a.rs"], "traces": [trace(0, 1), trace(1, 2**40), trace(2, -1)]},
        {"path": "b.rs", "traces": []},
        {"path": ["c.rs"], "traces": [trace("1", 1)]},
        {"path": ["d.rs"]},
    )
    parsed = tarpaulin.parse(report(content))

    assert lines(parsed) == {"a.rs": {1: 2**31 - 1, 2: 0}}
    assert skipped(parsed) == {"file": 3, "line number": 1}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (body(), Slug.REPORT_EMPTY),
        (body({"path": ["a.rs"], "traces": []}), Slug.REPORT_WITHOUT_LINES),
        ('{"files":{}}', Slug.REPORT_UNKNOWN_FORMAT),
        ('{"files":[{"name":"a.rs","content":""}]}', Slug.REPORT_UNKNOWN_FORMAT),
        ("[]", Slug.REPORT_UNKNOWN_FORMAT),
        (body()[:-1], Slug.REPORT_MALFORMED),
    ],
)
def test_what_cannot_be_used_says_why(content: str, slug: Slug) -> None:
    assert refusal(tarpaulin.parse, content).slug is slug


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, dict[int, int]]) -> None:
    content = body(
        *(
            {"path": ["/", "shop", name], "content": "", "traces": [trace(line, hits) for line, hits in table.items()]}
            for name, table in coverage.items()
        )
    )

    assert lines(tarpaulin.parse(report(content))) == {
        f"/shop/{name}": dict(sorted(table.items())) for name, table in coverage.items()
    }


@given(mutations(body({"path": ["/", "a.rs"], "content": "", "traces": [trace(1, 1), trace(2, 0)]}).encode()))
def test_damage_is_refused_or_read_never_a_crash(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        tarpaulin.parse(report(content))
