"""The post step of a job of a matrix: tells Codacy that everything has been sent, if this job is the last one."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import NoReturn, TextIO

from reporter.codacy import Client
from reporter.context import documents, read_context
from reporter.destination import choose_destination
from reporter.endings import own_fault, traceback_of
from reporter.errors import Level, Problem, ReporterError
from reporter.github_api import GitHub
from reporter.leg import Left, claim_final, left_in
from reporter.matrix import LAG, RETRY, Decision, Doubt, Leg, Verdict, decide, fall_back
from reporter.matrix_remarks import final_of_a_failed_job, final_of_every_job
from reporter.policy import exit_status, tolerate
from reporter.sending import send_all
from reporter.settings import Settings, read_settings, secrets
from reporter.step import Run
from reporter.step_condition import condition_on_the_matrix
from reporter.text import problem_lines
from reporter.workflow import Workflow


def console() -> NoReturn:
    """The container's post entry."""
    signal.signal(signal.SIGTERM, _cancel)
    sys.exit(run(os.environ, sys.stdout))


def _cancel(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(128 + signal.SIGTERM)


def run(
    environ: Mapping[str, str],
    stdout: TextIO,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Perform the post step and return its exit status, which is 0 unless Codacy refuses; nothing raises."""
    left = left_in(environ)
    if left is None:
        return 0
    workflow = Workflow(stdout, environ, github=True, docs=documents(environ), clock=clock)
    for secret in secrets(environ):
        workflow.mask(secret)
    settings = Settings()
    problems: list[Problem] = []
    try:
        settings = read_settings(environ, {})
        context = read_context(environ, settings)
        this = Run(settings=settings, context=context, environ=environ, workflow=workflow, clock=clock)
        problems += _finish(left, this, sleep)
    except ReporterError as error:
        problems += error.problems
    except Exception as error:  # noqa: BLE001 - the coverage is sent; a fault of ours must not turn the job red
        problems.append(replace(own_fault(error), level=Level.WARNING))
        workflow.debug(traceback_of(error))
    shown = tolerate(problems, settings.fail_on)
    workflow.annotate(*shown)
    return exit_status(shown, settings.fail_on)


def _finish(left: Left, this: Run, sleep: Callable[[float], None]) -> Iterator[Problem]:
    """Decide, and send the final notification if it is this job's to send."""
    line = this.workflow.line
    if not left.accepted:
        yield final_of_a_failed_job()
        return
    if not claim_final(this.context.temp, this.settings.job_id):
        line("Another step of this job sees to the final notification.")
        return
    line(f"Asking GitHub which of the {this.context.job_total} jobs of this matrix have ended; about a minute at most.")
    decision = _decide(this, sleep)
    if decision.verdict is Verdict.LEAVE:
        line(f"{decision.detail} has not ended. The last job tells Codacy that the coverage is complete.")
        return
    if decision.verdict is Verdict.FALL_BACK:
        yield from _once_for_all_jobs(this, decision)
    yield from _send(left.commit, this)


def _decide(this: Run, sleep: Callable[[float], None]) -> Decision:
    if condition := _condition(this):
        return fall_back(Doubt.CONDITION, condition)
    run_id, attempt = this.environ.get("GITHUB_RUN_ID", ""), this.environ.get("GITHUB_RUN_ATTEMPT", "")
    if not all(map(str.isdecimal, (this.settings.job_id, run_id, attempt))):
        return fall_back(Doubt.NO_JOB_ID)
    leg = Leg(int(this.settings.job_id), int(attempt), this.context.job_total)
    with GitHub(
        this.context.slug,
        this.settings.github_token,
        environment=this.environ,
        ca_bundle=this.ca_bundle,
        total_limit=LAG + 2 * RETRY,
        clock=this.clock,
    ) as github:
        return decide(leg, lambda: github.jobs(int(run_id)), this.clock, sleep)


def _condition(this: Run) -> str:
    """The condition of our step, if the workflow's file is in the workspace and it lets only some jobs run the step."""
    path = this.environ.get("GITHUB_WORKFLOW_REF", "").partition("@")[0].removeprefix(f"{this.context.slug}/")
    action = this.environ.get("GITHUB_ACTION_REPOSITORY", "")
    try:
        workflow = Path(this.context.workspace, path).read_text("utf-8") if path and action else ""
    except (OSError, ValueError):
        return ""
    return condition_on_the_matrix(workflow, this.environ.get("GITHUB_JOB", ""), action)


def _once_for_all_jobs(this: Run, decision: Decision) -> Iterator[Problem]:
    """The notice for the first job of the matrix; the others would only repeat its annotation, so they log it.

    Where a condition chooses the jobs, the first may not be among them.
    """
    problem = final_of_every_job(decision, this.context.job_total)
    if this.settings.job_index in {"", "0"} or decision.doubt is Doubt.CONDITION:
        yield problem
    else:
        this.workflow.lines(problem_lines(problem, documents(this.environ)))


def _send(commit: str, this: Run) -> Iterator[Problem]:
    destination = choose_destination(this.settings, this.context)
    if destination.endpoint is None:
        yield from destination.problems
        return
    with Client(
        destination.endpoint,
        commit,
        timeout=this.settings.timeout,
        environment=this.environ,
        ca_bundle=this.ca_bundle,
    ) as client:
        (request,) = send_all(client, (), final=True)
    yield from request.problems
    if request.accepted:
        this.workflow.line(f"Codacy was told that the coverage of commit {commit[:7]} is complete.")
