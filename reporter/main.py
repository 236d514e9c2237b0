"""The pipeline, read from top to bottom: settings, reports, paths, coverage, upload, summary, exit status."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING, NoReturn, TextIO, TypeVar

from reporter import __version__, render_log, render_markdown, token_scan
from reporter.analysis import Analysis, Watch, analyse
from reporter.command import EXPLAIN, Command, read_command
from reporter.context import Context, choose_commit, documents, read_context
from reporter.destination import Destination, choose_destination, dashboard
from reporter.endings import (
    cancelled_early,
    final_incomplete,
    own_fault,
    remarks_on_inputs,
    traceback_of,
)
from reporter.endpoint import Endpoint
from reporter.errors import ReporterError, UserError
from reporter.figures import About, Status
from reporter.languages import assign
from reporter.model import RepoPath
from reporter.outputs import output_values
from reporter.payload import Body, make_bodies, unnameable
from reporter.policy import Mode, choose_mode, exit_status, tolerate
from reporter.repository import Repository, checked_out, read_repository
from reporter.sending import complete, send_all, withheld
from reporter.settings import Settings, read_settings, secrets
from reporter.step import Run, Step, keep_bodies, keep_decisions, leave_final
from reporter.workflow import Workflow

if TYPE_CHECKING:
    from reporter.fork_run import ForkRun

A = TypeVar("A")
B = TypeVar("B")

CANCELLED = 128 + signal.SIGTERM


class Cancelled(BaseException):
    """The runner asked this process to end."""


def console() -> NoReturn:
    """The console script and the container's entry."""
    if sys.argv[1:2] == [EXPLAIN]:
        from reporter.explain import explain  # noqa: PLC0415 - not part of a step

        status = explain(os.environ, sys.stdout, sys.stderr, sys.argv[2:])
    else:
        signal.signal(signal.SIGTERM, _cancel)
        status = run(os.environ, sys.stdout, sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError:  # what is left unwritten would make the interpreter complain at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)


def _cancel(_signal: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # what follows is quick, and must not be disturbed
    raise Cancelled


def run(
    environ: Mapping[str, str],
    stdout: TextIO,
    argv: Sequence[str] = (),
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Perform the step and return its exit status; nothing but a wrong command line raises."""
    command = read_command(argv)
    docs = documents(environ)
    workflow = Workflow(stdout, environ, github=environ.get("GITHUB_ACTIONS") == "true", docs=docs, clock=clock)
    for secret in secrets(environ):
        workflow.mask(secret)
    settings = Settings()
    step = Step(About(version=__version__, docs=docs))
    cancelled = False
    try:
        settings = read_settings(environ, command.given)
        context = read_context(environ, settings, command.workspace)
        with _sandboxed(settings, command, workflow) as settings:
            this = Run(settings=settings, context=context, environ=environ, workflow=workflow, clock=clock)
            try:
                _perform(step, this)
            finally:
                leave_final(step, this)
    except ReporterError as error:
        step.problems += error.problems
    except Cancelled:
        cancelled = True
        if step.status is Status.FAILED:  # afterwards it only waits for Codacy
            step.problems.append(cancelled_early(step.payload_path))
    except Exception as error:  # noqa: BLE001 - the last resort: a sentence, not a traceback
        step.problems.append(own_fault(error))
        workflow.debug(traceback_of(error))
    try:
        status = _end(step, settings, workflow)
    except Cancelled:  # all was done before, and most of it said
        return CANCELLED
    return CANCELLED if cancelled else status


def _perform(step: Step, this: Run) -> None:
    """The stages in their order. What is wrong is collected as far as the step can still be useful."""
    settings, context, workflow = this.settings, this.context, this.workflow
    step.leg = context.matrix
    step.mode = choose_mode(
        partial=settings.partial,
        final=settings.final,
        reports_named=bool(settings.coverage_reports),
        matrix=context.matrix,
    )
    if settings.reviews:
        from reporter.attending import refuse_on_a_part  # noqa: PLC0415 - only what reviews pays for it

        step.problems += refuse_on_a_part(settings, context, step.mode)
    fork = _fork(context)
    repository = read_repository(context.workspace) if step.mode.uploads and not fork else None
    head = repository.head if repository else checked_out(context.workspace)
    commit, destination = _both(
        lambda: choose_commit(context, settings.commit_uuid, head), lambda: choose_destination(settings, context)
    )
    if fork:
        from reporter.attending import with_pull_request  # noqa: PLC0415 - few runs follow one of a fork

        this = with_pull_request(step, this, fork)
        context = this.context
    step.about = _about(settings, context, commit.sha, step.about.docs)
    step.problems += (*commit.problems, *remarks_on_inputs(settings))
    workflow.line(render_log.opening(step.about))

    if not settings.dry_run:
        step.problems += destination.problems
    for secret in (settings.project_token, settings.api_token):
        step.problems += token_scan.problems(token_scan.find_token(secret, context.workspace))

    if step.mode.uploads:
        step.analysis = _analysis(this, fork, repository, commit.sha)
        step.problems += step.analysis.problems
        step.languages, step.bodies = _bodies(step, settings)
        keep_decisions(step, this)
        _show_coverage(step, workflow)
        if not step.bodies:
            return
        if step.analysis.withheld:
            keep_bodies(step, this)
            return
    _deliver(step, this, destination)
    if step.mode.uploads and settings.reviews:
        from reporter.attending import attend_to_pull_request  # noqa: PLC0415 - only what reviews pays for it

        attend_to_pull_request(step, this, repository)


def _analysis(this: Run, fork: ForkRun | None, repository: Repository | None, sha: str) -> Analysis:
    """What the reports say of ``repository``, or those of a fork of the files that the fork's commit has."""
    watch = Watch(this.clock, this.workflow.progress)
    if repository:
        return analyse(this.settings, this.context, repository, sha, watch)
    if fork:
        from reporter.fork_reports import analyse_fork  # noqa: PLC0415 - few runs follow one of a fork

        with this.github() as github:
            return analyse_fork(fork, github.tree, this.settings, this.context, sha, watch=watch)
    return Analysis()


def _fork(context: Context) -> ForkRun | None:
    """The run of a fork that this one follows."""
    if context.event_name != "workflow_run":
        return None
    from reporter.fork_run import fork_run  # noqa: PLC0415 - few runs follow another

    return fork_run(context)


def _both(first: Callable[[], A], second: Callable[[], B]) -> tuple[A, B]:
    """Both results; where neither can be had, the problems of both at once."""
    try:
        one = first()
    except UserError as error:
        try:
            second()
        except UserError as other:
            raise UserError(*error.problems, *other.problems) from error
        raise
    return one, second()


def _bodies(step: Step, settings: Settings) -> tuple[dict[RepoPath, str], tuple[Body, ...]]:
    """The language of each file and the request bodies; none where the languages cannot be told."""
    coverage = step.analysis.coverage
    try:
        languages = assign(coverage, settings.language)
    except UserError as error:
        step.problems += error.problems
        return {}, ()
    if problem := unnameable(coverage):
        step.problems.append(problem)
    return languages, make_bodies(coverage, languages)


def _deliver(step: Step, this: Run, destination: Destination) -> None:
    """Send, or say why not; what was not accepted is kept as payload files."""
    if this.settings.dry_run or destination.endpoint is None:
        keep_bodies(step, this)
        if this.settings.dry_run or destination.excused:
            step.status = Status.DRY_RUN if this.settings.dry_run else Status.SKIPPED
        return
    try:
        _send(step, this, destination.endpoint)
    except BaseException:
        keep_bodies(step, this)
        raise
    _show(render_log.upload_group(step.uploads), this.workflow)
    step.problems += dict.fromkeys(problem for request in step.requests for problem in request.problems)
    if not complete(step.bodies, step.requests, final=step.mode.final):
        keep_bodies(step, this)
        if step.mode.final and (problem := withheld(step.requests)):
            step.problems.append(problem)
        return
    step.status = _accepted_status(step.mode)
    if step.mode.final and step.analysis.incomplete:
        step.problems.append(final_incomplete())
    if seconds := this.settings.wait_for_processing:
        from reporter.processing import wait_for_processing  # noqa: PLC0415 - only what asks pays for it

        wait_for_processing(step, this, destination.endpoint, seconds)


def _send(step: Step, this: Run, endpoint: Endpoint) -> None:
    from reporter.codacy import Client  # noqa: PLC0415 - only what uploads pays for requests

    settings = this.settings
    with Client(
        endpoint, step.about.commit, timeout=settings.timeout, environment=this.environ, ca_bundle=this.ca_bundle
    ) as client:
        for request in send_all(client, step.bodies, final=step.mode.final):
            step.requests.append(request)
            this.workflow.progress(f"{len(step.requests)} of {len(step.bodies) + step.mode.final} requests done")


def _accepted_status(mode: Mode) -> Status:
    if not mode.uploads:
        return Status.FINAL
    return Status.UPLOADED if mode.final else Status.PARTIAL


def _end(step: Step, settings: Settings, workflow: Workflow) -> int:
    """Show how it went, in the log, the job summary and the outputs; returns the exit status."""
    step.problems = list(tolerate(step.problems, settings.fail_on))
    figures = step.figures
    markdown = (
        render_markdown.short_summary(figures)
        if step.leg or step.status is Status.PARTIAL
        else render_markdown.summary(figures, changes=step.reviewed.changes(step.about) if step.reviewed else ())
    )
    unwritten = (
        workflow.add_summary(markdown),
        workflow.set_outputs(output_values(figures, step.mode, step.languages.values(), step.reviewed)),
    )
    step.problems += (problem for problem in unwritten if problem)
    workflow.annotate(*step.problems, *(step.reviewed.annotations(step.problems) if step.reviewed else ()))
    workflow.lines(render_log.closing(figures))
    return exit_status(step.problems, settings.fail_on)


def _show_coverage(step: Step, workflow: Workflow) -> None:
    figures = step.figures
    _show(render_log.reports_group(figures), workflow)
    if figures.reports:
        _show(render_log.paths_group(figures), workflow)
        if table := render_log.coverage_table(figures):
            workflow.lines(("", *table, ""))


def _show(group: render_log.Group, workflow: Workflow) -> None:
    with workflow.group(group.title):
        workflow.lines(group.lines)


@contextmanager
def _sandboxed(settings: Settings, command: Command, workflow: Workflow) -> Iterator[Settings]:
    """With ``--sandbox`` the settings lead to a stand-in for Codacy that lives as long as the step."""
    if not command.sandbox:
        yield settings
        return
    from reporter.sandbox import Sandbox  # noqa: PLC0415 - not part of an upload

    with Sandbox() as sandbox:
        yield replace(settings, api_base_url=sandbox.url, project_token=settings.project_token or "sandbox")
        with workflow.group("Sandbox: what Codacy would now hold"):
            workflow.lines(sandbox.describe())


def _about(settings: Settings, context: Context, sha: str, docs: str) -> About:
    pull_request = context.pull_request
    event = f"pull request #{pull_request.number}" if pull_request and pull_request.number else context.event_name
    if context.label:
        event = f"{event}, {context.label}" if event else context.label
    return About(
        version=__version__,
        repository=context.slug,
        commit=sha,
        event=event or context.ci_name,
        link=dashboard(settings, context),
        server_url=context.server_url,
        docs=docs,
    )
