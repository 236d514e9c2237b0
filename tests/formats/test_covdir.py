"""grcov's covdir."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import Slug
from reporter.formats import covdir
from tests.formats.reports import Lines, by_place, lines, refusal, report, skipped


def folder(**children: object) -> dict[str, object]:
    return {"name": "", "linesTotal": 9, "coveragePercent": 50.0, "children": children}


def file(*coverage: object) -> dict[str, object]:
    return {"name": "", "linesTotal": 9, "coveragePercent": 50.0, "coverage": coverage}


def test_the_first_value_is_line_one_and_minus_one_is_no_code() -> None:
    content = json.dumps(folder(src=folder(main=folder(a=file(-1, 5, 0)), b=file(-1)), c=file(2)))

    assert lines(covdir.parse(report(content))) == {"src/main/a": {2: 5, 3: 0}, "c": {1: 2}}


def test_what_cannot_be_read_is_counted() -> None:
    parsed = covdir.parse(report(json.dumps(folder(a=file(2**40, "x", 1.0, -2), b=17, c=folder(d=[])))))

    assert lines(parsed) == {"a": {1: 2**31 - 1, 3: 1, 4: 0}}
    assert skipped(parsed) == {"file": 2, "hit count": 1}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        ('{"children":{', Slug.REPORT_MALFORMED),
        ('{"children":[]}', Slug.REPORT_UNKNOWN_FORMAT),
        ('{"children":{"a":{"name":"x"}}}', Slug.REPORT_UNKNOWN_FORMAT),
        (json.dumps(folder()), Slug.REPORT_EMPTY),
        (json.dumps(folder(a=file(-1))), Slug.REPORT_WITHOUT_LINES),
    ],
)
def test_what_cannot_be_used_says_why(content: str, slug: Slug) -> None:
    assert refusal(covdir.parse, content).slug is slug


names = st.text(st.characters(codec="utf-8", exclude_characters="/"), min_size=1, max_size=5)
tables = st.dictionaries(st.integers(1, 60), st.integers(0, 2**31 - 1), min_size=1, max_size=20)
trees: st.SearchStrategy[dict[str, object]] = st.recursive(
    st.dictionaries(names, tables.map(lambda table: file(*by_place(table, -1))), max_size=3),
    lambda inner: st.dictionaries(names, inner.map(lambda children: folder(**children)), max_size=3),
)


@given(trees)
def test_what_is_written_is_read(tree: dict[str, object]) -> None:
    expected = dict(files_below(tree))

    if expected:
        assert lines(covdir.parse(report(json.dumps(folder(**tree))))) == expected


def files_below(children: dict[str, object], above: str = "") -> list[tuple[str, Lines]]:
    found: list[tuple[str, Lines]] = []
    for name, entry in children.items():
        assert isinstance(entry, dict)
        if "children" in entry:
            found += files_below(entry["children"], f"{above}{name}/")
        else:
            found.append((above + name, {line: hits for line, hits in enumerate(entry["coverage"], 1) if hits != -1}))
    return found
