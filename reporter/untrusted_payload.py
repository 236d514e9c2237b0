"""Reads a payload file that a stranger may have written: strict JSON, every value checked, the whole refused or taken.

``{"fileReports": [{"filename": "src/a.py", "coverage": {"1": 5, "2": 0}}]}`` is all that is looked at. What else such
a file says, its totals for example, is not believed: whoever needs that reckons it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, NoReturn

from reporter.formats.collect import Collector
from reporter.model import MAX_HITS, LineHits, ParsedReport
from reporter.untrusted_files import UntrustedFile, refused

LONGEST_NAME = 4_096
"""Characters of a path, as Linux limits them."""

HIGHEST_LINE = 9_999_999

_LINE = re.compile(rf"[1-9][0-9]{{0,{len(str(HIGHEST_LINE)) - 1}}}")
"""One spelling for each number, so that no line can stand twice in two of them."""


class _Unfit(ValueError):
    """A value that this action would not have written."""


def read_payload(file: UntrustedFile) -> ParsedReport:
    """The files and lines of it. Raises UserError for anything that this action would not have written there."""
    try:
        document = json.loads(file.content.decode(), object_pairs_hook=_object, parse_constant=_no_value)
        return _report(document)
    except _Unfit as error:
        raise refused(file.shown, f"is no payload file: {error}") from error
    except json.JSONDecodeError as error:
        raise refused(file.shown, f"is no JSON: {error}") from error
    except UnicodeDecodeError as error:
        raise refused(file.shown, "is not UTF-8") from error
    except RecursionError as error:
        raise refused(file.shown, "holds brackets inside brackets beyond reason") from error
    except ValueError as error:  # Python reads no integer of more than 4 300 digits
        raise refused(file.shown, "holds a number of thousands of digits") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """RFC 8259 leaves open which of two equal names counts, so two readers could see two documents in one."""
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        twice = next(name for name, count in counts.items() if count > 1)
        raise _Unfit(f"{twice[:40]!r} stands twice in one of its objects")
    return found


def _no_value(name: str) -> NoReturn:
    raise _Unfit(f"it holds {name}")


def _report(document: object) -> ParsedReport:
    entries = document.get("fileReports") if isinstance(document, dict) else None
    if not isinstance(entries, list) or not entries:
        raise _Unfit("it has no list fileReports with an object in it")
    collector = Collector("codacy")
    for number, entry in enumerate(entries):
        try:
            collector.add(*_file(entry))
        except _Unfit as error:
            raise _Unfit(f"fileReports[{number}] {error}") from error
    return collector.result()


def _file(entry: object) -> tuple[str, LineHits]:
    if not isinstance(entry, dict):
        raise _Unfit("is no object")
    name, coverage = entry.get("filename"), entry.get("coverage")
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME:
        raise _Unfit(f"has no filename of 1 to {LONGEST_NAME} characters")
    if not isinstance(coverage, dict):
        raise _Unfit("has no object coverage")
    for line, hits in coverage.items():
        if not _LINE.fullmatch(line):
            raise _Unfit(f"has the line {line[:40]!r}, which is no number from 1 to {HIGHEST_LINE}")
        if type(hits) is not int or not 0 <= hits <= MAX_HITS:  # a Boolean is an int to isinstance
            raise _Unfit(f"has for line {line} a count that is no number from 0 to {MAX_HITS}")
    return name, LineHits.from_mapping({int(line): hits for line, hits in coverage.items()})
