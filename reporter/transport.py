"""One request over HTTP, bounded in time and in what is read of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from reporter.failures import TryAgain, failure
from reporter.network import proxies_for, trusted_certificates
from reporter.time_limit import within

if TYPE_CHECKING:
    from requests import Response, Session

ANSWER_LIMIT = 64 * 1024
"""Bytes of an answer to an upload that are read; Codacy's have a hundred."""

DOCUMENT_LIMIT = 1024 * 1024
"""Bytes of a document that are read; a list of a hundred commits has about a hundred thousand."""

CONNECT_LIMIT = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Header names are in lower case."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Transport:
    """Connections that are kept between calls.

    ``environment`` may name proxies (``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY``, ``NO_PROXY``, in either case) and
    trusted certificates (``network.CA_VARIABLES``), which ``ca_bundle`` overrides. Nothing else around the process has
    a say, ``.netrc`` least of all.
    """

    def __init__(self, environment: Mapping[str, str], ca_bundle: str = "") -> None:
        self._environment = environment
        self._ca_bundle = ca_bundle
        self._session: Session | None = None

    def post(self, url: str, data: bytes, headers: Mapping[str, str], *, silence: float, limit: float) -> Answer:
        """The answer to one upload.

        The server may be silent for ``silence`` seconds; after ``limit`` seconds in all the attempt is given up, even
        if bytes still drip in. Raises TryAgain, and UploadRefused where no attempt can help.
        """
        return self._exchange("POST", url, data, headers, silence=silence, limit=limit, size=ANSWER_LIMIT)

    def get(self, url: str, headers: Mapping[str, str], *, limit: float) -> Answer:
        """The answer to one question, within ``limit`` seconds; raises as ``post`` does."""
        return self._exchange("GET", url, b"", headers, silence=limit, limit=limit, size=DOCUMENT_LIMIT)

    def _exchange(
        self, method: str, url: str, data: bytes, headers: Mapping[str, str], *, silence: float, limit: float, size: int
    ) -> Answer:
        import requests  # noqa: PLC0415 - a sixth of a second that only an upload should pay

        def send() -> Answer:
            session = self._connect()
            with session.request(
                method,
                url,
                data=data,
                headers=headers,
                timeout=(min(CONNECT_LIMIT, silence), silence),
                allow_redirects=False,
                stream=True,
                proxies=proxies_for(url, self._environment),
                verify=self._trusted(url),
            ) as response:
                return _read(response, size)

        host = urlsplit(url).netloc
        try:
            return within(limit, send)
        except TimeoutError:
            raise TryAgain("no answer", f"{host} did not finish its answer within {limit:.3g} s.") from None
        except requests.RequestException as error:
            raise failure(error, host, silence) from error

    def close(self) -> None:
        """Ends the connections."""
        if self._session:
            self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _connect(self) -> Session:
        if not self._session:
            import requests  # noqa: PLC0415 - as above

            self._session = requests.Session()
            self._session.trust_env = False
        return self._session

    def _trusted(self, url: str) -> str | bool:
        return trusted_certificates(self._ca_bundle, self._environment) if url.startswith("https:") else True


def _read(response: Response, size: int) -> Answer:
    body = bytearray()
    for chunk in response.iter_content(8192):
        body += chunk
        if len(body) >= size:
            break
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, bytes(body[:size]), headers)
