"""Where this run may send its coverage: the endpoint that the tokens open, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.context import Context
from reporter.endpoint import Endpoint, TokenKind
from reporter.errors import Level, Problem, Slug, UserError
from reporter.settings import Settings

_SECRET = "Store it as the secret CODACY_PROJECT_TOKEN and write project-token: ${{ secrets.CODACY_PROJECT_TOKEN }}."


@dataclass(frozen=True, slots=True)
class Destination:
    """``endpoint`` is None where there is no token; ``excused`` says that this run cannot have one."""

    endpoint: Endpoint | None
    problems: tuple[Problem, ...] = ()
    excused: bool = False


def choose_destination(settings: Settings, context: Context) -> Destination:
    """A project token comes before an account token. Raises UserError where an account token lacks its coordinates."""
    if settings.project_token:
        both = (_two_tokens(),) if settings.api_token else ()
        return Destination(_endpoint(settings, context, settings.project_token, TokenKind.PROJECT), both)
    if settings.api_token:
        endpoint = _endpoint(settings, context, settings.api_token, TokenKind.ACCOUNT)
        _check_coordinates(endpoint)
        return Destination(endpoint)
    if context.fork or context.dependabot:
        return Destination(None, (_kept_from_this_run(context),), excused=True)
    return Destination(None, (_missing(github=context.github),))


def dashboard(settings: Settings, context: Context) -> str:
    """The repository's page on Codacy, as far as it can be told without a token."""
    return _endpoint(settings, context, "", TokenKind.PROJECT, allow_http=True).dashboard


def _endpoint(
    settings: Settings, context: Context, token: str, kind: TokenKind, *, allow_http: bool = False
) -> Endpoint:
    owner, _, name = context.slug.rpartition("/")
    return Endpoint(
        base_url=settings.api_base_url,
        token=token,
        kind=kind,
        provider=settings.organization_provider.value if settings.organization_provider else context.provider,
        organization=settings.owner or owner,
        repository=settings.repository or name,
        allow_http=allow_http or settings.allow_http,
    )


def _check_coordinates(endpoint: Endpoint) -> None:
    wanted = {
        "organization-provider": endpoint.provider,
        "owner": endpoint.organization,
        "repository": endpoint.repository,
    }
    missing = [name for name, value in wanted.items() if not value]
    if missing:
        *first, last = missing
        listed = f"{', '.join(first)} and {last}" if first else last
        raise UserError(
            Problem(
                slug=Slug.INPUT_INVALID,
                message=f"An account token needs {listed} as well.",
                reason="It opens many repositories, and this run does not say which one is meant.",
                cure=f"Set {listed}, or use the repository's own project-token.",
            )
        )


def _two_tokens() -> Problem:
    return Problem(
        slug=Slug.TWO_TOKENS,
        level=Level.NOTICE,
        message="Both a project token and an account token are given; the project token is used.",
        cure="Remove one of them.",
    )


def _kept_from_this_run(context: Context) -> Problem:
    who = "Dependabot" if context.dependabot and not context.fork else "a fork"
    cure = (
        "Add the token to the Dependabot secrets of the repository (Settings → Secrets and variables → Dependabot)."
        if who == "Dependabot"
        else "Nothing is wrong. The coverage is read and shown, and the payload files are at payload-path."
    )
    return Problem(
        slug=Slug.TOKEN_UNAVAILABLE,
        level=Level.NOTICE,
        message=f"Nothing is sent to Codacy: this run comes from {who}.",
        reason="GitHub keeps the secrets of the repository from such runs.",
        cure=cure,
    )


def _missing(*, github: bool) -> Problem:
    store = _SECRET if github else "Put it into the environment as CODACY_PROJECT_TOKEN."
    return Problem(
        slug=Slug.TOKEN_MISSING,
        message="There is no token for Codacy.",
        reason="Neither project-token nor api-token is set; a secret that does not exist is an empty text."
        if github
        else "Neither CODACY_PROJECT_TOKEN nor CODACY_API_TOKEN is set.",
        cure=f"Create a token in Codacy → repository Settings → Coverage. {store}",
    )
