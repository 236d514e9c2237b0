"""Proxies and certificates that the environment names."""

from __future__ import annotations

from pathlib import Path

import pytest
import trustme

from reporter.errors import Slug, UploadRefused
from reporter.network import CA_VARIABLES, proxies_for, trusted_certificates

URL = "https://api.codacy.com/2.0/x"


@pytest.mark.parametrize(
    ("environment", "url", "proxies"),
    [
        ({}, URL, {}),
        ({"HTTPS_PROXY": "http://proxy:3128"}, URL, {"https": "http://proxy:3128"}),
        ({"https_proxy": "http://low:1", "HTTPS_PROXY": "http://high:1"}, URL, {"https": "http://low:1"}),
        ({"https_proxy": "", "HTTPS_PROXY": " http://high:1 "}, URL, {"https": "http://high:1"}),
        ({"HTTP_PROXY": "http://proxy:3128"}, URL, {}),
        ({"HTTP_PROXY": "http://proxy:3128"}, "http://codacy.example.com/", {"http": "http://proxy:3128"}),
        ({"ALL_PROXY": "http://all:1"}, URL, {"https": "http://all:1"}),
        ({"ALL_PROXY": "http://all:1", "HTTPS_PROXY": "http://proxy:1"}, URL, {"https": "http://proxy:1"}),
        ({"HTTPS_PROXY": "http://proxy:1", "NO_PROXY": "example.com, .codacy.com"}, URL, {}),
        ({"HTTPS_PROXY": "http://proxy:1", "no_proxy": "*"}, URL, {}),
        ({"HTTPS_PROXY": "http://proxy:1", "NO_PROXY": "codacy.org"}, URL, {"https": "http://proxy:1"}),
        ({"HTTPS_PROXY": "http://proxy:1", "NO_PROXY": "10.0.0.0/8"}, "https://10.1.2.3/", {}),
        ({"HTTP_PROXY": "http://proxy:1"}, "http://127.0.0.1:8080/", {}),
        ({"HTTPS_PROXY": "http://proxy:1"}, "https://localhost/", {}),
    ],
)
def test_the_proxy_for_an_address(environment: dict[str, str], url: str, proxies: dict[str, str]) -> None:
    assert proxies_for(url, environment) == proxies


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    trustme.CA().cert_pem.write_to_path(path)
    return path


@pytest.mark.parametrize("variable", CA_VARIABLES)
def test_a_variable_names_the_certificates_to_trust(authority: Path, variable: str) -> None:
    assert trusted_certificates("", {variable: str(authority)}) == str(authority)


def test_the_input_comes_before_the_variables(authority: Path, tmp_path: Path) -> None:
    assert trusted_certificates(str(authority), {"SSL_CERT_FILE": str(tmp_path / "other.pem")}) == str(authority)


def test_a_folder_of_certificates_will_do(authority: Path) -> None:
    assert trusted_certificates(str(authority.parent), {}) == str(authority.parent)


def test_a_variable_that_speaks_of_another_machine_does_not_count(authority: Path, tmp_path: Path) -> None:
    gone = str(tmp_path / "gone.pem")

    assert trusted_certificates("", {"SSL_CERT_FILE": gone}) is True
    assert trusted_certificates("", {"SSL_CERT_FILE": gone, "CURL_CA_BUNDLE": str(authority)}) == str(authority)


def test_without_a_word_the_usual_authorities_are_trusted() -> None:
    assert trusted_certificates("", {"SSL_CERT_FILE": ""}) is True


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_an_input_that_cannot_be_used_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(UploadRefused) as raised:
        trusted_certificates(str(path), {})

    (problem,) = raised.value.problems
    assert problem.slug is Slug.CERTIFICATE
    assert f"ca-bundle names {path}" in problem.message
    assert "PEM" in problem.cure


def test_a_variable_that_names_something_else_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    path.write_bytes(b"no certificate")

    with pytest.raises(UploadRefused, match="REQUESTS_CA_BUNDLE names"):
        trusted_certificates("", {"REQUESTS_CA_BUNDLE": str(path)})
