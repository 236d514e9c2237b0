from __future__ import annotations

import re

import pytest

from reporter.errors import (
    Fault,
    NotThisFormat,
    Problem,
    ReporterError,
    ReportError,
    ServiceError,
    SettingsError,
    Slug,
    UploadRefused,
    UploadUnavailable,
    UserError,
)


def test_slugs_are_unique() -> None:
    assert len(Slug.__members__) == len(list(Slug)), "two names share one anchor"


@pytest.mark.parametrize("slug", Slug)
def test_a_slug_is_an_anchor_named_like_its_member(slug: Slug) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug.value)
    assert slug.value == slug.name.lower().replace("_", "-")


def test_exit_statuses_tell_whose_move_it_is() -> None:
    assert (Fault.USER.value, Fault.SERVICE.value) == (1, 3)


def test_an_error_carries_all_its_problems() -> None:
    problems = [Problem(slug=Slug.INPUT_INVALID, message=f"{name} is wrong") for name in ("partial", "final")]

    error = SettingsError(*problems)

    assert error.problems == tuple(problems)
    assert str(error) == "partial is wrong; final is wrong"


def test_a_report_error_is_one_problem_with_its_place() -> None:
    error = ReportError(Slug.REPORT_MALFORMED, "ends early", reason="r", cure="c", line=3, column=4)

    assert error.problems == (
        Problem(slug=Slug.REPORT_MALFORMED, message="ends early", reason="r", cure="c", line=3, column=4),
    )


def test_another_format_is_no_known_format() -> None:
    assert [problem.slug for problem in NotThisFormat("has no <class>").problems] == [Slug.REPORT_UNKNOWN_FORMAT]


@pytest.mark.parametrize("kind", [SettingsError, ReportError, NotThisFormat, UploadRefused])
def test_what_the_user_must_fix_is_a_user_error(kind: type[ReporterError]) -> None:
    assert issubclass(kind, UserError)
    assert not issubclass(kind, ServiceError)


def test_an_outage_is_no_error_of_the_user() -> None:
    assert issubclass(UploadUnavailable, ServiceError)
    assert not issubclass(UploadUnavailable, UserError)
