"""One request to GitHub through PyGithub, bounded in time, with errors of our own; imported by the first request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

import github
import msgspec
import requests
from github.Requester import HTTPRequestsConnectionClass, HTTPSRequestsConnectionClass, Requester

from reporter import __version__
from reporter.errors import UploadRefused
from reporter.failures import failure
from reporter.github_api.errors import Unreachable, refusal
from reporter.network import proxies_for, trusted_certificates
from reporter.time_limit import within

T = TypeVar("T")


class Connection:
    """Kept between requests; PyGithub's own retries and pauses are off.

    Nothing around the process but ``environment`` has a say, ``.netrc`` least of all. Raises Unreachable for an
    address or certificates that cannot be used.
    """

    def __init__(self, token: str, environment: Mapping[str, str], ca_bundle: str) -> None:
        api_url = environment.get("GITHUB_API_URL") or "https://api.github.com"
        self._host = urlsplit(api_url).netloc
        if not api_url.startswith(("https://", "http://")) or not self._host:
            raise Unreachable(f"GITHUB_API_URL is {api_url!r}, which is no address.")
        try:
            trusted = trusted_certificates(ca_bundle, environment)
        except UploadRefused as error:
            raise Unreachable(str(error)) from error
        self._requester = _requester(api_url, token, proxies=proxies_for(api_url, environment), trusted=trusted)

    @property
    def graphql_url(self) -> str:
        """The address of the GraphQL API, which is not below that of the REST API everywhere."""
        return self._requester.graphql_url

    def ask(
        self,
        verb: str,
        path: str,
        shape: type[T],
        *,
        permission: str,
        query: Mapping[str, str | int],
        body: Mapping[str, str] | None,
        limit: float,
    ) -> tuple[Mapping[str, str], T]:
        """The headers (names in lower case) and the content of one answer, read as ``shape``.

        After ``limit`` seconds the request is given up. Raises GitHubError; ``permission`` is for Denied.
        """
        try:
            headers, content = within(
                limit, lambda: self._requester.requestJsonAndCheck(verb, path, dict(query), input=body)
            )
            return headers, msgspec.convert(content, shape)
        except TimeoutError:
            raise Unreachable(f"{self._host} did not answer within {limit:.3g} s.") from None
        except github.GithubException as error:
            said = (error.data or {}).get("message") or ""
            raise refusal(error.status, error.headers or {}, said, host=self._host, permission=permission) from error
        except (requests.RequestException, UnicodeEncodeError) as error:
            raise Unreachable(str(failure(error, self._host, limit))) from error
        except (ValueError, AttributeError) as error:  # the latter where PyGithub looks for a message in no object
            raise Unreachable(f"{self._host} answered with something that is not GitHub's API.") from error

    def close(self) -> None:
        """Ends the connection."""
        self._requester.close()


def _requester(api_url: str, token: str, *, proxies: Mapping[str, str], trusted: str | bool) -> Requester:
    """PyGithub's way to send requests, on sessions of ours: its own listen to the process's environment."""

    class Http(HTTPRequestsConnectionClass):
        def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401 - PyGithub's own
            super().__init__(*args, **settings)
            _guard(self.session, proxies)

    class Https(HTTPSRequestsConnectionClass):
        def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401 - PyGithub's own
            super().__init__(*args, **settings)
            _guard(self.session, proxies)

    # A requester keeps the classes that it finds when it is made, and its connections only while none are injected.
    Requester.injectConnectionClasses(Http, Https)
    try:
        return github.Github(
            auth=github.Auth.Token(token) if token else None,
            base_url=api_url,
            user_agent=f"codacy-coverage-action/{__version__}",
            verify=trusted,
            retry=None,
            seconds_between_requests=None,
            seconds_between_writes=None,
        ).requester
    finally:
        Requester.resetConnectionClasses()


def _guard(session: requests.Session, proxies: Mapping[str, str]) -> None:
    session.trust_env = False
    session.proxies = dict(proxies)
    session.hooks["response"] = [_refuse_to_move]


def _refuse_to_move(response: requests.Response, **_: object) -> None:
    """PyGithub follows a redirect without its query, and would ask again for ever after a 202."""
    if response.status_code == 202 or response.is_redirect:
        response.close()
        host = urlsplit(response.url).netloc
        raise Unreachable(f"{host} answered {response.status_code}, as if the repository were on the move.")
