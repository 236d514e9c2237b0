from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from reporter.context import Context, PullRequest
from reporter.destination import choose_destination, dashboard
from reporter.endpoint import Endpoint, TokenKind
from reporter.errors import Level, Problem, Slug, UserError
from reporter.settings import Provider, Settings

FROM_A_FORK = PullRequest(7, "a" * 40, "b" * 40, "stranger/shop")


def context(**more: Any) -> Context:
    values: dict[str, Any] = {"slug": "acme/shop", "provider": "gh", **more}
    return Context(
        github=True,
        event_name="push",
        event={},
        workspace=Path("/w"),
        host_workspace="",
        temp=Path("/t"),
        host_temp="",
        **values,
    )


def endpoint(settings: Settings, where: Context) -> Endpoint:
    found = choose_destination(settings, where).endpoint
    assert found is not None
    return found


def only(problems: tuple[Problem, ...]) -> Problem:
    (problem,) = problems
    return problem


def test_a_project_token_is_all_that_is_needed() -> None:
    destination = choose_destination(Settings(project_token="p"), context(slug="", provider=""))

    assert destination.endpoint is not None
    assert (destination.endpoint.kind, destination.endpoint.token) == (TokenKind.PROJECT, "p")
    assert destination.problems == ()


def test_a_project_token_comes_before_an_account_token() -> None:
    destination = choose_destination(Settings(project_token="p", api_token="a"), context())

    assert destination.endpoint is not None
    assert destination.endpoint.token == "p"
    problem = only(destination.problems)
    assert (problem.slug, problem.level) == (Slug.TWO_TOKENS, Level.NOTICE)
    assert "the project token is used" in problem.message


def test_an_account_token_takes_its_coordinates_from_the_run() -> None:
    found = endpoint(Settings(api_token="a"), context())

    assert (found.kind, found.token) == (TokenKind.ACCOUNT, "a")
    assert (found.provider, found.organization, found.repository) == ("gh", "acme", "shop")


def test_inputs_win_over_the_coordinates_of_the_run() -> None:
    settings = Settings(
        api_token="a",
        organization_provider=Provider.GITLAB,
        owner="other",
        repository="thing",
        api_base_url="https://c.eu",
    )

    found = endpoint(settings, context())

    assert (found.provider, found.organization, found.repository) == ("gl", "other", "thing")
    assert found.base_url == "https://c.eu"


def test_a_repository_may_lie_in_nested_groups() -> None:
    found = endpoint(Settings(api_token="a"), context(slug="acme/tools/shop"))

    assert (found.organization, found.repository) == ("acme/tools", "shop")


@pytest.mark.parametrize(
    ("slug", "provider", "settings", "missing"),
    [
        ("", "", {}, {"organization-provider", "owner", "repository"}),
        ("acme/shop", "", {}, {"organization-provider"}),
        ("", "gh", {"repository": "shop"}, {"owner"}),
        ("", "gh", {"owner": "acme"}, {"repository"}),
        ("", "gh", {}, {"owner", "repository"}),
        ("shop", "gh", {}, {"owner"}),
    ],
)
def test_exactly_the_missing_coordinates_are_asked_for(
    slug: str, provider: str, settings: dict[str, Any], missing: set[str]
) -> None:
    with pytest.raises(UserError) as caught:
        choose_destination(Settings(api_token="a", **settings), context(slug=slug, provider=provider))

    problem = only(caught.value.problems)
    assert problem.slug is Slug.INPUT_INVALID
    for sentence in (problem.message, problem.cure.partition(", or use")[0]):
        assert set(re.findall(r"organization-provider|owner|repository", sentence)) == missing


def test_without_a_token_the_cure_can_be_pasted() -> None:
    destination = choose_destination(Settings(), context())

    assert (destination.endpoint, destination.excused) == (None, False)
    problem = only(destination.problems)
    assert (problem.slug, problem.level) == (Slug.TOKEN_MISSING, Level.ERROR)
    assert "project-token: ${{ secrets.CODACY_PROJECT_TOKEN }}" in problem.cure


def test_a_fork_cannot_have_a_token_and_nothing_is_wrong() -> None:
    destination = choose_destination(Settings(), context(pull_request=FROM_A_FORK))

    assert (destination.endpoint, destination.excused) == (None, True)
    problem = only(destination.problems)
    assert (problem.slug, problem.level) == (Slug.TOKEN_UNAVAILABLE, Level.NOTICE)
    assert "a fork" in problem.message
    assert "Dependabot" not in problem.message + problem.cure


def test_dependabot_has_secrets_of_its_own() -> None:
    destination = choose_destination(Settings(), context(actor="dependabot[bot]"))

    assert destination.excused
    problem = only(destination.problems)
    assert (problem.slug, problem.level) == (Slug.TOKEN_UNAVAILABLE, Level.NOTICE)
    assert "comes from Dependabot" in problem.message
    assert "Dependabot secrets" in problem.cure


def test_dependabot_in_a_fork_is_told_about_the_fork() -> None:
    """Its own secrets would not help there."""
    destination = choose_destination(Settings(), context(actor="dependabot[bot]", pull_request=FROM_A_FORK))

    assert "a fork" in only(destination.problems).message


@pytest.mark.parametrize("run", [{"pull_request": FROM_A_FORK}, {"actor": "dependabot[bot]"}])
def test_a_token_that_is_there_is_used_wherever_the_run_comes_from(run: dict[str, Any]) -> None:
    destination = choose_destination(Settings(project_token="p"), context(**run))

    assert destination.endpoint is not None
    assert not destination.excused


@pytest.mark.parametrize("token", [{"project_token": "p"}, {"api_token": "a"}])
def test_no_token_travels_over_plain_http_unless_allowed(token: dict[str, Any]) -> None:
    with pytest.raises(UserError) as caught:
        choose_destination(Settings(api_base_url="http://codacy.example.com", **token), context())

    assert only(caught.value.problems).slug is Slug.PLAIN_HTTP

    allowed = endpoint(Settings(api_base_url="http://codacy.example.com", allow_http=True, **token), context())

    assert allowed.base_url == "http://codacy.example.com"


def test_the_dashboard_needs_no_token() -> None:
    assert dashboard(Settings(), context()) == "https://app.codacy.com/gh/acme/shop/dashboard"
    assert dashboard(Settings(api_base_url="http://codacy.example.com"), context()) == (
        "http://codacy.example.com/gh/acme/shop/dashboard"
    )
    assert dashboard(Settings(), context(slug="", provider="")) == ""
