from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from reporter.github_api import Denied, GitHubError, Job, JobStep, RateLimited, Unreachable
from reporter.matrix import Decision, Doubt, Leg, Verdict, decide

CHECKOUT = "Run actions/checkout@v4"
OURS = "Run org/codacy-coverage-action@v1"
MAIN = ("Set up job", CHECKOUT, "Run make test", OURS)

SEND = Decision(Verdict.SEND)
Answer = Sequence[Job] | GitHubError


def job(number: int, status: str, *, name: str = "", attempt: int = 1, steps: Iterable[JobStep] = ()) -> Job:
    return Job(number, name or f"test ({number})", status, attempt, tuple(steps))


def done(number: int, **more: Any) -> Job:
    return replace(job(number, "completed"), **more)


def steps(*names: str, running: str) -> list[JobStep]:
    """Those before the running one are completed, those after it are still to come."""
    place = names.index(running)
    status = ["completed"] * place + ["in_progress"] + ["pending"] * (len(names) - place - 1)
    return [JobStep(name, state) for name, state in zip(names, status, strict=True)]


def busy(number: int, **more: Any) -> Job:
    return replace(job(number, "in_progress", steps=steps(*MAIN, running="Run make test")), **more)


def deciding(number: int, **more: Any) -> Job:
    running = steps(*MAIN, f"Post {OURS}", f"Post {CHECKOUT}", running=f"Post {OURS}")
    return replace(job(number, "in_progress", steps=running), **more)


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


class GitHub:
    """Gives one answer after the other, the last one for ever, and counts pages of 100."""

    def __init__(self, *answers: Answer) -> None:
        self.clock = Clock()
        self.asked: list[float] = []
        self.pages = 0
        self._answers = list(answers)

    def jobs(self) -> Iterable[Job]:
        self.asked.append(self.clock.seconds)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, GitHubError):
            raise answer
        for number, each in enumerate(answer):
            self.pages += number % 100 == 0
            yield each

    def decision(self, total: int, attempt: int = 1) -> Decision:
        return decide(Leg(1, attempt, total), self.jobs, self.clock.now, self.clock.sleep)


def test_the_last_of_all_jobs_sends_at_once() -> None:
    github = GitHub([busy(1), done(2), done(3), job(9, "queued", name="deploy")])

    assert github.decision(3) == SEND
    assert github.asked == [0]


def test_a_job_that_is_only_cleaning_up_is_past() -> None:
    assert GitHub([deciding(1), deciding(2)]).decision(2) == SEND


def test_a_job_leaves_the_final_to_one_that_still_runs() -> None:
    github = GitHub([deciding(1), busy(2), done(3)])

    assert github.decision(3) == Decision(Verdict.LEAVE, "test (2)")
    assert github.asked == [0, 30]


@pytest.mark.parametrize("status", ["queued", "waiting", "pending", "requested"])
def test_a_job_that_has_not_started_is_not_past(status: str) -> None:
    assert GitHub([deciding(1), job(2, status)]).decision(2).verdict is Verdict.LEAVE


def test_what_is_shown_late_is_waited_for() -> None:
    assert GitHub([busy(1), busy(2)], [busy(1), done(2)]).decision(2) == SEND


def test_nobody_leaves_before_its_own_post_step_is_shown() -> None:
    github = GitHub([busy(1), busy(2)], [busy(1), busy(2)], [deciding(1), deciding(2)])

    assert github.decision(2) == SEND
    assert github.asked == [0, 30, 45]


def test_a_post_step_that_is_never_shown_ends_the_waiting() -> None:
    github = GitHub([busy(1), busy(2)])

    assert github.decision(2) == Decision(
        Verdict.FALL_BACK, "its answers do not show this job's own post step.", Doubt.NO_ANSWER
    )
    assert github.asked == [0, 30, 45, 60]


def test_a_step_that_a_user_named_like_a_post_step_is_none() -> None:
    """It is followed by steps that have not run; those of the runner are not."""
    names = ("Set up job", "Build", "Post Build", OURS)
    posing = job(2, "in_progress", steps=steps(*names, running="Post Build"))
    strange = job(2, "in_progress", steps=steps("Set up job", OURS, "Post results", running="Post results"))

    assert GitHub([deciding(1), posing]).decision(2).verdict is Verdict.LEAVE
    assert GitHub([deciding(1), strange]).decision(2).verdict is Verdict.LEAVE


def test_a_post_step_that_is_only_announced_has_not_started() -> None:
    announced = job(2, "in_progress", steps=steps(*MAIN, f"Post {OURS}", running=OURS))

    assert GitHub([deciding(1), announced]).decision(2).verdict is Verdict.LEAVE


def test_the_end_of_a_job_is_past() -> None:
    names = (*MAIN, f"Post {OURS}", "Complete job")

    assert GitHub([deciding(1), job(2, "in_progress", steps=steps(*names, running="Complete job"))]).decision(2) == SEND


@pytest.mark.parametrize(
    "name",
    ["test (ubuntu (x64), 3.13)", "caller / test (a)", "Unit tests (fast) (a, b)", "test (a / b)", "test ()"],
)
def test_names_of_a_matrix(name: str) -> None:
    """Only what stands in the last parentheses differs."""
    other = name[: name.rindex("(")] + "(other)" if "x64" not in name else "test (macos, 3.13)"

    assert GitHub([deciding(1, name=name), done(2, name=other)]).decision(2) == SEND


@pytest.mark.parametrize("name", ["Tests on Linux", "test (a) fast", "test (a, b...", "(a)"])
def test_another_name_is_a_doubt(name: str) -> None:
    assert GitHub([deciding(1, name=name), busy(2)]).decision(2) == Decision(Verdict.FALL_BACK, name, Doubt.NAME)


def test_a_matrix_that_calls_this_one_is_a_doubt() -> None:
    name = "call (x) / test (a)"

    assert GitHub([deciding(1, name=name)]).decision(2) == Decision(Verdict.FALL_BACK, name, Doubt.CALLERS_MATRIX)


@pytest.mark.parametrize("others", [[done(2)], [done(2), done(3), busy(4)]])
def test_another_number_of_jobs_is_a_doubt(others: list[Job]) -> None:
    """Also where one of them is not past: it may be of another matrix, and then nobody would come after it."""
    found = GitHub([deciding(1), *others]).decision(3)

    assert found == Decision(Verdict.FALL_BACK, f"{len(others) + 1} of 3", Doubt.NUMBER)


def test_a_job_that_is_listed_twice_counts_once() -> None:
    assert GitHub([deciding(1), done(2), done(2)]).decision(2) == SEND


def test_the_newest_attempt_of_a_job_counts() -> None:
    first = [done(11, name="test (1)"), done(12, name="test (2)"), done(13, name="test (3)")]
    second = [deciding(1, run_attempt=2), busy(2, run_attempt=2)]

    assert GitHub([*first, *second]).decision(3, attempt=2) == Decision(Verdict.LEAVE, "test (2)")
    assert GitHub([*second, *first]).decision(3, attempt=2) == Decision(Verdict.LEAVE, "test (2)")


def test_a_job_that_is_not_run_again_is_past() -> None:
    """But not at once: its new attempt may not be listed yet."""
    github = GitHub([done(12, name="test (2)"), deciding(1, run_attempt=2)])

    assert github.decision(2, attempt=2) == SEND
    assert github.asked == [0, 30]


@pytest.mark.parametrize("error", [Denied("403", "actions: read"), Denied("404", "actions: read"), Denied("401")])
def test_without_the_permission_nothing_is_waited_for(error: Denied) -> None:
    github = GitHub(error)

    assert github.decision(2) == Decision(Verdict.FALL_BACK, str(error), Doubt.NO_PERMISSION)
    assert github.clock.seconds == 0


@pytest.mark.parametrize("error", [Unreachable("502"), RateLimited("429"), GitHubError("422")])
def test_a_silent_github_is_asked_again_for_half_a_minute(error: GitHubError) -> None:
    github = GitHub(error)

    assert github.decision(2) == Decision(Verdict.FALL_BACK, str(error), Doubt.NO_ANSWER)
    assert github.asked == [0, 30, 45, 60]
    assert GitHub(error, error, error, [deciding(1), done(2)]).decision(2) == SEND


def matrix_of(number: int, *running: int) -> list[Job]:
    return [deciding(1), *(busy(each) if each in running else done(each) for each in range(2, number + 1))]


def test_a_large_matrix_is_spared_requests() -> None:
    """No first look, and no page after the first job that is not past."""
    github = GitHub(matrix_of(256, 40, 250))

    assert github.decision(256) == Decision(Verdict.LEAVE, "test (40)")
    assert (github.asked, github.pages) == ([30], 1)


def test_all_pages_are_read_before_a_final_is_sent() -> None:
    assert GitHub(matrix_of(256, 250)).decision(256) == Decision(Verdict.LEAVE, "test (250)")
    whole = GitHub(matrix_of(200))
    assert whole.decision(200) == SEND
    assert whole.pages == 2


def test_the_own_job_is_looked_for_on_every_page() -> None:
    github = GitHub([*matrix_of(256, 5)[1:], deciding(1)])

    assert github.decision(256) == Decision(Verdict.LEAVE, "test (5)")
    assert github.pages == 3


def test_a_listing_without_the_own_job_tells_nothing() -> None:
    assert GitHub([done(2), done(3)]).decision(2).doubt is Doubt.NO_ANSWER
