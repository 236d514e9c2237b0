"""The step on other GitHubs, other Codacys, behind proxies and authorities, in job containers and on own runners."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import trustme

from reporter.sandbox import Sandbox
from tests.job import COVERAGE, TOKEN, Job, MakeJob, lcov, slugs
from tests.proxy import Proxy

ACCOUNT = {"project-token": "", "api-token": "account"}
CODACY = "codacy.acme.example"

Serve = Callable[..., Job]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Makes a job whose Codacy is served as told."""
    with ExitStack() as sandboxes:

        def job(runner: dict[str, Any] | None = None, **sandbox: Any) -> Job:
            codacy = sandboxes.enter_context(Sandbox(project_token=TOKEN, account_token="account", **sandbox))
            made = Job(tmp_path / "job", codacy, **(runner or {}))
            made.write("lcov.info", lcov(COVERAGE))
            return made

        yield job


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def speaking_tls(authority: trustme.CA, host: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    return context


def port_of(sandbox: Sandbox) -> int:
    return urlsplit(sandbox.url).port or 0


@pytest.mark.parametrize(
    ("server", "api"),
    [
        ("https://github.acme.example", "https://github.acme.example/api/v3"),
        ("https://acme.ghe.com", "https://api.acme.ghe.com"),
    ],
    ids=["Enterprise Server", "data residency"],
)
def test_another_github_has_its_own_provider_and_links(make_job: MakeJob, server: str, api: str) -> None:
    job = make_job(github={"server_url": server, "api_url": api})
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step(None, **ACCOUNT)

    assert (result.exit_status, job.held()) == (0, COVERAGE)
    assert all(request.target.startswith("/2.0/ghe/acme/shop/") for request in job.sandbox.state.requests)
    assert f"({server}/acme/shop/blob/" in result.summary
    assert "/ghe/acme/shop/dashboard" in result.text
    assert "github.com" not in result.summary


def test_another_github_can_be_told_to_be_any_provider(make_job: MakeJob) -> None:
    job = make_job(github={"server_url": "https://acme.ghe.com"})
    job.write("lcov.info", lcov(COVERAGE))

    job.step(None, organization_provider="gh", **ACCOUNT)

    assert job.sandbox.state.requests[0].target.startswith("/2.0/gh/acme/shop/")


@pytest.mark.parametrize("kind", ["project", "api"])
def test_a_self_hosted_codacy_gets_the_token_in_both_spellings(job: Job, kind: str) -> None:
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step({"CODACY_API_BASE_URL": job.sandbox.url}, api_base_url="", **(ACCOUNT if kind == "api" else {}))

    assert result.exit_status == 0
    headers = job.sandbox.state.requests[0].headers
    assert headers[f"{kind}-token"] == headers[f"{kind}_token"]


@pytest.mark.parametrize("ending", ["/", "/api/v3", "/api/v3/", "/2.0"])
def test_an_address_of_its_api_means_the_server(job: Job, ending: str) -> None:
    job.write("lcov.info", lcov(COVERAGE))

    assert job.step(api_base_url=f"{job.sandbox.url}{ending}").exit_status == 0


@pytest.mark.skipif(not socket.has_ipv6, reason="This Python knows no IPv6")
def test_a_codacy_on_ipv6(serve: Serve) -> None:
    job = serve(host="::1")

    result = job.step()

    assert job.sandbox.url.startswith("http://[::1]:")
    assert (result.exit_status, job.held()) == (0, COVERAGE)


@pytest.mark.parametrize(
    "named", ["certificates/ca.pem", "{workspace}/certificates/ca.pem", "/__w/shop/shop/certificates/ca.pem"]
)
def test_an_authority_of_ones_own_in_the_repository(serve: Serve, authority: trustme.CA, named: str) -> None:
    job = serve(tls=speaking_tls(authority, "127.0.0.1"))
    job.write("certificates/ca.pem", authority.cert_pem.bytes().decode())

    unknown = job.step(timeout="5")
    known = job.step(ca_bundle=named.format(workspace=job.runner.host_workspace))

    assert (unknown.exit_status, slugs(unknown) & {"certificate"}) == (1, {"certificate"})
    assert (known.exit_status, job.held()) == (0, COVERAGE)


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_an_authority_that_the_environment_names(serve: Serve, authority: trustme.CA, variable: str) -> None:
    job = serve(tls=speaking_tls(authority, "127.0.0.1"))
    job.write("ca.pem", authority.cert_pem.bytes().decode())

    named = job.step({variable: f"{job.runner.host_workspace}/ca.pem"})
    elsewhere = job.step({variable: "/usr/local/share/ca-certificates/of-the-host.pem"}, timeout="5")

    assert (named.exit_status, job.held()) == (0, COVERAGE)
    assert slugs(elsewhere) & {"certificate"}, "what the container cannot see does not count"


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_a_proxy_that_asks_for_a_password(serve: Serve, authority: trustme.CA, variable: str) -> None:
    """The name of the server is left to the proxy to look up."""
    job = serve(tls=speaking_tls(authority, CODACY))
    job.write("ca.pem", authority.cert_pem.bytes().decode())

    with Proxy(("127.0.0.1", port_of(job.sandbox)), user="build", password="p@ss:word") as proxy:
        way = f"http://build:p%40ss%3Aword@{proxy.address}"
        result = job.step({variable: way}, api_base_url=f"https://{CODACY}", ca_bundle="ca.pem")

    assert (result.exit_status, job.held()) == (0, COVERAGE), result.stdout
    assert set(proxy.targets) == {f"{CODACY}:443"}
    assert proxy.refused == 0
    assert "p@ss" not in result.stdout
    assert "p%40ss" not in result.stdout


def test_a_proxy_that_refuses_the_password_is_an_outage_that_does_not_show_it(
    serve: Serve, authority: trustme.CA
) -> None:
    job = serve(tls=speaking_tls(authority, CODACY))

    with Proxy(("127.0.0.1", port_of(job.sandbox)), user="build", password="right") as proxy:
        way = f"http://build:wr0ng@{proxy.address}"
        result = job.step({"HTTPS_PROXY": way}, api_base_url=f"https://{CODACY}", timeout="2")

    assert proxy.refused
    assert not proxy.targets
    assert slugs(result) & {"service-unavailable"}
    assert "proxy" in result.text
    assert "wr0ng" not in result.stdout


def test_no_proxy_leads_around_the_proxy(job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE))
    nowhere = {"HTTP_PROXY": "http://127.0.0.1:1", "HTTPS_PROXY": "http://127.0.0.1:1", "NO_PROXY": "localhost"}

    assert job.step(nowhere).exit_status == 0, "loopback needs no entry in NO_PROXY"


WORK_FOLDERS = ["/opt/actions-runner/_work", "/data/my runner/_work", "/w", "/home/runner/work"]


@pytest.mark.parametrize("work", WORK_FOLDERS)
def test_the_work_folder_of_a_runner_is_anywhere(make_job: MakeJob, work: str) -> None:
    job = make_job(work=work)
    host = f"{work}/shop/shop"
    job.write("out/one.info", lcov({"src/shop/cart.py": COVERAGE["src/shop/cart.py"]}, f"{host}/"))
    job.write("out/two.info", lcov({"web/src/app.ts": COVERAGE["web/src/app.ts"]}, f"{host}/"))

    reports = f"{host}/out/one.info\n{host}/out/two.info"
    result = job.step(coverage_reports=reports)
    kept = job.step(coverage_reports=reports, dry_run="true")
    named = job.step(coverage_reports=reports, dry_run="true", output_directory=f"{host}/kept")

    assert (result.exit_status, job.held()) == (0, COVERAGE), result.stdout
    assert result.outputs["match-rate"] == "100.00"
    assert kept.outputs["payload-path"].startswith(f"{work}/_temp/")
    assert named.outputs["payload-path"] == f"{host}/kept"
    assert (job.runner.workspace / "kept" / "python-1.json").is_file()


@pytest.mark.parametrize("work", WORK_FOLDERS)
def test_a_job_container_has_the_workspace_at_a_place_of_its_own(make_job: MakeJob, work: str) -> None:
    """Inside it the work folder is /__w, and the runner does not translate that for the step."""
    job = make_job(work=work)
    inside = "/__w/shop/shop"
    job.write("out/one.info", lcov({"src/shop/cart.py": COVERAGE["src/shop/cart.py"]}, f"{inside}/"))
    job.write("out/two.info", lcov({"web/src/app.ts": COVERAGE["web/src/app.ts"]}, f"{inside}/"))

    reports = f"{inside}/out/one.info\n{inside}/out/t*.info"
    result = job.step(coverage_reports=reports)
    kept = job.step(coverage_reports=reports, dry_run="true", output_directory=f"{inside}/kept")

    assert (result.exit_status, job.held()) == (0, COVERAGE), result.stdout
    assert result.outputs["match-rate"] == "100.00"
    assert kept.outputs["payload-path"] == f"{work}/shop/shop/kept"
    assert (job.runner.workspace / "kept" / "python-1.json").is_file()
