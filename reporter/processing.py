"""Waits until Codacy has processed what a step has sent, and adds what Codacy says to the step."""

from __future__ import annotations

import time
from collections.abc import Callable

from reporter import render_log
from reporter.codacy_v3 import Codacy
from reporter.endpoint import Endpoint
from reporter.languages import SPELLING
from reporter.step import Run, Step
from reporter.verification import Sent, verify


def wait_for_processing(
    step: Step, this: Run, endpoint: Endpoint, seconds: float, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Asks Codacy for at most ``seconds``. Figures are compared where this step alone sends the commit's coverage."""
    settings, context = this.settings, this.context
    alone = not (settings.partial or settings.final or context.matrix)
    sent = Sent(
        commit=step.about.commit,
        languages=tuple(sorted({SPELLING[body.language] for body in step.bodies})),
        final=step.mode.final,
        branch=context.branch,
        pull_request=context.pull_request.number if context.pull_request else 0,
        lines=step.figures.lines if alone else None,
    )
    with Codacy(endpoint, environment=this.environ, ca_bundle=this.ca_bundle) as codacy:
        verified = verify(codacy, sent, seconds=seconds, clock=this.clock, sleep=sleep)
    step.processed, step.on_codacy = verified.processed, verified.rows
    step.problems += verified.problems
    if step.on_codacy:
        group = render_log.codacy_group(step.figures)
        with this.workflow.group(group.title):
            this.workflow.lines(group.lines)
