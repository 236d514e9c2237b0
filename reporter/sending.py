"""Sends the bodies one after another and then the final notification, which is withheld unless all were accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from reporter.errors import Fault, Problem, ReporterError, Slug, UploadUnavailable
from reporter.figures import Sent, Upload
from reporter.payload import Body

if TYPE_CHECKING:
    from reporter.codacy import Receipt

_REFUSES_THIS_BODY_ONLY = {Slug.LANGUAGE_NOT_IMPLEMENTED, Slug.BODY_TOO_LARGE, Slug.UPLOAD_REFUSED}
"""After any other failure the next body would meet the same answer."""


class Uploads(Protocol):
    """What is needed of Codacy's client."""

    def send(self, body: Body, *, partial: bool) -> Receipt:
        """Upload one report."""

    def final(self) -> Receipt:
        """Say that the commit is complete."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request that was made: ``body`` is None for the final notification; ``problems`` are empty if accepted.

    ``given_up`` tells of the attempts where none was answered.
    """

    body: Body | None
    receipt: Receipt | None
    problems: tuple[Problem, ...] = ()
    given_up: UploadUnavailable | None = None

    @property
    def accepted(self) -> bool:
        """Whether Codacy took it."""
        return not self.problems


def send_all(client: Uploads, bodies: Sequence[Body], *, final: bool) -> Iterator[Request]:
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


def withheld(sent: Sequence[Request]) -> Problem | None:
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


def complete(bodies: Sequence[Body], requests: Sequence[Request], *, final: bool) -> bool:
    """Whether everything that was to be sent was accepted."""
    return len(requests) == len(bodies) + final and all(request.accepted for request in requests)


def uploads(bodies: Sequence[Body], requests: Sequence[Request], *, final: bool) -> tuple[Upload, ...]:
    """What was to be sent and what became of it, in the order of sending."""
    done = {id(request.body): request for request in requests}
    parts = Counter(body.language for body in bodies)
    rows = [
        replace(
            _outcome(done.get(id(body))),
            language=body.language,
            part=body.part,
            parts=parts[body.language],
            size=len(body.data),
        )
        for body in bodies
    ]
    if final:
        last = next((request for request in requests if request.body is None), None)
        row = _outcome(last)
        failed = any(not request.accepted for request in requests)
        rows.append(replace(row, sent=Sent.WITHHELD) if last is None and failed else row)
    return tuple(rows)


def _outcome(request: Request | None) -> Upload:
    if request is None:
        return Upload(sent=Sent.NOT_TRIED)
    if request.receipt:
        receipt = request.receipt
        return Upload(attempts=receipt.attempts, first_failure=receipt.first_failure, seconds=receipt.seconds)
    if tried := request.given_up:
        return Upload(sent=Sent.UNAVAILABLE, attempts=tried.attempts, seconds=tried.seconds, why=tried.short)
    problem = request.problems[0]
    service = problem.fault is Fault.SERVICE
    return Upload(sent=Sent.UNAVAILABLE if service else Sent.REFUSED, attempts=1, why=problem.message)


def _send(client: Uploads, body: Body) -> Request:
    try:
        return Request(body, client.send(body, partial=True))
    except UploadUnavailable as error:
        return Request(body, None, error.problems, error)
    except ReporterError as error:
        return Request(body, None, error.problems)


def _final(client: Uploads) -> Request:
    try:
        return Request(None, client.final())
    except UploadUnavailable as error:
        return Request(None, None, error.problems, error)
    except ReporterError as error:
        return Request(None, None, error.problems)
