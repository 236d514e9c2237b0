"""Matrices in simulated time, before a jobs API that is late, stale, paged and sometimes silent.

A seed decides everything: how many seconds each job takes and in which order they end, which of them die and where,
whether the run is a second attempt, and how late each answer is. What really happened is known, so it can be told
whether a final came too early, or none came after the last upload, or two came from jobs that ended far apart.

    python -m tests.matrix_simulation [seeds]      prints the table for matrices of 2, 40 and 256 jobs
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from random import Random
from statistics import mean

from reporter.github_api import Denied, Job, JobStep, RateLimited, Unreachable
from reporter.matrix import Decision, Leg, Verdict, decide

SIZES = (2, 40, 256)
LATEST = 30.0
"""Seconds that the API may be late."""

PAGE = 100
CHECKOUT, PYTHON, OURS = "Run actions/checkout@v4", "Run actions/setup-python@v5", "Run org/codacy-coverage-action@v1"

Decide = Callable[[Leg, Callable[[], Iterable[Job]], Callable[[], float], Callable[[float], None]], Decision]
Lag = Callable[[int, int, float], float]
"""Place of the job that asks, place of the job shown, and the moment → seconds that what is shown is old."""


@dataclass
class Row:
    """One job as it really goes: ``states[i]`` holds from ``changes[i]`` on; it is not listed before the first.

    ``uploads`` are the moments of accepted ones. ``post`` is when the post step of our action begins, None where there
    is nothing for it to finish; ``killed`` when it is ended by force. From ``past`` on, nothing can come but the final.
    """

    changes: list[float] = field(default_factory=list)
    states: list[Job] = field(default_factory=list)
    uploads: list[float] = field(default_factory=list)
    post: float | None = None
    killed: float = inf
    past: float = 0.0

    @property
    def id(self) -> int:
        return self.states[0].id

    def at(self, moment: float) -> Job | None:
        index = bisect_right(self.changes, moment) - 1
        return self.states[index] if index >= 0 else None


@dataclass
class Outcome:
    """What came of one seed. ``finals`` are moment, start of the sender's post step, verdict.

    ``answers``: GitHub is never silent. ``slow``: it is later than LATEST, but equally late for all jobs.
    """

    last_upload: float
    last_job_lives: bool
    answers: bool
    slow: bool
    finals: list[tuple[float, float, Verdict]] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def broken(self) -> list[str]:
        """The promises that were not kept."""
        swift = self.answers and not self.slow
        sent = [final for final in self.finals if final[2] is Verdict.SEND]
        found = [f"early: {self.last_upload - moment:.1f} s" for moment, _, _ in sent if moment < self.last_upload]
        if self.last_job_lives and not any(moment >= self.last_upload for moment, _, _ in self.finals):
            found.append("missing: no final after the last upload")
        if swift and len(sent) < len(self.finals):
            found.append("blind: a final without knowing although GitHub answers")
        posts = [post for _, post, _ in sent] or [0]
        if (apart := max(posts) - min(posts)) > (40 if swift else 70):
            found.append(f"apart: finals of jobs that ended {apart:.1f} s one after the other")
        if (requests := max(self.requests, default=0)) > (6 if swift else 18):
            found.append(f"requests: {requests} by one job")
        if (seconds := max(self.seconds, default=0)) > (45 if swift else 90):
            found.append(f"hanging: {seconds:.1f} s")
        return found


@dataclass
class Time:
    """The clock of one job."""

    seconds: float

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class Api:
    """What one job is told when it asks for the jobs of its run."""

    listed: Sequence[Row]
    place: int
    lag: Lag
    error_at: Callable[[float], Exception | None]
    time: Time
    chance: Random
    requests: int = 0

    def jobs(self) -> Iterator[Job]:
        for first in range(0, len(self.listed), PAGE):
            self.requests += 1
            self.time.sleep(self.chance.uniform(0.1, 1.5))
            now = self.time.now()
            if error := self.error_at(now):
                raise error
            for place in range(first, min(first + PAGE, len(self.listed))):
                if job := self.listed[place].at(now - self.lag(self.place, place, now)):
                    yield job


def simulate(legs: int, seed: int, deciding: Decide = decide) -> Outcome:
    """One run of a matrix of so many jobs."""
    chance = Random(f"{legs} {seed}")  # noqa: S311 - to be repeated, not to be secret
    attempt = chance.choice((1, 1, 1, 1, 2))
    rows, others = matrix(chance, legs, attempt)
    listed = sorted(rows + others, key=lambda row: row.id, reverse=chance.random() < 0.3)
    if chance.random() < 0.3:
        chance.shuffle(listed)
    lags = ways_to_be_late(chance, len(listed))
    late = chance.choice(sorted(lags))
    last = max(rows, key=lambda row: row.past)
    error_at = silence(chance, last.past)
    outcome = Outcome(
        last_upload=max((moment for row in rows for moment in row.uploads), default=-inf),
        last_job_lives=last.post is not None and last.killed == inf,
        answers=error_at is never,
        slow=late == "later, but all alike",
    )
    for place, row in enumerate(listed):
        if row.post is not None:
            time = Time(row.post + chance.uniform(0.3, 3))  # a container starts
            api = Api(listed, place, lags[late], error_at, time, chance)
            began = time.now()
            verdict = deciding(Leg(row.id, attempt, legs), api.jobs, time.now, time.sleep).verdict
            outcome.requests.append(api.requests)
            outcome.seconds.append(time.now() - began)
            if verdict is not Verdict.LEAVE and time.now() < row.killed:
                outcome.finals.append((time.now() + chance.uniform(0, 1), row.post, verdict))
    return outcome


def matrix(chance: Random, legs: int, attempt: int) -> tuple[list[Row], list[Row]]:
    """The jobs of the matrix that count, and those that are only listed beside them."""
    ends = chance.choice(orders(chance, legs))
    misfortune = chance.choice((0.0, 0.0, 0.1, 0.5))
    all_again = chance.random() < 0.3
    rows: list[Row] = []
    others = [job(chance, Plan(9_000, "lint", 1, -900, -400)), job(chance, Plan(9_001, "build (fast)", 1, -900, 5_000))]
    for number, end in enumerate(ends):
        name = f"test (ubuntu (x64), 3.{number})"
        if attempt == 2:
            old = job(chance, Plan(1_000 + number, name, 1, -900, chance.uniform(-800, -500)))
            if not all_again and chance.random() < 0.5:
                rows.append(old)
                continue
            others.append(old)
        fate = chance.choice(MISFORTUNES) if chance.random() < misfortune else "lives"
        rows.append(job(chance, Plan(2_000 + number, name, attempt, 0, end, fate)))
    for row in others + [row for row in rows if row.id < 2_000]:
        row.post = None  # it has nothing to decide any more, or never had
    return rows, others


def orders(chance: Random, legs: int) -> list[list[float]]:
    """Ways in which the tests of the jobs may end, in seconds since all were created."""
    spacing, longest = chance.choice((0.5, 5, 28, 33)), chance.choice((15, 60, 600))
    listed = [3 + spacing * number for number in range(legs)]
    last_two = [chance.uniform(3, longest) for _ in range(legs)]
    for number in chance.sample(range(legs), 2):
        last_two[number] = longest + chance.uniform(0, LATEST)
    return [
        listed,
        listed[::-1],
        last_two,
        [chance.uniform(3, longest) for _ in range(legs)],
        [longest + chance.uniform(0, 2) for _ in range(legs)],
        [chance.choice(listed) + chance.uniform(0, 2) for _ in range(legs)],
    ]


MISFORTUNES = ("dies before", "fails in the upload", "dies after", "vanishes", "cancelled", "killed in post")


@dataclass
class Plan:
    """A job that is ``created`` with all others of its attempt, whose tests end at the moment ``tested``."""

    id: int
    name: str
    attempt: int
    created: float
    tested: float
    fate: str = "lives"


def job(chance: Random, plan: Plan) -> Row:
    """The job as its fate has it; a step of others follows ours."""
    sent = plan.tested + chance.uniform(0.5, 10)
    told = sent + chance.choice((0.1, 0.5, 20))
    row = Row(past=told)
    main = {"Set up job": 0.3, CHECKOUT: 0.6, **({PYTHON: 0.9} if chance.random() < 0.3 else {}), "Run make test": 1.2}
    main = {step: plan.created + seconds for step, seconds in main.items()} | {OURS: plan.tested, "Tell the team": sent}
    used = [step for step in (PYTHON, OURS, CHECKOUT) if step in main]
    if plan.fate in {"dies before", "cancelled"}:
        used.remove(OURS)
    else:
        row.uploads = [chance.uniform(plan.tested, sent)]
    post, moment = {}, told
    for step in used:
        post[f"Post {step}"] = moment
        if step == OURS and plan.fate != "fails in the upload":
            row.post = moment
        moment += 95 if step == OURS else chance.uniform(0.1, 3)
    if plan.fate == "vanishes":
        row.past = moment = told + chance.uniform(0, 600)
        row.post, post = None, {}
    if plan.fate == "killed in post":
        row.killed = told + chance.uniform(0, 40)
    row.changes = [plan.created, *main.values(), *post.values(), moment]
    row.states = list(states(plan, list(main), list(post), announced=chance.random() < 0.5))
    return row


def states(plan: Plan, main: list[str], post: list[str], *, announced: bool) -> Iterator[Job]:
    """Queued, then one step after another, and completed; post steps may be ``announced`` from the beginning."""
    yield Job(plan.id, plan.name, "queued", plan.attempt)
    for running in range(1, len(main) + len(post) + 1):
        shown = main + post if announced or running > len(main) else main
        status = ["completed"] * (running - 1) + ["in_progress"] + ["pending"] * (len(shown) - running)
        steps = [JobStep(step, state) for step, state in zip(shown, status, strict=True)]
        yield Job(plan.id, plan.name, "in_progress", plan.attempt, tuple(steps))
    yield Job(plan.id, plan.name, "completed", plan.attempt)


def ways_to_be_late(chance: Random, jobs: int) -> dict[str, Lag]:
    """How old what is shown may be."""
    longest = chance.choice((2.0, 12.0, LATEST, LATEST))
    whole = chance.uniform(LATEST, 55)
    each = [chance.uniform(0, longest) for _ in range(jobs)]
    answers: dict[float, float] = {}
    return {
        "not at all": lambda _asking, _shown, _moment: 0.0,
        "by answers": lambda _asking, _shown, moment: answers.setdefault(moment, chance.uniform(0, longest)),
        "by answers and jobs": lambda _asking, _shown, _moment: chance.uniform(0, longest),
        "by jobs": lambda _asking, shown, _moment: each[shown],
        "all but oneself": lambda asking, shown, _moment: 0.0 if asking == shown else longest,
        "only oneself": lambda asking, shown, _moment: longest if asking == shown else 0.0,
        "later, but all alike": lambda _asking, _shown, _moment: whole,
    }


def never(_moment: float) -> Exception | None:
    """The API always answers."""
    return None


def silence(chance: Random, end: float) -> Callable[[float], Exception | None]:
    """What the API says instead of an answer, and when; ``end`` is when the last job is past."""
    begin = end + chance.uniform(-30, 60)
    error, begin, length = chance.choice(
        [
            (Unreachable("502"), begin, chance.uniform(1, 50)),
            (Unreachable("502"), begin, inf),
            (RateLimited("403"), begin, inf),
            (Denied("403", "actions: read"), -inf, inf),
        ]
    )
    return never if chance.random() < 0.7 else lambda moment: error if begin <= moment < begin + length else None


def table(seeds: int) -> Iterator[str]:
    """What came of the seeds for each size, one line each.

    ``broken`` counts all runs, the columns before it only those in which GitHub answers, and finals only those in
    which one is owed because the last job lives.
    """
    yield (
        "  jobs   seeds  answered    owed   finals  most  more than one"
        "   requests/job  most   seconds/job  most   broken"
    )
    for legs in SIZES:
        runs = [simulate(legs, seed) for seed in range(seeds)]
        heard = [run for run in runs if run.answers]
        finals = [len(run.finals) for run in heard if run.last_job_lives] or [0]
        requests = [number for run in heard for number in run.requests] or [0]
        seconds = [number for run in heard for number in run.seconds] or [0]
        yield (
            f"{legs:>6}  {seeds:>6}  {len(heard):>8}  {len(finals):>6}  {mean(finals):>7.2f}  {max(finals):>4}"
            f"  {sum(number > 1 for number in finals):>13}   {mean(requests):>12.2f}  {max(requests):>4}"
            f"  {mean(seconds):>12.1f}  {max(seconds):>4.0f}   {sum(bool(run.broken()) for run in runs):>6}"
        )


def main() -> None:
    """Print the table; the number of seeds is the first argument, 1 000 without one."""
    for line in table(int(sys.argv[1]) if len(sys.argv) > 1 else 1000):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
