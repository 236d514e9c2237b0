"""What Codacy's answers about an upload mean to the user: statuses and differences as data, and their problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from reporter.codacy_v3 import Shown, agree
from reporter.errors import Fault, Level, Problem, Slug
from reporter.figures import Lines
from reporter.text import counted, grouped, percent

PROCESSED = "Processed"
MISSING_FINAL = "MissingFinal"
UNLISTED = ""
"""The status of a report that Codacy does not list."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Why Codacy does not show a report: what it ``does`` (a sentence after "Codacy"), the reason and the cure."""

    slug: Slug
    does: str
    reason: str
    cure: str
    level: Level = Level.ERROR


MEANINGS: Mapping[str, Meaning] = {
    "Pending": Meaning(
        Slug.COVERAGE_PENDING,
        "finds none of its files in the report",
        "The paths are not those of the repository, Codacy ignores all of these files, or the language is another.",
        "Compare the paths in this log with the ignored files in Codacy → repository Settings; do not set `language`.",
    ),
    "CommitNotFound": Meaning(
        Slug.COMMIT_NOT_FOUND,
        "does not know the commit",
        "Codacy may hear of a push ten minutes late. It never hears of the merge commit that GitHub makes to test a "
        "pull request.",
        "Check commit-uuid if it is set, and that the repository on Codacy is the one the commit was pushed to.",
    ),
    "CommitNotAnalysed": Meaning(
        Slug.COMMIT_NOT_ANALYSED,
        "shows the coverage when it has analysed the commit",
        "Its analysis takes its time, was skipped for a newer commit, has failed, or waits for the results of a build "
        "server or for the committer to join the organisation.",
        "The upload is right. If it stays so, the commit's page on Codacy says why.",
        Level.NOTICE,
    ),
    "BranchNotEnabled": Meaning(
        Slug.BRANCH_NOT_ENABLED,
        "analyses no branch with this commit",
        "The branch is not enabled, or a rebase or squash has taken the commit out of it.",
        "Enable the branch in Codacy → repository Settings → Branches, or open a pull request.",
    ),
    MISSING_FINAL: Meaning(
        Slug.MISSING_FINAL,
        "waits for the final notification",
        "This step has sent it: a part came after it, or Codacy has not got to it yet.",
        "Let one job after all the others send it, with needs:, if: always() and final: true.",
    ),
    UNLISTED: Meaning(
        Slug.NOT_VERIFIED,
        "does not list the report yet",
        "It was accepted and waits for its turn.",
        "Give wait-for-processing more seconds.",
        Level.NOTICE,
    ),
}
"""The statuses of listCoverageReports other than Processed, as Codacy's documentation explains them."""

_UNKNOWN = Meaning(
    Slug.NOT_VERIFIED,
    "has given the report a status that is not known here",
    "This Codacy is newer than this action.",
    "Look at the last reports in Codacy → repository Settings → Coverage.",
    Level.NOTICE,
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Why Codacy counts something differently, as far as known, and what to do."""

    reason: str
    cure: str


_MERGED = "It merges all that it has for a commit: other jobs, workflows or an earlier run have sent some too."
_LEFT_OUT = "A self-hosted Codacy with the old coverage engine leaves out the files that it ignores."
_UNFINISHED = "It may not have counted everything yet."
_EXPECTED = "If other jobs are meant to send coverage for this commit too, nothing is wrong."
_LATER = "Look at the commit on Codacy later, or give wait-for-processing more seconds."

DIFFERENCES: Mapping[str, Difference] = {
    "more lines": Difference(_MERGED, _EXPECTED),
    "fewer lines": Difference(f"{_UNFINISHED} {_LEFT_OUT}", _LATER),
    "more of the same lines covered": Difference(_MERGED, _EXPECTED),
    "fewer of the same lines covered": Difference(_UNFINISHED, _LATER),
    "another percentage": Difference(f"Either: {_MERGED} Or: {_UNFINISHED} Or: {_LEFT_OUT}", f"{_EXPECTED} {_LATER}"),
}
"""By what Codacy counts differently."""


def of_status(status: str, languages: str, commit: str) -> Problem:
    """Says why Codacy does not show the reports in these languages (``"Go, Python"``)."""
    meaning = MEANINGS.get(status, _UNKNOWN)
    what = ", ".join(filter(None, (languages, f"commit {commit[:7]}", status)))
    return Problem(
        slug=meaning.slug,
        level=meaning.level,
        fault=Fault.SERVICE,
        message=f"Codacy {meaning.does} ({what}).",
        reason=meaning.reason,
        cure=meaning.cure,
    )


def difference(ours: Lines | None, shown: Shown) -> str:
    """What Codacy counts differently, a key of DIFFERENCES; empty where nothing, or ours is not the whole."""
    if ours is None:
        return ""
    if theirs := shown.lines:
        if theirs.coverable != ours.coverable:
            return "more lines" if theirs.coverable > ours.coverable else "fewer lines"
        if theirs.covered != ours.covered:
            more = theirs.covered > ours.covered
            return "more of the same lines covered" if more else "fewer of the same lines covered"
        return ""
    return "" if agree(ours.hundredths, shown.hundredths) or not ours.coverable else "another percentage"


def of_difference(ours: Lines, shown: Shown) -> Problem:
    """Says what Codacy counts differently, and why as far as known."""
    found = difference(ours, shown)
    return Problem(
        slug=Slug.COVERAGE_DIFFERS,
        level=Level.NOTICE,
        message=f"Codacy shows {shown_as(shown)}, this step has {shown_as(Shown(ours.hundredths or 0, ours))}.",
        reason=f"Codacy counts {found}. {DIFFERENCES[found].reason}",
        cure=DIFFERENCES[found].cure,
    )


def shown_as(shown: Shown) -> str:
    """``79.43 % (224 of 282 lines)``, without lines where Codacy tells none."""
    lines = f" ({grouped(shown.lines.covered)} of {counted(shown.lines.coverable, 'line')})" if shown.lines else ""
    return f"{percent(shown.hundredths)}{lines}"


def no_figure(commit: str, branch: str) -> Problem:
    """Says that a project token saw no coverage of the commit."""
    place = f"in branch {branch}" if branch else "in the main branch"
    return _not_verified(
        f"Codacy shows no coverage for commit {commit[:7]} {place} yet.",
        "A project token cannot ask why: it sees the figures of enabled branches only.",
        "Give wait-for-processing more seconds; an api-token in place of project-token tells the reason.",
    )


def part_of_a_commit() -> Problem:
    """Says that a project token cannot ask about a part."""
    return _not_verified(
        "Whether Codacy has processed this part is not known.",
        "A project token can only ask for the figure of a whole commit.",
        "Set wait-for-processing in the step with final: true, or use an api-token.",
    )


def nameless() -> Problem:
    """Says that questions need the name of the repository, which an upload with a project token does not."""
    return _not_verified(
        "Whether Codacy has processed the coverage is not known.",
        "To ask, the repository must be named, and this CI does not tell all of it.",
        "Set organization-provider, owner and repository.",
    )


def not_told(said: str, *, account: bool) -> Problem:
    """Says that Codacy refuses to answer; ``said`` is its answer."""
    account_cure = "Check that this Codacy is up to date, and that the owner of the api-token may see the repository."
    return _not_verified(
        f"Codacy does not tell what became of the coverage ({said}).",
        "It has accepted the upload; only this question is refused to the token.",
        account_cure if account else "Use an api-token, or set wait-for-processing: 0.",
    )


def not_answered(reason: str) -> Problem:
    """Says that no question was answered; ``reason`` is that of the last one."""
    return _not_verified(
        "Codacy did not answer what became of the coverage.",
        f"{reason} The upload itself was accepted.",
        "Look at the commit on Codacy later.",
    )


def quiet(problem: Problem) -> Problem:
    """The same problem where nothing depends on it."""
    return replace(problem, level=Level.NOTICE)


def _not_verified(message: str, reason: str, cure: str) -> Problem:
    return Problem(slug=Slug.NOT_VERIFIED, level=Level.NOTICE, message=message, reason=reason, cure=cure)
