from __future__ import annotations

from pathlib import Path

from reporter.leg import Left, claim_final, left_in

SHA = "0123456789abcdef0123456789abcdef01234567"


def as_the_runner_hands_it_over(left: Left) -> dict[str, str]:
    return {f"STATE_{name}": value for name, value in left.as_state().items()}


def test_the_post_step_reads_what_the_step_left() -> None:
    for left in (Left(SHA, accepted=True), Left(SHA, accepted=False)):
        assert left_in(as_the_runner_hands_it_over(left)) == left


def test_nothing_left_is_nothing_to_finish() -> None:
    assert left_in({"STATE_upload": "accepted"}) is None
    assert left_in({}) is None


def test_only_the_first_step_of_a_job_gets_the_final(tmp_path: Path) -> None:
    assert [claim_final(tmp_path, "7"), claim_final(tmp_path, "7"), claim_final(tmp_path, "8")] == [True, False, True]


def test_a_folder_that_cannot_be_written_keeps_nobody_from_it(tmp_path: Path) -> None:
    assert claim_final(tmp_path / "nowhere", "7")
