"""Codacy's third API in the sandbox: what became of the reports and which figures it shows, as far as it is told to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reporter.figures import Lines
from reporter.languages import SPELLING
from reporter.sandbox.state import Commit, State

PROCESSED = "Processed"


@dataclass(frozen=True, slots=True)
class Processing:
    """How Codacy goes on with what it has accepted.

    Each question what became of it, or whether the commit has a figure, is answered with the next of ``statuses``; the
    last one stays. ``shown`` are the lines of every figure, those that arrived where it is None.
    """

    statuses: tuple[str, ...] = (PROCESSED,)
    shown: Lines | None = None

    def status(self, asked: int, commit: Commit, language: str) -> str:
        """The status of a report at the question of this number, counted from 0."""
        told = self.statuses[min(asked, len(self.statuses) - 1)]
        return told if told != PROCESSED or commit.complete(language) else "MissingFinal"

    def lines(self, asked: int, commit: Commit) -> Lines | None:
        """The lines of a commit once all of it is processed."""
        if not commit.coverage or any(
            self.status(asked, commit, language) != PROCESSED for language in commit.coverage
        ):
            return None
        files = [lines for language in commit.coverage.values() for lines in language.values()]
        return self.shown or Lines(sum(file.coverable for file in files), sum(file.covered for file in files))


@dataclass(slots=True)
class Questions:
    """The answers to questions about ``state``; ``asked`` counts those that move the processing on."""

    state: State
    processing: Processing
    asked: int = 0

    def answer(self, name: str, values: Mapping[str, str], limit: int) -> dict[str, object] | None:
        """The document for a route of this API, None where Codacy has nothing of that name."""
        if name in {"status", "commits"}:
            self.asked += 1
        match name:
            case "status":
                reports = self._reports()
                return {"data": {"hasCoverageOverview": bool(reports), "lastReports": reports[:limit]}}
            case "commits":
                return {"data": [self._commit(sha) for sha in reversed(self.state.commits)][:limit]}
            case "commit":
                sha = values["commit"].lower()
                return self._commit(sha) if sha in self.state.commits else None
            case "repository":
                return {"data": self._repository()}
        return {"data": self._pull_request()} if self.state.commits else None

    def _reports(self) -> list[dict[str, object]]:
        """``lastReports``, the newest first (listCoverageReports)."""
        return [
            {
                "targetCommitSha": sha,
                "language": SPELLING[upload.language],
                "createdAt": upload.received.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                "status": self.processing.status(self._last, commit, upload.language),
            }
            for sha, commit in reversed(self.state.commits.items())
            for upload in reversed(commit.uploads)
        ]

    @property
    def _last(self) -> int:
        return max(0, self.asked - 1)

    def _lines(self, sha: str) -> Lines | None:
        return self.processing.lines(self._last, self.state.commits[sha])

    def _commit(self, sha: str) -> dict[str, object]:
        """A CommitWithAnalysis."""
        lines = self._lines(sha)
        coverage = {"coverage": {"totalCoveragePercentage": _percentage(lines), "isUpToStandards": True}}
        return {"commit": {"sha": sha}, "meta": {"analyzable": True}, **(coverage if lines else {})}

    def _repository(self) -> dict[str, object]:
        """A RepositoryWithAnalysis: the figures of the commit that came last."""
        sha = next(reversed(self.state.commits), "")
        lines = self._lines(sha) if sha else None
        if not lines:
            return {}
        return {
            "lastAnalysedCommit": {"sha": sha},
            "coverage": {
                "numberCoverableLines": lines.coverable,
                "numberCoveredLines": lines.covered,
                "coveragePercentageWithDecimals": _percentage(lines),
            },
        }

    def _pull_request(self) -> dict[str, object]:
        """A PullRequestWithCoverage from the commit before the last to the last, which changes every line."""
        *before, head = self.state.commits
        lines, ancestor = self._lines(head), self._lines(before[-1]) if before else None
        coverage: dict[str, object] = {"diffCoverage": {"cause": "MissingRequirements"}}
        if lines:
            coverage = {"diffCoverage": _changed(lines), "isUpToStandards": True}
        if lines and ancestor:
            coverage["deltaCoverage"] = round(_percentage(lines) - _percentage(ancestor), 2)
        return {"pullRequest": {"headCommitSha": head}, "coverage": coverage}


def _changed(lines: Lines) -> dict[str, object]:
    if not lines.coverable:
        return {"cause": "NoCoverableLines"}
    return {
        "value": _percentage(lines),
        "coveredLines": lines.covered,
        "coverableLines": lines.coverable,
        "cause": "ValueIsPresent",
    }


def _percentage(lines: Lines | None) -> float:
    return (lines.hundredths or 0) / 100 if lines else 0.0
