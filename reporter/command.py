"""The command line: the inputs as flags of the step, and the command that explains reports."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reporter.settings import INPUTS

EXPLAIN = "explain"
"""The first word of the command line that explains reports; without it, the line is that of the step."""

_EXPLAINING = ("force_coverage_parser", "path_prefix", "path_mapping")
"""The inputs that have a say in how reports are read and their paths are matched."""


@dataclass(frozen=True, slots=True)
class Command:
    """What only the command line can say; ``given`` are inputs, by the fields of Settings."""

    given: Mapping[str, str] = field(default_factory=dict)
    workspace: str = ""
    sandbox: bool = False


@dataclass(frozen=True, slots=True)
class Explain:
    """As Command, of the command that explains reports; ``json`` asks for lines that programs read."""

    given: Mapping[str, str]
    workspace: str
    json: bool


def read_command(argv: Sequence[str]) -> Command:
    """The command line as input texts; argparse ends the process with status 2 where it is wrong."""
    parser = _parser(
        "codacy-coverage",
        "Find coverage reports, put every line on the right file, and send the coverage to Codacy.",
        "Tokens are read from the environment only: CODACY_PROJECT_TOKEN or CODACY_API_TOKEN. To see where each path "
        "of the reports leads, and send nothing: codacy-coverage explain --help",
    )
    parser.add_argument(
        "--sandbox", action="store_true", help="try it out against a stand-in for Codacy on this machine"
    )
    _add_inputs(parser, (name for name, row in INPUTS.items() if not row.secret and not row.hidden))
    options = _parsed(parser, argv)
    workspace, sandbox = options.pop("workspace"), options.pop("sandbox")
    return Command(_given(options), workspace, sandbox)


def read_explain(argv: Sequence[str]) -> Explain:
    """The command line after the word ``explain``; ends the process as ``read_command`` does."""
    parser = _parser(
        "codacy-coverage explain",
        "Say of each path in coverage reports which file of the repository it is, and why, or why not. Sends nothing, "
        "and needs neither a token nor a commit.",
        "Exit status: 0 fine, 1 something to fix (a report that cannot be read, nothing matched), 2 wrong command.",
    )
    parser.add_argument(
        "coverage_reports",
        nargs="*",
        metavar="REPORT",
        help="as in coverage-reports: paths or globs, seen from the checkout (default: what is found by its name)",
    )
    parser.add_argument("--json", action="store_true", help="one line of JSON for each path (docs/resolution.md)")
    _add_inputs(parser, _EXPLAINING)
    options = _parsed(parser, argv)
    workspace, json = options.pop("workspace"), options.pop("json")
    return Explain(_given(options), workspace, json)


def _parser(name: str, description: str, epilog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=name, description=description, epilog=epilog, allow_abbrev=False)
    parser.add_argument("--workspace", default="", metavar="DIR", help="the checkout (default: the current folder)")
    return parser


def _add_inputs(parser: argparse.ArgumentParser, names: Iterable[str]) -> None:
    for name in names:
        row = INPUTS[name]
        help_text = row.description.replace("%", "%%").replace("`", "'")
        if row.switch:
            parser.add_argument(f"--{row.name}", dest=name, nargs="?", const="true", default="", help=help_text)
        else:
            parser.add_argument(f"--{row.name}", dest=name, action="append", metavar="TEXT", help=help_text)


def _parsed(parser: argparse.ArgumentParser, argv: Sequence[str]) -> dict[str, Any]:
    options = vars(parser.parse_intermixed_args(argv))  # reports may stand between options
    workspace = options["workspace"]
    if workspace and not Path(workspace).is_dir():
        parser.error(f"--workspace {workspace} is no folder; name the checkout")
    return options


def _given(options: Mapping[str, Any]) -> dict[str, str]:
    """What was given more than once stands on lines of its own."""
    return {name: value if isinstance(value, str) else "\n".join(value) for name, value in options.items() if value}
