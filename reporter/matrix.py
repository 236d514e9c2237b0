"""Decides which job of a matrix tells Codacy that all coverage has been sent, from what GitHub shows of the run's jobs.

A job is *past* once it is completed or one of its post steps has started: then all its uploads lie behind it, and that
never changes again. GitHub shows every change, but up to LAG seconds late. Each job that has uploaded decides in its
own post step: it sends the final notification if all jobs of the matrix are shown as past, and leaves it to the others
if one is not. Why that is enough:

- No final is early. What is shown as past is past, so when a job sends, no job of the matrix has an upload before it.
  (Only a runner that GitHub has lost and given up could still upload; nobody can know of it.)
- One final follows the last upload. Take the job that becomes past last, and let it live. It does not leave before its
  own post step has run for LAG seconds; by then all others have been past for LAG seconds and are shown so. Should
  GitHub be later than that, the job also waits until its own post step is shown: where an answer is equally old for all
  jobs, it then shows all others as past too.
- Two finals come only from two jobs that both saw each other past: the second ended before the first had decided, which
  takes LAG seconds, or RETRY more where GitHub does not answer.

On a re-run a job may be shown in its earlier attempt only because the new one is not listed yet. All jobs of an attempt
are made at once, so LAG seconds later that can no longer be, and the earlier attempt is believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice

from reporter.github_api import Denied, GitHubError, Job, JobStep

LAG = 30.0
"""Seconds that GitHub may show a change late; 12 to 30 were seen in runs with hundreds of jobs."""

RETRY = 30.0
"""Seconds after LAG in which GitHub is asked again where it gave no answer of use, every RETRY_EVERY."""

RETRY_EVERY = 15.0

PAGE = 100
"""Jobs that one request brings."""

_OF_A_MATRIX = re.compile(r"(?P<family>.+?) \((?:[^()]|\([^()]*\))*\)")
_OF_A_CALLERS_MATRIX = ") / "
_POST = "Post "
_LAST_STEP = "Complete job"
_COMPLETED = "completed"
_STARTED = {"in_progress", _COMPLETED}


class Verdict(Enum):
    """What becomes of the final notification."""

    SEND = auto()
    LEAVE = auto()
    FALL_BACK = auto()
    """Nobody can tell who is last, so every job sends it."""


class Doubt(Enum):
    """Why nobody can tell."""

    CONDITION = auto()
    NO_JOB_ID = auto()
    NO_PERMISSION = auto()
    NAME = auto()
    CALLERS_MATRIX = auto()
    NUMBER = auto()
    NO_ANSWER = auto()


@dataclass(frozen=True, slots=True)
class Decision:
    """``detail`` is the job that is not past for LEAVE, and what is known of the doubt for FALL_BACK."""

    verdict: Verdict
    detail: str = ""
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """The job that decides: its id, the attempt of the run, and how many jobs its matrix has."""

    job_id: int
    attempt: int
    total: int


def decide(
    leg: Leg, jobs: Callable[[], Iterable[Job]], clock: Callable[[], float], sleep: Callable[[float], None]
) -> Decision:
    """The decision, at most LAG + RETRY seconds and the time of a request after the call.

    ``jobs`` asks for the run's jobs in all attempts, PAGE of them with each request, and raises GitHubError.
    """
    start = clock()
    trouble = "its answers do not show this job's own post step."
    for moment in _moments(leg):
        sleep(max(0.0, start + moment - clock()))
        try:
            decision = _look(leg, iter(jobs()), settled=moment >= LAG)
        except Denied as error:
            return fall_back(Doubt.NO_PERMISSION, str(error))
        except GitHubError as error:
            trouble = str(error)
        else:
            if decision:
                return decision
    return fall_back(Doubt.NO_ANSWER, trouble)


def fall_back(doubt: Doubt, detail: str = "") -> Decision:
    """Every job sends the final notification."""
    return Decision(Verdict.FALL_BACK, detail, doubt)


def _moments(leg: Leg) -> Iterator[float]:
    """Seconds from the start at which to look.

    The first look spares the last of all jobs the wait. It would cost a large matrix requests that it needs: GitHub
    gives a repository's workflows 1 000 an hour.
    """
    if leg.total <= PAGE:
        yield 0.0
    moment = LAG
    while moment <= LAG + RETRY:
        yield moment
        moment += RETRY_EVERY


def _look(leg: Leg, jobs: Iterator[Job], *, settled: bool) -> Decision | None:
    """What one listing of the jobs tells, None if nothing yet; ``settled`` LAG seconds after the start."""
    listed, complete = _read(leg, jobs)
    own = listed.get(leg.job_id)
    if own is None:
        return None
    family = _family(own)
    if family is None:
        return fall_back(Doubt.NAME, own.name)
    if _OF_A_CALLERS_MATRIX in family:
        return fall_back(Doubt.CALLERS_MATRIX, own.name)
    legs = _newest([job for job in listed.values() if _family(job) == family])
    return _judge(leg, own, legs, complete=complete) if settled else _first_glance(leg, legs)


def _judge(leg: Leg, own: Job, legs: Sequence[Job], *, complete: bool) -> Decision | None:
    if complete and len(legs) != leg.total:
        return fall_back(Doubt.NUMBER, f"{len(legs)} of {leg.total}")
    running = next((job for job in legs if job is not own and not _is_past(job)), None)
    if running is None:
        return Decision(Verdict.SEND)
    return Decision(Verdict.LEAVE, running.name) if _in_post_steps(own) else None


def _first_glance(leg: Leg, legs: Sequence[Job]) -> Decision | None:
    """Before LAG seconds are over, nothing is certain but that all jobs are past if this attempt shows them so."""
    past = [job for job in legs if job.run_attempt == leg.attempt and (job.id == leg.job_id or _is_past(job))]
    return Decision(Verdict.SEND) if len(past) == len(legs) == leg.total else None


def _read(leg: Leg, jobs: Iterator[Job]) -> tuple[dict[int, Job], bool]:
    """Jobs by their ids, up to the page that decides that one of the matrix is not past, and whether these are all."""
    listed: dict[int, Job] = {}
    while page := list(islice(jobs, PAGE)):
        listed |= {job.id: job for job in page}
        own = listed.get(leg.job_id)
        if own and any(
            job is not own and _family(job) == _family(own) and not _is_past(job) for job in listed.values()
        ):
            return listed, len(page) < PAGE
    return listed, True


def _family(job: Job) -> str | None:
    """What the names of a matrix's jobs have in common, ``test`` of ``test (ubuntu-latest, 3.13)``; None elsewhere."""
    match = _OF_A_MATRIX.fullmatch(job.name)
    return match["family"] if match else None


def _newest(jobs: Sequence[Job]) -> list[Job]:
    """The jobs without those that another of the same name has taken the place of in a later attempt."""
    attempts: dict[str, int] = {}
    for job in jobs:
        attempts[job.name] = max(job.run_attempt, attempts.get(job.name, 0))
    return [job for job in jobs if job.run_attempt == attempts[job.name]]


def _is_past(job: Job) -> bool:
    return job.status == _COMPLETED or _in_post_steps(job)


def _in_post_steps(job: Job) -> bool:
    """Whether one of the job's post steps has started, of whatever action: the runner begins them after all others.

    A post step is named after its step. Of a step that a user named so, the steps before and after it tell.
    """
    names = {step.name for step in job.steps}
    post: list[JobStep] = []
    others: list[JobStep] = []
    for step in job.steps:
        is_post = step.name.startswith(_POST) and step.name.removeprefix(_POST) in names
        (post if is_post else others).append(step)
    return any(step.status in _STARTED for step in post) and all(
        step.status == _COMPLETED for step in others if step.name != _LAST_STEP
    )
