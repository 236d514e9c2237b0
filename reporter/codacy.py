"""The client of Codacy's coverage API: reports and the final notification, retried within one deadline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import Self

from reporter.answers import Call, judge
from reporter.endpoint import Endpoint
from reporter.errors import Fault, Problem, Slug, UploadUnavailable
from reporter.failures import TryAgain
from reporter.languages import SPELLING
from reporter.payload import Body
from reporter.transport import Transport


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long to wait between attempts, in seconds.

    Waits double from ``first_wait`` to ``longest_wait``, with up to ``jitter`` added; a server that names a time gets
    at least that, up to ``asked_wait``.
    """

    attempts: int = 8
    first_wait: float = 1.0
    longest_wait: float = 30.0
    jitter: float = 1.0
    asked_wait: float = 60.0

    def after(self, failures: int) -> float:
        """The wait after so many failures, without jitter."""
        return min(self.longest_wait, self.first_wait * 2.0 ** (failures - 1))


@dataclass(frozen=True, slots=True)
class Receipt:
    """An accepted call: ``first_failure`` names what went wrong at first ("503"), empty where nothing did."""

    attempts: int
    seconds: float
    first_failure: str
    message: str


class Client:
    """Sends the coverage of one commit. The deadline of ``timeout`` seconds starts now and is for all calls together.

    A context manager that ends its connections. ``environment`` and ``ca_bundle`` are Transport's.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        commit: str,
        *,
        timeout: float,
        environment: Mapping[str, str],
        ca_bundle: str = "",
        patience: Patience = Patience(),
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._endpoint = endpoint
        self._commit = commit
        self._timeout = timeout
        self._patience = patience
        self._clock = clock
        self._deadline = clock() + timeout
        self._transport = Transport(environment, ca_bundle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transport.close()

    def send(self, body: Body, *, partial: bool) -> Receipt:
        """Uploads one report. Raises UploadRefused or UploadUnavailable."""
        url = self._endpoint.report_url(self._commit, body.language, partial=partial)
        return self._post(url, body.data, f"the {SPELLING[body.language]} report")

    def final(self) -> Receipt:
        """Says that every partial report of the commit has been sent. Raises UploadRefused or UploadUnavailable."""
        return self._post(self._endpoint.final_url(self._commit), b"{}", "the final notification")

    def _post(self, url: str, data: bytes, what: str) -> Receipt:
        import stamina  # noqa: PLC0415 - only an upload should pay for it

        stamina.instrumentation.set_on_retry_hooks(())  # the log is the user's, not the library's
        call = Call(self._endpoint, url, what, len(data))
        started = self._clock()
        failures: list[TryAgain] = []

        def wait_after(error: Exception) -> bool | float:
            """Answers stamina: False ends, True waits as long as stamina likes, a number so many seconds."""
            if not isinstance(error, TryAgain):
                return False
            failures.append(error)
            wait = self._patience.after(len(failures))
            if not error.retry_after:
                return wait + self._patience.jitter < self._left()
            wait = max(wait, min(error.retry_after, self._patience.asked_wait))
            return wait if wait < self._left() else False

        retrying = stamina.RetryingCaller(
            attempts=self._patience.attempts,
            timeout=None,
            wait_initial=self._patience.first_wait,
            wait_max=self._patience.longest_wait,
            wait_jitter=self._patience.jitter,
        )
        try:
            message = retrying(wait_after, self._attempt, call, data)
        except TryAgain as last:
            raise self._unavailable(what, last, len(failures), self._clock() - started) from last
        first = failures[0].short if failures else ""
        return Receipt(len(failures) + 1, self._clock() - started, first, message)

    def _attempt(self, call: Call, data: bytes) -> str:
        left = self._left()
        if left <= 0:
            raise TryAgain("no time left", f"The {self._timeout:.0f} s of `timeout` were used up before.")
        # A sixth, so that five attempts fit into the deadline even if the server never says a word.
        silence = min(self._timeout / 6, left)
        answer = self._transport.post(call.url, data, self._endpoint.headers, silence=silence, limit=left)
        return judge(answer, call)

    def _left(self) -> float:
        return self._deadline - self._clock()

    def _unavailable(self, what: str, last: TryAgain, attempts: int, seconds: float) -> UploadUnavailable:
        tried = f"{attempts} attempts" if attempts > 1 else "1 attempt"
        reason = last.reason
        if last.retry_after and attempts < self._patience.attempts:
            reason += f" It asked to wait {last.retry_after:.0f} s, longer than what was left of `timeout`."
        own = "" if self._endpoint.is_codacy_cloud else f"Check that {self._endpoint.root} is up and can be reached. "
        return UploadUnavailable(
            Problem(
                slug=Slug.SERVICE_UNAVAILABLE,
                fault=Fault.SERVICE,
                message=f"Codacy did not accept {what} ({last.short}; {tried} in {seconds:.0f} s).",
                reason=reason,
                cure=f"{own}Run the job again later; a larger `timeout` than {self._timeout:.0f} waits longer.",
            ),
            attempts=attempts,
            seconds=seconds,
            short=last.short,
        )
