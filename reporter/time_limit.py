"""A limit in seconds for a call that has none of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, call: Callable[[], T]) -> T:
    """What ``call`` returns or raises; TimeoutError after ``seconds``, when ``call`` is left to itself.

    The time limits of sockets start anew with every byte and do not cover looking up a name; waiting for a thread
    covers everything.
    """
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(call())
        except BaseException as error:  # noqa: BLE001 - it belongs to who waits
            future.set_exception(error)

    Thread(target=run, name="within", daemon=True).start()
    return future.result(seconds)
