"""One suggestion for each cause of files being left out: the input that would lead most of them home. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from reporter.model import RepoPath, ReportPath
from reporter.path_figures import REFUSED
from reporter.paths import Decision, Outcome
from reporter.paths.index import Root, composed
from reporter.paths.nearest import cure
from reporter.paths.spelling import spell

PREFIX, MAPPING = "path-prefix", "path-mapping"

_PER_REPORT = 3
"""A report with more causes has no common one."""

_CANDIDATES = 8
"""A path that fits more files tells nothing of where the report is at home."""


class Setting(NamedTuple):
    """An input and its value: a folder for PREFIX, a line ``from => to`` for MAPPING."""

    name: str
    value: str

    @property
    def place(self) -> str:
        """Where in the repository the setting leads, ``.`` for its root."""
        return self.value.rpartition(" => ")[2]

    @property
    def can_be_pasted(self) -> bool:
        """Whether the names in it are no more than names to YAML and to GitHub."""
        return self.value.isprintable() and "${{" not in self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A setting that would decide ``count`` files of ``reports``.

    ``path``, as a report writes it, is the first of these and ``file`` where the setting leads it. ``instead`` are
    settings that would decide as many of them, another way. ``ambiguous`` says that some of the files fit several
    files of the repository, rather than none.
    """

    setting: Setting
    path: ReportPath
    file: RepoPath
    instead: tuple[Setting, ...] = ()
    reports: tuple[str, ...]
    count: int
    ambiguous: bool = False


def suggestions(reports: Iterable[tuple[str, Iterable[Decision]]]) -> tuple[Suggestion, ...]:
    """At most one suggestion for each cause, the one that helps most files first.

    Files of a report have one cause in common if one setting would decide all of them, and so have reports.
    """
    causes: dict[Setting, Suggestion] = {}
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
    left = [(decision, _settings(decision)) for decision in decisions if decision.outcome in REFUSED]
    ambiguous = sum(_is_ambiguous(decision) for decision, settings in left if settings)
    for _ in range(_PER_REPORT):
        votes = Counter(setting for _, settings in left for setting in settings)
        if not votes:
            return
        most = max(votes.values())
        chosen, *instead = sorted(setting for setting, count in votes.items() if count == most)
        decided = [(decision, file) for decision, settings in left if (file := _led_to(chosen, decision, settings))]
        left = [(decision, settings) for decision, settings in left if not _led_to(chosen, decision, settings)]
        told_apart = sum(_is_ambiguous(decision) for decision, _ in decided)
        if told_apart and told_apart * 2 <= ambiguous:
            continue
        if len({file for _, file in decided}) < len(decided):  # it would credit one file with two
            continue
        yield Suggestion(
            setting=chosen,
            path=decided[0][0].report_path,
            file=decided[0][1],
            instead=tuple(instead),
            reports=(shown,),
            count=len(decided),
            ambiguous=told_apart > 0,
        )
        if chosen.name == PREFIX:  # a step has one at most
            left = [(decision, _only_mappings(settings)) for decision, settings in left]


def _is_ambiguous(decision: Decision) -> bool:
    return decision.outcome is Outcome.AMBIGUOUS


def _only_mappings(settings: dict[Setting, RepoPath]) -> dict[Setting, RepoPath]:
    return {setting: file for setting, file in settings.items() if setting.name == MAPPING}


def _settings(decision: Decision) -> dict[Setting, RepoPath]:
    """Each setting that would decide the path, and the file it would lead to."""
    if not decision.cure:
        return {}
    cures = {decision.cure: decision.nearest or decision.candidates[0]}
    if len(decision.candidates) <= _CANDIDATES:
        path = spell(decision.report_path).path
        cures |= {text: file for file in decision.candidates if (text := cure(path, composed(file)))}
    settings = {Setting(*text.split(": ", 1)): file for text, file in cures.items()}
    return {setting: file for setting, file in settings.items() if setting.can_be_pasted}


def _led_to(setting: Setting, decision: Decision, settings: dict[Setting, RepoPath]) -> RepoPath | None:
    """The file to which ``setting`` leads the path; also where the path alone would not have suggested it."""
    if settings or not decision.nearest or setting.name != MAPPING:
        return settings.get(setting)
    taken, _, added = setting.value.partition(" => ")
    place = Root(taken, "" if added == "." else added).place(spell(decision.report_path).path)
    return decision.nearest if place == composed(decision.nearest) else None
