"""Addresses and headers of Codacy's API."""

from __future__ import annotations

from typing import Any

import pytest

from reporter import __version__
from reporter.endpoint import Endpoint, TokenKind, is_loopback
from reporter.errors import Slug, UserError

SHA = "0123456789abcdef0123456789abcdef01234567"
CLOUD = "https://api.codacy.com"


def endpoint(base_url: str = CLOUD, kind: TokenKind = TokenKind.PROJECT, **more: Any) -> Endpoint:
    return Endpoint(base_url=base_url, token="secret", kind=kind, **more)


ACCOUNT = endpoint(kind=TokenKind.ACCOUNT, provider="gh", organization="acme corp", repository="shop/front?#.js")


def test_the_addresses_of_a_project_token() -> None:
    assert endpoint().report_url(SHA, "python", partial=True) == f"{CLOUD}/2.0/coverage/{SHA}/python?partial=true"
    assert endpoint().final_url(SHA) == f"{CLOUD}/2.0/commit/{SHA}/coverageFinal"


def test_the_addresses_of_an_account_token_quote_every_segment() -> None:
    repository = f"{CLOUD}/2.0/gh/acme%20corp/shop%2Ffront%3F%23.js/commit/{SHA}"

    assert ACCOUNT.report_url(SHA, "objective c", partial=False) == f"{repository}/coverage/objective%20c?partial=false"
    assert ACCOUNT.final_url(SHA) == f"{repository}/coverageFinal"


@pytest.mark.parametrize(
    ("base_url", "root"),
    [
        ("https://codacy.example.com", "https://codacy.example.com"),
        ("https://codacy.example.com/", "https://codacy.example.com"),
        ("https://codacy.example.com:16006", "https://codacy.example.com:16006"),
        ("https://codacy.example.com/api", "https://codacy.example.com"),
        ("https://codacy.example.com/api/v3/", "https://codacy.example.com"),
        ("https://codacy.example.com/2.0", "https://codacy.example.com"),
        ("https://example.com/codacy", "https://example.com/codacy"),
        ("https://example.com/tools//codacy/api/v3", "https://example.com/tools/codacy"),
    ],
)
def test_a_path_in_front_of_codacy_stays_and_that_of_its_api_does_not_count(base_url: str, root: str) -> None:
    assert endpoint(base_url).root == root


def test_codacys_own_servers_get_the_token_under_one_name() -> None:
    assert endpoint().headers == {
        "project-token": "secret",
        "Accept": "application/json",
        "Content-Type": "application/json",
        "User-Agent": f"codacy-coverage-action/{__version__}",
    }
    assert "api-token" in ACCOUNT.headers
    assert "api_token" not in ACCOUNT.headers


@pytest.mark.parametrize(
    "base_url", ["https://codacy.example.com", "https://codacy.com.example.com", "https://notcodacy.com"]
)
def test_other_servers_get_it_in_the_old_spelling_too(base_url: str) -> None:
    headers = endpoint(base_url, TokenKind.ACCOUNT).headers

    assert headers["api-token"] == headers["api_token"] == "secret"


@pytest.mark.parametrize(
    "base_url", ["http://127.0.0.1:8080", "http://localhost:1", "http://codacy.localhost", "http://[::1]:1"]
)
def test_plain_http_reaches_this_machine(base_url: str) -> None:
    assert endpoint(base_url).root == base_url


@pytest.mark.parametrize("base_url", ["http://api.codacy.com", "http://10.0.0.1", "http://localhost.example.com"])
def test_plain_http_to_another_machine_is_refused_unless_allowed(base_url: str) -> None:
    with pytest.raises(UserError) as raised:
        endpoint(base_url)

    (problem,) = raised.value.problems
    assert problem.slug is Slug.PLAIN_HTTP
    assert "allow-http: true" in problem.cure
    assert endpoint(base_url, allow_http=True).root == base_url


def test_the_dashboard_is_where_people_look() -> None:
    known: dict[str, Any] = {"provider": "gh", "organization": "acme", "repository": "shop"}

    assert endpoint(**known).dashboard == "https://app.codacy.com/gh/acme/shop/dashboard"
    assert endpoint("https://api.example.com", **known).dashboard == "https://api.example.com/gh/acme/shop/dashboard"
    assert endpoint().dashboard == ""


def test_the_token_is_not_shown() -> None:
    assert "secret" not in repr(ACCOUNT)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.8.9.1", True),
        ("::1", True),
        ("localhost", True),
        ("128.0.0.1", False),
        ("127.0.0.1.example.com", False),
        ("", False),
    ],
)
def test_loopback_is_told_by_name_or_number(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
