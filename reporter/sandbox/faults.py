"""What can go wrong between a client and Codacy, as data that a test hands to the sandbox."""

from __future__ import annotations

from dataclasses import dataclass

NGINX_413 = (
    b"<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>\r\n"
    b"<center><h1>413 Request Entity Too Large</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """This answer instead of the real one; nothing is stored."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Delay:
    """The real answer, ``seconds`` late."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Drip:
    """The real answer, one byte every ``seconds``."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection is reset after ``sent`` bytes of the real answer."""

    sent: int = 0


@dataclass(frozen=True, slots=True)
class Truncated:
    """The connection ends, without an error, ``missing`` bytes before the real answer does."""

    missing: int = 5


Fault = Answer | Delay | Drip | Reset | Truncated


def status(code: int, body: bytes = b"", *, retry_after: str = "") -> Answer:
    """An answer with this status, and with ``Retry-After`` where it is given."""
    return Answer(code, body, (("Retry-After", retry_after),) if retry_after else ())


def html_413() -> Answer:
    """What nginx in front of Codacy says to a body that it finds too large."""
    return Answer(413, NGINX_413, (("Content-Type", "text/html"),))


def empty() -> Answer:
    """Success without a word."""
    return Answer(200)


def not_json() -> Answer:
    """Success as a page of HTML, such as a proxy shows."""
    page = b"<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body><p>Please sign in</p></body></html>"
    return Answer(200, page, (("Content-Type", "text/html"),))


def redirect(location: str, code: int = 302) -> Answer:
    """Come to ``location`` instead."""
    return Answer(code, b"", (("Location", location),))
