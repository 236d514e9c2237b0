"""Keeps the tables of the documents equal to the tables of the code, each between its two markers."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from reporter.ci import SYSTEMS
from reporter.formats import FORMATS
from reporter.languages import NEIGHBOURS, SPELLING
from reporter.outputs import OUTPUTS
from reporter.settings import INPUTS

ROOT = Path(__file__).parent.parent


def inputs_table() -> str:
    """Every input that is meant to be set, with the environment variable that is read where it is empty."""
    return _table(
        ("Input", "Meaning", "Default", "Variable"),
        (
            (
                f"`{row.name}`",
                row.description,
                _code(row.default or ("false" if row.switch else "")),
                _code(row.fallback),
            )
            for row in INPUTS.values()
            if not row.hidden
        ),
    )


def outputs_table() -> str:
    """Every output and what its value says."""
    return _table(("Output", "Value"), ((f"`{name}`", meaning) for name, meaning in OUTPUTS.items()))


def formats_table() -> str:
    """The formats in the order of the registry, with the names under which they are found."""
    return _table(
        ("Format", "Name", "Kind", "Found by itself under the names"),
        (
            (
                row.title,
                f"`{row.name}`",
                row.kind.value,
                ", ".join(f"`{name}`" for name in row.file_names) or "name it in `coverage-reports`",
            )
            for row in FORMATS
        ),
    )


def fixtures_table() -> str:
    """Every fixture as its own description has it, and how many there are."""
    folder = ROOT / "tests/fixtures"
    fixtures = {path.parent: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*/*/fixture.json"))}
    table = _table(
        ("Fixture", "Written by", "Command", "Covered / coverable lines"),
        (
            (
                f"`{path.relative_to(folder).as_posix()}`",
                f"{fixture['tool']} {fixture['version']}{' (constructed)' if fixture['constructed'] else ''}",
                _code(fixture["command"]),
                f"{fixture['expected']['covered']} / {fixture['expected']['coverable']}",
            )
            for path, fixture in fixtures.items()
        ),
    )
    return f"{len(fixtures)} fixtures.\n\n{table}"


def languages_list() -> str:
    """Codacy's languages as they are shown, then what is added to its table of file names."""
    names = textwrap.fill(f"{', '.join(sorted(SPELLING.values(), key=str.lower))}.", 120)
    added = _table(
        ("Files", "Language"), ((f"`{name}`", SPELLING[language]) for name, language in sorted(NEIGHBOURS.items()))
    )
    return f"{names}\n\n{added}"


def systems_table() -> str:
    """The CI systems, the variables by which each is recognised and those that name the commit."""
    return _table(
        ("CI", "Recognised by", "Commit from"),
        (
            (row.name, _variables(name for name, _ in row.marks), _variables(row.commits))
            for row in sorted(SYSTEMS, key=lambda row: row.name.lower())
        ),
    )


PAGES: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "README.md": {"inputs": inputs_table, "outputs": outputs_table},
    "docs/formats.md": {"formats": formats_table, "languages": languages_list},
    "docs/recipes/other-ci.md": {"systems": systems_table},
    "tests/fixtures/README.md": {"fixtures": fixtures_table},
}
"""Page → name of the markers → what stands between them."""


def with_tables(page: str, text: str) -> str:
    """The page's text with its tables made anew; ValueError where the markers of one are not there once."""
    for name, table in PAGES[page].items():
        start, end = f"<!-- {name}: written by `make docs` -->\n\n", "<!-- end -->"
        before, *after = text.split(start)
        if len(after) != 1 or end not in after[0]:
            raise ValueError(f"{page} needs {start.strip()} and {end.strip()} once")
        text = f"{before}{start}{table()}\n\n{end}" + after[0].partition(end)[2]
    return text


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _variables(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(map(_row, (head, (":--",) * len(head), *rows)))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def main() -> int:
    """Write every page whose tables have changed, and name it; 0."""
    for page in PAGES:
        path = ROOT / page
        before = path.read_text(encoding="utf-8")
        after = with_tables(page, before)
        if after != before:
            path.write_text(after, encoding="utf-8")
            sys.stdout.write(f"{page}: tables renewed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
