"""How GitHub fails or refuses, in kinds that a caller acts on; each says in a sentence what happened.

GitHubError          everything else that GitHub refuses (409, 422, …)
├── Denied           the token may not, or what is asked for is not there: GitHub does not always say which
├── RateLimited      too many requests
└── Unreachable      no answer of use: time, name, connection, certificate, 5xx
"""

from __future__ import annotations

from collections.abc import Mapping

from reporter.text import shortened


class GitHubError(Exception):
    """The message is a sentence for the user; no token is ever in it."""


class Denied(GitHubError):
    """The token may not: ``permission`` is the line of ``permissions:`` that lets it, empty where none does."""

    def __init__(self, message: str, permission: str = "") -> None:
        super().__init__(message)
        self.permission = permission


class RateLimited(GitHubError):
    """Too many requests; GitHub wants to be left alone for a while."""


class Unreachable(GitHubError):
    """No answer of use came back; later one may."""


def refusal(status: int, headers: Mapping[str, str], message: str, *, host: str, permission: str) -> GitHubError:
    """The error that an answer with ``status`` 400 or above stands for; header names are in lower case."""
    said = f"{host} answered {status}" + (f": {shortened(message.rstrip('.'), 200)}" if message else "") + "."
    if status >= 500:
        return Unreachable(said)
    if status == 429 or (status == 403 and _is_limit(headers, message)):
        return RateLimited(said)
    if status in {403, 404}:
        return Denied(said, permission)
    return Denied(said) if status == 401 else GitHubError(said)


def _is_limit(headers: Mapping[str, str], message: str) -> bool:
    return "retry-after" in headers or headers.get("x-ratelimit-remaining") == "0" or "rate limit" in message.lower()
