"""What a step asks Codacy about, and what it learns: over real HTTP, without waiting."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from reporter.analysis import Analysis
from reporter.context import read_context
from reporter.endpoint import Endpoint, TokenKind
from reporter.errors import Slug
from reporter.figures import About, Lines
from reporter.model import LineHits, RepoPath
from reporter.payload import make_bodies
from reporter.policy import Mode
from reporter.processing import wait_for_processing
from reporter.sandbox import Sandbox
from reporter.sandbox.v3 import Processing
from reporter.settings import read_settings
from reporter.step import Run, Step
from reporter.workflow import Workflow
from tests.fake_runner import FakeRunner, pull_request
from tests.job import COVERAGE, DEFAULTS, HEAD, SHA

MORE = Processing(shown=Lines(coverable=10, covered=9))


class Waiting:
    """A step that has sent COVERAGE, and the log of what it says next."""

    def __init__(
        self, folder: Path, sandbox: Sandbox, *, partial: bool = False, final: bool = False, **runner: Any
    ) -> None:
        fake = FakeRunner(folder, defaults=DEFAULTS, **runner)
        environ = fake.environment({"partial": str(partial), "final": str(final)}, {}, {})
        settings = read_settings(environ, {})
        context = read_context(environ, settings)
        coverage = {RepoPath(path): LineHits.from_mapping(hits) for path, hits in COVERAGE.items()}
        languages = dict(zip(coverage, ("python", "typescript"), strict=True))
        head = context.pull_request.head_sha if context.pull_request else SHA
        self.log = io.StringIO()
        self.now = 0.0
        self.run = Run(
            settings=settings,
            context=context,
            environ=environ,
            workflow=Workflow(self.log, environ, github=True, docs="docs/errors.md", clock=lambda: self.now),
            clock=lambda: self.now,
        )
        self.step = Step(
            About(version="1.0.0", commit=head),
            mode=Mode(uploads=True, final=final or not partial),
            analysis=Analysis(coverage=coverage),
            languages=languages,
            bodies=make_bodies(coverage, languages),
        )
        for path, hits in coverage.items():
            sandbox.state.add(head, languages[path], {path: hits}, partial=True)
        if self.step.mode.final:
            sandbox.state.finish(head)
        self.endpoint = Endpoint(
            base_url=sandbox.url,
            token="account",
            kind=TokenKind.ACCOUNT,
            provider="gh",
            organization="acme",
            repository="shop",
        )

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def wait(self) -> list[Slug]:
        wait_for_processing(self.step, self.run, self.endpoint, 60, self.sleep)
        return [problem.slug for problem in self.step.problems]


def test_what_codacy_says_is_added_to_the_step_and_shown(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        waiting = Waiting(tmp_path, sandbox)

        assert waiting.wait() == []

    assert waiting.step.processed is True
    assert waiting.step.on_codacy == (
        ("Python", "Processed"),
        ("TypeScript", "Processed"),
        ("Coverage", "60.00 % (3 of 5 lines)"),
    )
    assert waiting.step.figures.on_codacy == waiting.step.on_codacy
    assert "::group::Codacy: processed\n    Python       Processed\n" in waiting.log.getvalue()


def test_the_pull_request_and_its_branch_are_asked_for(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        waiting = Waiting(tmp_path, sandbox, event_name="pull_request", event=pull_request(42, HEAD))
        waiting.wait()
        targets = [request.target for request in sandbox.state.requests]

    assert any(target.endswith(f"/commits/{HEAD}") for target in targets)
    assert any(target.endswith("?branch=feature") for target in targets)
    assert targets[-1].endswith("/pull-requests/42")


def test_the_figure_of_a_step_that_is_alone_is_compared(tmp_path: Path) -> None:
    with Sandbox(processing=MORE) as sandbox:
        assert Waiting(tmp_path, sandbox).wait() == [Slug.COVERAGE_DIFFERS]


@pytest.mark.parametrize(
    "how", [{"final": True}, {"final": True, "partial": True}, {"job_total": 3}], ids=["last", "both", "leg"]
)
def test_the_figure_of_one_of_many_is_not(tmp_path: Path, how: dict[str, Any]) -> None:
    with Sandbox(processing=MORE) as sandbox:
        waiting = Waiting(tmp_path, sandbox, **how)

        assert waiting.wait() == []
        assert ("Coverage", "90.00 % (9 of 10 lines)") in waiting.step.on_codacy


def test_a_part_waits_for_nothing_but_its_arrival(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        waiting = Waiting(tmp_path, sandbox, partial=True)

        assert (waiting.wait(), waiting.step.processed, waiting.now) == ([], True, 0)


def test_the_wait_ends_after_the_time(tmp_path: Path) -> None:
    with Sandbox(processing=Processing(("Pending",))) as sandbox:
        waiting = Waiting(tmp_path, sandbox)

        assert waiting.wait() == [Slug.COVERAGE_PENDING]
        assert waiting.now == pytest.approx(60)
    assert "::group::Codacy: not processed yet\n" in waiting.log.getvalue()
