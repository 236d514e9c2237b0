"""What the JVM's build files say: the name of the project in each folder, by Maven's pom.xml and Gradle's settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from reporter.model import RepoPath
from reporter.paths.projects import Reader, folder_of
from reporter.paths.spelling import ancestors, tidy

JVM = (".java", ".kt", ".scala", ".groovy", ".sc")
"""How the names of source files end that are compiled for the JVM."""

_MADE_OR_TEST = frozenset(("test", "tests", "testFixtures", "androidTest", "build", "generated", "target", "out"))

_OTHER_PLATFORM = re.compile(
    r"(?:^|/)(?:js|wasm(?:Js|Wasi)?|native|apple|ios|macos|tvos|watchos|linux|mingw|androidNative)(?:[A-Z]\w*)?Main(?:/|$)"
)
"""Kotlin's source sets that are not compiled for the JVM."""

_SOURCE_SET = re.compile(r"((?:.*/)?)src/[^/]+/[^/]+")

_RESOURCE = re.compile(r"(?:^|/)src/[^/]+/resources/")

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<(/?)([A-Za-z_][\w.:-]*)[^<>]*?(/?)>([^<]*)", re.DOTALL
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|//[^\n]*", re.DOTALL)
_INCLUDE = re.compile(r"\binclude\b[\s(]*((?:[\"'][^\"'\n]+[\"'][\s,]*)+)")
_QUOTED = re.compile(r"[\"']([^\"'\n]+)[\"']")
_ROOT_NAME = re.compile(r"\brootProject\.name\s*=\s*[\"']([^\"'\n]+)[\"']")
_MOVED = re.compile(
    r"\bproject\(\s*[\"']([^\"'\n]+)[\"']\s*\)\.projectDir\s*=\s*(?:new\s+)?[Ff]ile\((?:\s*\w+\s*,)?"
    r"\s*[\"'](?:\$\{?rootDir\}?/)?([^\"'\n$]+)[\"']"
)


class JvmProjects:
    """The projects of a repository: ``names`` by folder, and ``folders`` with sources of their own by name."""

    def __init__(self, names: Mapping[str, frozenset[str]], files: Iterable[RepoPath]) -> None:
        self.names = names
        self.folders: dict[str, frozenset[str]] = {}
        places = {folder_of(file) for file in files if file.endswith(JVM)} if names else set()
        known = frozenset(names)
        for folder in {owner for place in places if (owner := owner_of(place, known)) is not None}:
            for name in names[folder]:
                self.folders[name] = self.folders.get(name, frozenset()) | {folder}


def is_resource(file: str) -> bool:
    """Whether a build copies a file without compiling it."""
    return _RESOURCE.search(file) is not None


def project_of_set(folder: str) -> str | None:
    """The folder of the project whose source set ``folder`` is (``app/src/free/java``); None where it is none."""
    found = _SOURCE_SET.fullmatch(folder)
    return found[1] if found else None


def is_made_or_test(folder: str) -> bool:
    """Whether a source root holds tests, what a build has made, or code for other platforms than the JVM."""
    if _OTHER_PLATFORM.search(folder):
        return True
    return any(part in _MADE_OR_TEST or part.endswith("Test") for part in folder.split("/"))


@lru_cache(maxsize=4096)
def owner_of(place: str, folders: frozenset[str]) -> str | None:
    """The innermost of ``folders`` that ``place`` is in."""
    return next((folder for folder in ancestors(place) if folder in folders), None)


def jvm_projects(files: Iterable[RepoPath], read: Reader) -> JvmProjects:
    """The projects that every ``pom.xml`` and ``settings.gradle`` declares."""
    files = tuple(files)
    names: dict[str, frozenset[str]] = {}
    for file in files:
        kind = file.rpartition("/")[2]
        if kind in ("pom.xml", "settings.gradle", "settings.gradle.kts"):
            text = read(file).decode("utf-8", "replace")
            for folder, name in _maven(folder_of(file), text) if kind == "pom.xml" else _gradle(folder_of(file), text):
                names[folder] = names.get(folder, frozenset()) | {name}
    return JvmProjects(names, files)


def _maven(folder: str, text: str) -> Iterator[tuple[str, str]]:
    name = artifact_id(text)
    if name:
        yield folder, name


def artifact_id(pom: str) -> str:
    """The project's own ``<artifactId>``, not that of its parent, a plugin or a dependency; ``""`` without one."""
    depth = 0
    for tag in _TAG.finditer(pom):
        closing, name, empty, text = tag.groups()
        if name is None:
            continue
        if closing:
            depth -= 1
        elif not empty:
            depth += 1
            if depth == 2 and name == "artifactId":  # directly below the root element
                return "" if "$" in text else text.strip()
    return ""


def _gradle(folder: str, text: str) -> Iterator[tuple[str, str]]:
    """The root project under its name, and each included one under that of its folder and the end of its path."""
    text = _COMMENT.sub("", text)
    if root := _ROOT_NAME.search(text):
        yield folder, root[1]
    moved = {path.strip(":"): place for path, place in _MOVED.findall(text)}
    for listed in _INCLUDE.findall(text):
        for path in _QUOTED.findall(listed):
            parts = path.strip(":").split(":")
            for count in range(1, len(parts) + 1):
                project = ":".join(parts[:count])
                place = tidy("/".join(filter(None, (folder, moved.get(project, project.replace(":", "/"))))))
                if not place.startswith(("/", "..")):
                    yield place, parts[count - 1]
                    yield place, place.rpartition("/")[2]
