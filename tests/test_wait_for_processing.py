"""`wait-for-processing` from the step's inputs to its log, summary and outputs, against the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from reporter.figures import Lines
from reporter.sandbox import Sandbox
from reporter.sandbox.faults import Fault, status
from reporter.sandbox.v3 import Processing
from tests.fake_runner import pull_request
from tests.job import COVERAGE, HEAD, TOKEN, Job, lcov, slugs

ACCOUNT = {"project-token": "", "api-token": "account"}


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Any]:
    """Makes a job whose Codacy goes on as told."""
    with ExitStack() as sandboxes:

        def job(
            *states: str, shown: Lines | None = None, faults: dict[int | str, Fault] | None = None, **runner: Any
        ) -> Job:
            processing = Processing(states or ("Processed",), shown)
            sandbox = Sandbox(project_token=TOKEN, account_token="account", processing=processing, faults=faults)
            made = Job(tmp_path, sandboxes.enter_context(sandbox), **runner)
            made.write("lcov.info", lcov(COVERAGE))
            return made

        yield job


def asked(job: Job) -> list[str]:
    return [request.route for request in job.sandbox.state.requests if request.method == "GET"]


def test_codacy_is_not_asked_by_itself(make: Any) -> None:
    job = make()

    result = job.step(None, **ACCOUNT)

    assert (asked(job), result.outputs["processed"]) == ([], "")


def test_what_codacy_has_processed_is_shown(make: Any) -> None:
    job = make()

    result = job.step(None, wait_for_processing="60", **ACCOUNT)

    assert (result.exit_status, result.outputs["processed"], result.annotations) == (0, "true", [])
    assert asked(job) == ["status", "commit", "repository"]
    assert "Codacy: processed" in result.stdout
    assert "60.00 % (3 of 5 lines)" in result.stdout
    assert "On Codacy" in result.summary
    assert "account" not in result.log


def test_a_pull_request_shows_its_figures(make: Any) -> None:
    job = make(event_name="pull_request", event=pull_request(42, HEAD))

    result = job.step(None, wait_for_processing="60", **ACCOUNT)

    assert job.sandbox.state.requests[-1].target.endswith("/pull-requests/42")
    assert "Changed lines" in result.summary


def test_a_project_token_asks_for_the_figure_on_the_branch(make: Any) -> None:
    job = make(event={"ref": "refs/heads/feature/a"})

    result = job.step(None, wait_for_processing="60")

    assert (result.exit_status, result.outputs["processed"]) == (0, "true")
    assert asked(job) == ["commits", "repository"]
    assert "branch=feature%2Fa" in job.sandbox.state.requests[-1].target


@pytest.mark.parametrize(("fail_on", "exit_status"), [("config", 0), ("any", 3), ("never", 0)])
def test_what_codacy_does_not_show_fails_only_where_any_failure_does(make: Any, fail_on: str, exit_status: int) -> None:
    job = make("Pending")

    result = job.step(None, wait_for_processing="1", fail_on=fail_on, **ACCOUNT)

    assert result.exit_status == exit_status
    assert (result.outputs["status"], result.outputs["processed"]) == ("uploaded", "false")
    assert slugs(result) == {"coverage-pending"}


def test_another_figure_is_a_notice(make: Any) -> None:
    job = make(shown=Lines(coverable=10, covered=9))

    result = job.step(None, wait_for_processing="1", **ACCOUNT)

    assert result.exit_status == 0
    assert [(note.kind, note.title) for note in result.annotations] == [("notice", "Coverage: coverage differs")]


@pytest.mark.parametrize(
    "inputs", [{"final": "true", "coverage-reports": "lcov.info"}, {"partial": "true", "final": "true"}]
)
def test_figures_of_a_part_are_not_compared(make: Any, inputs: dict[str, str]) -> None:
    job = make(shown=Lines(coverable=10, covered=9))

    result = job.step(None, **{"wait-for-processing": "60", **ACCOUNT, **inputs})

    assert (result.annotations, result.outputs["processed"]) == ([], "true")


def test_a_part_waits_for_the_final_notification(make: Any) -> None:
    result = make().step(None, wait_for_processing="60", partial="true", **ACCOUNT)

    assert (result.annotations, result.outputs["processed"]) == ([], "true")
    assert "MissingFinal" in result.stdout


def test_nothing_is_asked_about_an_upload_that_was_refused(make: Any) -> None:
    job = make(faults={"coverage": status(400, b'{"error":"no"}')})

    job.step(None, wait_for_processing="60", **ACCOUNT)

    assert asked(job) == []
