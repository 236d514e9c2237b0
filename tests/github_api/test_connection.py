from __future__ import annotations

import os
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
import trustme

from reporter.github_api import GitHub, Unreachable
from reporter.sandbox.faults import Answer, Delay, not_json, redirect, status
from tests.fake_github import FakeGitHub
from tests.github_answers import SLUG, job, pull

API = f"/repos/{SLUG}"
HEAD = "a" * 40


def fresh(code: str, **environment: str) -> str:
    """What a new interpreter prints."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (status(500), "answered 500"),
        (status(502, b"<html>Bad Gateway</html>"), "answered 502"),
        (status(503, b'{"message": "Unavailable"}', retry_after="5"), "answered 503: Unavailable"),
        (status(500, b'"out of order"'), "not GitHub's API"),
        (not_json(), "not GitHub's API"),
        (Answer(200, b'{"id": 1'), "not GitHub's API"),
        (Answer(200, b'{"id": 1}'), "not GitHub's API"),
        (Answer(200), "not GitHub's API"),
        (status(202, b"{}"), "answered 202"),
    ],
)
def test_an_answer_without_use_is_asked_for_once(fault: Answer, message: str, fake: FakeGitHub, github: GitHub) -> None:
    fake.faults["pull"] = fault

    with pytest.raises(Unreachable, match=message):
        github.pull_request(7)

    assert len(fake.requests) == 1


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(code: int, fake: FakeGitHub, github: GitHub) -> None:
    """Neither to another host, which would see the token, nor to the same, which loses the page's number."""
    with FakeGitHub() as other:
        fake.faults[1] = redirect(f"{other.url}{API}/pulls/7", code)
        fake.faults[2] = redirect(f"{fake.url}{API}/pulls/8", code)
        for _ in range(2):
            with pytest.raises(Unreachable, match=f"answered {code}"):
                github.pull_request(7)

    assert other.requests == []
    assert len(fake.requests) == 2


def test_silence_ends_with_the_limit_of_a_request(fake: FakeGitHub) -> None:
    fake.faults["pull"] = Delay(600)

    with fake.client(request_limit=0.05) as github, pytest.raises(Unreachable, match=r"within 0\.05 s"):
        github.pull_request(7)


def test_nothing_is_asked_after_the_limit_of_all(fake: FakeGitHub) -> None:
    fake.state.pulls[7] = pull(7, HEAD)
    times = iter([100.0, 159.0, 160.0])

    with fake.client(total_limit=60, clock=lambda: next(times)) as github:
        assert github.pull_request(7).number == 7
        with pytest.raises(Unreachable, match="used up"):
            github.pull_request(7)

    assert len(fake.requests) == 1


@pytest.mark.parametrize("address", ["api.github.com", "ftp://api.github.com", "https://"])
def test_what_is_no_address_is_named(address: str) -> None:
    github = GitHub("acme/shop", "t", environment={"GITHUB_API_URL": address})
    with github, pytest.raises(Unreachable, match="GITHUB_API_URL"):
        github.pull_request(1)


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with FakeGitHub() as fake:
        pass
    with fake.client() as github, pytest.raises(Unreachable, match="refused the connection"):
        github.pull_request(7)


@pytest.mark.parametrize("token", ["ghs_\nsecret", "ghs_\u2026secret"])
def test_a_token_that_no_header_can_hold_is_not_repeated(token: str, fake: FakeGitHub) -> None:
    with fake.client(token) as github, pytest.raises(Unreachable, match="No request to") as caught:
        github.pull_request(7)

    assert "secret" not in str(caught.value)
    assert fake.requests == []


def test_pygithub_is_imported_by_the_first_request_only() -> None:
    code = "import sys, reporter.github_api; print({'github', 'requests', 'jwt'} & set(sys.modules))"

    assert fresh(code) == "set()\n"


def test_a_request_raises_no_warning(fake: FakeGitHub) -> None:
    fake.state.pulls[7] = pull(7, HEAD)
    code = f"""
import os
from reporter.github_api import GitHub
with GitHub("{SLUG}", "ghs_secret", environment=os.environ) as github:
    print(github.pull_request(7).number)
"""

    assert fresh(code, GITHUB_API_URL=fake.url) == "7\n"


def test_requests_share_a_connection(fake: FakeGitHub, github: GitHub) -> None:
    fake.state.jobs[1] = [job(number, "a") for number in range(101)]

    assert len(list(github.jobs(1))) == 101
    assert len(fake.requests) == 2
    assert len({request.peer for request in fake.requests}) == 1


def test_leaving_the_client_ends_its_connection(fake: FakeGitHub) -> None:
    fake.state.pulls[7] = pull(7, HEAD)
    client = fake.client()

    for _ in range(2):
        with client as github:
            github.pull_request(7)

    assert len({request.peer for request in fake.requests}) == 2


def test_netrc_and_the_process_have_no_say(fake: FakeGitHub, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password mine\n")
    fake.state.pulls[7] = pull(7, HEAD)
    code = f"""
from reporter.github_api import GitHub
with GitHub("{SLUG}", "", environment={{"GITHUB_API_URL": "{fake.url}"}}) as github:
    print(github.pull_request(7).number)
"""

    assert fresh(code, NETRC=str(netrc), HTTP_PROXY="http://127.0.0.1:1", REQUESTS_CA_BUNDLE="/nowhere") == "7\n"
    assert "authorization" not in fake.requests[0].headers


def test_a_proxy_of_the_environment_is_used(fake: FakeGitHub) -> None:
    """The fake stands in for the proxy: it is asked for the whole address."""
    fake.state.pulls[7] = pull(7, HEAD)
    environment = {"GITHUB_API_URL": "http://github.example.com", "HTTP_PROXY": fake.url}

    with fake.client(environment=environment) as github:
        assert github.pull_request(7).number == 7

    assert [request.target for request in fake.requests] == [f"http://github.example.com:80{API}/pulls/7"]


def test_an_authority_of_ones_own_is_trusted_when_named(tmp_path: Path) -> None:
    authority = trustme.CA()
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(bundle)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    with FakeGitHub(tls=context) as fake:
        fake.state.pulls[7] = pull(7, HEAD)
        with fake.client() as github, pytest.raises(Unreachable, match="is not trusted"):
            github.pull_request(7)
        with fake.client(ca_bundle=str(bundle)) as github:
            assert github.pull_request(7).number == 7

    assert len(fake.requests) == 1


def test_a_bundle_that_is_not_there_is_named(fake: FakeGitHub) -> None:
    with fake.client(ca_bundle="none.pem") as github, pytest.raises(Unreachable, match="ca-bundle names none"):
        github.pull_request(7)

    assert fake.requests == []
