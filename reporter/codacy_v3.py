"""Codacy's third API as far as coverage goes: what became of the reports, and which figures Codacy shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlencode

from reporter.answers import TRANSIENT, Call, parsed, quoted, try_again
from reporter.endpoint import Endpoint, TokenKind
from reporter.figures import Lines
from reporter.transport import Transport

PAGE = 100
"""Entries of a list that are asked for, the most that the API gives at once, the newest first."""


class NotTold(Exception):
    """Codacy does not answer this question, and asking again will not change that: ``404 "not found"``."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status = status
        self.said = said


@dataclass(frozen=True, slots=True)
class Shown:
    """The coverage of a commit on Codacy in hundredths of a percent; ``lines`` only where it is the branch's latest."""

    hundredths: int
    lines: Lines | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """The coverage of a pull request on Codacy.

    ``lines`` are those it adds or changes, ``hundredths`` their coverage; ``variation`` is the change against the
    common ancestor in hundredths of a percentage point. None where Codacy has no value, and ``cause`` says why
    (``NoCoverableLines``, ``MissingRequirements``).
    """

    hundredths: int | None = None
    lines: Lines | None = None
    cause: str = ""
    variation: int | None = None
    up_to_standards: bool | None = None


class Codacy:
    """What a token may ask about one repository: an account token everything, a project token the figures only.

    Each answer may take ``limit`` seconds. A context manager that ends its connections. ``environment`` and
    ``ca_bundle`` are Transport's. Every method raises TryAgain, UploadRefused for a certificate or an address that
    cannot be used, and NotTold.
    """

    def __init__(
        self, endpoint: Endpoint, *, environment: Mapping[str, str], ca_bundle: str = "", limit: float = 10.0
    ) -> None:
        self._endpoint = endpoint
        self._limit = limit
        self._transport = Transport(environment, ca_bundle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transport.close()

    @property
    def knows_repository(self) -> bool:
        """Whether there is a repository to ask about: uploads with a project token need not name it."""
        return bool(self._endpoint.provider and self._endpoint.place)

    @property
    def tells_statuses(self) -> bool:
        """Whether the token may ask for more than the figures."""
        return self._endpoint.kind is TokenKind.ACCOUNT

    def statuses(self, commit: str) -> dict[str, str]:
        """Language → status of the newest report for the commit (listCoverageReports); no language is ``""``."""
        document = self._get("organizations", "/coverage/status", limit=PAGE)
        reports = [
            (_text(report, "createdAt"), _text(report, "language"), _text(report, "status"))
            for report in _list(document, "data", "lastReports")
            if _text(report, "targetCommitSha").lower() == commit
        ]
        return {language: status for _, language, status in sorted(reports)}

    def coverage(self, commit: str, branch: str) -> Shown | None:
        """The figure of the commit, None where Codacy shows none; an empty ``branch`` is Codacy's main one."""
        total = _hundredths(_at(self._commit(commit, branch), "coverage", "totalCoveragePercentage"))
        return None if total is None else Shown(total, self._lines(commit, branch, total))

    def changes(self, pull_request: int) -> Changes | None:
        """The figures of a pull request (getRepositoryPullRequestCoverage), None where Codacy shows none."""
        try:
            document = self._get("coverage/organizations", f"/pull-requests/{pull_request}")
        except NotTold:
            return None
        coverage = _at(document, "data", "coverage")
        passed = _at(coverage, "isUpToStandards")
        return Changes(
            hundredths=_hundredths(_at(coverage, "diffCoverage", "value")),
            lines=_counted(_at(coverage, "diffCoverage"), "coverableLines", "coveredLines"),
            cause=_text(_at(coverage, "diffCoverage"), "cause"),
            variation=_hundredths(_at(coverage, "deltaCoverage")),
            up_to_standards=passed if isinstance(passed, bool) else None,
        )

    def _commit(self, commit: str, branch: str) -> object:
        """getCommit; with a project token the commit out of listRepositoryCommits, which is all that it may ask.

        Codacy says "not found" of a commit and of a branch that it has not heard of yet.
        """
        try:
            if self.tells_statuses:
                return self._get("analysis/organizations", f"/commits/{commit}")
            document = self._get("analysis/organizations", "/commits", limit=PAGE, branch=branch)
        except NotTold as refusal:
            if refusal.status == 404:
                return None
            raise
        commits = _list(document, "data")
        return next((found for found in commits if _text(_at(found, "commit"), "sha").lower() == commit), None)

    def _lines(self, commit: str, branch: str, total: int) -> Lines | None:
        """The lines of the branch (getRepositoryWithAnalysis) if they are those of this commit and this figure."""
        try:
            data = _at(self._get("analysis/organizations", "", branch=branch), "data")
        except NotTold:
            return None
        lines = _counted(_at(data, "coverage"), "numberCoverableLines", "numberCoveredLines")
        latest = _text(_at(data, "lastAnalysedCommit"), "sha").lower()
        return lines if lines and latest == commit and agree(lines.hundredths, total) else None

    def _get(self, family: str, rest: str, **query: str | int) -> dict[str, Any]:
        endpoint = self._endpoint
        where = (family, endpoint.provider, endpoint.organization, "repositories", endpoint.repository)
        parameters = urlencode({name: value for name, value in query.items() if value})
        path = "/".join(quote(segment, safe="/" if segment == family else "") for segment in where)
        url = f"{endpoint.root}/api/v3/{path}{rest}{'?' if parameters else ''}{parameters}"
        answer = self._transport.get(url, endpoint.headers, limit=self._limit)
        document = parsed(answer.body)
        accepted = 200 <= answer.status < 300
        if accepted and isinstance(document, dict):
            return document
        call = Call(endpoint, url, "the question", 0)
        if accepted or answer.status in TRANSIENT or answer.status >= 500:
            raise try_again(answer, call)
        raise NotTold(answer.status, quoted(answer, call))


def agree(ours: int | None, theirs: int) -> bool:
    """Whether two figures in hundredths of a percent are the same but for rounding: ours are rounded down."""
    return ours is not None and 0 <= theirs - ours <= 1


def _at(value: object, *keys: str) -> object:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _list(value: object, *keys: str) -> list[object]:
    found = _at(value, *keys)
    return found if isinstance(found, list) else []


def _text(value: object, key: str) -> str:
    found = _at(value, key)
    return found if isinstance(found, str) else ""


def _hundredths(value: object) -> int | None:
    """``93.23`` → 9323; JSON's NaN and infinities are no figures."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    exact = Decimal(str(value)) * 100
    return round(exact) if exact.is_finite() else None


def _counted(value: object, coverable: str, covered: str) -> Lines | None:
    whole, part = _at(value, coverable), _at(value, covered)
    return Lines(coverable=whole, covered=part) if isinstance(whole, int) and isinstance(part, int) else None
