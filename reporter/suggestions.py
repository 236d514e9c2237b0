"""One suggestion for each cause of files being left out: the input that would lead most of them home. Pure."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reporter.model import RepoPath, ReportPath
from reporter.path_figures import REFUSED
from reporter.paths import Decision, Outcome
from reporter.paths.index import Root, composed
from reporter.paths.nearest import cure
from reporter.paths.spelling import spell
from reporter.text import counted, visible

_PER_REPORT = 3
"""A report with more causes has no common one."""

_CANDIDATES = 8
"""A path that fits more files tells nothing of where the report is at home."""

_PREFIX, _MAPPING = "path-prefix: ", "path-mapping: "
_PLAIN = re.compile(r"(?!(?:true|false|null|yes|no|on|off)$)[a-z_][\w./@+-]*", re.ASCII | re.IGNORECASE)
"""What YAML takes for text without quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An input (``path-prefix: packages/api``) that would decide ``count`` files of ``reports``.

    ``path``, as a report writes it, is the first of these and ``file`` where the input leads it. ``instead`` are
    inputs that would decide as many of them, another way. ``ambiguous`` says that some of the files fit several files
    of the repository, rather than none.
    """

    setting: str
    path: ReportPath
    file: RepoPath
    instead: tuple[str, ...] = ()
    reports: tuple[str, ...]
    count: int
    ambiguous: bool = False

    @property
    def prefix(self) -> str:
        """The value of ``path-prefix``; empty where the suggestion is a mapping."""
        return self.setting.removeprefix(_PREFIX) if self.setting.startswith(_PREFIX) else ""

    @property
    def mapping(self) -> str:
        """The line for ``path-mapping``; empty where the suggestion is a prefix."""
        return self.setting.removeprefix(_MAPPING) if self.setting.startswith(_MAPPING) else ""


def suggestions(reports: Iterable[tuple[str, Iterable[Decision]]]) -> tuple[Suggestion, ...]:
    """At most one suggestion for each cause, the one that helps most files first.

    Files have one cause in common if one input would decide all of them; reports, if it is the same input.
    """
    causes: dict[str, Suggestion] = {}
    for shown, decisions in reports:
        for found in _of_report(shown, decisions):
            known = causes.get(found.setting)
            causes[found.setting] = found if known is None else _together(known, found)
    return tuple(sorted(causes.values(), key=lambda one: (-one.count, one.setting)))


def _together(one: Suggestion, other: Suggestion) -> Suggestion:
    return replace(
        one,
        instead=tuple(setting for setting in one.instead if setting in other.instead),
        reports=(*one.reports, *other.reports),
        count=one.count + other.count,
        ambiguous=one.ambiguous or other.ambiguous,
    )


def _of_report(shown: str, decisions: Iterable[Decision]) -> Iterator[Suggestion]:
    """What decides most of the files, then what decides most of the others.

    A place for ambiguous files must be the place of most of them: a report has but one home.
    """
    left = [(decision, _cures(decision)) for decision in decisions if decision.outcome in REFUSED]
    ambiguous = sum(_is_ambiguous(decision) for decision, cures in left if cures)
    for _ in range(_PER_REPORT):
        votes = Counter(setting for _, cures in left for setting in cures)
        if not votes:
            return
        most = max(votes.values())
        setting, *instead = sorted(setting for setting, count in votes.items() if count == most)
        decided = [(decision, file) for decision, cures in left if (file := _led_to(setting, decision, cures))]
        left = [(decision, cures) for decision, cures in left if not _led_to(setting, decision, cures)]
        told_apart = sum(_is_ambiguous(decision) for decision, _ in decided)
        if told_apart and told_apart * 2 <= ambiguous:
            continue
        if len({file for _, file in decided}) < len(decided):  # it would credit one file with two
            continue
        yield Suggestion(
            setting=setting,
            path=decided[0][0].report_path,
            file=decided[0][1],
            instead=tuple(instead),
            reports=(shown,),
            count=len(decided),
            ambiguous=told_apart > 0,
        )
        if setting.startswith(_PREFIX):
            left = [(decision, _without_prefixes(cures)) for decision, cures in left]


def _is_ambiguous(decision: Decision) -> bool:
    return decision.outcome is Outcome.AMBIGUOUS


def _without_prefixes(cures: dict[str, RepoPath]) -> dict[str, RepoPath]:
    """A step has one ``path-prefix`` at most."""
    return {setting: file for setting, file in cures.items() if not setting.startswith(_PREFIX)}


def _cures(decision: Decision) -> dict[str, RepoPath]:
    """Each input that would decide the path and can be pasted, and the file it would lead to."""
    if not decision.cure:
        return {}
    cures = {decision.cure: decision.nearest or decision.candidates[0]}
    if len(decision.candidates) <= _CANDIDATES:
        path = spell(decision.report_path).path
        cures |= {cure(path, composed(file)): file for file in decision.candidates}
    return {setting: file for setting, file in cures.items() if _can_be_pasted(setting)}


def _can_be_pasted(setting: str) -> bool:
    """Whether the names in it are no more than names to YAML and to GitHub."""
    return setting != "" and setting.isprintable() and "${{" not in setting


def _led_to(setting: str, decision: Decision, cures: dict[str, RepoPath]) -> RepoPath | None:
    """The file to which the input leads the path; also where the path alone would not have suggested that input."""
    if cures or not decision.nearest or not setting.startswith(_MAPPING):
        return cures.get(setting)
    taken, _, added = setting.removeprefix(_MAPPING).partition(" => ")
    place = Root(taken, "" if added == "." else added).place(spell(decision.report_path).path)
    return decision.nearest if place == composed(decision.nearest) else None


def advice(found: Sequence[Suggestion]) -> str:
    """A sentence that says when the suggestions are right, and the lines to paste; empty where there are none."""
    if not found:
        return ""
    prefixes = [one for one in found if one.prefix]
    mappings = [one.mapping for one in found if one.mapping]
    where = "add to this step" if len(prefixes) <= 1 else "send each report in a step of its own"
    lines = [f"If {', and '.join(map(_condition, found))}, {where}:"]
    for one in prefixes if len(prefixes) > 1 else prefixes or (None,):
        lines.append("with:")
        if one and len(prefixes) > 1:
            lines += ["  coverage-reports: |", *(f"    {visible(report)}" for report in one.reports)]
        if one:
            lines.append(f"  path-prefix: {_scalar(one.prefix)}")
        if mappings:
            lines += ["  path-mapping: |", *(f"    {line}" for line in mappings)]
    return "\n".join(lines)


def _condition(one: Suggestion) -> str:
    """``37 files of build/coverage.xml are below packages/api``."""
    if one.count == 1:
        return f"{visible(one.file)} is the file meant by {visible(one.path)}"
    first, *more = map(visible, one.reports)
    others = f" and {counted(len(more), 'other report')}" if more else ""
    files = f"{counted(one.count, 'file')} of {first}{others}"
    if one.prefix:
        return f"{files} are below {one.prefix}{_or_else(one)}"
    taken, _, added = one.mapping.partition(" => ")
    place = "the root of the repository" if added == "." else added
    return f"{taken} in {files} is {place}{_or_else(one)}"


def _or_else(one: Suggestion) -> str:
    """The other places that are as good, as far as anyone can tell."""
    others = [setting.removeprefix(_PREFIX).rpartition(" => ")[2] for setting in one.instead]
    if not others:
        return ""
    more = f" and {len(others) - 2} more" if len(others) > 2 else ""
    return f" (and not {' or '.join(others[:2])}{more})"


def _scalar(text: str) -> str:
    """The text as a YAML value; JSON's strings are YAML too."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
