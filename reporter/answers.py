"""What an answer of Codacy's means: accepted, worth another attempt, or refused, then with the cure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from reporter.endpoint import Endpoint, TokenKind
from reporter.errors import Problem, Slug, UploadRefused
from reporter.failures import TryAgain
from reporter.languages import SPELLING
from reporter.transport import Answer

EXCERPT = 200
"""Characters of an answer that are shown."""

TRANSIENT = {408, 425, 429}
"""Statuses below 500 that ask to come again."""


@dataclass(frozen=True, slots=True)
class Call:
    """What was asked: ``what`` names it in a sentence, ``size`` counts the bytes of its body."""

    endpoint: Endpoint
    url: str
    what: str
    size: int


def judge(answer: Answer, call: Call) -> str:
    """Codacy's word of success.

    Codacy answers ``{"success":…}`` or ``{"error":…}``; its own client looks at nothing else, but proxies and load
    balancers on the way speak by the status only, so both count. Raises TryAgain or UploadRefused.
    """
    document = parsed(answer.body)
    error = _text(document.get("error")) if isinstance(document, dict) else ""
    success = document.get("success") if isinstance(document, dict) else None
    accepted = 200 <= answer.status < 300
    if accepted and not error and (isinstance(success, str) or success is True):
        return excerpt(str(success), call)
    said = error.lower()
    if "language not implemented" in said:
        raise _language(answer, call, error)
    if "token" in said and "expired" in said:
        raise _expired(answer, call)
    if answer.status == 413:
        raise _too_large(call)
    if 300 <= answer.status < 400:
        raise _redirected(answer, call)
    outage = answer.status in TRANSIENT or answer.status >= 500
    if outage or "failed to create coverage" in said or (accepted and document is None):
        raise try_again(answer, call)
    if answer.status in {401, 403} or said.strip(". ") == "not found":
        raise _unknown_token(answer, call)
    raise _refused(answer, call)


def excerpt(text: str, call: Call) -> str:
    """The beginning of foreign text on one line, of a page of HTML its title, and never the token."""
    if re.match(r"\s*<", text):
        title = re.search(r"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
        text = title[1] if title else "a page of HTML"
    line = " ".join(text.replace(call.endpoint.token or "\0", "***").split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT]}…"


def asked_to_wait(answer: Answer) -> float | None:
    """Seconds of ``Retry-After`` (RFC 9110 §10.2.3), a date there counting from the answer's own, or of the text."""
    asked = answer.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d+(\.\d+)?", asked, re.ASCII):
        return float(asked)
    try:
        until, since = parsedate_to_datetime(asked), parsedate_to_datetime(answer.headers.get("date", ""))
        return max(0.0, (until - since).total_seconds())
    except (ValueError, TypeError):
        pass
    told = re.search(rb"available in (\d{1,6}) ?s", answer.body, re.IGNORECASE)
    return float(told[1]) if told else None


def parsed(body: bytes) -> object:
    """The JSON of a body, None where it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value) if value is not None else ""


def quoted(answer: Answer, call: Call) -> str:
    """``404 "not found"``: the status and what came with it."""
    document = parsed(answer.body)
    error = _text(document.get("error")) if isinstance(document, dict) else ""
    shown = excerpt(error or answer.body.decode("utf-8", "replace"), call)
    return f'{answer.status} "{shown}"' if shown else f"{answer.status}"


def try_again(answer: Answer, call: Call) -> TryAgain:
    """What to raise for an answer that may be another one next time."""
    if 200 <= answer.status < 300 and not answer.body.strip():
        return TryAgain("empty answer", f"{call.endpoint.host} answered with nothing.")
    if 200 <= answer.status < 300 and parsed(answer.body) is None:
        return TryAgain("not Codacy's answer", f"{call.endpoint.host} answered {quoted(answer, call)}, no JSON.")
    reason = f"{call.endpoint.host} answered {quoted(answer, call)}."
    if answer.status in {429, 503, 504} and call.endpoint.is_codacy_cloud:
        reason += " That is an outage, or too many requests from one address; hosted runners share theirs."
    return TryAgain(str(answer.status), reason, asked_to_wait(answer))


def _unknown_token(answer: Answer, call: Call) -> UploadRefused:
    endpoint = call.endpoint
    named = f" for {endpoint.place}" if endpoint.place else ""
    if endpoint.kind is TokenKind.PROJECT:
        message = f"Codacy does not know this project token{named} ({quoted(answer, call)})."
        reason = "The token is wrong, was deleted or belongs elsewhere; the answer is the same for all three."
        cure = (
            "Create a token in Codacy → repository Settings → Coverage, and store it as the secret "
            "CODACY_PROJECT_TOKEN."
        )
    else:
        message = f"Codacy does not accept this account token{named} ({quoted(answer, call)})."
        reason = (
            "The token is wrong or was deleted, its owner may not write to the repository, or there is no such "
            "repository; the answer is the same for all of them."
        )
        cure = (
            f"Check organization-provider: {endpoint.provider}, owner: {endpoint.organization} and repository: "
            f"{endpoint.repository}, then the secret CODACY_API_TOKEN."
        )
    return _problem(Slug.TOKEN_NOT_ACCEPTED, message, f"{reason} Asked: {endpoint.root}.", cure)


def _expired(answer: Answer, call: Call) -> UploadRefused:
    kind, secret = (
        ("project", "CODACY_PROJECT_TOKEN")
        if call.endpoint.kind is TokenKind.PROJECT
        else ("account", "CODACY_API_TOKEN")
    )
    return _problem(
        Slug.TOKEN_EXPIRED,
        f"The {kind} token has expired ({quoted(answer, call)}).",
        "Codacy's tokens end on a date that was chosen when they were created, after a year at the latest.",
        f"Create a new token in Codacy, and store it as the secret {secret}.",
    )


def _language(answer: Answer, call: Call, error: str) -> UploadRefused:
    language = error.rpartition(":")[2].strip()
    return _problem(
        Slug.LANGUAGE_NOT_IMPLEMENTED,
        f"Codacy does not know the language {excerpt(language, call)!r} ({quoted(answer, call)}).",
        f"It accepts {', '.join(SPELLING)}; an old self-hosted Codacy fewer.",
        "Name one of these as `language`, or leave it empty.",
    )


def _too_large(call: Call) -> UploadRefused:
    return _problem(
        Slug.BODY_TOO_LARGE,
        f"{call.endpoint.host} refuses {call.what} as too large ({call.size / 1e6:.1f} MB, 413).",
        "Codacy takes 10 MB and nothing larger than 8 MB is sent, so a server or proxy on the way takes less.",
        "Raise its limit to 10 MB (in nginx: client_max_body_size 10m).",
    )


def _redirected(answer: Answer, call: Call) -> UploadRefused:
    try:
        target = urlsplit(urljoin(call.url, answer.headers.get("location", "")))
    except ValueError:
        target = urlsplit(call.url)
    server = excerpt(f"{target.scheme}://{target.netloc.rpartition('@')[2]}", call)
    return _problem(
        Slug.REDIRECTED,
        f"{call.endpoint.host} redirects {call.what} to {server}{excerpt(target.path, call)} ({answer.status}).",
        "A redirect is not followed, for the token would go with it.",
        f"If {server} is your Codacy, set api-base-url: {server}.",
    )


def _refused(answer: Answer, call: Call) -> UploadRefused:
    if answer.status == 404 and not isinstance(parsed(answer.body), dict):
        return _problem(
            Slug.UPLOAD_REFUSED,
            f"There is no Codacy API at {call.endpoint.root} ({quoted(answer, call)}).",
            "Another server answers at this address.",
            "Check api-base-url; Codacy's own is https://api.codacy.com.",
        )
    return _problem(
        Slug.UPLOAD_REFUSED,
        f"Codacy refuses {call.what} ({quoted(answer, call)}).",
        "The same request would be refused again.",
        f"Check that {call.endpoint.root} is Codacy and the commit belongs to the repository there.",
    )


def _problem(slug: Slug, message: str, reason: str, cure: str) -> UploadRefused:
    return UploadRefused(Problem(slug=slug, message=message, reason=reason, cure=cure))
