"""What is said of the step as a whole: inputs without effect, an incomplete end, a fault of our own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reporter.errors import Level, Problem, Slug
from reporter.settings import Settings


def remarks_on_inputs(settings: Settings) -> Iterator[Problem]:
    """What the user should know about the inputs although nothing is wrong with them."""
    if settings.coverage_reporter_version:
        yield Problem(
            slug=Slug.INPUT_IGNORED,
            level=Level.NOTICE,
            message="coverage-reporter-version has no effect.",
            reason="This action holds everything it needs and downloads nothing.",
            cure="Remove the input.",
        )


def final_incomplete() -> Problem:
    """The final notification went out although reports are missing."""
    return Problem(
        slug=Slug.FINAL_INCOMPLETE,
        level=Level.WARNING,
        message="Codacy was told that the coverage is complete although some reports could not be used.",
        reason="The reports that could be read were sent, so the figure on Codacy lacks the others.",
        cure="Mend the reports named above and run the job again.",
    )


def cancelled_early(payload_path: str) -> Problem:
    """The runner ended the step; ``payload_path`` is where the coverage is kept, if it is."""
    kept = f" The coverage is kept in {payload_path}." if payload_path else ""
    return Problem(
        slug=Slug.CANCELLED,
        message="The step was cancelled before everything was sent.",
        reason=f"The runner asked it to end.{kept}",
        cure="Run the job again.",
    )


def own_fault(error: Exception, report: str = "") -> Problem:
    """An exception that nobody foresaw, in reading one report where it is named.

    The place in the code is enough to find the fault, and holds nothing of the user's.
    """
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    place = f" at {Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else ""
    return Problem(
        slug=Slug.INTERNAL,
        message=f"{report or 'The coverage'} could not be handled because of a fault in this action.",
        reason=f"{type(error).__name__}{place}: {error}",
        cure="Please report this line" + (", with the report if you can." if report else "."),
        file=report,
    )


def traceback_of(error: Exception) -> str:
    """The whole of it, for step debugging."""
    import traceback  # noqa: PLC0415 - hardly ever needed

    return "".join(traceback.format_exception(error))
