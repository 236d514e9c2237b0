"""A failure on the way to Codacy in the user's words: worth another attempt, or for good."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.errors import Problem, Slug, UploadRefused


class TryAgain(Exception):
    """This attempt failed, another may not.

    ``short`` names the failure in a few words ("503", "connection reset"), ``reason`` in a sentence. ``retry_after``
    is what the server asks for, in seconds.
    """

    def __init__(self, short: str, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.short = short
        self.reason = reason
        self.retry_after = retry_after


def failure(error: Exception, host: str, silence: float) -> Exception:
    """A failure of requests in the user's words."""
    import ssl  # noqa: PLC0415 - already there: requests needs it
    from socket import gaierror  # noqa: PLC0415 - likewise

    import requests  # noqa: PLC0415 - loaded when something was sent
    from urllib3.exceptions import NewConnectionError  # noqa: PLC0415 - likewise

    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _untrusted(host, cause.verify_message)
    if isinstance(error, requests.exceptions.ProxyError):
        return TryAgain("proxy", f"The proxy on the way to {host} did not connect.")
    if isinstance(error, ValueError):
        return _unusable(host)
    for kind, short, reason in (
        (gaierror, "unknown host", f"The name {host} could not be looked up."),
        (TimeoutError, "no answer", f"{host} did not answer within {silence:.3g} s."),
        (ConnectionRefusedError, "connection refused", f"{host} refused the connection."),
        (ConnectionResetError, "connection reset", f"{host} reset the connection."),
        (NewConnectionError, "no connection", f"No connection to {host} could be made."),
        (ssl.SSLError, "no secure connection", f"No secure connection to {host} could be made."),
    ):
        if any(isinstance(cause, kind) for cause in causes):
            return TryAgain(short, reason)
    return TryAgain("connection broken", f"The connection to {host} broke off before the answer was complete.")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """``error`` and everything it wraps, however it does so."""
    pending, seen = [error], set[int]()
    while pending:
        cause = pending.pop()
        if id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            wrapped = (cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args)
            pending += [inner for inner in wrapped if isinstance(inner, BaseException)]


def _untrusted(host: str, why: str) -> UploadRefused:
    return UploadRefused(
        Problem(
            slug=Slug.CERTIFICATE,
            message=f"The certificate of {host} is not trusted: {why}.",
            reason="Its authority is unknown here; that is usual for a self-hosted Codacy and behind some proxies.",
            cure="Put the authority's certificate (PEM) in the repository and name it: ca-bundle: path/to/ca.pem.",
        )
    )


def _unusable(host: str) -> UploadRefused:
    """For an address or a header that requests cannot use; its own words could hold the token."""
    return UploadRefused(
        Problem(
            slug=Slug.INPUT_INVALID,
            message=f"No request to {host} can be made with these settings.",
            reason="The address of Codacy or of the proxy, or the token, has a form that HTTP does not allow.",
            cure="Check api-base-url, the variables HTTPS_PROXY and HTTP_PROXY, and the secret with the token.",
        )
    )
