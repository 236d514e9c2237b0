"""The stage of a step that judges the gates and attends to the pull request, as far as the inputs ask for it."""

from __future__ import annotations

from dataclasses import replace

from reporter.analysis import ignoring
from reporter.baseline import Baseline, read_baseline
from reporter.context import Context
from reporter.errors import Problem, SettingsError
from reporter.fork_run import ForkRun, pull_request_of
from reporter.gates import PATCH_GATE, TOTAL_GATE, in_part
from reporter.github_api import GitHubError
from reporter.patch_remarks import patch_group
from reporter.policy import Mode
from reporter.pull_request import Origin, not_known, without_number
from reporter.repository import Repository
from reporter.reviewing import Asked, Subject, attend
from reporter.settings import Commenting, Settings
from reporter.step import Run, Step


def refuse_on_a_part(settings: Settings, context: Context, mode: Mode) -> list[Problem]:
    """What is wrong with asking for a comment where the step does not see the whole coverage.

    Raises SettingsError where a gate is asked of such a step.
    """
    minimums = {TOTAL_GATE: settings.fail_under, PATCH_GATE: settings.fail_under_patch}
    gates = [name for name, minimum in minimums.items() if minimum is not None]
    if problem := in_part(gates, legs=context.job_total, reads_reports=mode.uploads):
        raise SettingsError(problem)
    comment = ["comment"] if settings.comment is not Commenting.NEVER else []
    problem = in_part(comment, legs=context.job_total, reads_reports=mode.uploads)
    return [problem] if problem else []


def with_pull_request(step: Step, this: Run, fork: ForkRun) -> Run:
    """The run with the fork's pull request, if there is one; that GitHub does not tell it is said if it is needed."""
    found = None
    try:
        with this.github() as github:
            found = pull_request_of(fork, github.pull_requests_of)
    except GitHubError as error:
        if _needs_pull_request(this.settings):
            gate = _patch_gate(this.settings)
            step.problems.append(not_known(error, "The pull request of the fork is not known", gate))
    return replace(this, context=replace(this.context, pull_request=found))


def attend_to_pull_request(step: Step, this: Run, repository: Repository | None) -> None:
    """Judge, comment and say so; without a pull request only the whole coverage is judged.

    ``repository`` is the checkout that was tested; None where another run has tested.
    """
    settings, context = this.settings, this.context
    pull_request = context.pull_request
    number = pull_request.number if pull_request else 0
    asked = Asked(
        fail_under=settings.fail_under,
        fail_under_patch=settings.fail_under_patch,
        comment=settings.comment is not Commenting.NEVER and not context.matrix,
        always=settings.comment is Commenting.ALWAYS,
    )
    if pull_request and not number and _needs_pull_request(settings):
        step.problems.append(without_number(_patch_gate(settings)))
    baseline = Baseline()
    if number and asked.comment:
        ignored = ignoring(settings.ignore)
        baseline = read_baseline(settings.base_reports, context, lambda path: not ignored(path))
    subject = Subject(
        number=number,
        about=step.about,
        coverage=step.analysis.coverage,
        read=repository.read if repository else None,
        origin=Origin.of(this.environ),
        base=baseline.lines,
        fork=context.event_name == "pull_request" and context.from_elsewhere,
    )
    with this.github() as github:
        step.reviewed = reviewed = attend(asked, subject, github)
    step.problems += (*baseline.problems, *reviewed.problems)
    if reviewed.patch:
        group = patch_group(reviewed.patch)
        with this.workflow.group(group.title):
            this.workflow.lines(group.lines)
    this.workflow.lines(reviewed.judged.passed)


def _patch_gate(settings: Settings) -> str:
    return PATCH_GATE if settings.fail_under_patch is not None else ""


def _needs_pull_request(settings: Settings) -> bool:
    return settings.fail_under_patch is not None or settings.comment is not Commenting.NEVER
