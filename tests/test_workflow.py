from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import Level, Problem, Slug
from reporter.workflow import Workflow
from tests.fake_runner import FakeRunner
from tests.runner_log import Annotation, Result, parse_command

DOCS = "https://example.com/errors.md"

FOREIGN = st.lists(
    st.one_of(
        st.sampled_from(
            ["::", "##[", "##", "[", "]", "error", "::error::", "::add-mask::x", "##[group]", "%0A", "%3A"]
        ),
        st.sampled_from(["\r", "\n", "\x1b[0m", "\u202e", "\udcff", "\ufeff", "\x85", "\u2028", " ", "\xa0", ",", "`"]),
        st.text(st.characters(exclude_categories=()), max_size=8),
    )
).map("".join)
"""Text that tries to be a command, mixed with any text at all, lone surrogates included."""


@pytest.fixture
def on_github(tmp_path: Path) -> Callable[[Callable[[Workflow], object]], Result]:
    """What GitHub shows of what is done with a Workflow."""
    return lambda act: as_step(tmp_path, act)


def as_step(root: Path, act: Callable[[Workflow], object], *, encoding: str = "utf-8") -> Result:
    def main(environ: dict[str, str], stdout: io.TextIOWrapper) -> int:
        act(Workflow(stdout, {**environ, "NO_COLOR": "1"}, github=True, docs=DOCS))
        return 0

    return FakeRunner(root).run(main, encoding=encoding)  # type: ignore[arg-type]  # narrower than what it is given


def on_console(act: Callable[[Workflow], object], environ: dict[str, str] | None = None) -> str:
    """What is written outside GitHub Actions."""
    stdout = io.StringIO()
    act(Workflow(stdout, environ or {}, github=False))
    return stdout.getvalue()


def problem(level: Level = Level.ERROR, message: str = "It broke.", **more: str) -> Problem:
    return Problem(slug=Slug.REPORT_MALFORMED, level=level, message=message, **more)  # type: ignore[arg-type]  # text only


@given(FOREIGN)
def test_no_line_is_a_command(foreign: str) -> None:
    def act(workflow: Workflow) -> None:
        workflow.line(foreign)
        workflow.line(f"    {foreign}   LCOV")
        workflow.lines([f"coverage/{foreign}"])
        workflow.progress(foreign)

    with tempfile.TemporaryDirectory() as root:
        result = as_step(Path(root), act)

    assert result.commands == []
    assert result.stdout.count("\n") == 3
    assert not {"\r", "\x1b", "\u202e"} & set(result.stdout)


@given(FOREIGN, FOREIGN, FOREIGN)
def test_an_annotation_is_the_only_command_whatever_is_in_it(message: str, file: str, cure: str) -> None:
    with tempfile.TemporaryDirectory() as root:
        result = as_step(Path(root), lambda workflow: workflow.annotate(problem(message=message, file=file, cure=cure)))

    assert [command.name for command in result.commands] == ["error"]
    assert set(result.commands[0].properties) <= {"title", "file"}
    assert all(parse_command(line) is None for line in result.log[0].removeprefix("Error: ").split("\n"))
    assert all(parse_command(line) is None for line in result.log[1:])


@given(FOREIGN, st.sampled_from(["ascii", "latin-1", "utf-8"]))
def test_no_stream_is_too_poor(foreign: str, encoding: str) -> None:
    def act(workflow: Workflow) -> None:
        workflow.mask(foreign)
        workflow.line(foreign)
        with workflow.group(foreign):
            workflow.debug(foreign)
        workflow.annotate(problem(message=foreign))

    with tempfile.TemporaryDirectory() as root:
        result = as_step(Path(root), act, encoding=encoding)

    assert {command.name for command in result.commands} <= {"add-mask", "group", "endgroup", "debug", "error"}
    assert not result.runner_errors


def test_names_are_shown_as_they_are_where_that_is_harmless(on_github: Callable[..., Result]) -> None:
    names = ["src/a b.py", "a::b", "a # [b]", "100%", "%0A", "naïve/日本.py"]

    assert on_github(lambda workflow: workflow.lines(names)).log == names


def test_commands_in_names_are_shown_and_not_obeyed(on_github: Callable[..., Result]) -> None:
    result = on_github(
        lambda workflow: workflow.lines([" ::error::x", "a##[group]b", "##vso[task]x", "a\n::notice::b", "\udcff.py"])
    )

    assert result.log == [r" \::error::x", r"a##\[group]b", r"##\vso[task]x", r"a\n::notice::b", r"\xff.py"]


def test_a_poor_stream_gets_plain_signs_and_escapes() -> None:
    raw = io.BytesIO()
    stdout = io.TextIOWrapper(raw, encoding="ascii", write_through=True)

    Workflow(stdout, {}, github=False).line("✗ 82 % ████░░ · a → b… 日")

    assert raw.getvalue() == b"x 82 % ####.. - a -> b... \\u65e5\n"


def test_a_problem_becomes_an_annotation_on_its_file_with_the_cure(on_github: Callable[..., Result]) -> None:
    broken = Problem(
        slug=Slug.REPORT_MALFORMED,
        message="The XML ends in the middle, at 50%.",
        reason="The run was cut off.",
        cure="run it again:\nmake test",
        file="a, b:c.xml",
        line=3,
        column=7,
    )

    result = on_github(lambda workflow: workflow.annotate(broken))

    message = (
        "The XML ends in the middle, at 50%.\nThe run was cut off.\nCure: run it again:\nmake test\n"
        f"More: {DOCS}#report-malformed"
    )
    assert result.annotations == [Annotation("error", message, "Coverage: report malformed", "a, b:c.xml", 3)]
    assert result.commands[0].properties["col"] == "7"


def test_an_annotation_may_span_several_lines(on_github: Callable[..., Result]) -> None:
    problem = Problem(slug=Slug.LINES_NOT_COVERED, message="m", file="src/a.py", line=3, end_line=7)

    result = on_github(lambda workflow: workflow.annotate(problem))

    properties = result.commands[0].properties
    assert (properties["line"], properties["endLine"]) == ("3", "7")


@pytest.mark.parametrize("level", Level)
def test_the_level_is_the_kind_of_the_annotation(on_github: Callable[..., Result], level: Level) -> None:
    result = on_github(lambda workflow: workflow.annotate(problem(level)))

    assert [annotation.kind for annotation in result.annotations] == [level.value]


def test_what_github_would_drop_stands_in_the_log_and_is_counted(on_github: Callable[..., Result]) -> None:
    def act(workflow: Workflow) -> None:
        workflow.annotate(*(problem(message=f"Broken {number}.") for number in range(9)))
        workflow.annotate(*(problem(message=f"Broken {number}.") for number in range(9, 12)), problem(Level.WARNING))

    result = on_github(act)

    assert len(result.commands) == len(result.annotations) == 11
    assert {"✗ Broken 10.", "✗ Broken 11."} <= set(result.log)
    assert result.log[-1].startswith("2 errors more")


def test_outside_github_problems_and_groups_are_plain_lines() -> None:
    def act(workflow: Workflow) -> None:
        workflow.mask("s3cret")
        with workflow.group("Reports: 1"):
            workflow.line("lcov.info")
        workflow.annotate(problem(Level.WARNING, cure="mend it."))
        workflow.debug("not shown")
        assert workflow.set_outputs({"a": "b"}) is None
        assert workflow.add_summary("# c") is None

    assert on_console(act).splitlines() == [
        "▸ Reports: 1",
        "    lcov.info",
        "! It broke.",
        "  Cure: mend it.",
        "  More: docs/errors.md#report-malformed",
    ]


def test_a_group_ends_even_if_its_content_fails(on_github: Callable[..., Result]) -> None:
    def act(workflow: Workflow) -> None:
        with pytest.raises(ValueError, match="x"), workflow.group("One"):
            raise ValueError("x")
        with workflow.group("Two"):
            workflow.line("inside")
        workflow.line("outside")

    result = on_github(act)

    assert result.groups == {"One": [], "Two": ["    inside"]}
    assert result.log[-1] == "outside"
    assert not result.runner_errors


def test_secrets_are_masked_first_and_in_every_line_of_theirs(on_github: Callable[..., Result]) -> None:
    def act(workflow: Workflow) -> None:
        workflow.mask("")
        workflow.mask(" \n")
        workflow.mask("one\n\ntwo 50%\n")
        workflow.line("one and two 50%")
        workflow.annotate(problem(message="one", file="one.xml"))
        workflow.add_summary("one")
        workflow.debug("two 50%")

    result = on_github(act)

    assert result.masks == ["one\n\ntwo 50%", "one", "two 50%", "one", "two 50%"]
    assert not result.runner_errors
    after = result.stdout.split("*** and ***\n")[1]
    assert "one" not in after
    assert "two" not in after
    assert result.summary == "***"


def test_secrets_are_hidden_where_no_runner_masks_them() -> None:
    def act(workflow: Workflow) -> None:
        workflow.mask("abc")
        workflow.mask("abcdef")
        workflow.line("token=abcdef, abc")

    assert on_console(act) == "token=***, ***\n"


@given(
    st.dictionaries(st.from_regex(r"[a-z][a-z-]*", fullmatch=True), st.text(st.characters(exclude_categories=["Cs"])))
)
def test_outputs_arrive_as_they_are(outputs: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as root:
        result = as_step(Path(root), lambda workflow: workflow.set_outputs(outputs))

    assert result.outputs == outputs
    assert not result.runner_errors
    assert result.env_writes == ""


def test_summaries_are_appended(on_github: Callable[..., Result]) -> None:
    def act(workflow: Workflow) -> None:
        assert workflow.add_summary("## One\n") is None
        assert workflow.add_summary("bad name \udcff\n") is None

    assert on_github(act).summary == "## One\nbad name \\udcff\n"


def test_the_post_step_gets_what_was_left_for_it(on_github: Callable[..., Result]) -> None:
    left = on_github(lambda workflow: workflow.save_state({"commit": "abc", "upload": "accepted"}))

    assert left.state == {"commit": "abc", "upload": "accepted"}
    assert left.outputs == {}


@pytest.mark.parametrize(
    "environ", [{}, {"GITHUB_OUTPUT": "", "GITHUB_STATE": "", "GITHUB_STEP_SUMMARY": "/nowhere/at/all"}]
)
def test_command_files_that_cannot_be_written_are_a_problem(environ: dict[str, str]) -> None:
    workflow = Workflow(io.StringIO(), environ, github=True)

    problems = [workflow.set_outputs({"a": "b"}), workflow.save_state({"a": "b"}), workflow.add_summary("x")]

    assert [found and (found.slug, found.level) for found in problems] == [(Slug.OUTPUT_NOT_WRITTEN, Level.WARNING)] * 3


def test_progress_is_written_at_most_every_five_seconds() -> None:
    now = [100.0]
    stdout = io.StringIO()
    workflow = Workflow(stdout, {}, github=False, clock=lambda: now[0])

    for second in range(13):
        now[0] = 100.0 + second
        workflow.progress(f"after {second} s")

    assert stdout.getvalue().splitlines() == ["after 5 s", "after 10 s"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stdout", "environ", "github", "coloured"),
    [
        (Terminal(), {}, False, True),
        (Terminal(), {"NO_COLOR": "1"}, False, False),
        (Terminal(), {"NO_COLOR": ""}, False, True),
        (io.StringIO(), {}, False, False),
        (io.StringIO(), {}, True, True),
    ],
)
def test_colour_is_a_second_sign_for_who_can_see_it(
    stdout: io.StringIO, environ: dict[str, str], github: bool, coloured: bool
) -> None:
    Workflow(stdout, environ, github=github).lines(["✗ Broken.", "Total  ██░░  20 %", "plain ! ✗"])

    expected = ["✗ Broken.", "Total  ██░░  20 %", "plain ! ✗"]
    if coloured:
        expected[:2] = ["\x1b[31m✗ Broken.\x1b[0m", "Total  \x1b[32m██\x1b[0m░░  20 %"]
    assert stdout.getvalue().splitlines() == expected
