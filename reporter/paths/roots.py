"""Folders in which the repository is known to have stood when a report was written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reporter.paths.spelling import spell, within


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the run knows beside the report and the repository.

    ``repository_roots`` are the spellings of the repository's own folder: in this container, on the host, in job
    containers. ``report_folder`` is the folder of the report, ``""`` for the root of the repository or a report from
    elsewhere. ``prefix`` is the input ``path-prefix`` and ``mappings`` the pairs of ``path-mapping``, as written.
    ``repository_slug`` is ``owner/name``, empty where unknown.
    """

    repository_roots: tuple[str, ...] = ()
    report_folder: str = ""
    prefix: str = ""
    mappings: tuple[tuple[str, str], ...] = ()
    repository_slug: str = ""


_NAMED_AFTER_THE_REPOSITORY = (
    r"(?:/(?:home/runner/work|Users/runner/work|a|__w|(?:.*/)?_work)/{name}|/home/travis/build/[^/]+"
    r"|/builds/(?:[^/]+/)*?[^/]+|/home/circleci)/{name}(?=/)"
)
"""Where GitHub's runners, Travis, GitLab and CircleCI put the repository ``name``."""

_FIXED = re.compile(
    r"/home/circleci/project(?=/)|/bitrise/src(?=/)|/home/vsts/work/\d+/s(?=/)|/Users/runner/work/\d+/s(?=/)"
    r"|/a/\d+/s(?=/)|/github/workspace(?=/)|/_\d*(?=/)|/proc/self/cwd(?=/)"
    r"|/.*/(?:_bazel_[^/]+|[0-9a-f]{32})/(?:.*/)?execroot/[^/]+(?=/)"
)
"""Where container actions, CircleCI, Bitrise, Azure and Bazel put any repository, and deterministic builds name it."""

_SOURCE_LINK = re.compile(r"raw\.githubusercontent\.com/([^/]+/[^/]+)/[0-9a-fA-F]{40}/(.+)")


def below_repository(path: str, roots: tuple[str, ...]) -> tuple[str, str] | None:
    """The longest of ``roots`` that ``path`` is below, and the rest of it."""
    found = [root for root in roots if within(path, root) and len(path) > len(root)]
    if not found:
        return None
    root = max(found, key=len)
    return root, path[len(root) + 1 :]


def below_ci_root(path: str, slug: str) -> tuple[str, str] | None:
    """A place where a CI service puts this repository, and the rest of ``path``."""
    name = re.escape(slug.rpartition("/")[2])
    found = _FIXED.match(path)
    if not found and name:
        found = re.match(_NAMED_AFTER_THE_REPOSITORY.format(name=name), path, re.IGNORECASE)
    return (found[0], path[found.end() + 1 :]) if found else None


def source_link(address: str, slug: str) -> str | None:
    """The path in this repository of a SourceLink address (without ``https://``); None for any other address."""
    found = _SOURCE_LINK.fullmatch(address)
    if found is None or found[1].casefold() != slug.casefold():
        return None
    return found[2]


def spelled_roots(written: tuple[str, ...]) -> tuple[str, ...]:
    """Absolute folders in the spelling of report paths."""
    return tuple(path for path in (spell(root).path for root in written) if len(path) > 1)
