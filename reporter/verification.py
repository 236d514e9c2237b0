"""Asks Codacy, within the time that the user gives, what became of the coverage that it has accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from reporter import verdicts
from reporter.codacy_v3 import Changes, NotTold, Shown
from reporter.errors import Problem, UploadRefused
from reporter.failures import TryAgain
from reporter.figures import Lines
from reporter.text import decimal
from reporter.verdicts import MISSING_FINAL, PROCESSED, UNLISTED

FIRST_WAIT = 2.0
LONGEST_WAIT = 30.0
GROWTH = 1.5


class Questions(Protocol):
    """What is needed of codacy_v3.Codacy, which says what each raises."""

    @property
    def knows_repository(self) -> bool:
        """Whether there is a repository to ask about."""

    @property
    def tells_statuses(self) -> bool:
        """Whether the token may ask for statuses and pull requests."""

    def statuses(self, commit: str) -> dict[str, str]:
        """Language → status of the newest report for the commit."""

    def coverage(self, commit: str, branch: str) -> Shown | None:
        """The figure of the commit."""

    def changes(self, pull_request: int) -> Changes | None:
        """The figures of the pull request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What Codacy accepted: reports in ``languages``, spelled as Codacy does, and perhaps the final notification.

    ``lines`` are those of the whole commit, None where other jobs send some too. ``branch`` is where the commit was
    pushed, empty if unknown; ``pull_request`` is 0 where there is none.
    """

    commit: str
    languages: tuple[str, ...]
    final: bool
    branch: str = ""
    pull_request: int = 0
    lines: Lines | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """What Codacy says. ``processed`` is None where it says nothing; ``rows`` are names and values to show."""

    processed: bool | None
    rows: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class View:
    """What Codacy says at one time. Of ``statuses`` UNLISTED are reports that it does not list."""

    statuses: dict[str, str] = field(default_factory=dict)
    shown: Shown | None = None
    changes: Changes | None = None

    def all_of(self, *wanted: str) -> bool:
        """Whether there are statuses and each is one of these."""
        return bool(self.statuses) and set(self.statuses.values()) <= set(wanted)


def verify(
    codacy: Questions, sent: Sent, *, seconds: float, clock: Callable[[], float], sleep: Callable[[float], None]
) -> Verified:
    """What Codacy says about ``sent`` once it has processed it, or at the end of ``seconds``. Raises nothing.

    It is asked at once, after pauses that grow, and at the end of the time once more.
    """
    if not codacy.knows_repository:
        return Verified(None, problems=(verdicts.nameless(),))
    if not codacy.tells_statuses and not sent.final:
        return Verified(None, problems=(verdicts.part_of_a_commit(),))
    try:
        view, trouble = watch(codacy, sent, clock() + seconds, clock, sleep)
    except UploadRefused as error:
        return Verified(None, problems=tuple(map(verdicts.quiet, error.problems)))
    except NotTold as refusal:
        return Verified(None, problems=(verdicts.not_told(refusal.said, account=codacy.tells_statuses),))
    if view is None:
        return Verified(None, problems=(verdicts.not_answered(trouble),))
    return Verified(processed(view, sent), tuple(rows(view)), tuple(problems(view, sent)))


def watch(
    codacy: Questions, sent: Sent, deadline: float, clock: Callable[[], float], sleep: Callable[[float], None]
) -> tuple[View | None, str]:
    """What Codacy says last, None if it never answered, and why it did not. Raises UploadRefused and NotTold."""
    view, before, trouble, wait = None, None, "", FIRST_WAIT
    while True:
        pause = wait
        try:
            before, view = view, look(codacy, sent)
        except TryAgain as error:
            trouble, pause = error.reason, max(wait, error.retry_after or 0.0)
        left = deadline - clock()
        if left <= 0 or (view and settled(view, before, sent)):
            return view, trouble
        sleep(min(pause, left))
        wait = min(wait * GROWTH, LONGEST_WAIT)


def look(codacy: Questions, sent: Sent) -> View:
    """Everything that can be asked now: of a part its statuses, figures only of what is processed."""
    view = View()
    if codacy.tells_statuses:
        view.statuses = of_interest(codacy.statuses(sent.commit), sent.languages)
        if not sent.final or not view.all_of(PROCESSED):
            return view
    view.shown = codacy.coverage(sent.commit, sent.branch)
    if codacy.tells_statuses and sent.pull_request:
        view.changes = codacy.changes(sent.pull_request)
    return view


def of_interest(found: Mapping[str, str], languages: tuple[str, ...]) -> dict[str, str]:
    """The statuses of these languages; all where none is named. ``""`` stands for a language that is not told."""
    by_name = {name.lower(): status for name, status in found.items()}
    names = languages or tuple(found) or ("",)
    return {name: by_name.get(name.lower(), by_name.get("", UNLISTED)) for name in names}


def processed(view: View, sent: Sent) -> bool:
    """Whether Codacy has done what it can: a part has to wait for the final notification."""
    if not sent.final:
        return view.all_of(PROCESSED, MISSING_FINAL)
    return view.all_of(PROCESSED) or view.shown is not None


def settled(view: View, before: View | None, sent: Sent) -> bool:
    """Whether nothing is left to wait for; ``before`` is what Codacy said the time before.

    A figure that differs may become ours when Codacy has counted all. That it has is sure where it says so twice.
    """
    if not sent.final:
        return processed(view, sent)
    if view.shown is None:
        return False
    return not verdicts.difference(sent.lines, view.shown) or (view.all_of(PROCESSED) and view == before)


def problems(view: View, sent: Sent) -> Iterator[Problem]:
    """Why Codacy does not show what was sent, or shows something else."""
    fine = {PROCESSED} if sent.final else {PROCESSED, MISSING_FINAL}
    for status in sorted(set(view.statuses.values()) - fine):
        languages = sorted(name for name, found in view.statuses.items() if found == status)
        yield verdicts.of_status(status, ", ".join(filter(None, languages)), sent.commit)
    if sent.final and not view.statuses and view.shown is None:
        yield verdicts.no_figure(sent.commit, sent.branch)
    if sent.lines and view.shown and verdicts.difference(sent.lines, view.shown):
        yield verdicts.of_difference(sent.lines, view.shown)


def rows(view: View) -> Iterator[tuple[str, str]]:
    """What to show of it, as names and values."""
    for language, status in sorted(view.statuses.items()):
        yield language or "Report", status or "not listed yet"
    if view.shown:
        yield "Coverage", verdicts.shown_as(view.shown)
    if changes := view.changes:
        yield "Changed lines", changed(changes)
        if changes.variation is not None:
            yield "Against the base", f"{'-' if changes.variation < 0 else '+'}{decimal(abs(changes.variation))} points"
        if changes.up_to_standards is not None:
            yield "Gates on Codacy", "passed" if changes.up_to_standards else "not passed"


def changed(changes: Changes) -> str:
    """The coverage of the changed lines, or why there is none (DiffCoverageReason)."""
    if changes.hundredths is not None:
        return verdicts.shown_as(Shown(changes.hundredths, changes.lines))
    return {
        "NoCoverableLines": "none of them can be covered",
        "MissingRequirements": "not known: the common ancestor or the head has no coverage on Codacy",
    }.get(changes.cause, "not known")
