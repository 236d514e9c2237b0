from __future__ import annotations

from decimal import Decimal

import pytest

from reporter.errors import Fault, Level, Problem, Slug
from reporter.policy import Mode, choose_mode, exit_status, match_rate_problem, tolerate
from reporter.settings import FailOn

USER = Problem(slug=Slug.NO_REPORT, message="user")
SERVICE = Problem(slug=Slug.SERVICE_UNAVAILABLE, message="service", fault=Fault.SERVICE)
WARNING = Problem(slug=Slug.LOW_MATCH_RATE, message="warning", level=Level.WARNING)


@pytest.mark.parametrize(
    ("partial", "final", "reports_named", "mode"),
    [
        (False, False, False, Mode(uploads=True, final=True)),
        (False, False, True, Mode(uploads=True, final=True)),
        (True, False, False, Mode(uploads=True, final=False)),
        (True, False, True, Mode(uploads=True, final=False)),
        (False, True, False, Mode(uploads=False, final=True)),
        (False, True, True, Mode(uploads=True, final=True)),
        (True, True, False, Mode(uploads=True, final=True)),
        (True, True, True, Mode(uploads=True, final=True)),
    ],
)
def test_modes(partial: bool, final: bool, reports_named: bool, mode: Mode) -> None:
    assert choose_mode(partial=partial, final=final, reports_named=reports_named, matrix=False) == mode
    in_a_matrix = mode if partial or final else Mode(uploads=True, final=False, later=True)
    assert choose_mode(partial=partial, final=final, reports_named=reports_named, matrix=True) == in_a_matrix


@pytest.mark.parametrize(
    ("problems", "fail_on", "status"),
    [
        ([], FailOn.ANY, 0),
        ([WARNING], FailOn.ANY, 0),
        ([USER], FailOn.CONFIG, 1),
        ([SERVICE], FailOn.CONFIG, 0),
        ([SERVICE], FailOn.ANY, 3),
        ([SERVICE, USER], FailOn.ANY, 1),
        ([USER, SERVICE], FailOn.NEVER, 0),
    ],
)
def test_exit_status(problems: list[Problem], fail_on: FailOn, status: int) -> None:
    assert exit_status(problems, fail_on) == status


def test_what_does_not_fail_the_step_is_no_error() -> None:
    user, service = tolerate([USER, SERVICE], FailOn.CONFIG)

    assert (user.level, service.level) == (Level.ERROR, Level.WARNING)
    assert [problem.level for problem in tolerate([USER, SERVICE], FailOn.NEVER)] == [Level.ERROR, Level.ERROR]


@pytest.mark.parametrize(
    ("matched", "total", "minimum", "level"),
    [
        (9, 10, "0", None),
        (10, 10, "100", None),
        (89, 100, "0", Level.WARNING),
        (89, 100, "89", Level.WARNING),
        (94, 100, "95", Level.ERROR),
        (0, 10, "95", None),
    ],
)
def test_match_rate(matched: int, total: int, minimum: str, level: Level | None) -> None:
    problem = match_rate_problem(matched, total, Decimal(minimum))

    assert (problem and problem.level) == level
