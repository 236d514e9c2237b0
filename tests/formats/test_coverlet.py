"""coverlet's own JSON."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given

from reporter.errors import ReportError, Slug
from reporter.formats import coverlet
from tests.formats.reports import coverages, lines, mutations, partials, refusal, report, skipped


def method(lines_: Mapping[str, object], branches: Iterable[tuple[int, int]] = ()) -> dict[str, object]:
    return {"Lines": lines_, "Branches": [{"Line": line, "Offset": 1, "Hits": hits} for line, hits in branches]}


def module(documents: Mapping[str, object]) -> str:
    return json.dumps({"Shop.dll": documents})


def test_methods_classes_and_modules_of_a_document_add_up() -> None:
    content = {
        "Shop.dll": {
            "/a.cs": {"Cart": {"Add": method({"7": 1, "8": 0}), "<Add>b__0": method({"8": 5})}, "Till": {}},
            "/b.cs": {"Till": {"Open": method({"1": 0})}},
        },
        "Shop.Web.dll": {"/a.cs": {"Cart": {"Add": method({"7": 2})}}},
    }

    assert lines(coverlet.parse(report(json.dumps(content)))) == {"/a.cs": {7: 3, 8: 5}, "/b.cs": {1: 0}}


def test_covered_lines_with_a_branch_that_was_not_taken_are_partial() -> None:
    content = module(
        {"a.cs": {"Cart": {"Add": method({"1": 1, "2": 0, "3": 1}, [(1, 0), (1, 4), (2, 0), (3, 1), (9, 0)])}}}
    )

    assert partials(coverlet.parse(report(content))) == {"a.cs": {1}}


def test_what_cannot_be_read_is_left_out_and_counted() -> None:
    content = module(
        {
            "a.cs": {"Cart": {"Add": method({"0": 1, "1": None, "2": -1, "3": 1})}},
            "b.cs": {"Cart": {"Add": {}}},
            "c.cs": [],
        }
    )
    parsed = coverlet.parse(report(content))

    assert lines(parsed) == {"a.cs": {2: 0, 3: 1}}
    assert skipped(parsed) == {"file": 2, "hit count": 1, "line number": 1}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        ("{}", Slug.REPORT_EMPTY),
        (module({}), Slug.REPORT_EMPTY),
        (module({"a.cs": {"Cart": {"Add": method({})}}}), Slug.REPORT_WITHOUT_LINES),
        ('{"Shop.dll":[]}', Slug.REPORT_UNKNOWN_FORMAT),
        ('{"Shop.dll":', Slug.REPORT_MALFORMED),
    ],
)
def test_what_cannot_be_used_says_why(content: str, slug: Slug) -> None:
    assert refusal(coverlet.parse, content).slug is slug


@given(coverages)
def test_what_is_written_is_read(coverage: dict[str, dict[int, int]]) -> None:
    content = module(
        {
            path: {"Cart": {f"M{line}": method({str(line): hits}) for line, hits in table.items()}}
            for path, table in coverage.items()
        }
    )

    assert lines(coverlet.parse(report(content))) == {
        path: dict(sorted(table.items())) for path, table in coverage.items()
    }


@given(mutations(module({"a.cs": {"Cart": {"Add": method({"1": 1, "2": 0}, [(1, 0)])}}}).encode()))
def test_damage_is_refused_or_read_never_a_crash(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        coverlet.parse(report(content))
