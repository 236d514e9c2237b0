from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from reporter.command import Explain, read_command, read_explain


def test_the_step_has_a_flag_for_every_input_but_secrets() -> None:
    command = read_command(["--partial", "--final", "false", "--coverage-reports", "a b.xml", "--coverage-reports=c"])

    assert command.given == {"partial": "true", "final": "false", "coverage_reports": "a b.xml\nc"}


def test_explaining_takes_reports_and_what_matches_their_paths(tmp_path: Path) -> None:
    command = read_explain(
        [
            *("a b.xml", "--workspace", str(tmp_path), "--path-mapping", "/app => ", "--path-mapping", "lib => src"),
            *("--path-prefix=api", "--force-coverage-parser", "lcov", "--json", "c/*.info"),
        ]
    )

    assert command == Explain(
        given={
            "coverage_reports": "a b.xml\nc/*.info",
            "path_mapping": "/app => \nlib => src",
            "path_prefix": "api",
            "force_coverage_parser": "lcov",
        },
        workspace=str(tmp_path),
        json=True,
    )


def test_explaining_needs_no_words_at_all() -> None:
    assert read_explain([]) == Explain(given={}, workspace="", json=False)


@pytest.mark.parametrize(
    ("read", "argv"),
    [
        (read_command, ["--project-token", "x"]),
        (read_command, ["--nonsense"]),
        (read_command, ["stray"]),
        (read_command, ["--part"]),
        (read_command, ["--dry-run", "true", "explain"]),
        (read_command, ["--workspace", "no/such/folder"]),
        (read_explain, ["--project-token", "x"]),
        (read_explain, ["--dry-run"]),
        (read_explain, ["--path-pre", "x"]),
        (read_explain, ["--workspace", "no/such/folder"]),
    ],
)
def test_a_wrong_command_line_ends_with_status_2(
    read: Callable[[Sequence[str]], object], argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        read(argv)

    assert caught.value.code == 2
    assert capsys.readouterr().err


def test_help_names_the_command_that_explains(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_command(["--help"])

    assert "codacy-coverage explain --help" in " ".join(capsys.readouterr().out.split())
