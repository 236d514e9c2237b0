"""Other CI systems: what each hands to a build, and the commands of the recipe run on it as they stand there."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from reporter.ci import SYSTEMS
from reporter.main import run
from reporter.sandbox import Sandbox
from tests.job import COVERAGE, TOKEN, commit_files, lcov
from tests.test_documents import read

RECIPE = "docs/recipes/other-ci.md"
SHA, HEAD = "0123456789abcdef0123456789abcdef01234567", "a" * 40
ANY = "the commit that is checked out"
IMAGE = "codacy-coverage"
DOCKER_RUN = re.compile(rf"docker run .*? {IMAGE}(?=[ \n']|$)[^'\n]*")


@dataclass(frozen=True)
class Build:
    """The variables that the system documents for such a build, and the commit to report."""

    section: str
    what: str
    variables: Mapping[str, str]
    commit: str = SHA
    account: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.section}, {self.what}"


GITHUB = {"CODACY_ORGANIZATION_PROVIDER": "gh", "CODACY_USERNAME": "acme", "CODACY_PROJECT_NAME": "shop"}

BUILDS = (
    Build("CircleCI", "a push", {"CI": "true", "CIRCLECI": "true", "CIRCLE_SHA1": SHA, "CIRCLE_BRANCH": "main"}),
    Build(
        "CircleCI",
        "a fork's pull request",
        {"CI": "true", "CIRCLECI": "true", "CIRCLE_SHA1": SHA, "CIRCLE_PR_NUMBER": "42", "CIRCLE_BRANCH": "pull/42"},
    ),
    Build(
        "Travis",
        "a push",
        {"CI": "true", "TRAVIS": "true", "TRAVIS_COMMIT": SHA, "TRAVIS_PULL_REQUEST_SHA": ""},
    ),
    Build(
        "Travis",
        "a pull request, of which the merge is built",
        {"CI": "true", "TRAVIS": "true", "TRAVIS_COMMIT": SHA, "TRAVIS_PULL_REQUEST_SHA": HEAD},
        commit=HEAD,
    ),
    Build("GitLab", "a push", {"CI": "true", "GITLAB_CI": "true", "CI_COMMIT_SHA": SHA}),
    Build(
        "GitLab",
        "a merge request",
        {"CI": "true", "GITLAB_CI": "true", "CI_COMMIT_SHA": SHA, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": ""},
    ),
    Build(
        "GitLab",
        "a merged result",
        {"CI": "true", "GITLAB_CI": "true", "CI_COMMIT_SHA": SHA, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": HEAD},
        commit=HEAD,
    ),
    Build("Azure Pipelines", "a push", {"TF_BUILD": "True", "BUILD_SOURCEVERSION": SHA}),
    Build(
        "Azure Pipelines",
        "a pull request, of which the merge is built",
        {"TF_BUILD": "True", "BUILD_SOURCEVERSION": SHA, "SYSTEM_PULLREQUEST_SOURCECOMMITID": HEAD},
        commit=HEAD,
    ),
    Build("Jenkins", "a push", {"JENKINS_URL": "https://ci.example.com/", "GIT_COMMIT": SHA, "CI": "true"}),
    Build("Buildkite", "a push", {"CI": "true", "BUILDKITE": "true", "BUILDKITE_COMMIT": SHA}),
    Build(
        "Buildkite",
        "a build started by hand",
        {"CI": "true", "BUILDKITE": "true", "BUILDKITE_COMMIT": "HEAD"},
        commit=ANY,
    ),
)
each_build = pytest.mark.parametrize("build", BUILDS, ids=str)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    commit_files(tmp_path, *COVERAGE)
    (tmp_path / "lcov.info").write_text(lcov(COVERAGE, f"{tmp_path}/"), encoding="utf-8")
    return tmp_path


def section(name: str) -> str:
    found = re.search(rf"(?ms)^## {re.escape(name)}\n(.*?)(?=^## |\Z)", read(RECIPE))
    assert found, name
    return found[1]


def commands(text: str) -> Iterator[list[str]]:
    """The words of every ``docker run`` of our image; Buildkite writes ``$$`` for the shell's ``$``."""
    for language, snippet in re.findall(r"(?ms)^```(\w+)\n(.*?)^```$", text):
        for script in texts(yaml.safe_load(snippet)) if language == "yaml" else [snippet]:
            for command in DOCKER_RUN.findall(script):
                yield shlex.split(command.replace("$$", "$"))


def texts(value: Any) -> Iterator[str]:
    """Every text in a YAML document, as its reader gets it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


def handed_on(words: list[str]) -> list[str]:
    return [words[at + 1] for at, word in enumerate(words) if word == "-e"]


def sent(checkout: Path, environ: Mapping[str, str], argv: list[str]) -> tuple[str, Sandbox]:
    """The commit that the coverage reached, which must be whole."""
    with Sandbox(project_token=TOKEN, account_token="account") as sandbox:
        log = io.StringIO()
        status = run({**environ, "CODACY_API_BASE_URL": sandbox.url}, log, [*argv, "--workspace", str(checkout)])
    assert status == 0, log.getvalue()
    ((commit, held),) = sandbox.state.commits.items()
    lines = {path: dict(table.items()) for files in held.coverage.values() for path, table in files.items()}
    assert (lines, held.finals) == (COVERAGE, 1)
    assert "::" not in log.getvalue(), "no commands of GitHub's runner"
    return commit, sandbox


def head_of(checkout: Path) -> str:
    branch = (checkout / ".git" / "HEAD").read_text().removeprefix("ref: ").strip()
    return (checkout / ".git" / branch).read_text().strip()


@each_build
def test_the_command_knows_the_commit_by_the_systems_own_variables(build: Build, checkout: Path) -> None:
    commit, _ = sent(checkout, {**build.variables, "CODACY_PROJECT_TOKEN": TOKEN}, [])

    assert commit == (head_of(checkout) if build.commit == ANY else build.commit)


@each_build
def test_the_recipe_hands_on_what_the_command_needs(build: Build, checkout: Path) -> None:
    (words,) = commands(section(build.section))
    environ = {**build.variables, "CODACY_PROJECT_TOKEN": TOKEN}

    inside = {name: environ[name] for name in handed_on(words) if name in environ}
    commit, _ = sent(checkout, inside, words[words.index(IMAGE) + 1 :])

    assert commit == (head_of(checkout) if build.commit == ANY else build.commit)
    assert words[:3] == ["docker", "run", "--rm"]
    assert words[words.index("-v") + 1] == "$PWD:$PWD"
    assert words[words.index("-w") + 1] == "$PWD"


@each_build
def test_an_account_token_needs_its_coordinates_handed_on(build: Build, checkout: Path) -> None:
    _, sandbox = sent(checkout, {**build.variables, **GITHUB, "CODACY_API_TOKEN": "account"}, [])

    assert all(request.target.startswith("/2.0/gh/acme/shop/") for request in sandbox.state.requests)


def test_every_command_of_the_recipe_is_run_by_these_tests() -> None:
    everywhere = list(commands(read(RECIPE)))
    of_a_system = [words for name in {build.section for build in BUILDS} for words in commands(section(name))]
    (general,) = (words for words in everywhere if words not in of_a_system)

    assert len(everywhere) == len(of_a_system) + 1
    assert general[-2:] == ["--commit-uuid", "$(git rev-parse HEAD)"]


def test_the_general_command_works_anywhere(checkout: Path) -> None:
    (words,) = commands(read(RECIPE).partition("\n## ")[0])
    flags = [head_of(checkout) if word == "$(git rev-parse HEAD)" else word for word in words[words.index(IMAGE) + 1 :]]

    commit, _ = sent(checkout, dict.fromkeys(handed_on(words), TOKEN), flags)

    assert commit == head_of(checkout)


def test_every_recipe_names_a_known_system() -> None:
    assert {build.section for build in BUILDS} <= {system.name for system in SYSTEMS}


@pytest.mark.parametrize("name", sorted({build.section for build in BUILDS}))
def test_no_recipe_puts_a_token_on_a_command_line(name: str) -> None:
    """``-e NAME`` hands a variable on; ``-e NAME=value`` would show in the list of processes and in the log."""
    (words,) = commands(section(name))

    assert "CODACY_PROJECT_TOKEN" in handed_on(words)
    assert not any("=" in variable for variable in handed_on(words))


@pytest.mark.parametrize(
    "argv", [["--partial"], ["--partial", "--final"], ["--final", "--coverage-reports", "lcov.info"]]
)
def test_parallel_jobs_send_parts_and_one_of_them_the_end(checkout: Path, argv: list[str]) -> None:
    environ = {"GITLAB_CI": "true", "CI_COMMIT_SHA": SHA, "CODACY_PROJECT_TOKEN": TOKEN}
    with Sandbox(project_token=TOKEN) as sandbox:
        environ["CODACY_API_BASE_URL"] = sandbox.url
        assert run(environ, io.StringIO(), [*argv, "--workspace", str(checkout)]) == 0
        assert run(environ, io.StringIO(), ["--final", "--workspace", str(checkout)]) == 0

    assert sandbox.state.commits[SHA].complete("python")
