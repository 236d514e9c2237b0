"""One spelling for the many ways in which reports write a path; the report's own text stays for messages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_SHORT_SCHEME = re.compile(r"(file|jar|jrt|node|data|internal|bun|package|dart):", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:(?=/)")
_PSEUDO = re.compile(r"<[^/]*>|\[[^/]*\]")
_VITE = "/@fs/"
"""What Vite puts before files outside of the folder that it serves."""

_BUNDLERS = frozenset(("webpack", "webpack-internal", "ng", "turbopack", "vite", "rollup", "parcel"))


@dataclass(frozen=True, slots=True)
class Spelling:
    """A report path in components.

    ``path`` is ``/`` separated, without ``.``, empty components and drive letter, in Unicode's composed form: it
    starts with ``/`` where it is absolute, and with ``../`` where it leaves the folder it is relative to.
    ``scheme`` is set where the path is an address that names no file of this machine (``https``, ``jar``, …), and
    ``pseudo`` for names such as ``<frozen importlib>`` that no file has.
    """

    path: str
    scheme: str = ""


PSEUDO = "pseudo"
"""The scheme of names in brackets, which compilers and interpreters give to code without a file."""


def spell(written: str) -> Spelling:
    """What ``written`` names. Only ``file:`` addresses are percent-decoded; elsewhere ``%20`` is part of a name."""
    text = written.lstrip("\ufeff")
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    if _PSEUDO.fullmatch(text):
        return Spelling(text, PSEUDO)
    scheme = ""
    if ":" in text:
        scheme, text = _split_scheme(text)
        if scheme not in ("", "file") and scheme not in _BUNDLERS:
            return Spelling(text, scheme)
    text = text.replace("\\", "/")
    if text.startswith(_VITE):
        text = text[len(_VITE) :] if _DRIVE.match(text, len(_VITE)) else text[len(_VITE) - 1 :]
    if ":" in text:
        text = _DRIVE.sub("", text, count=1) if _DRIVE.match(text) else text
    return Spelling(tidy(text.lstrip("/") if scheme in _BUNDLERS else text))


def _split_scheme(text: str) -> tuple[str, str]:
    if found := _SCHEME.match(text):
        scheme = found[1].lower()
        rest = text[found.end() :]
        if scheme == "file":
            return scheme, _file_path(rest)
        if scheme in _BUNDLERS:
            return scheme, rest.partition("/")[2].partition("?")[0]
        return scheme, rest
    if found := _SHORT_SCHEME.match(text):
        scheme = found[1].lower()
        rest = text[found.end() :]
        return scheme, unquote(rest, errors="surrogateescape") if scheme == "file" else rest
    return "", text


def _file_path(rest: str) -> str:
    """The path of a ``file://`` address: what follows the host, without the slash before a drive letter."""
    path = unquote(rest, errors="surrogateescape")
    host, slash, below = path.partition("/")
    if host in ("", "localhost"):
        return below if _DRIVE.match(below) else slash + below
    return path if _DRIVE.match(path) else "//" + path


def tidy(path: str) -> str:
    """``path`` without empty and ``.`` components, ``..`` taken back, composed (NFC)."""
    if not path.isascii():
        path = unicodedata.normalize("NFC", path)
    if "//" not in path and "/." not in path and not path.endswith("/") and not path.startswith("."):
        return path
    absolute = path.startswith("/")
    parts: list[str] = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part == "..":
            if parts and parts[-1] != "..":
                parts.pop()
            elif not absolute:
                parts.append(part)
            continue
        parts.append(part)
    return ("/" if absolute else "") + "/".join(parts)


def join(folder: str, path: str) -> str:
    """``path`` as seen from ``folder``; ``""`` is the root of the repository. May still start with ``../``."""
    if path.startswith("../"):
        return tidy(f"{folder}/{path}" if folder else path)
    return f"{folder}/{path}" if folder else path


def within(path: str, folder: str) -> bool:
    """Whether ``path`` is ``folder`` or below it, by whole components; everything is within ``""``."""
    return not folder or path == folder or path.startswith(folder + "/")


def ancestors(folder: str) -> list[str]:
    """``folder`` and the folders above it, the nearest first, ``""`` last."""
    found = [folder] if folder else []
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        found.append(folder)
    return [*found, ""]


def core_of(path: str) -> tuple[str, str]:
    """What stands before the named components of ``path`` (``""``, ``/``, ``..``, ``../..``), and those components."""
    if path.startswith("/"):
        return "/", path[1:]
    start = 0
    while path.startswith("../", start):
        start += 3
    return path[: max(start - 1, 0)], path[start:]
