"""An HTTP proxy on loopback that asks for a password and leads every tunnel to one server."""

from __future__ import annotations

import base64
import select
import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self


class Proxy:
    """``targets`` are the hosts that were asked for; whoever lacks ``user`` and ``password`` gets 407."""

    def __init__(self, server: tuple[str, int], *, user: str, password: str) -> None:
        self.targets: list[str] = []
        self.refused = 0
        proxy, credentials = self, base64.b64encode(f"{user}:{password}".encode()).decode()

        class Handler(BaseHTTPRequestHandler):
            def do_CONNECT(self) -> None:
                if self.headers.get("Proxy-Authorization") != f"Basic {credentials}":
                    proxy.refused += 1
                    self.send_error(407)
                    return
                proxy.targets.append(self.path)
                with socket.create_connection(server) as there:
                    self.send_response(200)
                    self.end_headers()
                    _relay(self.connection, there)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
                """Nobody reads it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def address(self) -> str:
        """``127.0.0.1:port``, to be put behind credentials."""
        return f"127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _relay(one: socket.socket, other: socket.socket) -> None:
    """Both ways until one side ends."""
    ways = {one: other, other: one}
    while True:
        for source in select.select(list(ways), [], [])[0]:
            data = source.recv(1 << 16)
            if not data:
                return
            ways[source].sendall(data)
