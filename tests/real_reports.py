"""The fixtures that real tools wrote, as reports on disk and in memory."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from reporter.formats import BY_NAME, Format
from reporter.report_file import ReportFile
from tests.formats.reports import InMemory

ROOT = Path(__file__).parent / "fixtures"
FIXTURES = sorted(path.parent for path in ROOT.glob("*/*/fixture.json"))


@cache
def described(folder: Path) -> dict[str, Any]:
    """The fixture's own description."""
    description = json.loads((folder / "fixture.json").read_text(encoding="utf-8"))
    assert isinstance(description, dict)
    return description


def name(folder: Path) -> str:
    """How a test's name shows the fixture."""
    return folder.relative_to(ROOT).as_posix()


def format_of(folder: Path) -> Format:
    """The format that its description names."""
    return BY_NAME[described(folder)["format"]]


def on_disk(folder: Path) -> ReportFile:
    """The report as its file, with its format named where it is refused otherwise."""
    report = described(folder)["report"]
    return ReportFile(folder / report, report, format_named=bool(described(folder).get("refused")))


def in_memory(folder: Path, content: bytes | None = None, portion: int = 1 << 30) -> InMemory:
    """The same in memory, unpacked, or with other ``content``; at most ``portion`` bytes come at a time."""
    report = on_disk(folder)
    return InMemory(
        report.path,
        report.shown,
        report.format_named,
        content=content_of(folder) if content is None else content,
        portion=portion,
        siblings=_siblings(report.path),
    )


@cache
def content_of(folder: Path) -> bytes:
    """The report's bytes, unpacked."""
    content = on_disk(folder).path.read_bytes()
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


@cache
def _siblings(report: Path) -> dict[str, bytes]:
    return {
        path.relative_to(report.parent).as_posix(): path.read_bytes()
        for path in report.parent.rglob("*")
        if path.is_file() and path != report
    }
