from __future__ import annotations

import pytest

from reporter.errors import Level, Slug
from reporter.matrix import Decision, Doubt, Verdict
from reporter.matrix_remarks import final_of_a_failed_job, final_of_every_job


@pytest.mark.parametrize("doubt", Doubt)
def test_every_doubt_has_its_reason_and_a_cure_to_paste(doubt: Doubt) -> None:
    problem = final_of_every_job(Decision(Verdict.FALL_BACK, "{what} is known", doubt), 12)

    assert (problem.slug, problem.level) == (Slug.MATRIX_FINALS, Level.NOTICE)
    assert problem.message.startswith("Each of the 12 jobs")
    assert ("{what} is known" in problem.reason) == (doubt is not Doubt.NO_JOB_ID)
    assert "partial: true" in problem.cure
    assert "final: true" in problem.cure


def test_a_name_is_mended_by_the_values_of_the_matrix() -> None:
    assert (
        "name: tests (${{ matrix.python }})"
        in final_of_every_job(Decision(Verdict.FALL_BACK, "Tests", Doubt.NAME), 2).cure
    )


def test_a_failed_job_is_a_warning_because_its_upload_was_the_error() -> None:
    problem = final_of_a_failed_job()

    assert (problem.slug, problem.level) == (Slug.FINAL_WITHHELD, Level.WARNING)
    assert "run this job again" in problem.cure
