"""What the step does and how it ends: modes, statuses and exit statuses, as pure decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reporter.errors import Fault, Level, Problem, Slug
from reporter.settings import FailOn


@dataclass(frozen=True, slots=True)
class Mode:
    """Which of its two acts the step performs; ``later`` says that the post step performs the second, where it may."""

    uploads: bool
    final: bool
    later: bool = False


WHOLE = Mode(uploads=True, final=True)


def choose_mode(*, partial: bool, final: bool, reports_named: bool, matrix: bool) -> Mode:
    """The mode for two inputs, whether ``coverage-reports`` is given, and whether the job is one of a matrix.

    An explicit ``false`` is the same as unset.
    """
    if matrix and not partial and not final:
        return Mode(uploads=True, final=False, later=True)
    if partial and not final:
        return Mode(uploads=True, final=False)
    return Mode(uploads=reports_named or partial or not final, final=True)


def tolerate(problems: Sequence[Problem], fail_on: FailOn) -> tuple[Problem, ...]:
    """The problems as loud as they are meant: what does not fail the step is no error.

    ``never`` keeps errors as annotations although the step is green.
    """
    if fail_on is not FailOn.CONFIG:
        return tuple(problems)
    return tuple(
        replace(problem, level=Level.WARNING)
        if problem.level is Level.ERROR and problem.fault is Fault.SERVICE
        else problem
        for problem in problems
    )


def exit_status(problems: Iterable[Problem], fail_on: FailOn) -> int:
    """0 fine or tolerated, 1 something the user must fix, 3 the service's fault."""
    if fail_on is FailOn.NEVER:
        return 0
    faults = {problem.fault for problem in problems if problem.level is Level.ERROR}
    if Fault.USER in faults:
        return Fault.USER.value
    return Fault.SERVICE.value if faults and fail_on is FailOn.ANY else 0


def match_rate_problem(matched: int, total: int, minimum: Decimal) -> Problem | None:
    """What is wrong with ``matched`` of ``total`` report files being in the repository, if anything.

    Below ``minimum`` percent it is an error, below 90 % a warning; none at all is for the caller to say.
    """
    if not total or not matched:
        return None
    rate = Decimal(100 * matched) / total
    if rate >= max(minimum, Decimal(90)):
        return None
    failed = rate < minimum
    return Problem(
        slug=Slug.LOW_MATCH_RATE,
        level=Level.ERROR if failed else Level.WARNING,
        message=f"Only {matched} of {total} report files ({matched * 100 // total} %) were found in the repository.",
        reason=f"min-match-rate asks for {minimum} %, so nothing is sent." if failed else "The others are left out.",
        cure="Set path-prefix or path-mapping if the files left out only start in another place.",
    )
