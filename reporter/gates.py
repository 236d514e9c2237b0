"""The gates: whether the coverage, and that of the changed lines, is what the user asks for. Pure decisions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from reporter.errors import Level, Problem, Slug
from reporter.figures import Lines
from reporter.model import Coverage
from reporter.patch import Patch, Span, largest_first, uncovered_spans
from reporter.patch_remarks import unknowns
from reporter.text import counted, grouped, percent

TOTAL_GATE = "fail-under"
PATCH_GATE = "fail-under-patch"

PLACES = 10
"""How many places that lack a test are named."""


class Verdict(StrEnum):
    """What a gate says; the values of the output ``gate``."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate that was judged: the input that asks for ``minimum`` percent, and the lines that were measured.

    ``missing`` is how many more lines have to be covered, ``mending`` where they are best found.
    """

    name: str
    minimum: Decimal
    lines: Lines
    verdict: Verdict
    missing: int = 0
    mending: tuple[Span, ...] = ()

    @property
    def asked(self) -> str:
        """``80 %``."""
        return f"{self.minimum.normalize():f} %"


@dataclass(frozen=True, slots=True)
class Judged:
    """The gates that were asked for and could be about something, and what is to be said of them."""

    gates: tuple[Gate, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def verdict(self) -> Verdict | None:
        """That of all gates together; None where there is none."""
        verdicts = {gate.verdict for gate in self.gates}
        return next((one for one in (Verdict.FAILED, Verdict.UNKNOWN, Verdict.PASSED) if one in verdicts), None)

    @property
    def passed(self) -> list[str]:
        """A line on each gate that has passed; on the others there are problems."""
        return [
            f"{gate.name} passed: {percent(gate.lines.hundredths) if gate.lines.coverable else 'no line to cover'}, "
            f"{gate.asked} asked"
            for gate in self.gates
            if gate.verdict is Verdict.PASSED
        ]


def judge(
    total: Decimal | None,
    changed: Decimal | None,
    coverage: Coverage,
    patch: Patch | None,
    *,
    in_pull_request: bool,
) -> Judged:
    """The gates whose minimum is given, ``changed`` only in a pull request; without ``patch`` its lines are unknown."""
    gates = [judge_total(total, coverage)] if total is not None else []
    if changed is not None and in_pull_request:
        gates.append(judge_patch(changed, patch))
    problems = [_failure(gate) for gate in gates if gate.verdict is Verdict.FAILED]
    if patch:
        problems += unknowns(patch, next((gate.name for gate in gates if gate.verdict is Verdict.UNKNOWN), ""))
    return Judged(tuple(gates), tuple(problems))


def judge_total(minimum: Decimal, coverage: Coverage) -> Gate:
    """``fail-under``, on the whole coverage."""
    lines = total_of(coverage)
    missing = lines_missing(minimum, lines)
    if not missing:
        return Gate(TOTAL_GATE, minimum, lines, Verdict.PASSED)
    spans = largest_first(span for path, table in coverage.items() for span in uncovered_spans(path, table))
    return Gate(TOTAL_GATE, minimum, lines, Verdict.FAILED, missing, enough(missing, spans))


def judge_patch(minimum: Decimal, patch: Patch | None) -> Gate:
    """``fail-under-patch``, on the lines that a pull request adds or changes.

    Lines that are unknown leave the verdict unknown, unless it is the same whether all or none of them are covered.
    """
    if patch is None:
        return Gate(PATCH_GATE, minimum, Lines(), Verdict.UNKNOWN)
    lines = patch.lines
    at_worst = lines + Lines(sum(file.uncovered for file in patch.unknown))
    covered = sum(file.covered for file in patch.unknown)
    missing = lines_missing(minimum, lines + Lines(covered, covered))
    if patch.cut or (not missing and lines_missing(minimum, at_worst)):
        return Gate(PATCH_GATE, minimum, lines, Verdict.UNKNOWN)
    if not missing:
        return Gate(PATCH_GATE, minimum, lines, Verdict.PASSED)
    return Gate(PATCH_GATE, minimum, lines, Verdict.FAILED, missing, enough(missing, patch.uncovered))


def total_of(coverage: Coverage) -> Lines:
    """All lines of all files."""
    return sum((Lines(table.coverable, table.covered) for table in coverage.values()), Lines())


def lines_missing(minimum: Decimal, lines: Lines) -> int:
    """How many more lines must be covered for ``minimum`` percent; 0 where they are enough. Nothing is rounded."""
    return max(0, math.ceil(Fraction(minimum) * lines.coverable / 100) - lines.covered)


def enough(missing: int, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The fewest of the spans, largest first, that hold ``missing`` lines, the last no larger than needed.

    Never more than PLACES.
    """
    chosen: list[Span] = []
    for index, span in enumerate(spans[:PLACES]):
        if span.lines >= missing:
            return (*chosen, min((one for one in spans[index:] if one.lines >= missing), key=lambda one: one.lines))
        chosen.append(span)
        missing -= span.lines
    return tuple(chosen)


def _failure(gate: Gate) -> Problem:
    """What was asked and what was found, with the lines that would mend it."""
    what = "changed lines" if gate.name == PATCH_GATE else "lines"
    share = percent(gate.lines.hundredths)
    covered, coverable = grouped(gate.lines.covered), counted(gate.lines.coverable, "line")
    others = gate.missing - sum(span.lines for span in gate.mending)
    more = f" and for {counted(others, 'other line')}" if others > 0 else ""
    return Problem(
        slug=Slug.BELOW_MINIMUM,
        message=f"{share} of the {what} are covered, and {gate.name} asks for {gate.asked}.",
        reason=f"{covered} of {coverable} are covered; {grouped(gate.missing)} more would do.",
        cure=f"Write tests for {', '.join(map(str, gate.mending))}{more}.",
    )


def in_part(names: Sequence[str], *, legs: int, reads_reports: bool = True) -> Problem | None:
    """What is wrong with the inputs ``names`` in a step that does not see the whole coverage; an error for gates.

    That is one job of a matrix with several ``legs``, or a step that reads no report.
    """
    if not names or (legs <= 1 and reads_reports):
        return None
    listed = " and ".join(names)
    level = Level.ERROR if {TOTAL_GATE, PATCH_GATE}.intersection(names) else Level.WARNING
    if legs > 1:
        return Problem(
            slug=Slug.ONLY_A_PART,
            level=level,
            message=f"{listed} cannot work in one of the {legs} jobs of a matrix.",
            reason="Each of them knows only its own part of the coverage.",
            cure="Set dry-run: true here, pass the payload files on as artifacts, "
            f"and set {listed} in one job after these.",
        )
    return Problem(
        slug=Slug.ONLY_A_PART,
        level=level,
        message=f"{listed} cannot work in a step that reads no reports.",
        reason="Without coverage-reports, final: true sends the final notification and does nothing else.",
        cure=f"Move {listed} to the step that reads the reports, or name the payload files in coverage-reports.",
    )
