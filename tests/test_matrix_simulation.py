from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from reporter.github_api import GitHubError, Job
from reporter.matrix import Decision, Leg, Verdict
from tests.matrix_simulation import simulate, table

SIZES = pytest.mark.parametrize(("legs", "seeds"), [(2, 1000), (40, 100), (256, 8)])
"""The command line of the simulation does 1 000 seeds of each."""


@SIZES
def test_whatever_happens_what_is_promised_holds(legs: int, seeds: int) -> None:
    """No final before the last upload, one after it if the last job lives, duplicates only within seconds."""
    assert {seed: found for seed in range(seeds) if (found := simulate(legs, seed).broken())} == {}


def test_what_is_promised_is_often_owed() -> None:
    runs = [simulate(2, seed) for seed in range(100)]

    assert sum(run.answers and run.last_job_lives for run in runs) > 40
    assert sum(len(run.finals) > 1 for run in runs) > 10


def test_a_job_that_leaves_at_once_is_caught() -> None:
    """The simulation is no proof unless it fails where a rule is missing."""

    def hasty(
        leg: Leg, jobs: Callable[[], Iterable[Job]], clock: Callable[[], float], sleep: Callable[[float], None]
    ) -> Decision:
        others = [job for job in jobs() if job.name.startswith("test") and job.id != leg.job_id]
        running = [job for job in others if job.status != "completed"]
        return Decision(Verdict.LEAVE if running else Verdict.SEND)

    found = {words.partition(":")[0] for seed in range(200) for words in _broken(seed, hasty)}

    assert {"early", "missing"} <= found


def _broken(seed: int, deciding: Callable[..., Decision]) -> list[str]:
    try:
        return simulate(2, seed, deciding).broken()
    except GitHubError:  # such a rule does not expect it
        return []


def test_the_table_has_a_line_for_each_size() -> None:
    head, *lines = table(3)

    assert head.split()[:2] == ["jobs", "seeds"]
    assert [line.split()[:2] for line in lines] == [["2", "3"], ["40", "3"], ["256", "3"]]
