"""What a step knows, what it has found out so far, and the files that it leaves behind for others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.analysis import Analysis
from reporter.context import Context
from reporter.entries import located
from reporter.errors import Problem
from reporter.figures import About, Figures, Status, Upload, gather
from reporter.keeping import keep, keep_resolution
from reporter.languages import SPELLING
from reporter.leg import Left, claim_final
from reporter.model import RepoPath
from reporter.payload import Body
from reporter.policy import WHOLE, Mode
from reporter.resolution import resolution_lines
from reporter.sending import Request, uploads
from reporter.settings import Settings
from reporter.workflow import Workflow

if TYPE_CHECKING:
    from reporter.github_api import GitHub
    from reporter.reviewing import Reviewed


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a stage needs to know and to reach."""

    settings: Settings
    context: Context
    environ: Mapping[str, str]
    workflow: Workflow
    clock: Callable[[], float]

    @property
    def ca_bundle(self) -> str:
        """The certificates of the user's own authority as this process finds them, empty where none are named."""
        return str(self.here(self.settings.ca_bundle)) if self.settings.ca_bundle else ""

    def github(self) -> GitHub:
        """GitHub's API for this repository; nothing is asked before the first question."""
        from reporter.github_api import GitHub  # noqa: PLC0415 - few steps have a question

        return GitHub(
            self.context.slug,
            self.settings.github_token,
            environment=self.environ,
            ca_bundle=self.ca_bundle,
            clock=self.clock,
        )

    def here(self, given: str) -> Path:
        """The file or folder that an input names, seen from the workspace or spelled as the host spells it."""
        return located(given, self.context.workspace, self.context.host_folders())


@dataclass(slots=True)
class Step:
    """What the step has found out so far; every stage adds to it, and the summary shows whatever is there.

    ``leg`` says that the job is one of a matrix: its summary is short, for the page of the run has one of each.
    """

    about: About
    leg: bool = False
    mode: Mode = WHOLE
    status: Status = Status.FAILED
    analysis: Analysis = field(default_factory=Analysis)
    languages: dict[RepoPath, str] = field(default_factory=dict)
    bodies: tuple[Body, ...] = ()
    requests: list[Request] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    resolution_path: str = ""
    payload_path: str = ""
    processed: bool | None = None
    on_codacy: tuple[tuple[str, str], ...] = ()
    reviewed: Reviewed | None = None

    @property
    def uploads(self) -> tuple[Upload, ...]:
        """What was to be sent, and what became of it."""
        return uploads(self.bodies, self.requests, final=self.mode.final)

    @property
    def figures(self) -> Figures:
        """All of it as the summaries show it."""
        return gather(
            self.about,
            self.status,
            self.analysis.coverage,
            {path: SPELLING[language] for path, language in self.languages.items()},
            reports=self.analysis.figures,
            unused=self.analysis.unused,
            uploads=self.uploads,
            problems=self.problems,
            resolution_path=self.resolution_path,
            payload_path=self.payload_path,
            processed=self.processed,
            on_codacy=self.on_codacy,
        )


def keep_bodies(step: Step, this: Run) -> None:
    """Write the bodies where the user finds them."""
    if step.bodies:
        kept = keep(step.bodies, _folder(step, this))
        step.problems += kept.problems
        if kept.files:
            step.payload_path = this.context.on_host(kept.files[0].parent)


def keep_decisions(step: Step, this: Run) -> None:
    """Write the decision on every report path beside them."""
    if step.analysis.figures:
        kept = keep_resolution(resolution_lines(step.analysis.figures), _folder(step, this))
        step.problems += kept.problems
        if kept.files:
            step.resolution_path = this.context.on_host(kept.files[0])


def _folder(step: Step, this: Run) -> Path:
    """Steps of one job must not share a folder; GITHUB_ACTION differs for each. Elsewhere the commit does."""
    if this.settings.output_directory:
        return this.here(this.settings.output_directory)
    name = this.context.step or step.about.commit[:12]
    return this.context.temp / "codacy-coverage" / re.sub(r"[^\w.-]", "-", name)


def leave_final(step: Step, this: Run) -> None:
    """In a matrix the post step sees to the final notification: leave it the commit, and whether all was accepted."""
    if not step.mode.later or not step.about.commit or this.settings.dry_run or step.status is Status.SKIPPED:
        return
    left = Left(step.about.commit, accepted=step.status is Status.PARTIAL)
    if not left.accepted:
        claim_final(this.context.temp, this.settings.job_id)
    if problem := this.workflow.save_state(left.as_state()):
        so = "So this job does not tell Codacy that the coverage is complete, even if it is the last of its matrix."
        step.problems.append(replace(problem, reason=f"{problem.reason} {so}"))
