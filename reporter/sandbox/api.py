"""Codacy's coverage API as documented: which requests it takes, what it refuses, and in which words."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from reporter.languages import SPELLING
from reporter.model import MAX_HITS, MAX_LINE, LineHits
from reporter.sandbox.faults import Answer, html_413
from reporter.sandbox.state import State
from reporter.sandbox.v3 import Questions

BODY_LIMIT = 10_000_000

_SHA = "(?P<commit>[^/]+)"
_LANGUAGE = "(?P<language>[^/]+)"
_PROVIDER = "(?P<provider>[^/]+)"
_ORGANIZATION = "(?P<organization>[^/]+)"
_REPOSITORY = "(?P<repository>[^/]+)"
_V3 = r"/api/v3"
_PLACE = rf"{_PROVIDER}/{_ORGANIZATION}/repositories/{_REPOSITORY}"
_ACCOUNT = rf"/2\.0/{_PROVIDER}/{_ORGANIZATION}/{_REPOSITORY}/commit/{_SHA}"

_ROUTES = (
    ("coverage", "POST", rf"/2\.0/coverage/{_SHA}/{_LANGUAGE}"),
    ("coverage", "POST", rf"{_ACCOUNT}/coverage/{_LANGUAGE}"),
    ("final", "POST", rf"/2\.0/commit/{_SHA}/coverageFinal"),
    ("final", "POST", rf"{_ACCOUNT}/coverageFinal"),
    ("status", "GET", rf"{_V3}/organizations/{_PLACE}/coverage/status"),
    ("commit", "GET", rf"{_V3}/analysis/organizations/{_PLACE}/commits/{_SHA}"),
    ("commits", "GET", rf"{_V3}/analysis/organizations/{_PLACE}/commits"),
    ("repository", "GET", rf"{_V3}/analysis/organizations/{_PLACE}"),
    ("pull-request", "GET", rf"{_V3}/coverage/organizations/{_PLACE}/pull-requests/[0-9]+"),
)

_PROJECT_TOKEN_TOO = {"commits", "repository"}
"""Routes with the repository in their address that its own token opens as well."""

_NUMBERS = re.compile(r"(?:[1-9][0-9]{0,9},)*")


@dataclass(frozen=True, slots=True)
class Route:
    """Where a request goes: ``values`` are the decoded segments of its path, ``query`` the last of each parameter."""

    name: str
    method: str
    values: Mapping[str, str]
    query: Mapping[str, str]


class Refused(Exception):
    """The request is answered with an error."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status


def route_of(target: str) -> Route | None:
    """The documented route that ``target``, a path with its query, belongs to."""
    parts = urlsplit(target)
    for name, method, pattern in _ROUTES:
        if match := re.fullmatch(pattern, parts.path):
            values = {key: unquote(value) for key, value in match.groupdict().items()}
            return Route(name, method, values, {key: found[-1] for key, found in parse_qs(parts.query).items()})
    return None


@dataclass(frozen=True, slots=True)
class Api:
    """None as a token or as ``repositories`` (provider, organisation, repository) stands for any."""

    state: State
    questions: Questions
    project_token: str | None
    account_token: str | None
    repositories: Collection[tuple[str, str, str]] | None

    def answer(self, method: str, route: Route | None, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """The answer to one request; ``body`` is None where it was too large to be read."""
        if body is None:
            return html_413()
        if route is None or not self._admitted(route, headers):
            return _error(404, "not found")
        if method != route.method:
            return _error(405, "method not allowed")
        try:
            return self._told(route) if route.method == "GET" else self._received(route, headers, body)
        except Refused as refused:
            return _error(refused.status, str(refused))

    def _admitted(self, route: Route, headers: Mapping[str, str]) -> bool:
        """Codacy says "not found" to a wrong token and to a repository that the token cannot see alike."""
        if "repository" not in route.values:
            return _opens(self.project_token, headers.get("project-token"))
        where = (route.values["provider"], route.values["organization"], route.values["repository"])
        opened = _opens(self.account_token, headers.get("api-token")) or (
            route.name in _PROJECT_TOKEN_TOO and _opens(self.project_token, headers.get("project-token"))
        )
        return opened and (self.repositories is None or where in self.repositories)

    def _received(self, route: Route, headers: Mapping[str, str], body: bytes) -> Answer:
        sha = route.values["commit"].lower()
        if not re.fullmatch(r"[0-9a-f]{40}", sha):
            raise Refused(400, "Invalid commit UUID")
        if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            raise Refused(415, "Expecting text/json or application/json body")
        if route.name == "final":
            if _document(body) != {}:
                raise Refused(400, "The final notification has an empty object as its body")
            self.state.finish(sha)
            return _success("Final coverage notification received.")
        language = route.values["language"]
        if language not in SPELLING:
            raise Refused(400, f"Failed to create coverage: Language not implemented: {language}")
        if route.query.get("partial") not in {"true", "false"}:
            raise Refused(400, "Cannot parse parameter partial as Boolean")
        self.state.add(sha, language, _files(body), partial=route.query["partial"] == "true")
        return _success("Coverage received successfully.")

    def _told(self, route: Route) -> Answer:
        limit = route.query.get("limit", "100")
        if not limit.isdecimal() or not 1 <= int(limit) <= 100:
            raise Refused(400, "limit must be between 1 and 100")
        document = self.questions.answer(route.name, route.values, int(limit))
        return _error(404, "not found") if document is None else _answer(200, document)


def _opens(wanted: str | None, token: str | None) -> bool:
    return bool(token) and wanted in {None, token}


def _files(body: bytes) -> dict[str, LineHits]:
    """``{"total":…,"fileReports":[{"filename":…,"total":…,"coverage":{"line":hits}}]}`` with both totals optional."""
    document = _document(body)
    if not isinstance(document, dict) or not isinstance(document.get("fileReports"), list):
        raise Refused(400, "Invalid JSON: fileReports is missing")
    _check_total(document)
    files: dict[str, LineHits] = {}
    for report in document["fileReports"]:
        if not isinstance(report, dict) or not isinstance(report.get("coverage"), dict):
            raise Refused(400, "Invalid JSON: coverage is missing")
        name = report.get("filename")
        if not isinstance(name, str) or not name or name in files:
            raise Refused(400, "Invalid JSON: filename is missing or repeated")
        _check_total(report)
        files[name] = _lines(report["coverage"])
    return files


def _check_total(report: Mapping[str, object]) -> None:
    total = report.get("total", 0)
    if type(total) is not int or not 0 <= total <= 100:
        raise Refused(400, "Invalid JSON: total is no percentage")


def _lines(coverage: dict[str, object]) -> LineHits:
    """``{"line":hits}``, checked as a whole: a report may have a million lines."""
    if not _NUMBERS.fullmatch("".join(map("{},".format, coverage))):
        raise Refused(400, "Invalid JSON: a line is no number")
    lines = list(map(int, coverage))
    if max(lines, default=0) > MAX_LINE:
        raise Refused(400, "Invalid JSON: a line is no number")
    hits = [value for value in coverage.values() if type(value) is int]
    if len(hits) < len(lines) or min(hits, default=0) < 0 or max(hits, default=0) > MAX_HITS:
        raise Refused(400, "Invalid JSON: hits are no number")
    return LineHits.from_mapping(dict(zip(lines, hits, strict=True)))


def _document(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError as error:
        raise Refused(400, "Invalid JSON") from error


def _success(message: str) -> Answer:
    return _answer(200, {"success": message})


def _error(status: int, message: str) -> Answer:
    return _answer(status, {"error": message})


def _answer(status: int, document: object) -> Answer:
    data = json.dumps(document, separators=(",", ":")).encode()
    return Answer(status, data, (("Content-Type", "application/json"),))
