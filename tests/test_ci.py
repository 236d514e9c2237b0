from __future__ import annotations

import pytest

from reporter.ci import SYSTEMS, System, running


def environment(system: System) -> dict[str, str]:
    return {variable: value or "something" for variable, value in system.marks}


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_each_system_is_recognised_by_its_marks(system: System) -> None:
    assert running(environment(system)) is system


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_every_mark_is_needed(system: System) -> None:
    complete = environment(system)

    for variable in complete:
        assert running({**complete, variable: ""}) is not system
        assert running({name: value for name, value in complete.items() if name != variable}) is not system


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_a_mark_with_a_value_needs_that_value(system: System) -> None:
    for variable, expected in system.marks:
        if expected:
            assert running({**environment(system), variable: "false"}) is not system


def test_values_are_compared_without_regard_to_case() -> None:
    """AppVeyor on Windows and Azure Pipelines write ``True``."""
    azure = running({"TF_BUILD": "True"})
    appveyor = running({"CI": "True", "APPVEYOR": "True"})

    assert [system and system.name for system in (azure, appveyor)] == ["Azure Pipelines", "AppVeyor"]


@pytest.mark.parametrize("environ", [{}, {"CI": "true"}, {"HOME": "/home/me", "GIT_COMMIT": "a" * 40}])
def test_elsewhere_there_is_no_system(environ: dict[str, str]) -> None:
    assert running(environ) is None


@pytest.mark.parametrize(
    ("environ", "commits"),
    [
        ({"CI": "true", "CIRCLECI": "true"}, ("CIRCLE_SHA1",)),
        ({"GITLAB_CI": "true"}, ("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "CI_COMMIT_SHA", "CI_BUILD_REF")),
        ({"JENKINS_URL": "https://ci.example.com"}, ("ghprbActualCommit", "GIT_COMMIT")),
        ({"TF_BUILD": "True"}, ("SYSTEM_PULLREQUEST_SOURCECOMMITID", "BUILD_SOURCEVERSION")),
        ({"CI": "true", "BUILDKITE": "true"}, ("BUILDKITE_COMMIT",)),
        (
            {"CI": "True", "APPVEYOR": "True"},
            ("APPVEYOR_PULL_REQUEST_HEAD_COMMIT", "APPVEYOR_REPO_COMMIT"),
        ),
        ({"CI": "true", "TRAVIS": "true"}, ("TRAVIS_PULL_REQUEST_SHA", "TRAVIS_COMMIT")),
    ],
)
def test_where_a_system_names_its_commit(environ: dict[str, str], commits: tuple[str, ...]) -> None:
    """The variables are those that the systems document; a pull request's own commit comes first."""
    system = running(environ)

    assert system is not None
    assert system.commits == commits


def test_names_are_unique_and_each_system_names_a_commit() -> None:
    assert len({system.name for system in SYSTEMS}) == len(SYSTEMS)
    assert all(system.commits and system.marks for system in SYSTEMS)
