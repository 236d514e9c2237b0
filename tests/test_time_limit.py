from __future__ import annotations

from threading import Event

import pytest

from reporter.time_limit import within


def test_what_comes_in_time_is_returned() -> None:
    assert within(60, lambda: "answer") == "answer"


def test_what_is_raised_in_time_is_raised() -> None:
    def fail() -> None:
        raise KeyError("name")

    with pytest.raises(KeyError, match="name"):
        within(60, fail)


def test_what_takes_longer_is_left_to_itself() -> None:
    late = Event()

    with pytest.raises(TimeoutError):
        within(0.01, late.wait)

    late.set()
