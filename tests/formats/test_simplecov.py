"""SimpleCov's result sets and the JSON of its formatters."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import ReportError, Slug
from reporter.formats import simplecov
from tests.formats.reports import lines, mutations, partials, paths, refusal, report, skipped

BRANCHES = {
    "[:if, 0, 3, 4, 7, 7]": {"[:then, 1, 4, 6, 4, 10]": 0, "[:else, 2, 6, 6, 6, 10]": 5},
    "[:if, 3, 9, 4, 9, 20]": {"[:then, 4, 9, 4, 9, 10]": 2, "[:else, 5, 9, 4, 9, 20]": 0},
}


def result_set(**commands: Mapping[str, object]) -> str:
    return json.dumps({name: {"coverage": files, "timestamp": 1.5} for name, files in commands.items()})


def formatted(files: Mapping[str, object], **meta: object) -> str:
    return json.dumps({"meta": {"simplecov_version": "0.22.0", **meta}, "coverage": files, "groups": {}})


def test_commands_are_joined_as_simplecov_joins_them() -> None:
    """Hits add up; a line is no code where nothing ran it and one command knows it for none; the first sets the end."""
    content = result_set(
        RSpec={"/a.rb": {"lines": [None, 1, 0, None, 0, None, 2]}, "/b.rb": {"lines": [1]}},
        Minitest={"/a.rb": {"lines": [None, 2, 0, 0, None, 3, None, 9]}, "/c.rb": {"lines": [0]}},
        third={"/a.rb": {"lines": [0, 1]}},
    )

    assert lines(simplecov.parse(report(content))) == {
        "/a.rb": {2: 4, 6: 3, 7: 2},
        "/b.rb": {1: 1},
        "/c.rb": {1: 0},
    }


def test_files_of_old_versions_are_arrays() -> None:
    assert lines(
        simplecov.parse(report(result_set(a={"/a.rb": [None, 3, 0]}, b={"/a.rb": {"lines": [None, 1, 0]}})))
    ) == {"/a.rb": {2: 4, 3: 0}}


def test_lines_at_which_a_branch_that_no_command_took_is_shown_are_partial() -> None:
    taken = {condition: dict.fromkeys(branches, 1) for condition, branches in BRANCHES.items()}
    code = {"lines": [None, None, 5, 0, 5, 5, None, None, 7]}
    once = result_set(a={"/a.rb": {**code, "branches": BRANCHES}})
    twice = result_set(a={"/a.rb": {**code, "branches": BRANCHES}}, b={"/a.rb": {**code, "branches": taken}})

    assert partials(simplecov.parse(report(once))) == {"/a.rb": {3, 9}}
    assert partials(simplecov.parse(report(twice))) == {}


def test_what_a_formatter_has_combined_is_read_as_it_is() -> None:
    branches = [{"report_line": 2, "coverage": 0}, {"report_line": 3, "coverage": "ignored"}, {"report_line": 4}]
    content = formatted({"/a.rb": {"lines": [None, 2, 1, 0, "ignored"], "branches": branches}, "/b.rb": {}})
    parsed = simplecov.parse(report(content))

    assert lines(parsed) == {"/a.rb": {2: 2, 3: 1, 4: 0}}
    assert partials(parsed) == {"/a.rb": {2}}


def test_relative_names_start_at_the_root_that_the_report_names() -> None:
    parsed = simplecov.parse(report(formatted({"lib/a.rb": {"lines": [1], "source": ["x"]}}, root="/home/ci/shop")))

    assert lines(parsed) == {"lib/a.rb": {1: 1}}
    assert parsed.source_roots == ("/home/ci/shop",)


@pytest.mark.parametrize("coverage", [[None, 1, 0], {"lines": [None, 1, 0]}])
def test_a_list_of_files_is_read_too(coverage: object) -> None:
    content = json.dumps({"files": [{"filename": "/a.rb", "covered_percent": 50.0, "coverage": coverage}]})

    assert lines(simplecov.parse(report(content))) == {"/a.rb": {2: 1, 3: 0}}


def test_what_cannot_be_read_is_left_out_and_counted() -> None:
    content = result_set(a={"/a.rb": [-1, 2**40, 1], "/b.rb": [1.5], "/c.rb": 3, "/d.rb": {"lines": [[]]}})
    parsed = simplecov.parse(report(content))

    assert lines(parsed) == {"/a.rb": {1: 0, 2: 2**31 - 1, 3: 1}}
    assert skipped(parsed) == {"file": 3}


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        ("{}", Slug.REPORT_EMPTY),
        (result_set(RSpec={}), Slug.REPORT_EMPTY),
        (result_set(RSpec={"/a.rb": [None]}), Slug.REPORT_WITHOUT_LINES),
        (formatted({"/a.rb": {"branches": []}}), Slug.REPORT_WITHOUT_LINES),
        ('{"result":{"line":90.1}}', Slug.REPORT_UNKNOWN_FORMAT),
        ('{"files":[{"name":"a.rb"}]}', Slug.REPORT_UNKNOWN_FORMAT),
        ("[]", Slug.REPORT_UNKNOWN_FORMAT),
        (result_set(RSpec={"/a.rb": [1]})[:-9], Slug.REPORT_MALFORMED),
    ],
)
def test_what_cannot_be_used_says_why(content: str, slug: Slug) -> None:
    assert refusal(simplecov.parse, content).slug is slug


@given(
    st.dictionaries(
        paths, st.lists(st.none() | st.integers(0, 2**31 - 1), min_size=1).filter(any), min_size=1, max_size=4
    )
)
def test_what_is_written_is_read(coverage: dict[str, list[int | None]]) -> None:
    read = {
        path: {line: count for line, count in enumerate(hits, 1) if count is not None}
        for path, hits in sorted(coverage.items())
    }

    for content in (
        result_set(RSpec=coverage),
        formatted({path: {"lines": [*hits, "ignored"]} for path, hits in coverage.items()}),
    ):
        assert lines(simplecov.parse(report(content))) == read


@given(mutations(result_set(RSpec={"/a.rb": {"lines": [None, 1, 0], "branches": BRANCHES}}).encode()))
def test_damage_is_refused_or_read_never_a_crash(content: bytes) -> None:
    with contextlib.suppress(ReportError):
        simplecov.parse(report(content))
