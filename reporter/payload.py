"""The coverage of a repository as the request bodies Codacy takes: one language each, none above the size limit."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reporter.errors import Level, Problem, Slug
from reporter.model import Coverage, LineHits, RepoPath

LIMIT = 8_000_000
"""Bytes of a body. Codacy refuses more than 10 MB; what stands between adds headers of its own."""

_SHORTEST_LINE = len('"1":0,')


@dataclass(frozen=True, slots=True)
class Body:
    """One request: ``data`` is the JSON document, ``part`` counts from 1 within the language.

    ``files``, ``coverable`` and ``covered`` (lines) are what this body holds. A file whose lines are spread over
    several bodies counts in each.
    """

    language: str
    part: int
    data: bytes
    files: int
    coverable: int
    covered: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """One file, or some lines of it, as it stands in ``fileReports``."""

    data: bytes
    coverable: int
    covered: int


def make_bodies(coverage: Coverage, languages: Mapping[RepoPath, str], limit: int = LIMIT) -> tuple[Body, ...]:
    """The bodies sorted by language, their files by path, their lines by number.

    ``{"total":50,"fileReports":[{"filename":"src/a.py","total":50,"coverage":{"1":1,"2":0}}]}``: both totals are whole
    percentages, rounded down, of the lines in that body (Codacy's API, saveCoverage). Files without coverable lines
    and those of ``unnameable`` are left out. A body has at most ``limit`` bytes: more files make another body, a file
    too long for one is cut between lines; a single line is never cut.
    """
    by_language: defaultdict[str, list[RepoPath]] = defaultdict(list)
    for path in sorted(coverage):
        if coverage[path].coverable and _is_unicode(path):
            by_language[languages[path]].append(path)
    return tuple(
        _body(language, part, entries)
        for language, paths in sorted(by_language.items())
        for part, entries in enumerate(_packed(_entries(coverage, paths, limit), limit), start=1)
    )


def unnameable(paths: Iterable[RepoPath]) -> Problem | None:
    """A warning about the files that JSON cannot name: git allows any bytes in a name, JSON only Unicode."""
    names = sorted(path for path in paths if not _is_unicode(path))
    if not names:
        return None
    shown = names[0].encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return Problem(
        slug=Slug.REPORT_VALUES_SKIPPED,
        level=Level.WARNING,
        message=f"Covered files whose names are not UTF-8 are not sent: {len(names)}, the first is {shown}.",
        reason="Codacy's JSON can hold no other names.",
        cure="Rename them (git mv) to a name in UTF-8.",
    )


def _is_unicode(path: str) -> bool:
    """Bytes that are not UTF-8 came in as surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in path)


def _entries(coverage: Coverage, paths: Iterable[RepoPath], limit: int) -> Iterator[_Entry]:
    room = limit - len(_document(b"", 100))
    for path in paths:
        yield from _cut(json.dumps(path, ensure_ascii=False), coverage[path], room)


def _cut(name: str, lines: LineHits, room: int) -> Iterator[_Entry]:
    """The file as one entry, or in halves as often as it takes to fit into ``room`` bytes."""
    count = lines.coverable
    if count == 1 or count * _SHORTEST_LINE <= room:
        percent = 100 * lines.covered // count
        hits = ",".join(map('"%d":%d'.__mod__, lines.items()))
        data = f'{{"filename":{name},"total":{percent},"coverage":{{{hits}}}}}'.encode()
        if count == 1 or len(data) <= room:
            yield _Entry(data, count, lines.covered)
            return
    middle = count // 2
    yield from _cut(name, LineHits(lines.lines[:middle], lines.hits[:middle]), room)
    yield from _cut(name, LineHits(lines.lines[middle:], lines.hits[middle:]), room)


def _packed(entries: Iterable[_Entry], limit: int) -> Iterator[list[_Entry]]:
    """As many entries in a row as one body takes."""
    empty = len(_document(b"", 100))
    body: list[_Entry] = []
    size = empty
    for entry in entries:
        if body and size + len(entry.data) > limit:
            yield body
            body, size = [], empty
        body.append(entry)
        size += len(entry.data) + len(",")
    if body:
        yield body


def _body(language: str, part: int, entries: list[_Entry]) -> Body:
    coverable = sum(entry.coverable for entry in entries)
    covered = sum(entry.covered for entry in entries)
    data = _document(b",".join(entry.data for entry in entries), 100 * covered // coverable)
    return Body(language, part, data, len(entries), coverable, covered)


def _document(reports: bytes, total: int) -> bytes:
    return b'{"total":%d,"fileReports":[%b]}' % (total, reports)
