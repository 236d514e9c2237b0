"""The CI systems Codacy's own tool knows: how each is recognised and where it says which commit it builds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class System:
    """``marks`` must all be set, to the value given, if any; of ``commits`` the first that is set counts.

    A pull request's own commit comes before the merge that some systems make of it: Codacy knows the former only.
    """

    name: str
    marks: tuple[tuple[str, str], ...]
    commits: tuple[str, ...]
    provider: str = ""
    owner: str = ""
    repository: str = ""


SYSTEMS = (
    System(
        "AppVeyor",
        (("CI", "true"), ("APPVEYOR", "true")),
        ("APPVEYOR_PULL_REQUEST_HEAD_COMMIT", "APPVEYOR_REPO_COMMIT"),
    ),
    System("Argo CD", (("ARGOCD_APP_SOURCE_REPO_URL", ""),), ("ARGOCD_APP_REVISION",)),
    System("AWS CodeBuild", (("CODEBUILD_BUILD_ID", ""),), ("CODEBUILD_RESOLVED_SOURCE_VERSION",)),
    System("Azure Pipelines", (("TF_BUILD", "true"),), ("SYSTEM_PULLREQUEST_SOURCECOMMITID", "BUILD_SOURCEVERSION")),
    System(
        "Bitbucket Pipelines",
        (("CI", ""), ("BITBUCKET_BUILD_NUMBER", "")),
        ("BITBUCKET_COMMIT",),
        provider="bb",
        owner="BITBUCKET_WORKSPACE",
        repository="BITBUCKET_REPO_SLUG",
    ),
    System("Bitrise", (("CI", "true"), ("BITRISE_IO", "true")), ("GIT_CLONE_COMMIT_HASH",)),
    System("Buildkite", (("CI", "true"), ("BUILDKITE", "true")), ("BUILDKITE_COMMIT",)),
    System("CircleCI", (("CI", "true"), ("CIRCLECI", "true")), ("CIRCLE_SHA1",)),
    System("Codefresh", (("CF_BUILD_URL", ""), ("CF_BUILD_ID", "")), ("CF_REVISION",)),
    System("Codeship", (("CI", "true"), ("CI_NAME", "codeship")), ("CI_COMMIT_ID",)),
    System("Docker automated builds", (("DOCKER_REPO", ""),), ("SOURCE_COMMIT",)),
    System("Drone", (("CI", "true"), ("DRONE", "true")), ("DRONE_COMMIT", "DRONE_COMMIT_SHA")),
    System(
        "GitLab",
        (("GITLAB_CI", ""),),
        ("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "CI_COMMIT_SHA", "CI_BUILD_REF"),
        provider="gl",
        owner="CI_PROJECT_NAMESPACE",
        repository="CI_PROJECT_NAME",
    ),
    System("Greenhouse", (("GREENHOUSE", "true"),), ("GREENHOUSE_COMMIT",)),
    System("Heroku CI", (("CI", "true"), ("HEROKU_TEST_RUN_ID", "")), ("HEROKU_TEST_RUN_COMMIT_VERSION",)),
    System("Jenkins", (("JENKINS_URL", ""),), ("ghprbActualCommit", "GIT_COMMIT")),
    System("Magnum", (("CI", "true"), ("MAGNUM", "true")), ("CI_COMMIT",)),
    System("Semaphore", (("CI", "true"), ("SEMAPHORE", "true")), ("SEMAPHORE_GIT_SHA",)),
    System("Shippable", (("SHIPPABLE", "true"),), ("COMMIT",)),
    System("Solano", (("TDDIUM", "true"),), ("TDDIUM_CURRENT_COMMIT",)),
    System("TeamCity", (("TEAMCITY_VERSION", ""),), ("TEAMCITY_BUILD_COMMIT", "BUILD_VCS_NUMBER")),
    System("Travis", (("CI", "true"), ("TRAVIS", "true")), ("TRAVIS_PULL_REQUEST_SHA", "TRAVIS_COMMIT")),
    System("Wercker", (("CI", "true"), ("WERCKER_GIT_BRANCH", "")), ("WERCKER_GIT_COMMIT",)),
)


def running(environ: Mapping[str, str]) -> System | None:
    """The system this environment is of, if it is a known one."""
    for system in SYSTEMS:
        values = [(environ.get(variable, ""), expected) for variable, expected in system.marks]
        if all(value and (not expected or value.lower() == expected) for value, expected in values):
            return system
    return None
