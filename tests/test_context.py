from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reporter.context import Context, choose_commit, documents, read_context
from reporter.errors import Slug, UserError
from reporter.settings import Settings

BASE, HEAD, MERGE, OTHER = "b" * 40, "a" * 40, "c" * 40, "d" * 40
HOST = "/home/runner/work/shop/shop"


def github(tmp_path: Path, event_name: str, event: Any, sha: str = MERGE, **more: str) -> dict[str, str]:
    (tmp_path / "event.json").write_text(json.dumps(event), encoding="utf-8")
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": event_name,
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_SHA": sha,
        "GITHUB_WORKSPACE": str(tmp_path),
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "RUNNER_WORKSPACE": "/home/runner/work/shop",
        **more,
    }


def pull_request(head_repository: str | None = "acme/shop") -> dict[str, Any]:
    repo = {"full_name": head_repository} if head_repository else None
    return {
        "repository": {"full_name": "acme/shop", "fork": False},
        "pull_request": {"number": 42, "head": {"sha": HEAD, "repo": repo}, "base": {"sha": BASE}},
    }


def context(environ: dict[str, str], **settings: str) -> Context:
    return read_context(environ, Settings(**settings))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("event_name", "event", "expected"),
    [
        ("push", {}, MERGE),
        ("schedule", {}, MERGE),
        ("pull_request", pull_request(), HEAD),
        ("pull_request_review", pull_request(), HEAD),
        ("pull_request_target", pull_request(), HEAD),
        ("workflow_run", {"workflow_run": {"head_sha": OTHER}}, OTHER),
        ("merge_group", {"merge_group": {"head_sha": OTHER}}, OTHER),
        ("check_suite", {"check_suite": {"head_sha": OTHER}}, OTHER),
        ("issue_comment", {}, MERGE),
    ],
)
def test_each_event_has_its_commit(tmp_path: Path, event_name: str, event: Any, expected: str) -> None:
    assert choose_commit(context(github(tmp_path, event_name, event)), "", None).sha == expected


@pytest.mark.parametrize(
    ("event_name", "event", "branch"),
    [
        ("push", {"ref": "refs/heads/feature/a"}, "feature/a"),
        ("push", {"ref": "refs/tags/v1"}, ""),
        ("workflow_dispatch", {"ref": "refs/heads/main"}, "main"),
        ("pull_request", {"pull_request": {"head": {"ref": "feature"}}}, "feature"),
        ("workflow_run", {"workflow_run": {"head_branch": "feature", "head_sha": OTHER}}, "feature"),
        (
            "merge_group",
            {"merge_group": {"head_ref": "refs/heads/gh-readonly-queue/main/pr-1"}},
            "gh-readonly-queue/main/pr-1",
        ),
        ("schedule", {"schedule": "0 0 * * *"}, ""),
    ],
)
def test_each_event_has_its_branch(tmp_path: Path, event_name: str, event: Any, branch: str) -> None:
    assert context(github(tmp_path, event_name, event)).branch == branch


def test_the_input_wins_over_the_event(tmp_path: Path) -> None:
    assert choose_commit(context(github(tmp_path, "push", {})), OTHER, None).sha == OTHER


def test_a_checked_out_base_gets_its_own_coverage(tmp_path: Path) -> None:
    commit = choose_commit(context(github(tmp_path, "pull_request_target", pull_request(), BASE)), "", BASE)

    assert commit.sha == BASE
    assert [problem.slug for problem in commit.problems] == [Slug.COMMIT_OF_THE_BASE]


def test_a_missing_event_file_is_no_reason_for_the_merge_commit(tmp_path: Path) -> None:
    environ = github(tmp_path, "pull_request", {}, GITHUB_EVENT_PATH="/nowhere/event.json")

    with pytest.raises(UserError) as caught:
        choose_commit(context(environ), "", MERGE)

    assert caught.value.problems[0].slug is Slug.COMMIT_UNKNOWN
    assert choose_commit(context(environ, pull_request_head=HEAD), "", MERGE).sha == HEAD


@pytest.mark.parametrize("text", ["not json", "[]", '"x"', ""])
def test_a_broken_event_file_does_not_hurt_a_push(tmp_path: Path, text: str) -> None:
    environ = github(tmp_path, "push", {})
    (tmp_path / "event.json").write_text(text, encoding="utf-8")

    assert choose_commit(context(environ), "", None).sha == MERGE


@pytest.mark.parametrize(
    ("event", "fork"),
    [
        (pull_request(), False),
        (pull_request("ACME/Shop"), False),
        (pull_request("stranger/shop"), True),
        (pull_request(None), True),
        ({"repository": {"fork": True}}, True),
        ({}, False),
    ],
)
def test_forks(tmp_path: Path, event: Any, fork: bool) -> None:
    assert context(github(tmp_path, "pull_request", event)).fork is fork


@pytest.mark.parametrize(
    ("environ", "name", "provider", "slug"),
    [
        ({"CI": "true", "CIRCLECI": "true", "CIRCLE_SHA1": OTHER}, "CircleCI", "", ""),
        ({"CI": "true", "TRAVIS": "true", "TRAVIS_PULL_REQUEST_SHA": "", "TRAVIS_COMMIT": OTHER}, "Travis", "", ""),
        (
            {"GITLAB_CI": "true", "CI_COMMIT_SHA": OTHER, "CI_PROJECT_NAMESPACE": "acme", "CI_PROJECT_NAME": "shop"},
            "GitLab",
            "gl",
            "acme/shop",
        ),
        ({"TF_BUILD": "True", "BUILD_SOURCEVERSION": OTHER}, "Azure Pipelines", "", ""),
    ],
)
def test_other_cis_name_their_commit(environ: dict[str, str], name: str, provider: str, slug: str) -> None:
    found = context(environ)

    assert (found.ci_name, found.provider, found.slug) == (name, provider, slug)
    assert choose_commit(found, "", HEAD).sha == OTHER


def test_outside_any_ci_the_checkout_is_the_commit() -> None:
    assert choose_commit(context({}), "", HEAD).sha == HEAD
    with pytest.raises(UserError):
        choose_commit(context({}), "", None)


@pytest.mark.parametrize(("server", "provider"), [("https://github.com", "gh"), ("https://git.acme.org", "ghe")])
def test_the_provider_of_github(tmp_path: Path, server: str, provider: str) -> None:
    assert context(github(tmp_path, "push", {}, GITHUB_SERVER_URL=server)).provider == provider


def test_the_documents_are_those_of_the_version_that_runs() -> None:
    environ = {"GITHUB_ACTION_REPOSITORY": "acme/codacy-coverage-action", "GITHUB_ACTION_REF": "v1"}

    assert documents(environ) == "https://github.com/acme/codacy-coverage-action/blob/v1/docs/errors.md"
    assert documents({}) == "docs/errors.md"


def test_every_spelling_of_the_workspace_is_known(tmp_path: Path) -> None:
    roots = context(github(tmp_path, "push", {}), host_workspace=f"host:{HOST}").workspace_roots()

    assert set(roots) == {str(tmp_path), HOST, "/__w/shop/shop", "/github/workspace"}
    assert HOST in context(github(tmp_path, "push", {})).workspace_roots(), "RUNNER_WORKSPACE is the second source"


def test_paths_are_told_as_the_host_spells_them(tmp_path: Path) -> None:
    found = context(
        github(tmp_path, "push", {}), host_workspace=f"host:{HOST}", host_temp="host:/home/runner/work/_temp"
    )

    assert found.on_host(tmp_path / "temp" / "x" / "a.json") == "/home/runner/work/_temp/x/a.json"
    assert found.on_host(tmp_path / "out") == f"{HOST}/out"
    assert found.on_host(Path("/elsewhere")) == "/elsewhere"


def test_folders_of_the_host_and_of_job_containers_are_found_here(tmp_path: Path) -> None:
    found = context(
        {**github(tmp_path, "push", {}), "RUNNER_TEMP": str(tmp_path / "temp")},
        host_temp="host:/home/runner/work/_temp",
    ).host_folders()
    assert {found[place] for place in (HOST, "/__w/shop/shop", "/github/workspace")} == {tmp_path}
    assert {found[place] for place in ("/home/runner/work/_temp", "/__w/_temp")} == {tmp_path / "temp"}


@pytest.mark.parametrize(
    ("total", "matrix", "expected"),
    [
        ("3", '{"os":"ubuntu","python":3.12}', (True, "ubuntu, 3.12")),
        ("1", "null", (False, "")),
        ("", "{", (False, "")),
    ],
)
def test_legs_of_a_matrix(tmp_path: Path, total: str, matrix: str, expected: tuple[bool, str]) -> None:
    found = context(github(tmp_path, "push", {}), job_total=total, job_matrix=matrix)

    assert (found.matrix, found.label) == expected
