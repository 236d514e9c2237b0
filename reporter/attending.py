"""The stage of a step that judges the gates and attends to the pull request, as far as the inputs ask for it."""

from __future__ import annotations

from dataclasses import replace

from reporter.analysis import ignoring
from reporter.baseline import read_baseline
from reporter.context import Context, PullRequest
from reporter.errors import SettingsError
from reporter.gates import PATCH_GATE, TOTAL_GATE, in_part
from reporter.patch_remarks import patch_group
from reporter.policy import Mode
from reporter.pull_request import Origin
from reporter.repository import Repository
from reporter.reviewing import Asked, Subject, attend
from reporter.settings import Commenting, Settings
from reporter.step import Run, Step


def refuse_gates_on_a_part(settings: Settings, context: Context, mode: Mode) -> None:
    """Raise SettingsError where a gate is asked of a step that does not see the whole coverage."""
    minimums = {TOTAL_GATE: settings.fail_under, PATCH_GATE: settings.fail_under_patch}
    names = [name for name, minimum in minimums.items() if minimum is not None]
    if problem := in_part(names, legs=context.job_total, reads_reports=mode.uploads):
        raise SettingsError(problem)


def attend_to_pull_request(step: Step, this: Run, repository: Repository | None) -> None:
    """Judge, comment and say so; without a pull request only the whole coverage is judged.

    ``repository`` is the checkout that was tested; None where another run has tested.
    """
    settings, context = this.settings, this.context
    pull_request = context.pull_request
    asked = Asked(
        fail_under=settings.fail_under,
        fail_under_patch=settings.fail_under_patch,
        comment=settings.comment is not Commenting.NEVER,
        always=settings.comment is Commenting.ALWAYS,
    )
    if asked.comment and (problem := in_part(["comment"], legs=context.job_total)):
        step.problems.append(problem)
        asked = replace(asked, comment=False)
    ignored = ignoring(settings.ignore)
    baseline = read_baseline(settings.base_reports, context, lambda path: not ignored(path))
    subject = Subject(
        number=pull_request.number if pull_request else 0,
        about=step.about,
        coverage=step.analysis.coverage,
        read=repository.read if repository else None,
        origin=Origin.of(this.environ),
        base=baseline.lines,
        fork=context.event_name == "pull_request" and _is_foreign(pull_request, context.slug),
    )
    with this.github() as github:
        step.reviewed = attend(asked, subject, github)
    step.problems += (*baseline.problems, *step.reviewed.problems)
    if step.reviewed.patch:
        group = patch_group(step.reviewed.patch)
        with this.workflow.group(group.title):
            this.workflow.lines(group.lines)


def _is_foreign(pull_request: PullRequest | None, slug: str) -> bool:
    return pull_request is not None and pull_request.head_repository.lower() != slug.lower()
