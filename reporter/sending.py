"""Sends the bodies one after another and then the final notification, which is withheld unless all were accepted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from reporter.codacy import Receipt
from reporter.errors import Fault, Problem, ReporterError, Slug
from reporter.payload import Body

_REFUSES_THIS_BODY_ONLY = {Slug.LANGUAGE_NOT_IMPLEMENTED, Slug.BODY_TOO_LARGE, Slug.UPLOAD_REFUSED}
"""After any other failure the next body would meet the same answer."""


class Uploads(Protocol):
    """What is needed of Codacy's client."""

    def send(self, body: Body, *, partial: bool) -> Receipt: ...

    def final(self) -> Receipt: ...


@dataclass(frozen=True, slots=True)
class Sent:
    """One request that was made: ``body`` is None for the final notification; ``problems`` are empty if accepted."""

    body: Body | None
    receipt: Receipt | None
    problems: tuple[Problem, ...] = ()

    @property
    def accepted(self) -> bool:
        return not self.problems


def send_all(client: Uploads, bodies: Sequence[Body], *, final: bool) -> Iterator[Sent]:
    """Each request as it is done. Every body goes as a partial one: Codacy keeps them apart until the final comes."""
    accepted = True
    for body in bodies:
        sent = _send(client, body)
        yield sent
        accepted = accepted and sent.accepted
        if not {problem.slug for problem in sent.problems} <= _REFUSES_THIS_BODY_ONLY:
            return
    if final and accepted:
        yield _final(client)


def withheld(sent: Sequence[Sent]) -> Problem | None:
    """Says that the final notification was not sent because an upload failed."""
    failed = [each for each in sent if not each.accepted]
    if not failed or failed[0].body is None:
        return None
    service = all(problem.fault is Fault.SERVICE for each in failed for problem in each.problems)
    return Problem(
        slug=Slug.FINAL_WITHHELD,
        fault=Fault.SERVICE if service else Fault.USER,
        message="The final notification was not sent, so Codacy shows no coverage for this commit yet.",
        reason="It may only follow when every upload was accepted.",
        cure="Send the kept payload files as coverage-reports with final: true; that completes the commit.",
    )


def _send(client: Uploads, body: Body) -> Sent:
    try:
        return Sent(body, client.send(body, partial=True))
    except ReporterError as error:
        return Sent(body, None, error.problems)


def _final(client: Uploads) -> Sent:
    try:
        return Sent(None, client.final())
    except ReporterError as error:
        return Sent(None, None, error.problems)
