"""What the environment says about the way to a server: its proxies and the certificates to trust."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from reporter.endpoint import is_loopback
from reporter.errors import Problem, Slug, UploadRefused

CA_VARIABLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def proxies_for(url: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Scheme → proxy for ``url``; lower-case variables come first, as they do in curl and requests."""
    from requests.utils import should_bypass_proxies  # noqa: PLC0415 - a sixth of a second that only an upload should pay

    def variable(name: str) -> str:
        return (environment.get(name) or environment.get(name.upper()) or "").strip()

    scheme, host = urlsplit(url).scheme, urlsplit(url).hostname or ""
    proxy = variable(f"{scheme}_proxy") or variable("all_proxy")
    if not proxy or is_loopback(host) or should_bypass_proxies(url, variable("no_proxy")):
        return {}
    return {scheme: proxy}


def trusted_certificates(ca_bundle: str, environment: Mapping[str, str]) -> str | bool:
    """The file or folder of certificates to trust, True for those that requests brings.

    A variable may speak of another machine, the container's host for one: what it names and is not there does not
    count. Raises UploadRefused for a ``ca_bundle`` that is not there and for what holds no certificates.
    """
    named = {name: value for name in CA_VARIABLES if (value := environment.get(name)) and Path(value).exists()}
    source, path = ("ca-bundle", ca_bundle) if ca_bundle else next(iter(named.items()), ("", ""))
    if not path:
        return True
    import ssl  # noqa: PLC0415 - only HTTPS with an authority of its own needs it here

    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(**{"capath" if Path(path).is_dir() else "cafile": path})
    except OSError as error:
        raise UploadRefused(
            Problem(
                slug=Slug.CERTIFICATE,
                message=f"{source} names {path}, which cannot be used as certificates.",
                reason=f"{error.strerror or 'It holds none'}.",
                cure=f"Let {source} name a file with the certificates of the authority in PEM form.",
            )
        ) from error
    return path
