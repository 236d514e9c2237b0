"""Where on Codacy the coverage goes, and the right to send it there: addresses and headers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from reporter import __version__
from reporter.errors import Problem, Slug, UserError


class TokenKind(Enum):
    """The two kinds of token; the values begin the names of their headers."""

    PROJECT = "project"
    ACCOUNT = "api"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One repository on one Codacy server.

    ``base_url`` is the server as users know it: a path in front of Codacy stays, a path of its API (``/api/v3``,
    ``/2.0``) does not count. ``provider`` (gh, gl, bb …), ``organization`` and ``repository`` make the address with an
    account token; with a project token they are only shown. Making one raises UserError where the token would travel
    unencrypted to another machine without ``allow_http``.
    """

    base_url: str
    token: str = field(repr=False)
    kind: TokenKind
    provider: str = ""
    organization: str = ""
    repository: str = ""
    allow_http: bool = False

    def __post_init__(self) -> None:
        if urlsplit(self.base_url).scheme != "https" and not self.allow_http and not is_loopback(self.host):
            raise UserError(
                Problem(
                    slug=Slug.PLAIN_HTTP,
                    message=f"The token would travel unencrypted to {self.host}.",
                    reason=f"The address of Codacy is {self.base_url}, plain HTTP.",
                    cure="Write https:// in api-base-url; if the network is yours and trusted, set allow-http: true.",
                )
            )

    @property
    def host(self) -> str:
        """The server's name, in lower case."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def is_codacy_cloud(self) -> bool:
        """Codacy's own servers; every other host is somebody's own Codacy."""
        return f".{self.host}".endswith((".codacy.com", ".codacy.org"))

    @property
    def root(self) -> str:
        """What every address begins with, without a slash at its end."""
        parts = urlsplit(self.base_url)
        segments = [segment for segment in parts.path.split("/") if segment]
        while segments and re.fullmatch(r"api|v?\d+(\.\d+)?", segments[-1]):
            segments.pop()
        return "/".join((f"{parts.scheme}://{parts.netloc}", *segments))

    @property
    def place(self) -> str:
        """``owner/name`` to show, empty where they are not known."""
        return f"{self.organization}/{self.repository}" if self.organization and self.repository else ""

    @property
    def dashboard(self) -> str:
        """The repository's page for people, empty where its name is not known."""
        if not (self.provider and self.place):
            return ""
        root = re.sub(r"^https://api\.", "https://app.", self.root) if self.is_codacy_cloud else self.root
        return f"{root}/{self._repository}/dashboard"

    @property
    def headers(self) -> dict[str, str]:
        """Servers of old know the token's header only with an underscore, and only self-hosted ones are old."""
        token = {f"{self.kind.value}-token": self.token}
        if not self.is_codacy_cloud:
            token[f"{self.kind.value}_token"] = self.token
        return {
            **token,
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": f"codacy-coverage-action/{__version__}",
        }

    def report_url(self, commit: str, language: str, *, partial: bool) -> str:
        """The address of saveCoverage or saveCoverageWithAccountToken."""
        where = f"coverage/{commit}" if self.kind is TokenKind.PROJECT else f"{self._commit(commit)}/coverage"
        return f"{self.root}/2.0/{where}/{quote(language, safe='')}?partial={str(partial).lower()}"

    def final_url(self, commit: str) -> str:
        """The address of sendCoverageFinalNotification or its twin for account tokens."""
        where = f"commit/{commit}" if self.kind is TokenKind.PROJECT else self._commit(commit)
        return f"{self.root}/2.0/{where}/coverageFinal"

    def _commit(self, commit: str) -> str:
        return f"{self._repository}/commit/{commit}"

    @property
    def _repository(self) -> str:
        return "/".join(quote(segment, safe="") for segment in (self.provider, self.organization, self.repository))


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
