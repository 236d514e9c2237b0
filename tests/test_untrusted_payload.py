"""Payload files as strangers may write them: whatever this action would not have written is refused whole."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import Slug, UserError
from reporter.model import LineHits, RepoPath
from reporter.payload import make_bodies
from reporter.untrusted_files import UntrustedFile
from reporter.untrusted_payload import HIGHEST_LINE, LONGEST_NAME, read_payload

MAX = 2**31 - 1


def read(content: str | bytes) -> dict[str, dict[int, int]]:
    data = content if isinstance(content, bytes) else content.encode()
    return {file.path: dict(file.lines.items()) for file in read_payload(UntrustedFile("fork/x.json", data)).files}


def refusal(content: str | bytes) -> str:
    with pytest.raises(UserError) as caught:
        read(content)
    (problem,) = caught.value.problems
    assert problem.slug is Slug.FORK_REPORT_REFUSED
    assert problem.message.startswith("fork/x.json ")
    return problem.message.removeprefix("fork/x.json ")


def one(name: str = '"a.py"', coverage: str = '{"1":1}') -> str:
    return f'{{"fileReports":[{{"filename":{name},"coverage":{coverage}}}]}}'


def test_the_values_are_read_and_what_the_file_says_of_itself_is_not() -> None:
    content = json.dumps(
        {
            "total": 100,
            "language": "Go",
            "commit": "f" * 40,
            "fileReports": [
                {"filename": "src/é.py", "total": 100, "coverage": {"2": 0, "1": MAX, str(HIGHEST_LINE): 7}}
            ],
        }
    )

    assert read(content) == {"src/é.py": {1: MAX, 2: 0, HIGHEST_LINE: 7}}


def test_the_lines_of_a_file_may_be_spread_over_entries() -> None:
    content = '{"fileReports":[{"filename":"a","coverage":{"1":1}},{"filename":"a","coverage":{"2":0}}]}'

    assert read(content) == {"a": {1: 1, 2: 0}}


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
        st.dictionaries(st.integers(1, HIGHEST_LINE), st.integers(0, MAX), min_size=1, max_size=20),
        min_size=1,
        max_size=5,
    ),
    st.integers(60, 400),
)
def test_what_this_action_writes_is_taken(coverage: dict[str, dict[int, int]], limit: int) -> None:
    """Whatever the names, and however often a body was divided."""
    tables = {RepoPath(path): LineHits.from_mapping(lines) for path, lines in coverage.items()}
    found: dict[str, dict[int, int]] = {}

    for body in make_bodies(tables, dict.fromkeys(tables, "python"), limit):
        for path, lines in read(body.data).items():
            found.setdefault(path, {}).update(lines)

    assert found == coverage


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('{"fileReports":[],"fileReports":[]}', "'fileReports' stands twice"),
        ('{"a":{"b":1,"c":2,"b":1}}', "'b' stands twice"),
        (one(coverage='{"1":1,"2":1,"1":0}'), "'1' stands twice"),
        ('{"fileReports":[{"filename":"a","filename":"b","coverage":{"1":1}}]}', "'filename' stands twice"),
        ('{"fileReports":[{"filename":"a","file\\u006eame":"b","coverage":{"1":1}}]}', "'filename' stands twice"),
    ],
)
def test_a_name_that_stands_twice_is_refused(content: str, why: str) -> None:
    assert why in refusal(content)


@pytest.mark.parametrize(
    "line",
    [
        "0",
        "-1",
        "01",
        "+1",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "1_0",
        "",
        "x",
        "\u0661",
        "1\n",
        "::error::",
        str(HIGHEST_LINE + 1),
    ],
)
def test_a_line_has_one_spelling_and_an_end(line: str) -> None:
    assert "fileReports[0] has the line" in refusal(one(coverage=json.dumps({line: 1})))


@pytest.mark.parametrize(
    "count", ["-1", str(MAX + 1), "1" * 4000, "1.0", "1e3", "1e999", "null", "true", '"1"', "[1]", "{}"]
)
def test_a_count_is_a_number_that_codacy_takes(count: str) -> None:
    assert "for line 1 a count" in refusal(one(coverage=f'{{"1":{count}}}'))


@pytest.mark.parametrize("name", ['""', "3", "null", "true", '["a"]', '{"a":1}', json.dumps("a" * (LONGEST_NAME + 1))])
def test_a_name_is_a_text_of_some_length(name: str) -> None:
    assert f"fileReports[0] has no filename of 1 to {LONGEST_NAME} characters" in refusal(one(name))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "null",
        "17",
        "[]",
        "{}",
        '{"fileReports":null}',
        '{"fileReports":{}}',
        '{"fileReports":[]}',
        '{"fileReports":[17]}',
        '{"fileReports":[null]}',
        '{"fileReports":[{}]}',
        '{"fileReports":[{"filename":"a"}]}',
        one(coverage="null"),
        one(coverage="[1,2]"),
        one(coverage='{"1":1,}'),
        one(coverage='{"1":NaN}'),
        one(coverage='{"1":Infinity}'),
        one(coverage="{'1':1}"),
        one() + one(),
        one() + "\0",
        "\ufeff" + one(),
        "// comment\n" + one(),
        "<coverage/>",
        "SF:a.py\nDA:1,1\nend_of_record\n",
        b"\xff\xfe{\0}\0",
        one().encode("utf-16"),
        one().encode("utf-32"),
        b'{"fileReports":[{"filename":"\xff","coverage":{"1":1}}]}',
        b"\x1f\x8b\x08\0\0\0\0\0",
        b"PK\x03\x04",
    ],
)
def test_what_is_no_payload_file_is_refused(content: str | bytes) -> None:
    assert refusal(content)


def test_a_number_that_goes_on_and_on_is_not_read() -> None:
    assert refusal('{"total":' + "9" * 5_000 + "}") == "holds a number of thousands of digits."


@pytest.mark.parametrize("bracket", ["[", '{"a":', '{"fileReports":[', '[{"a":'])
def test_brackets_inside_brackets_end_somewhere(bracket: str) -> None:
    assert "brackets" in refusal(bracket * 200_000)


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(str.encode)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["fileReports", "filename", "coverage", "1", "x"]), inner, max_size=3)
        ),
        max_leaves=12,
    ).map(lambda value: json.dumps(value).encode())
)
def test_nothing_else_is_ever_raised(content: bytes) -> None:
    try:
        found = read(content)
    except UserError:
        return
    assert all(path and all(1 <= line <= HIGHEST_LINE for line in lines) for path, lines in found.items())
