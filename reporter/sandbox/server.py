"""The sandbox's HTTP server on loopback: it reads requests, and sends the API's answers as well or as badly as told."""

from __future__ import annotations

import os
import socket
import ssl
import struct
import sys
from collections.abc import Collection, Mapping
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from reporter.sandbox.api import BODY_LIMIT, Api, route_of
from reporter.sandbox.faults import Answer, Delay, Drip, Fault, Reset, Truncated
from reporter.sandbox.state import Request, State
from reporter.sandbox.v3 import Processing, Questions


class Sandbox:
    """Codacy's API on this machine, served from entering the context to leaving it.

    A token or ``repositories`` (provider, organisation, repository) left out stands for any. ``faults`` says which
    requests go wrong: by their number, counted from 1, or all of a route ("coverage", "final", "status" …); the number
    decides where both are given. ``processing`` says what becomes of what was accepted. ``host`` is its loopback
    address, ``port`` 0 any free one; with ``tls`` the sandbox speaks HTTPS.
    """

    def __init__(
        self,
        *,
        project_token: str | None = None,
        account_token: str | None = None,
        repositories: Collection[tuple[str, str, str]] | None = None,
        faults: Mapping[int | str, Fault] | None = None,
        processing: Processing | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.state = State()
        self._host = f"[{host}]" if ":" in host else host
        api = Api(
            self.state, Questions(self.state, processing or Processing()), project_token, account_token, repositories
        )
        self._server = _Server(api, faults or {}, (host, port), tls)
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), name="sandbox", daemon=True)

    @property
    def url(self) -> str:
        """What a client takes as the API's base URL."""
        return f"{self._server.scheme}://{self._host}:{self._server.server_port}"

    def describe(self) -> tuple[str, ...]:
        """What Codacy would now hold, as lines to read."""
        with self._server.lock:
            return self.state.describe()

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

    def __init__(
        self, api: Api, faults: Mapping[int | str, Fault], address: tuple[str, int], tls: ssl.SSLContext | None
    ) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, _Handler)
        self.api = api
        self.faults = faults
        self.lock = Lock()
        self.closing = Event()
        self.scheme = "https" if tls else "http"
        self._open: set[socket.socket] = set()
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    def stop(self) -> None:
        """Ends delays and idle connections too, so that no thread outlives the sandbox."""
        self.closing.set()
        self.shutdown()
        for connection in tuple(self._open):
            with suppress(OSError, ValueError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: tuple[str, int]
    ) -> None:
        """A client that went away is no error here."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        self._serve()

    def do_GET(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """The log belongs to the reporter."""

    def _serve(self) -> None:
        body = self._read()
        route = route_of(self.path)
        name = route.name if route else ""
        headers = {key.lower(): value for key, value in self.headers.items()}
        with self.server.lock:
            requests = self.server.api.state.requests
            number = len(requests) + 1
            size = BODY_LIMIT + 1 if body is None else len(body)
            peer = self.client_address[1]
            requests.append(Request(number, self.command, self.path, name, headers, size, peer))
            fault = self.server.faults.get(number) or self.server.faults.get(name)
            answer = fault if isinstance(fault, Answer) else self.server.api.answer(self.command, route, headers, body)
        self._send(_wire(answer), fault)

    def _read(self) -> bytes | None:
        """The body; None where it is larger than Codacy takes, after reading past it so that the answer is heard."""
        size = int(self.headers.get("Content-Length") or 0)
        if size <= BODY_LIMIT:
            return self.rfile.read(size)
        while size > 0:
            size -= len(self.rfile.read(min(size, 1 << 16))) or size
        return None

    def _send(self, answer: bytes, fault: Fault | None) -> None:
        match fault:
            case Delay(seconds):
                self.server.closing.wait(seconds)
                self.wfile.write(answer)
            case Drip(seconds):
                for start in range(len(answer)):
                    self.wfile.write(answer[start : start + 1])
                    if self.server.closing.wait(seconds):
                        break
            case Reset(sent):
                self.wfile.write(answer[:sent])
                self._reset()
            case Truncated(missing):
                self.wfile.write(answer[:-missing])
                self.close_connection = True
            case _:
                self.wfile.write(answer)

    def _reset(self) -> None:
        """Closed while lingering for no time, a TCP connection ends with RST instead of FIN."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())


def _wire(answer: Answer) -> bytes:
    headers = "".join(f"{name}: {value}\r\n" for name, value in answer.headers)
    head = f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}\r\n{headers}Content-Length: {len(answer.body)}"
    return head.encode("latin-1") + b"\r\n\r\n" + answer.body
