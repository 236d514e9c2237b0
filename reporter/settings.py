"""The one table of inputs, and how they are read; the command line and the documents are made from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import Enum

from reporter import inputs
from reporter.errors import Problem, SettingsError, Slug, UserError
from reporter.formats import BY_NAME
from reporter.inputs import Input, declare
from reporter.languages import known_language


class FailOn(Enum):
    """Which problems turn the step red."""

    CONFIG = "config"
    ANY = "any"
    NEVER = "never"


class Partials(Enum):
    """How a line counts of which a branch was not taken."""

    HIT = "hit"
    MISS = "miss"


class Commenting(Enum):
    """When a pull request gets a comment."""

    NEVER = "never"
    ALWAYS = "always"
    CHANGES = "changes"


class Provider(Enum):
    """Codacy's codes of Git providers."""

    MANUAL = "manual"
    GITHUB = "gh"
    GITHUB_ENTERPRISE = "ghe"
    BITBUCKET = "bb"
    BITBUCKET_SERVER = "bbe"
    GITLAB = "gl"
    GITLAB_ENTERPRISE = "gle"


CODACY = "https://api.codacy.com"


def _language(value: str) -> str:
    try:
        return known_language(value)
    except UserError as error:
        (problem,) = error.problems
        raise ValueError(
            f"is {value!r}, which is no language of Codacy. {problem.reason} {problem.cure[:-1]}"
        ) from error


def _format_name(value: str) -> str:
    if value.lower() not in BY_NAME:
        raise ValueError(f"is {value!r}, which is no format. Write {inputs.one_of(BY_NAME)}")
    return value.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the user asked for. Every field is one input; the order is that of the documents."""

    project_token: str = declare(
        "project-token",
        "Token of this repository on Codacy (repository Settings → Coverage). Always a secret.",
        "",
        inputs.token,
        fallback="CODACY_PROJECT_TOKEN",
        secret=True,
    )
    api_token: str = declare(
        "api-token",
        "Account token, instead of a project token; provider, owner and repository say where the coverage belongs.",
        "",
        inputs.token,
        fallback="CODACY_API_TOKEN",
        secret=True,
    )
    coverage_reports: str = declare(
        "coverage-reports",
        "Report paths and globs (`**`, `{a,b}`, `!exclusion`), separated by new lines or commas, each optionally as "
        "`format:path`. Left empty, reports are found by the names their tools give them.",
        "",
        inputs.text,
    )
    partial: bool = declare(
        "partial",
        "`true` in each job of a matrix: send this job's coverage and leave the final notification to another job.",
        False,
        inputs.boolean,
    )
    final: bool = declare(
        "final",
        "`true` in the one job that runs after all partial ones: tell Codacy that everything has arrived.",
        False,
        inputs.boolean,
    )
    language: str = declare(
        "language",
        "Send all files under this one Codacy language instead of one upload for each language found.",
        "",
        _language,
    )
    force_coverage_parser: str = declare(
        "force-coverage-parser",
        "Read every report as this format (see docs/formats.md) instead of recognising it by its content.",
        "",
        _format_name,
    )
    path_prefix: str = declare(
        "path-prefix",
        "Directory of the repository that the paths in the reports start from, such as `packages/api`.",
        "",
        inputs.text,
    )
    path_mapping: tuple[tuple[str, str], ...] = declare(
        "path-mapping",
        "Lines `from => to`: a leading path in the reports and the path in the repository that takes its place.",
        (),
        inputs.mapping,
    )
    ignore: str = declare(
        "ignore",
        "Globs of repository files to leave out of the coverage, separated by new lines or commas.",
        "",
        inputs.text,
    )
    min_match_rate: Decimal = declare(
        "min-match-rate",
        "Percentage of report files that must be found in the repository; below it nothing is sent and the step fails.",
        Decimal(0),
        inputs.percent,
        default="0",
    )
    partials: Partials = declare(
        "partials",
        "How a line counts of which a branch was not taken: `hit` (as Codacy counts) or `miss`.",
        Partials.HIT,
        inputs.choice(Partials),
        default="hit",
    )
    fail_on: FailOn = declare(
        "fail-on",
        "What turns the step red: `config` (what you can fix), `any` (an outage of Codacy too) or `never`.",
        FailOn.CONFIG,
        inputs.choice(FailOn),
        default="config",
    )
    fail_under: Decimal | None = declare(
        "fail-under",
        "Percentage of lines that must be covered; below it the step fails once everything is sent.",
        None,
        inputs.percent,
    )
    fail_under_patch: Decimal | None = declare(
        "fail-under-patch",
        "Percentage of the lines that a pull request adds or changes that must be covered. Needs "
        "`pull-requests: read`.",
        None,
        inputs.percent,
    )
    comment: Commenting = declare(
        "comment",
        "Keep one comment on the pull request: `always`, on `changes` of the coverage only, or `never`. Needs "
        "`pull-requests: write`.",
        Commenting.NEVER,
        inputs.choice(Commenting),
        default="never",
    )
    base_reports: str = declare(
        "base-reports",
        "Payload files of a run on the base branch, from a cache or an artifact, for the comment to compare with.",
        "",
        inputs.text,
    )
    dry_run: bool = declare("dry-run", "`true`: do everything except sending.", False, inputs.boolean)
    commit_uuid: str = declare(
        "commit-uuid",
        "Full SHA of the commit that the coverage belongs to. Left empty, it is taken from the event.",
        "",
        inputs.commit,
    )
    organization_provider: Provider | None = declare(
        "organization-provider",
        "With an account token: `gh`, `ghe`, `gl`, `gle`, `bb`, `bbe` or `manual`. Left empty, that of the running CI.",
        None,
        inputs.choice(Provider),
        fallback="CODACY_ORGANIZATION_PROVIDER",
    )
    owner: str = declare(
        "owner",
        "With an account token: organisation or user that owns the repository. Left empty, that of the running CI.",
        "",
        inputs.text,
        fallback="CODACY_USERNAME",
    )
    repository: str = declare(
        "repository",
        "With an account token: name of the repository, without its owner. Left empty, that of the running CI.",
        "",
        inputs.text,
        fallback="CODACY_PROJECT_NAME",
    )
    api_base_url: str = declare(
        "api-base-url",
        "Address of a self-hosted Codacy.",
        CODACY,
        inputs.base_url,
        fallback="CODACY_API_BASE_URL",
        default=CODACY,
    )
    allow_http: bool = declare(
        "allow-http", "`true`: let the token travel unencrypted to a Codacy behind plain HTTP.", False, inputs.boolean
    )
    ca_bundle: str = declare(
        "ca-bundle", "File with the certificates of your own authority (PEM), in the workspace.", "", inputs.text
    )
    timeout: int = declare(
        "timeout",
        "Seconds that all uploads together may take, retries included.",
        120,
        inputs.seconds,
        default="120",
    )
    wait_for_processing: int = declare(
        "wait-for-processing",
        "Seconds to wait after sending until Codacy has processed the coverage; its answer is explained. `0`: no wait.",
        0,
        inputs.seconds_or_none,
        default="0",
    )
    output_directory: str = declare(
        "output-directory",
        "Folder for the list of path decisions and for payload files that could not be sent. Left empty, a folder in "
        "the runner's temporary one.",
        "",
        inputs.text,
    )
    coverage_reporter_version: str = declare(
        "coverage-reporter-version",
        "Accepted from Codacy's own action and ignored: nothing is downloaded here.",
        "",
        inputs.text,
    )
    github_token: str = declare(
        "github-token",
        "Token for asking GitHub; what it may do is up to the `permissions:` of the job.",
        "",
        inputs.token,
        default="${{ github.token }}",
        secret=True,
    )
    host_workspace: str = declare("_host-workspace", "Do not set.", "", inputs.text, hidden=True)
    host_temp: str = declare("_host-temp", "Do not set.", "", inputs.text, hidden=True)
    job_total: str = declare("_job-total", "Do not set.", "", inputs.text, hidden=True)
    job_index: str = declare("_job-index", "Do not set.", "", inputs.text, hidden=True)
    job_id: str = declare("_job-id", "Do not set.", "", inputs.text, hidden=True)
    job_matrix: str = declare("_matrix", "Do not set.", "", inputs.text, hidden=True)
    pull_request_head: str = declare("_pull-request-head", "Do not set.", "", inputs.text, hidden=True)

    @property
    def reviews(self) -> bool:
        """Whether the user asks for a verdict or a comment."""
        return self.comment is not Commenting.NEVER or (self.fail_under, self.fail_under_patch) != (None, None)


INPUTS: dict[str, Input] = {column.name: column.metadata["input"] for column in fields(Settings)}
"""Field of Settings → its input."""


def read_settings(environ: Mapping[str, str], given: Mapping[str, str]) -> Settings:
    """Settings from ``given`` (the command line), else ``INPUT_*``, else each input's own variable.

    Values are trimmed; empty is absent. Raises SettingsError with every wrong input at once.
    """
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for field_name, row in INPUTS.items():
        raw = given.get(field_name, "").strip() or environ.get(variable(row), "").strip()
        source = row.name
        if not raw and row.fallback:
            raw, source = environ.get(row.fallback, "").strip(), row.fallback
        if not raw:
            continue
        try:
            values[field_name] = row.read(raw)
        except ValueError as error:
            problems.append(_wrong(source, str(error)))
    if problems:
        raise SettingsError(*problems)
    return Settings(**values)  # type: ignore[arg-type]  # each value was read by its own field's function


def secrets(environ: Mapping[str, str]) -> Iterator[str]:
    """What must never be shown, from wherever a setting may take it."""
    for row in INPUTS.values():
        if row.secret:
            yield environ.get(variable(row), "").strip()
            yield environ.get(row.fallback, "").strip()


def variable(row: Input) -> str:
    """The environment variable in which the runner hands an input over: only blanks are replaced, hyphens stay."""
    return f"INPUT_{row.name.replace(' ', '_').upper()}"


def _wrong(name: str, error: str) -> Problem:
    what, _, cure = error.rpartition(". ")  # the last sentence; what the user wrote may hold others
    return Problem(slug=Slug.INPUT_INVALID, message=f"{name} {what}.", cure=f"{cure}.")
