from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TextIO

import pytest

from reporter import post
from reporter.leg import Left
from reporter.main import run
from reporter.sandbox import Sandbox
from reporter.sandbox.faults import Fault, status
from tests.fake_github import FakeGitHub, primary_limit
from tests.github_answers import job as listed
from tests.github_answers import step
from tests.job import COVERAGE, SHA, TOKEN, Job, lcov, slugs
from tests.runner_log import Result

CHECKOUT, OURS = "Run actions/checkout@v4", "Run org/codacy-coverage-action@v1"
RUN = 1000
ACCEPTED = Left(SHA, accepted=True)
FAILED = Left(SHA, accepted=False)


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


class Matrix:
    """The jobs ``test (0)``, ``test (1)`` … of one run, each on a runner that has these ``variables``."""

    def __init__(self, folder: Path, github: FakeGitHub, sandbox: Sandbox, jobs: int, **variables: str) -> None:
        self.github = github
        self.sandbox = sandbox
        variables = {"api_url": github.url, "run_id": str(RUN), **variables}
        self.jobs = [
            Job(folder / str(number), sandbox, job_index=number, job_total=jobs, github=variables)
            for number in range(jobs)
        ]
        self.rows = [listed(1000 + number, f"test ({number})", "queued") for number in range(jobs)]
        github.state.jobs[RUN] = [listed(1, "lint", "completed"), *self.rows]

    def show(self, number: int, running: str, *, ended: bool = False) -> None:
        """What GitHub lists of a job: the step that it is at, or that it has ended."""
        names = ["Set up job", CHECKOUT, "Run make test", OURS, f"Post {OURS}", f"Post {CHECKOUT}"]
        place = names.index(running)
        states = ["completed"] * place + ["in_progress"] + ["pending"] * (len(names) - place - 1)
        steps = [step(name, state, index) for index, (name, state) in enumerate(zip(names, states, strict=True), 1)]
        self.rows[number].update(status="completed" if ended else "in_progress", steps=steps)

    def upload(self, number: int) -> None:
        """The main step of a job: it tells of lines that no other job has covered."""
        self.show(number, OURS)
        self.jobs[number].write("lcov.info", lcov({path: {number + 1: 1} for path in COVERAGE}))
        assert self.jobs[number].step().state == ACCEPTED.as_state()

    def finish(self, number: int, left: Left | None = ACCEPTED, clock: Clock | None = None, **inputs: str) -> Result:
        """The post step of a job; inputs are written with ``_`` for ``-``."""
        self.show(number, f"Post {OURS}")
        time = clock or Clock()

        def main(environ: Mapping[str, str], stdout: TextIO) -> int:
            return post.run(environ, stdout, time.now, time.sleep)

        given = {"project-token": TOKEN, "api-base-url": self.sandbox.url}
        given |= {re.sub("(?<!^)_", "-", name): text for name, text in inputs.items()}
        result = self.jobs[number].runner.run(main, given, state=left.as_state() if left else {}, secrets=[TOKEN])
        self.show(number, f"Post {CHECKOUT}", ended=True)
        return result

    @property
    def finals(self) -> int:
        return self.jobs[0].finals()

    @property
    def late(self) -> list[bool]:
        """Of each upload, whether it came after the final."""
        return [upload.late for upload in self.sandbox.state.commits[SHA].uploads]


MakeMatrix = Callable[..., Matrix]


@pytest.fixture
def make_matrix(tmp_path: Path) -> Iterator[MakeMatrix]:
    with FakeGitHub() as github, Sandbox(project_token=TOKEN) as sandbox:
        yield lambda jobs=2, **variables: Matrix(tmp_path, github, sandbox, jobs, **variables)


def test_the_last_job_of_a_matrix_completes_the_coverage(make_matrix: MakeMatrix) -> None:
    matrix = make_matrix(3)
    for number in (1, 0):
        matrix.upload(number)
        assert matrix.finish(number).exit_status == 0
        assert matrix.finals == 0
    matrix.upload(2)

    result = matrix.finish(2)

    assert result.exit_status == 0
    assert result.annotations == []
    assert "Codacy was told that the coverage of commit 0123456 is complete." in result.log
    assert matrix.finals == 1
    assert not any(matrix.late)
    assert len(matrix.late) == 3 * len(COVERAGE)
    assert matrix.jobs[0].held() == {path: {1: 1, 2: 1, 3: 1} for path in COVERAGE}


def test_a_job_that_is_not_the_last_says_for_whom_it_leaves_the_final(make_matrix: MakeMatrix) -> None:
    matrix = make_matrix()
    matrix.upload(0)
    clock = Clock()

    result = matrix.finish(0, clock=clock)

    assert "test (1) has not ended. The last job tells Codacy that the coverage is complete." in result.log
    assert clock.seconds == 30
    assert [request.route for request in matrix.github.requests] == ["jobs", "jobs"]


def test_jobs_that_end_together_may_both_send_the_final_but_never_early(make_matrix: MakeMatrix) -> None:
    matrix = make_matrix()
    for number in (0, 1):
        matrix.upload(number)
    for number in (0, 1):
        matrix.show(number, f"Post {OURS}")
    for number in (0, 1):
        matrix.finish(number)

    assert matrix.finals == 2
    assert not any(matrix.late)


def test_without_anything_left_nothing_is_done_or_said(make_matrix: MakeMatrix) -> None:
    matrix = make_matrix()

    result = matrix.finish(0, None)

    assert (result.exit_status, result.stdout) == (0, "")
    assert matrix.github.requests == []


def test_without_anything_left_the_entry_loads_nothing_else() -> None:
    """A runner that does not heed post-if starts the post step of every job."""
    entry = Path(post.__file__).parent.parent / "post_entrypoint.py"

    done = subprocess.run(
        [sys.executable, "-X", "importtime", entry], capture_output=True, text=True, check=True, env={}
    )

    assert done.stdout == ""
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert {name for name in loaded if name.startswith("reporter.")} == {"reporter.leg"}


def test_a_job_that_can_leave_nothing_says_what_follows(make_matrix: MakeMatrix) -> None:
    matrix = make_matrix()
    matrix.jobs[0].write("lcov.info", lcov(COVERAGE))

    def main(environ: Mapping[str, str], stdout: TextIO) -> int:
        return run({**environ, "GITHUB_STATE": ""}, stdout)

    result = matrix.jobs[0].runner.run(main, {"project-token": TOKEN, "api-base-url": matrix.sandbox.url})

    assert (result.exit_status, result.outputs["status"]) == (0, "partial")
    (warning,) = result.annotations
    assert "So this job does not tell Codacy that the coverage is complete" in warning.message


def test_a_job_whose_upload_failed_sends_no_final_and_says_so(make_matrix: MakeMatrix) -> None:
    matrix = make_matrix()
    matrix.upload(1)
    matrix.finish(1)

    result = matrix.finish(0, FAILED)

    assert slugs(result) == {"final-withheld"}
    assert (result.exit_status, matrix.finals) == (0, 0)


def test_several_steps_of_one_job_send_one_final(make_matrix: MakeMatrix) -> None:
    """Post steps run one after the other, after all main steps, so the first of them can decide for all."""
    matrix = make_matrix()
    matrix.show(0, f"Post {CHECKOUT}", ended=True)
    matrix.upload(1)
    matrix.upload(1)

    first, second = matrix.finish(1), matrix.finish(1)

    assert matrix.finals == 1
    assert "Codacy was told" in first.text
    assert second.log[-1:] == ["Another step of this job sees to the final notification."]


def test_no_final_is_sent_past_a_step_of_the_same_job_that_failed(make_matrix: MakeMatrix) -> None:
    matrix = make_matrix()
    matrix.show(0, f"Post {CHECKOUT}", ended=True)
    assert matrix.jobs[1].step(coverage_reports="nowhere.xml").state == FAILED.as_state()

    results = [matrix.finish(1), matrix.finish(1, FAILED)]

    assert [slugs(result) for result in results] == [set(), {"final-withheld"}]
    assert matrix.finals == 0


def test_without_the_permission_every_job_sends_the_final_and_one_says_why(make_matrix: MakeMatrix) -> None:
    matrix = make_matrix()
    matrix.github.state.permissions.discard("actions: read")

    results = []
    for number in (0, 1):
        matrix.upload(number)
        results.append(matrix.finish(number))

    assert matrix.finals == 2
    assert [slugs(result) for result in results] == [{"matrix-finals"}, set()]
    (notice,) = results[0].messages("notice")
    assert "    permissions:\n      actions: read\n      contents: read" in notice
    assert "Each of the 2 jobs of this matrix tells Codacy that the coverage is complete." in results[1].text
    assert {result.exit_status for result in results} == {0}


def test_a_github_that_has_had_enough_is_asked_for_a_minute_at_most(make_matrix: MakeMatrix) -> None:
    matrix = make_matrix()
    matrix.github.faults["jobs"] = primary_limit(600)
    clock = Clock()

    result = matrix.finish(0, clock=clock)

    assert (clock.seconds, len(matrix.github.requests)) == (60, 4)
    assert (slugs(result), matrix.finals) == ({"matrix-finals"}, 1)


def test_a_github_that_cannot_be_reached_keeps_no_final_back(make_matrix: MakeMatrix) -> None:
    matrix = make_matrix(api_url="http://127.0.0.1:9")

    assert slugs(matrix.finish(0)) == {"matrix-finals"}
    assert matrix.finals == 1


def test_a_runner_that_does_not_tell_the_job_is_a_doubt(make_matrix: MakeMatrix) -> None:
    matrix = make_matrix()

    result = matrix.finish(0, _job_id="")

    assert "Update the runner" in result.messages("notice")[0]
    assert (matrix.finals, matrix.github.requests) == (1, [])


def test_a_step_for_some_jobs_of_the_matrix_sends_its_final(make_matrix: MakeMatrix) -> None:
    matrix = make_matrix(workflow_ref="acme/shop/.github/workflows/ci.yml@refs/heads/main")
    used = "acme/codacy-coverage-action@v1"
    text = f"jobs:\n  test:\n    steps:\n      - uses: {used}\n        if: matrix.n == 1\n"
    matrix.jobs[1].write(".github/workflows/ci.yml", text)

    result = matrix.finish(1)

    assert "because of its condition: matrix.n == 1" in result.messages("notice")[0]
    assert (matrix.finals, matrix.github.requests) == (1, [])


@pytest.mark.parametrize(
    ("fault", "fail_on", "expected", "kind"),
    [
        (status(404), "config", 1, "error"),
        (status(503), "config", 0, "warning"),
        (status(503), "any", 3, "error"),
        (status(404), "never", 0, "error"),
    ],
)
def test_a_final_that_codacy_refuses_is_told_as_any_upload(
    tmp_path: Path, fault: Fault, fail_on: str, expected: int, kind: str
) -> None:
    with FakeGitHub() as github, Sandbox(project_token=TOKEN, faults={"final": fault}) as sandbox:
        matrix = Matrix(tmp_path, github, sandbox, 1)

        result = matrix.finish(0, timeout="1", fail_on=fail_on)

    assert result.exit_status == expected
    assert len(result.messages(kind)) == 1


def test_secrets_stay_hidden(make_matrix: MakeMatrix) -> None:
    matrix = make_matrix()

    stdout = matrix.finish(0, github_token="ghs_of-the-user", api_token="account").stdout

    for secret in (TOKEN, "ghs_of-the-user", "account"):
        assert f"::add-mask::{secret}\n" in stdout
        assert secret not in stdout.replace(f"::add-mask::{secret}\n", "")


def test_a_fault_of_our_own_does_not_turn_the_job_red(make_matrix: MakeMatrix) -> None:
    matrix = make_matrix()

    class Broken(Clock):
        def sleep(self, seconds: float) -> None:
            raise RuntimeError("no sleep today")

    result = matrix.finish(0, clock=Broken())

    assert (result.exit_status, slugs(result)) == (0, {"internal"})
    assert result.messages("warning")
