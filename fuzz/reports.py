"""Feeds what atheris makes of the fixtures to detection and to every parser: ``python -m fuzz.reports``.

Whatever is fed, a report is read or refused as such. The arguments are libFuzzer's, such as ``-max_total_time=1200``.
An input that breaks this rule is written beside the corpus; given as an argument, it is run again.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["reporter"]):
    from reporter.errors import ReportError
    from reporter.formats import FORMATS
    from reporter.reading import read_report

    for _format in FORMATS:
        importlib.import_module(f"reporter.formats.{_format.name}")

from tests.formats.reports import InMemory, assert_possible
from tests.real_reports import FIXTURES, content_of, format_of, in_memory

FOLDER = Path(".cache/fuzz")
LIMITS = ("-max_len=65536", "-timeout=20", "-rss_limit_mb=1536", f"-artifact_prefix={FOLDER}/")

LIKE = {format_of(folder): in_memory(folder) for folder in FIXTURES}
"""A report of each format, whose name and neighbours an input takes over: some formats need them."""

WAYS = (None, *LIKE)
"""How to read an input: as what it looks like, or with one parser. Its first byte chooses."""


def one_input(data: bytes) -> None:
    """Read one input; any exception but ReportError, and any value out of range, is a find."""
    way = WAYS[data[0] % len(WAYS)] if data else None
    like = LIKE[way or FORMATS[0]]
    report = InMemory(like.path, like.shown, format_named=True, content=data[1:], siblings=like.siblings)
    try:
        parsed = read_report(report, None) if way is None else way.parse(report)
    except ReportError:
        return
    assert_possible(parsed)


def write_corpus() -> Path:
    """Each fixture twice: to be recognised, and for its own parser."""
    corpus = FOLDER / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, folder in enumerate(FIXTURES):
        for way in (None, format_of(folder)):
            content = bytes([WAYS.index(way)]) + content_of(folder)
            (corpus / f"{number:03}-{way.name if way else 'detection'}").write_bytes(content)
    return corpus


if __name__ == "__main__":
    corpus, finds = write_corpus(), [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    atheris.Setup([sys.argv[0], *LIMITS, *sys.argv[1:], *([] if finds else [str(corpus)])], one_input)
    atheris.Fuzz()
