"""What Codacy would hold after the requests it got: lines by commit, language and file, and whether all arrived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from reporter.languages import SPELLING
from reporter.model import LineHits, merge
from reporter.text import counted, grouped, percent


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived: ``route`` is the API's name for it or empty; header names are in lower case.

    ``peer`` is the client's port, the same for all requests of one connection.
    """

    number: int
    method: str
    target: str
    route: str
    headers: Mapping[str, str]
    size: int
    peer: int


@dataclass(frozen=True, slots=True)
class Upload:
    """One accepted report, and how many final notifications came before it."""

    language: str
    partial: bool
    files: int
    finals_before: int
    received: datetime

    @property
    def late(self) -> bool:
        """Whether it came after a final notification; Codacy does not say what it does then."""
        return self.finals_before > 0


@dataclass(slots=True)
class Commit:
    """``coverage`` is language → file → lines."""

    coverage: dict[str, dict[str, LineHits]] = field(default_factory=dict)
    uploads: list[Upload] = field(default_factory=list)
    finals: int = 0

    def complete(self, language: str) -> bool:
        """Whether Codacy would go on: partial uploads wait for the final notification, others do not."""
        return self.finals > 0 or not any(upload.partial for upload in self.uploads if upload.language == language)


@dataclass(slots=True)
class State:
    """Everything by commit, and all requests in the order of their arrival."""

    commits: dict[str, Commit] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def add(self, sha: str, language: str, files: Mapping[str, LineHits], *, partial: bool) -> None:
        """Reports of one language merge line by line: a line is covered if one of them covers it."""
        commit = self.commits.setdefault(sha, Commit())
        known = commit.coverage.setdefault(language, {})
        for path, lines in files.items():
            known[path] = merge([known[path], lines]) if path in known else lines
        upload = Upload(language, partial, len(files), commit.finals, received=datetime.now(UTC))
        commit.uploads.append(upload)

    def finish(self, sha: str) -> None:
        """The final notification; every repetition is counted."""
        self.commits.setdefault(sha, Commit()).finals += 1

    def describe(self) -> tuple[str, ...]:
        """Lines to read, the same for the same requests."""
        return tuple(line for sha in sorted(self.commits) for line in _describe(sha, self.commits[sha])) or (
            "Codacy would hold nothing.",
        )


def _describe(sha: str, commit: Commit) -> Iterator[str]:
    yield f"Codacy would hold for commit {sha}:"
    for language, files in sorted(commit.coverage.items()):
        coverable = sum(lines.coverable for lines in files.values())
        covered = sum(lines.covered for lines in files.values())
        share = percent(10_000 * covered // coverable if coverable else None)
        yield (
            f"  {SPELLING[language]:<12}  {counted(len(files), 'file'):>12}  {counted(coverable, 'line'):>15}"
            f"  {grouped(covered):>10} covered  {share:>8}"
        )
    if commit.finals:
        yield "  final received" + (f" {commit.finals} times" if commit.finals > 1 else "")
    elif not all(map(commit.complete, commit.coverage)):
        yield "  MissingFinal: these are partial reports and the final notification has not arrived"
    late = [upload.finals_before for upload in commit.uploads if upload.late]
    for which, number in (("a", len(late)), ("the last", late.count(commit.finals) if commit.finals > 1 else 0)):
        if number:
            yield f"  {number} of {len(commit.uploads)} reports arrived after {which} final notification"
