"""The fake runner behaves as actions/runner does: expectations are those of its sources and documentation."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TextIO

import pytest

from tests.fake_runner import FakeRunner, Main, pull_request
from tests.runner_log import Annotation, Command, Result, parse_command, parse_file_command


@pytest.fixture
def shown(tmp_path: Path) -> Callable[[str], Result]:
    """What the runner makes of a stream."""
    return lambda stream: FakeRunner(tmp_path).run(printing(stream))


def printing(stream: str) -> Main:
    def main(environ: Mapping[str, str], stdout: TextIO) -> int:
        stdout.write(stream)
        return 0

    return main


def seen(runner: FakeRunner, inputs: Mapping[str, str], env: Mapping[str, str]) -> Mapping[str, str]:
    """The environment of a step."""
    found: dict[str, str] = {}

    def main(environ: Mapping[str, str], stdout: TextIO) -> int:
        found.update(environ)
        return 0

    runner.run(main, inputs, env=env)
    return found


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("::error file=a.py,line=3,title=x%3A y%2Cz::50%25%0Amore", ("error", "50%\nmore")),
        ("  \t::Notice::hello", ("notice", "hello")),
        ("\u2003::debug::x::y", ("debug", "x::y")),
        ("text ##[group]title", ("group", "title")),
        ("##[error file=a.py;line=3]no", ("error", "no")),
        ("::unknown::x", None),
        ("text ::error::x", None),
        ("::error", None),
        ("##[unknown]x", None),
        ("::unknown::##[warning]x", ("warning", "x")),
    ],
)
def test_both_grammars(line: str, command: tuple[str, str] | None) -> None:
    found = parse_command(line)

    assert (found and (found.name, found.data)) == command


def test_properties_are_unescaped_in_both_grammars() -> None:
    assert parse_command("::error title=a%3Ab%2Cc%25,line=3::x") == Command(
        "error", {"title": "a:b,c%", "line": "3"}, "x"
    )
    assert parse_command("##[error title=a%3Bb%5D;line=3]x") == Command("error", {"title": "a;b]", "line": "3"}, "x")


def test_the_log_shows_no_commands_and_hides_secrets_from_where_they_are_masked(
    shown: Callable[[str], Result],
) -> None:
    result = shown("s3cret\n::add-mask::s3cret\nthe s3cret\n::group::Part\ninside\n::endgroup::\n::debug::d\nafter\n")

    assert result.log == ["s3cret", "the ***", "▸ Part", "inside", "after"]
    assert result.groups == {"Part": ["inside"]}
    assert result.masks == ["s3cret"]


def test_annotations_have_a_file_relative_to_the_workspace(tmp_path: Path) -> None:
    runner = FakeRunner(tmp_path)
    stream = f"::error file={runner.workspace}/a.py,line=2,title=T::no\n::warning file=b.py::hm\n"

    result = runner.run(printing(stream))

    assert result.annotations == [Annotation("error", "no", "T", "a.py", 2), Annotation("warning", "hm", "", "b.py")]
    assert result.log == ["Error: no", "Warning: hm"]


def test_ten_annotations_of_a_kind_survive_and_long_messages_are_cut(shown: Callable[[str], Result]) -> None:
    result = shown("".join(f"::error::{number}\n" for number in range(12)) + f"::notice::{'x' * 5000}\n")

    assert result.messages("error") == [str(number) for number in range(10)]
    assert result.messages("notice") == ["x" * 4096]


@pytest.mark.parametrize(
    "stream",
    ["::group::a\n::group::b\n", "::add-mask::\n", "::set-output name=a::b\n"],
    ids=["nested group", "empty mask", "deprecated command"],
)
def test_the_runner_complains(shown: Callable[[str], Result], stream: str) -> None:
    result = shown(stream)

    assert result.runner_errors
    assert result.failed


def test_command_files_are_read_with_the_runners_rules() -> None:
    text = "a=1\n\nb<<END\nx=<<\n\ny\nEND\nc=<<END\nd<<E\nE\ne<<E\r\nx\r\nE\r\n"

    assert parse_file_command(text) == {"a": "1", "b": "x=<<\n\ny", "c": "<<END", "d": "", "e": "x\r"}


@pytest.mark.parametrize("text", ["text", "=x", "<<E\nx\nE", "a<<\nx\n", "a<<E\nx\n"])
def test_a_malformed_command_file_fails_the_step(text: str) -> None:
    with pytest.raises(ValueError, match=r"Invalid format|elimiter"):
        parse_file_command(text)


def test_files_written_by_the_step_are_read_back(tmp_path: Path) -> None:
    def main(environ: Mapping[str, str], stdout: TextIO) -> int:
        Path(environ["GITHUB_OUTPUT"]).write_text("status=uploaded\n", encoding="utf-8")
        Path(environ["GITHUB_STEP_SUMMARY"]).write_text("## 80 % s3cret\n", encoding="utf-8")
        Path(environ["GITHUB_ENV"]).write_text("A=1\n", encoding="utf-8")
        return 3

    result = FakeRunner(tmp_path).run(main, secrets=["s3cret"])

    assert result.exit_status == 3
    assert result.outputs == {"status": "uploaded"}
    assert result.summary == "## 80 % ***\n"
    assert result.env_writes == "A=1\n"


def test_a_summary_above_the_limit_is_dropped_whole(tmp_path: Path) -> None:
    def main(environ: Mapping[str, str], stdout: TextIO) -> int:
        Path(environ["GITHUB_STEP_SUMMARY"]).write_bytes(b"x" * (1024 * 1024 + 1))
        return 0

    result = FakeRunner(tmp_path).run(main)

    assert result.summary == ""
    assert result.failed


def test_paths_of_the_host_are_translated_where_they_lead_a_value(tmp_path: Path) -> None:
    runner = FakeRunner(tmp_path)
    host = "/home/runner/work/shop/shop"

    environ = seen(
        runner,
        {"coverage-reports": f"{host}/a.xml,{host}/b.xml", "one two": "x", "other": f"{host}ping/a.xml"},
        {"FOO": "/home/runner/work/_temp/x", "GITHUB_SHA": "forged", "INPUT_OTHER": "forged"},
    )

    assert environ["INPUT_COVERAGE-REPORTS"] == f"{runner.workspace}/a.xml,{host}/b.xml"
    assert environ["INPUT_ONE_TWO"] == "x"
    assert environ["INPUT_OTHER"] == f"{host}ping/a.xml"
    assert environ["FOO"] == f"{runner.temp}/x"
    assert environ["GITHUB_WORKSPACE"] == str(runner.workspace)
    assert environ["GITHUB_EVENT_PATH"] == str(runner.event_path)
    assert environ["RUNNER_TEMP"] == str(runner.temp)
    assert environ["RUNNER_WORKSPACE"] == "/home/runner/work/shop"
    assert environ["HOME"] == str(runner.home)
    assert environ["GITHUB_SHA"] != "forged"


def test_defaults_of_the_action_see_the_contexts_and_the_host(tmp_path: Path) -> None:
    defaults = {
        "a": "host:${{ github.workspace }}",
        "b": "${{ toJSON(matrix) }}",
        "c": "${{ strategy.job-index }} of ${{ strategy.job-total }}",
        "d": "${{ github.event.pull_request.head.sha }}",
        "e": "${{ github.event.nothing.there }}",
        "f": "${{ runner.temp }}/x",
        "g": "default",
    }
    event = pull_request(42, "a" * 40)
    runner = FakeRunner(tmp_path, event=event, defaults=defaults, job_index=1, job_total=3, matrix={"os": "linux"})

    environ = seen(runner, {"g": "given"}, {})

    assert environ["INPUT_A"] == "host:/home/runner/work/shop/shop"
    assert json.loads(environ["INPUT_B"]) == {"os": "linux"}
    assert environ["INPUT_C"] == "1 of 3"
    assert environ["INPUT_D"] == "a" * 40
    assert environ["INPUT_E"] == ""
    assert environ["INPUT_F"] == f"{runner.temp}/x"
    assert environ["INPUT_G"] == "given"
    assert json.loads(runner.event_path.read_text(encoding="utf-8")) == event


def test_a_post_step_gets_the_state_of_its_step_and_no_other(tmp_path: Path) -> None:
    def main(environ: Mapping[str, str], stdout: TextIO) -> int:
        Path(environ["GITHUB_STATE"]).write_text("commit=abc\n", encoding="utf-8")
        return 0

    runner = FakeRunner(tmp_path)
    found: dict[str, str] = {}

    def post(environ: Mapping[str, str], stdout: TextIO) -> int:
        found.update(environ)
        return 0

    runner.run(post, {"a": "b"}, env={"STATE_commit": "forged"}, state=runner.run(main).state)

    assert (found["STATE_commit"], found["INPUT_A"]) == ("abc", "b")
    assert not [name for name in seen(runner, {}, {}) if name.startswith("STATE_")]


def test_a_stream_that_cannot_hold_a_character_raises_as_a_real_one(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        FakeRunner(tmp_path).run(printing("█"), encoding="ascii")
