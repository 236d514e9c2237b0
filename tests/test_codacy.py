"""The client against Codacy's stand-in, over real HTTP on loopback."""

from __future__ import annotations

import logging
import os
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import trustme

from reporter.codacy import Client, Patience, Receipt
from reporter.endpoint import Endpoint, TokenKind
from reporter.errors import Fault, Problem, Slug, UploadRefused, UploadUnavailable
from reporter.model import LineHits
from reporter.payload import Body
from reporter.sandbox import Sandbox
from reporter.sandbox.faults import (
    Answer,
    Delay,
    Drip,
    Reset,
    Truncated,
    empty,
    html_413,
    not_json,
    redirect,
    status,
)
from reporter.sandbox.faults import Fault as SandboxFault
from reporter.transport import ANSWER_LIMIT, Transport

SHA = "0123456789abcdef0123456789abcdef01234567"
TOKEN = "0a1b2c3d4e5f"
DATA = b'{"total":50,"fileReports":[{"filename":"src/a.py","total":50,"coverage":{"1":1,"2":0}}]}'
BODY = Body("python", 1, DATA, files=1, coverable=2, covered=1)
QUICK = Patience(first_wait=0.001, longest_wait=0.002, jitter=0.001, asked_wait=0.05)


def client(url: str, kind: TokenKind = TokenKind.PROJECT, *, allow_http: bool = False, **more: Any) -> Client:
    endpoint = Endpoint(
        base_url=url,
        token=TOKEN,
        kind=kind,
        provider="gh",
        organization="acme corp",
        repository="shop",
        allow_http=allow_http,
    )
    return Client(endpoint, SHA, **{"timeout": 30, "environment": {}, "patience": QUICK, **more})


def refusal(send: Callable[[], Receipt]) -> Problem:
    with pytest.raises(UploadRefused) as raised:
        send()
    (problem,) = raised.value.problems
    assert problem.fault is Fault.USER
    return problem


def outage(send: Callable[[], Receipt]) -> Problem:
    with pytest.raises(UploadUnavailable) as raised:
        send()
    (problem,) = raised.value.problems
    assert problem.fault is Fault.SERVICE
    return problem


def targets(sandbox: Sandbox) -> list[str]:
    return [request.target for request in sandbox.state.requests]


def test_reports_and_the_final_notification_arrive() -> None:
    with Sandbox(project_token=TOKEN) as sandbox, client(sandbox.url) as codacy:
        report = codacy.send(BODY, partial=True)
        final = codacy.final()

    commit = sandbox.state.commits[SHA]
    assert commit.coverage == {"python": {"src/a.py": LineHits.from_mapping({1: 1, 2: 0})}}
    assert (commit.uploads[0].partial, commit.finals) == (True, 1)
    assert (report.attempts, report.first_failure, report.message) == (1, "", "Coverage received successfully.")
    assert (final.attempts, final.first_failure) == (1, "")


def test_an_account_token_names_the_repository() -> None:
    repository = ("gh", "acme corp", "shop")
    with (
        Sandbox(account_token=TOKEN, repositories=[repository]) as sandbox,
        client(sandbox.url, TokenKind.ACCOUNT) as codacy,
    ):
        codacy.send(Body("objective c", 1, DATA, files=1, coverable=2, covered=1), partial=False)
        codacy.final()

    commit = sandbox.state.commits[SHA]
    assert list(commit.coverage) == ["objective c"]
    assert (commit.uploads[0].partial, commit.finals) == (False, 1)


def test_requests_carry_both_spellings_of_the_token_to_a_self_hosted_server_and_nothing_else_secret() -> None:
    with Sandbox() as sandbox, client(sandbox.url) as codacy:
        codacy.final()

    headers = sandbox.state.requests[0].headers
    assert headers["project-token"] == headers["project_token"] == TOKEN
    assert headers["user-agent"].startswith("codacy-coverage-action/")
    assert "authorization" not in headers


@pytest.mark.parametrize(
    ("fault", "first"),
    [
        *((status(code), str(code)) for code in (408, 425, 429, 500, 502, 503, 504)),
        (status(500, b'{"error":"Failed to create coverage"}'), "500"),
        (empty(), "empty answer"),
        (not_json(), "not Codacy's answer"),
        (Reset(), "connection reset"),
        (Reset(sent=70), "connection"),
        (Truncated(missing=5), "connection broken"),
        (Truncated(missing=10_000), "connection reset"),
    ],
)
def test_a_bad_moment_is_survived(fault: SandboxFault, first: str) -> None:
    with Sandbox(faults={1: fault}) as sandbox, client(sandbox.url) as codacy:
        receipt = codacy.send(BODY, partial=True)

    assert receipt.attempts == 2
    assert receipt.first_failure.startswith(first)
    assert receipt.message == "Coverage received successfully."


def test_the_final_notification_is_as_patient() -> None:
    faults: dict[int | str, SandboxFault] = {number: status(503) for number in range(1, 5)}
    with Sandbox(faults=faults) as sandbox, client(sandbox.url) as codacy:
        assert codacy.final().attempts == 5


def test_the_first_failure_is_the_one_told() -> None:
    with Sandbox(faults={1: Reset(), 2: status(503)}) as sandbox, client(sandbox.url) as codacy:
        assert codacy.final().first_failure == "connection reset"


@pytest.mark.parametrize(
    ("fault", "slug"),
    [
        (status(404, b'{"error":"not found"}'), Slug.TOKEN_NOT_ACCEPTED),
        (status(401), Slug.TOKEN_NOT_ACCEPTED),
        (status(403, b'{"error":"token expired"}'), Slug.TOKEN_EXPIRED),
        (
            status(400, b'{"error":"Failed to create coverage: Language not implemented: python"}'),
            Slug.LANGUAGE_NOT_IMPLEMENTED,
        ),
        (html_413(), Slug.BODY_TOO_LARGE),
        (Answer(413, b"", (("Retry-After", "1"),)), Slug.BODY_TOO_LARGE),
        (status(400, b'{"error":"Error posting coverage"}'), Slug.UPLOAD_REFUSED),
        (status(200, b'{"error":"Error posting coverage"}'), Slug.UPLOAD_REFUSED),
        (status(200, b"{}"), Slug.UPLOAD_REFUSED),
    ],
)
def test_a_refusal_is_not_repeated(fault: SandboxFault, slug: Slug) -> None:
    with Sandbox(faults={1: fault}) as sandbox, client(sandbox.url) as codacy:
        problem = refusal(lambda: codacy.send(BODY, partial=True))

    assert problem.slug is slug
    assert len(sandbox.state.requests) == 1


def test_a_wrong_token_is_refused_without_showing_it() -> None:
    with Sandbox(project_token="another") as sandbox, client(sandbox.url) as codacy:
        problem = refusal(lambda: codacy.send(BODY, partial=True))

    assert problem.slug is Slug.TOKEN_NOT_ACCEPTED
    assert "acme corp/shop" in problem.message
    assert TOKEN not in repr(problem)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_the_token_follows_no_redirect(code: int) -> None:
    with (
        Sandbox() as other,
        Sandbox(faults={1: redirect(f"{other.url}/login?t={TOKEN}", code)}) as sandbox,
        client(sandbox.url) as codacy,
    ):
        problem = refusal(codacy.final)

    assert problem.slug is Slug.REDIRECTED
    assert f"{other.url}/login" in problem.message
    assert TOKEN not in repr(problem)
    assert targets(other) == []


def test_an_outage_is_the_services_fault_and_tells_what_was_tried() -> None:
    with Sandbox(faults={"coverage": status(503)}) as sandbox, client(sandbox.url) as codacy:
        problem = outage(lambda: codacy.send(BODY, partial=True))

    assert problem.slug is Slug.SERVICE_UNAVAILABLE
    assert "the Python report (503; 8 attempts" in problem.message
    assert "timeout" in problem.cure
    assert len(sandbox.state.requests) == QUICK.attempts


def test_nothing_listening_is_an_outage() -> None:
    with Sandbox() as sandbox:
        url = sandbox.url
    with client(url) as codacy:
        problem = outage(codacy.final)

    assert "connection refused" in problem.message
    assert urlsplit(url).netloc in problem.reason


def test_a_server_that_never_answers_is_asked_five_times_within_the_deadline() -> None:
    with Sandbox(faults={"coverage": Delay(3600)}) as sandbox, client(sandbox.url, timeout=1.8) as codacy:
        problem = outage(lambda: codacy.send(BODY, partial=True))

    assert len(sandbox.state.requests) >= 5
    assert "no answer" in problem.message


def test_an_answer_in_drips_does_not_outlast_the_deadline() -> None:
    """Every byte restarts the time limit of a socket, and the whole answer would take longer than the deadline."""
    with Sandbox(faults={"final": Drip(0.02)}) as sandbox, client(sandbox.url, timeout=0.9) as codacy:
        problem = outage(codacy.final)

    assert "did not finish its answer" in problem.reason
    assert len(sandbox.state.requests) == 1


def test_a_slow_answer_within_the_deadline_is_waited_for() -> None:
    with Sandbox(faults={1: Drip(0.0005), 2: Delay(0.05)}) as sandbox, client(sandbox.url) as codacy:
        assert codacy.final().attempts == 1
        assert codacy.final().attempts == 1


def test_the_deadline_is_one_for_all_calls() -> None:
    now = [100.0]
    with Sandbox() as sandbox, client(sandbox.url, timeout=10, clock=lambda: now[0]) as codacy:
        now[0] += 9
        codacy.send(BODY, partial=True)
        now[0] += 1
        problem = outage(codacy.final)

    assert "no time left" in problem.message
    assert len(sandbox.state.requests) == 1


def test_the_wait_that_a_server_asks_for_is_kept() -> None:
    patience = Patience(first_wait=0.001, longest_wait=0.002, jitter=0, asked_wait=60)
    with (
        Sandbox(faults={1: status(429, retry_after="0.2")}) as sandbox,
        client(sandbox.url, patience=patience) as codacy,
    ):
        receipt = codacy.final()

    assert receipt.attempts == 2
    assert receipt.seconds >= 0.2


def test_it_is_capped() -> None:
    with Sandbox(faults={1: status(503, retry_after="86400")}) as sandbox, client(sandbox.url) as codacy:
        assert codacy.final().attempts == 2


def test_a_wait_that_ends_after_the_deadline_is_not_begun() -> None:
    faults: dict[int | str, SandboxFault] = {1: status(503, retry_after="50")}
    with Sandbox(faults=faults) as sandbox, client(sandbox.url, timeout=40, patience=Patience()) as codacy:
        problem = outage(codacy.final)

    assert "asked to wait 50 s" in problem.reason
    assert len(sandbox.state.requests) == 1


def test_waits_double_up_to_the_longest() -> None:
    patience = Patience(first_wait=1, longest_wait=6)

    assert [patience.after(failures) for failures in (1, 2, 3, 4, 5)] == [1, 2, 4, 6, 6]


def test_patience_lasts_for_five_attempts_and_a_minute() -> None:
    patience = Patience()

    assert patience.attempts >= 5
    assert sum(map(patience.after, range(1, patience.attempts))) > 60


def test_an_endless_answer_is_cut_off() -> None:
    with Sandbox(faults={1: status(200, b"x" * 1_000_000)}) as sandbox, Transport({}) as transport:
        answer = transport.post(f"{sandbox.url}/", b"{}", {}, silence=10, limit=10)

    assert len(answer.body) == ANSWER_LIMIT


def test_the_connection_is_kept() -> None:
    with Sandbox() as sandbox, Transport({}) as transport:
        answers = [transport.post(f"{sandbox.url}/", b"{}", {}, silence=10, limit=10) for _ in range(2)]

    assert [answer.status for answer in answers] == [404, 404]
    assert sandbox.state.requests[0].peer == sandbox.state.requests[1].peer


def test_nothing_is_logged_by_the_libraries(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    with Sandbox(faults={1: status(503), 2: Reset()}) as sandbox, client(sandbox.url) as codacy:
        codacy.final()

    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def fresh(code: str, environment: Mapping[str, str]) -> str:
    """What a new interpreter prints."""
    return subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **environment}, check=True, capture_output=True, text=True
    ).stdout


def test_the_libraries_are_loaded_by_the_first_upload_only() -> None:
    code = "import sys, reporter.codacy; print({'requests', 'urllib3', 'stamina', 'ssl'} & set(sys.modules))"

    assert fresh(code, {}) == "set()\n"


def test_netrc_has_no_say(tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password mine\n")
    code = """
import os
from reporter.transport import Transport
with Transport(os.environ) as transport:
    transport.post(os.environ["URL"], b"{}", {}, silence=10, limit=10)
"""
    with Sandbox() as sandbox:
        fresh(code, {"NETRC": str(netrc), "URL": sandbox.url})

    assert "authorization" not in sandbox.state.requests[0].headers


def test_plain_http_may_go_through_a_proxy() -> None:
    """The sandbox stands in for the proxy: it is asked for the whole address."""
    with Sandbox() as proxy:
        environment = {"HTTP_PROXY": proxy.url}
        with client("http://codacy.example.com", allow_http=True, environment=environment) as codacy:
            codacy.final()

    assert targets(proxy) == [f"http://codacy.example.com/2.0/commit/{SHA}/coverageFinal"]


def test_a_proxy_that_lets_nothing_through_is_an_outage_and_never_sees_the_token() -> None:
    with Sandbox() as proxy:
        environment = {"https_proxy": proxy.url.replace("//", "//user:pass@")}
        with client("https://codacy.example.com", environment=environment) as codacy:
            problem = outage(codacy.final)

    assert "proxy" in problem.message
    assert "pass" not in repr(problem)
    assert targets(proxy) == []


@pytest.mark.parametrize("proxy", ["socks5://proxy:1080", "http://", "http://proxy:port"])
def test_a_proxy_that_cannot_be_used_is_refused_at_once(proxy: str) -> None:
    with client("https://codacy.example.com", environment={"HTTPS_PROXY": proxy}) as codacy:
        problem = refusal(codacy.final)

    assert problem.slug is Slug.INPUT_INVALID
    assert "HTTPS_PROXY" in problem.cure


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[Sandbox]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with Sandbox(tls=context) as sandbox:
        yield sandbox


def test_a_certificate_of_an_unknown_authority_is_refused_and_explained(secure: Sandbox) -> None:
    with client(secure.url) as codacy:
        problem = refusal(codacy.final)

    assert problem.slug is Slug.CERTIFICATE
    assert urlsplit(secure.url).netloc in problem.message
    assert "ca-bundle:" in problem.cure
    assert targets(secure) == []


def test_an_authority_of_ones_own_is_accepted_when_named(
    secure: Sandbox, authority: trustme.CA, tmp_path: Path
) -> None:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)

    with client(secure.url, ca_bundle=str(path)) as codacy:
        assert codacy.final().attempts == 1
    with client(secure.url, environment={"SSL_CERT_FILE": str(path)}) as codacy:
        assert codacy.final().attempts == 1


def test_a_certificate_for_another_host_is_refused(authority: trustme.CA, tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("codacy.example.com").configure_cert(context)

    with Sandbox(tls=context) as sandbox, client(sandbox.url, ca_bundle=str(path)) as codacy:
        problem = refusal(codacy.final)

    assert "127.0.0.1" in problem.message


def test_https_to_a_server_without_it_is_an_outage() -> None:
    with Sandbox() as sandbox, client(sandbox.url.replace("http:", "https:")) as codacy:
        problem = outage(codacy.final)

    assert "no secure connection" in problem.message
