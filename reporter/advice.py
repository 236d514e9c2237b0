"""Suggestions in words: when they are right, and the lines to paste into the workflow. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from reporter.suggestions import MAPPING, PREFIX, Setting, Suggestion
from reporter.text import counted, visible

_ALTERNATIVES = 2
_PLAIN = re.compile(r"(?!(?:true|false|null|yes|no|on|off)$)[a-z_][\w./@+-]*", re.ASCII | re.IGNORECASE)
"""What YAML takes for text without quotes."""


def advice(found: Sequence[Suggestion]) -> str:
    """One sentence, and the YAML of a step on the lines below it; empty where there is nothing to suggest.

    A step has one prefix, so that reports which need different ones need steps of their own.
    """
    if not found:
        return ""
    prefixes = [one for one in found if one.setting.name == PREFIX]
    mappings = [one.setting for one in found if one.setting.name == MAPPING]
    conditions = ", and ".join(map(_condition, found))
    if len(prefixes) > 1:
        steps = (line for one in prefixes for line in _step([one.setting, *mappings], one.reports))
        return "\n".join([f"If {conditions}, send each report in a step of its own:", *steps])
    return "\n".join([f"If {conditions}, add to this step:", *_step([*(one.setting for one in prefixes), *mappings])])


def _step(settings: Sequence[Setting], reports: Sequence[str] = ()) -> Iterator[str]:
    yield "with:"
    if reports:
        yield "  coverage-reports: |"
        yield from (f"    {visible(report)}" for report in reports)
    yield from (f"  path-prefix: {_scalar(setting.value)}" for setting in settings if setting.name == PREFIX)
    mappings = [f"    {setting.value}" for setting in settings if setting.name == MAPPING]
    if mappings:
        yield from ("  path-mapping: |", *mappings)


def _scalar(text: str) -> str:
    """The text as a YAML value; JSON's strings are YAML too."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _condition(one: Suggestion) -> str:
    """``37 files of build/coverage.xml are below packages/api``."""
    if one.count == 1:
        return f"{visible(one.file)} is the file meant by {visible(one.path)}"
    first, *more = map(visible, one.reports)
    others = f" and {counted(len(more), 'other report')}" if more else ""
    files = f"{counted(one.count, 'file')} of {first}{others}"
    if one.setting.name == PREFIX:
        return f"{files} are below {one.setting.value}{_or_else(one)}"
    return f"{one.setting.value.partition(' => ')[0]} in {files} is {_place(one.setting)}{_or_else(one)}"


def _or_else(one: Suggestion) -> str:
    """The other places that are as good, as far as anyone can tell."""
    others = list(map(_place, one.instead))
    if not others:
        return ""
    more = f" and {len(others) - _ALTERNATIVES} more" if len(others) > _ALTERNATIVES else ""
    return f" (and not {' or '.join(others[:_ALTERNATIVES])}{more})"


def _place(setting: Setting) -> str:
    return "the root of the repository" if setting.place == "." else setting.place
