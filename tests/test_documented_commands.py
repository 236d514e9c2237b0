"""Every command of ours that a document shows is one that the command line takes."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reporter.command import EXPLAIN, read_command, read_explain
from reporter.main import run
from tests.job import COVERAGE, commit_files, lcov
from tests.test_documents import DOCUMENTS, ROOT, read

NAME = "codacy-coverage"
CODE = re.compile(r"(?ms)^ *```sh\n(.*?)^ *```$|(?<!`)`(?!`)(.+?)`(?!`)")


def _commands() -> Iterator[Any]:
    for document in DOCUMENTS:
        for block, inline in CODE.findall(document.read_text(encoding="utf-8")):
            for line in block.splitlines() or [" ".join(inline.split())]:
                for command in line.split("&&"):
                    words = shlex.split(command, comments=True) if NAME in command else []
                    if NAME in words and not command.lstrip().startswith(("docker build", "docker run")):
                        argv = words[words.index(NAME) + 1 :]
                        yield pytest.param(argv, id=f"{document.relative_to(ROOT)}: {' '.join(argv)}")


def _unique(parameters: Iterator[Any]) -> list[Any]:
    return list({parameter.id: parameter for parameter in parameters}.values())


@pytest.mark.parametrize("argv", _unique(_commands()))
def test_a_documented_command_is_understood(argv: list[str], tmp_path: Path) -> None:
    """The folder of an example stands for one that there is; a wrong flag ends the process."""
    here = [str(tmp_path) if before == "--workspace" else word for before, word in zip(["", *argv], argv, strict=False)]

    if here[:1] == [EXPLAIN]:
        read_explain(here[1:])
    else:
        read_command(here)


def test_the_documents_show_the_command_at_all() -> None:
    shown = {tuple(parameter.values[0][:1]) for parameter in _commands()}

    assert {("--sandbox",), ("--partial",), ("--final",), (EXPLAIN,)} <= shown


def test_the_readme_tries_it_out_without_a_token(tmp_path: Path) -> None:
    assert f"{NAME} --sandbox" in read("README.md")
    commit_files(tmp_path, *COVERAGE)
    (tmp_path / "lcov.info").write_text(lcov(COVERAGE), encoding="utf-8")
    log = io.StringIO()

    assert run({}, log, ["--sandbox", "--workspace", str(tmp_path)]) == 0
    assert "what Codacy would now hold" in log.getvalue()
