"""What can go wrong: the exceptions, the problems shown to the user, and the slugs that lead to docs/errors.md.

ReporterError                 carries one or more Problems
├── UserError                 the user must fix it (exit status 1)
│   ├── SettingsError         inputs, all of them at once
│   ├── ReportError           one report that cannot be used; the others go on
│   │   └── NotThisFormat     a parser that does not recognise its format; the next candidate is tried
│   └── UploadRefused         Codacy refuses for good: token, repository, language, size
└── ServiceError              Codacy or the way to it must recover (exit status 3)
    └── UploadUnavailable every attempt failed, or the deadline passed
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


class Level(Enum):
    """How loud a problem is; the values are the runner's annotation commands."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Fault(Enum):
    """Whose move it is; the values are exit statuses."""

    USER = 1
    SERVICE = 3


class Slug(StrEnum):
    """Anchors of docs/errors.md, one for each kind of problem."""

    INPUT_INVALID = "input-invalid"
    COMMIT_UNKNOWN = "commit-unknown"
    COMMIT_OF_THE_BASE = "commit-of-the-base"
    NO_REPORT = "no-report"
    REPORT_NOT_FOUND = "report-not-found"
    PATTERN_WITHOUT_MATCH = "pattern-without-match"
    REPORT_UNREADABLE = "report-unreadable"
    REPORT_MALFORMED = "report-malformed"
    REPORT_EMPTY = "report-empty"
    REPORT_WITHOUT_LINES = "report-without-lines"
    REPORT_UNKNOWN_FORMAT = "report-unknown-format"
    REPORT_OTHER_FORMAT = "report-other-format"
    REPORT_TOTALS_ONLY = "report-totals-only"
    REPORT_RAW_DATA = "report-raw-data"
    REPORT_NOT_COVERAGE = "report-not-coverage"
    REPORT_ENTITIES = "report-entities"
    REPORT_TOO_LARGE = "report-too-large"
    REPORT_UNCOVERED_LINES_MISSING = "report-uncovered-lines-missing"
    REPORT_VALUES_SKIPPED = "report-values-skipped"
    FORK_SET_UP = "fork-set-up"
    FORK_REPORT_REFUSED = "fork-report-refused"
    FORK_UNCHECKED = "fork-unchecked"
    REPOSITORY_WITHOUT_GIT = "repository-without-git"
    NOTHING_MATCHED = "nothing-matched"
    LOW_MATCH_RATE = "low-match-rate"
    FILES_AMBIGUOUS = "files-ambiguous"
    FILES_NOT_FOUND = "files-not-found"
    LINES_PAST_END = "lines-past-end"
    LANGUAGE_UNKNOWN = "language-unknown"
    LANGUAGE_NOT_IMPLEMENTED = "language-not-implemented"
    TOKEN_MISSING = "token-missing"
    TOKEN_UNAVAILABLE = "token-unavailable"
    TOKEN_NOT_ACCEPTED = "token-not-accepted"
    TOKEN_EXPIRED = "token-expired"
    TOKEN_IN_FILE = "token-in-file"
    TWO_TOKENS = "two-tokens"
    BODY_TOO_LARGE = "body-too-large"
    UPLOAD_REFUSED = "upload-refused"
    REDIRECTED = "redirected"
    PLAIN_HTTP = "plain-http"
    CERTIFICATE = "certificate"
    SERVICE_UNAVAILABLE = "service-unavailable"
    FINAL_WITHHELD = "final-withheld"
    FINAL_INCOMPLETE = "final-incomplete"
    MATRIX_FINALS = "matrix-finals"
    BELOW_MINIMUM = "below-minimum"
    ONLY_A_PART = "only-a-part"
    LINES_NOT_COVERED = "lines-not-covered"
    PATCH_UNKNOWN = "patch-unknown"
    PULL_REQUEST_DENIED = "pull-request-denied"
    GITHUB_UNAVAILABLE = "github-unavailable"
    BASE_UNKNOWN = "base-unknown"
    COVERAGE_PENDING = "coverage-pending"
    COMMIT_NOT_FOUND = "commit-not-found"
    COMMIT_NOT_ANALYSED = "commit-not-analysed"
    BRANCH_NOT_ENABLED = "branch-not-enabled"
    MISSING_FINAL = "missing-final"
    COVERAGE_DIFFERS = "coverage-differs"
    NOT_VERIFIED = "not-verified"
    CANCELLED = "cancelled"
    OUTPUT_NOT_WRITTEN = "output-not-written"
    INPUT_IGNORED = "input-ignored"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing the user should know.

    ``message`` says in one line what happened, ``reason`` why as far as known, ``cure`` what to do in words to
    paste. ``file`` is a path relative to the workspace; ``line`` and ``column`` count from 1, 0 where unknown;
    ``end_line`` is the last of several lines.
    """

    slug: Slug
    message: str
    reason: str = ""
    cure: str = ""
    level: Level = Level.ERROR
    fault: Fault = Fault.USER
    file: str = ""
    line: int = 0
    column: int = 0
    end_line: int = 0


class ReporterError(Exception):
    """The root of everything this package raises on purpose."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


class UserError(ReporterError):
    """The user must fix it."""


class SettingsError(UserError):
    """Inputs that are wrong, all of them at once."""


class ReportError(UserError):
    """One report that cannot be used."""

    def __init__(
        self, slug: Slug, message: str, *, reason: str = "", cure: str = "", line: int = 0, column: int = 0
    ) -> None:
        super().__init__(Problem(slug=slug, message=message, reason=reason, cure=cure, line=line, column=column))


class NotThisFormat(ReportError):
    """The content is not what this parser reads; the next candidate may read it."""

    def __init__(self, message: str) -> None:
        super().__init__(Slug.REPORT_UNKNOWN_FORMAT, message)


class UploadRefused(UserError):
    """Codacy answered, and the same request will never be accepted."""


class ServiceError(ReporterError):
    """Codacy, or the way to it, must recover."""


class UploadUnavailable(ServiceError):
    """Every attempt failed, or the deadline passed: how many there were, in how many seconds, and why the last failed.

    ``short`` says the latter in a few words ("503").
    """

    def __init__(self, problem: Problem, *, attempts: int = 1, seconds: float = 0.0, short: str = "") -> None:
        super().__init__(problem)
        self.attempts = attempts
        self.seconds = seconds
        self.short = short
