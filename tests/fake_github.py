r"""GitHub's API on loopback: exactly the routes that reporter.github_api asks, over plain data that a test sets.

    from tests.fake_github import FakeGitHub, secondary_limit
    from tests.github_answers import changed_file, comment, job, pull, step

    with FakeGitHub() as fake:
        fake.state.jobs[1] = [job(11, "test (a)", "completed"), job(12, "test (b)", steps=[step("Set up job")])]
        fake.state.pulls[7] = pull(7, HEAD, head_repository="stranger/shop")
        fake.state.files[7] = [changed_file("src/a.py", "@@ -1 +1 @@\n-a\n+b")]
        fake.state.comments[7] = [comment(1, "LGTM", "octocat", "User")]
        fake.state.trees[HEAD] = {"src/a.py": "100644", "vendor/lib": "160000"}
        fake.state.permissions.discard("actions: read")  # from now on, asking for jobs is answered with 403
        fake.changes[3] = finish                         # finish(fake.state) runs just before request 3 is answered
        fake.faults[4] = secondary_limit(30)             # request 4 goes wrong; fake.faults["jobs"]: all of a route
        with fake.client() as github:                    # reporter.github_api's, with nothing of the environment
            ...
    assert [request.route for request in fake.requests] == ["jobs", "jobs"]

Requests count from 1, so that ``changes`` make an API that lags without a clock. Faults are those of
reporter.sandbox.faults: an Answer instead of the real one, or a Delay. The names of the routes are in
tests/github_answers.py. Time does not pass: the ``Date`` of every answer is NOW.
"""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from reporter.github_api import GitHub
from reporter.sandbox.faults import Answer, Delay
from tests.github_answers import SLUG, TOKEN, Api, State, refusal, route_of

NOW = 1_800_000_000


def primary_limit(seconds: int) -> Answer:
    """The hour's requests are used up; there will be new ones in ``seconds``."""
    headers = (("X-RateLimit-Limit", "1000"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", str(NOW + seconds)))
    return refusal(403, "API rate limit exceeded for installation ID 1.", headers)


def secondary_limit(seconds: int | None = None, status: int = 403) -> Answer:
    """Too much at once; without ``seconds`` GitHub does not say how long to wait."""
    headers = () if seconds is None else (("Retry-After", str(seconds)),)
    return refusal(
        status, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.", headers
    )


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived: ``route`` is empty where there is none; header names are in lower case.

    ``peer`` is the client's port, the same for all requests of one connection.
    """

    method: str
    target: str
    route: str
    headers: Mapping[str, str]
    body: Any
    peer: int


class FakeGitHub:
    """GitHub on 127.0.0.1, served from entering the context to leaving it; ``prefix`` is ``/api/v3`` on a GHES.

    With ``tls`` it speaks HTTPS.
    """

    def __init__(self, prefix: str = "", tls: ssl.SSLContext | None = None) -> None:
        self.state = State()
        self.requests: list[Request] = []
        self.faults: dict[int | str, Answer | Delay] = {}
        self.changes: dict[int, Callable[[State], None]] = {}
        self._server = _Server(self, prefix, tls)
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), name="github", daemon=True)

    @property
    def url(self) -> str:
        """What the runner has as GITHUB_API_URL."""
        return f"{self._server.scheme}://127.0.0.1:{self._server.server_port}{self._server.prefix}"

    def client(self, token: str = TOKEN, **settings: Any) -> GitHub:
        """A client of this server; ``settings`` are those of GitHub."""
        return GitHub(SLUG, token, **{"environment": {"GITHUB_API_URL": self.url}, **settings})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, fake: FakeGitHub, prefix: str, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.fake = fake
        self.prefix = prefix
        self.lock = Lock()
        self.closing = Event()
        self.scheme = "https" if tls else "http"
        self._open: set[Any] = set()
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    def stop(self) -> None:
        self.closing.set()
        self.shutdown()
        for connection in tuple(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that give up are what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # the end of an answer would wait until its beginning is acknowledged
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PATCH(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Nobody reads it."""

    def _serve(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.loads(content) if content else None
        headers = {name.lower(): value for name, value in self.headers.items()}
        fake = self.server.fake
        with self.server.lock:
            route, values = route_of(self.command, self.path.removeprefix(self.server.prefix))
            fake.requests.append(Request(self.command, self.path, route, headers, body, self.client_address[1]))
            number = len(fake.requests)
            if change := fake.changes.get(number):
                change(fake.state)
            fault = fake.faults.get(number) or fake.faults.get(route)
            query = {name: found[-1] for name, found in parse_qs(urlsplit(self.path).query).items()}
            answer = (
                fault
                if isinstance(fault, Answer)
                else Api(fake.state, fake.url).answer(route, headers, {**query, **values}, body)
            )
        if isinstance(fault, Delay):
            self.server.closing.wait(fault.seconds)
        self.send_response_only(answer.status)
        for name, value in (("Date", formatdate(NOW, usegmt=True)), *answer.headers):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)
