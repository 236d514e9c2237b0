"""A whole run that follows a fork's: the fake runner, GitHub and Codacy, and an artifact that a stranger has made."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tests.fake_github import FakeGitHub, primary_limit
from tests.fake_runner import pull_request
from tests.github_answers import pull
from tests.job import COVERAGE, HEAD, SHA, Job, MakeJob, lcov, slugs
from tests.runner_log import Result

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
FOLDER = "/home/runner/work/_temp/fork-coverage"


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    with FakeGitHub() as fake:
        fake.state.pulls[7] = pull(7, HEAD, head_repository="stranger/shop", branch="patch-1")
        fake.state.trees[HEAD] = dict.fromkeys(COVERAGE, "100644")
        yield fake


def workflow_run(head_repository: str = "stranger/shop", **rest: Any) -> dict[str, Any]:
    run = {
        "event": "pull_request",
        "path": ".github/workflows/tests.yml",
        "head_branch": "patch-1",
        "head_sha": HEAD,
        "head_repository": {"full_name": head_repository, "fork": True},
        "pull_requests": [],
        **rest,
    }
    return {"action": "completed", "workflow_run": run, "repository": {"full_name": "acme/shop", "fork": False}}


class Following:
    """The job of the second workflow: nothing is checked out, the artifact lies in a folder of its own."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.folder = job.runner.temp / "fork-coverage"
        self.folder.mkdir()

    def artifact(self, coverage: Mapping[str, Mapping[int, int]], name: str = "python-1.json", **rest: Any) -> None:
        files = [{"filename": path, "coverage": lines} for path, lines in coverage.items()]
        (self.folder / name).write_text(json.dumps({"fileReports": files, **rest}), encoding="utf-8")

    def step(self, **inputs: str) -> Result:
        return self.job.step(None, **{"coverage_reports": FOLDER, **inputs})

    @property
    def asked_codacy(self) -> int:
        return len(self.job.sandbox.state.requests)


MakeFollowing = Callable[..., Following]


@pytest.fixture
def make_following(make_job: MakeJob, github: FakeGitHub) -> MakeFollowing:
    def make(event: Mapping[str, Any] | None = None, **more: Any) -> Following:
        variables = {"api_url": github.url}
        return Following(make_job(event_name="workflow_run", event=event or workflow_run(), github=variables, **more))

    return make


@pytest.fixture
def following(make_following: MakeFollowing) -> Following:
    return make_following()


def test_what_the_fork_could_not_send_is_sent_after_it(
    make_job: MakeJob, following: Following, github: FakeGitHub
) -> None:
    """Both workflows of the recipe, the artifact passed on between them."""
    first = make_job(event_name="pull_request", event=pull_request(7, HEAD, "stranger/shop"))
    first.write("lcov.info", lcov(COVERAGE))
    saved = first.step(project_token="")
    assert (saved.exit_status, saved.outputs["status"]) == (0, "skipped")
    for kept in Path(first.runner.translated(saved.outputs["payload-path"])).iterdir():
        (following.folder / kept.name).write_bytes(kept.read_bytes())

    result = following.step()

    assert result.exit_status == 0, result.stdout
    assert not result.annotations
    assert following.job.held(HEAD) == COVERAGE
    assert following.job.held(SHA) == {}
    assert following.job.finals(HEAD) == 1
    assert (result.outputs["status"], result.outputs["commit-uuid"]) == ("uploaded", HEAD)
    assert result.outputs["coverage"] == saved.outputs["coverage"] == "60.00"
    assert "pull request #7" in result.text
    assert {request.route for request in github.requests} == {"pulls", "tree"}
    assert all(request.headers["authorization"] == "token ghs_token-of-the-job" for request in github.requests)


@pytest.mark.parametrize(
    ("inputs", "status", "kinds"),
    [({}, 0, []), ({"comment": "changes"}, 0, ["notice"]), ({"fail_under_patch": "80"}, 1, ["error"])],
)
def test_a_pull_request_that_the_token_may_not_see_is_said_where_it_is_needed(
    following: Following, github: FakeGitHub, inputs: dict[str, str], status: int, kinds: list[str]
) -> None:
    github.state.permissions -= {"pull-requests: read", "pull-requests: write"}
    following.artifact({"src/shop/cart.py": {1: 1}})

    result = following.step(**inputs)

    assert (result.exit_status, result.outputs["status"]) == (status, "uploaded")
    assert [one.kind for one in result.annotations] == kinds
    assert all("pull-requests: write" in one.message for one in result.annotations)


def test_nothing_the_files_say_of_themselves_is_believed(following: Following) -> None:
    following.artifact(
        {"src/shop/cart.py": {1: 1, 2: 0}}, name="ruby-99.json", total=100, language="ruby", commitUuid=SHA, commit=SHA
    )

    result = following.step()

    assert set(following.job.sandbox.state.commits) == {HEAD}
    assert set(following.job.sandbox.state.commits[HEAD].coverage) == {"python"}
    assert (result.outputs["coverage"], result.outputs["languages"]) == ("50.00", "python")


def test_the_checkout_and_its_reports_take_no_part(following: Following) -> None:
    """It is another commit's; what lies there may have come with an artifact that was unpacked carelessly."""
    following.job.write("coverage/lcov.info", lcov({"src/shop/cart.py": {9: 9}}))
    following.artifact({"src/shop/cart.py": {1: 1}, "README": {1: 1}})

    result = following.step()

    assert following.job.held(HEAD) == {"src/shop/cart.py": {1: 1}}
    assert slugs(result) == {"files-not-found"}


@pytest.mark.parametrize("reports", ["", "coverage/lcov.info", "**/*.json", "/home/runner/work/shop/shop/codacy"])
def test_reports_are_neither_searched_for_nor_read_from_the_workspace(following: Following, reports: str) -> None:
    following.job.write("coverage/lcov.info", lcov(COVERAGE))
    following.job.write("codacy/python-1.json", json.dumps({"fileReports": []}))

    result = following.step(coverage_reports=reports)

    assert (result.exit_status, slugs(result)) == (1, {"fork-set-up"})
    assert following.asked_codacy == 0


@pytest.mark.parametrize(
    ("event", "inputs"),
    [
        (workflow_run(event="pull_request_target"), {}),
        (workflow_run(event="push"), {}),
        (workflow_run(), {"commit_uuid": SHA}),
    ],
)
def test_a_fork_speaks_for_its_own_commit_only(
    make_following: MakeFollowing, event: dict[str, Any], inputs: dict[str, str]
) -> None:
    following = make_following(event)
    following.artifact({"src/shop/cart.py": {1: 1}})

    result = following.step(**inputs)

    assert (result.exit_status, slugs(result)) == (1, {"fork-set-up"})
    assert following.asked_codacy == 0


def test_the_commit_of_the_event_may_be_repeated(following: Following) -> None:
    following.artifact({"src/shop/cart.py": {1: 1}})

    assert following.step(commit_uuid=HEAD).outputs["status"] == "uploaded"


def link(folder: Path) -> None:
    (folder / "a.json").symlink_to("/etc/passwd")


def link_out_of_the_folder(folder: Path) -> None:
    folder.rmdir()
    folder.symlink_to(folder.parent.parent / "workspace")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "a.json")


def deep(folder: Path) -> None:
    (folder / "a.json").write_text('{"fileReports":' + "[" * 200_000)


def twice(folder: Path) -> None:
    (folder / "a.json").write_text(
        '{"fileReports":[{"filename":"src/shop/cart.py","coverage":{"1":1}}],"fileReports":[]}'
    )


def huge_number(folder: Path) -> None:
    (folder / "a.json").write_text(
        '{"fileReports":[{"filename":"src/shop/cart.py","coverage":{"1":%s}}]}' % ("9" * 4000)
    )


def other_format(folder: Path) -> None:
    (folder / "a.json").write_text(lcov(COVERAGE))


def commands(folder: Path) -> None:
    (folder / "::error::gotcha\n::set-env name=A::b##[error]c.json").write_text("{}")


@pytest.mark.parametrize(
    "plant", [link, link_out_of_the_folder, pipe, deep, twice, huge_number, other_format, commands]
)
def test_one_hostile_file_and_nothing_is_sent(following: Following, plant: Callable[[Path], None]) -> None:
    plant(following.folder)

    result = following.step()

    assert (result.exit_status, slugs(result)) == (1, {"fork-report-refused"}), result.stdout
    assert result.outputs["status"] == "failed"
    assert following.asked_codacy == 0
    assert "root:" not in result.stdout
    assert {command.name for command in result.commands} <= {"add-mask", "error", "group", "endgroup", "debug"}
    assert [annotation.kind for annotation in result.annotations] == ["error"]
    assert not result.env_writes


HOSTILE = [
    "@acme/owners.py",
    "src/@octocat.py",
    "::error::gotcha.py",
    "a##[error]b.py",
    "x\n::set-output name=a::b.py",
    "%0A::warning::c.py",
    "<img src=x onerror=alert(1)>.py",
    "[link](https://evil.example).py",
    "](https://evil.example) @octocat.py",
    "a|b`c.py",
    "\u202egnp.py",
    "\x1b[31mred.py",
    "#1 GH-1 https://evil.example.py",
]


@pytest.mark.parametrize("tracked", [True, False])
def test_names_command_format_and_notify_nothing(following: Following, github: FakeGitHub, *, tracked: bool) -> None:
    """The fork has named its files so in git, or only in its payload."""
    if tracked:
        github.state.trees[HEAD] |= dict.fromkeys(HOSTILE, "100644")
    following.artifact({name: {1: 1, 2: 0} for name in [*HOSTILE, "src/shop/cart.py"]})

    result = following.step()

    assert result.exit_status == 0, result.stdout
    assert set(following.job.held(HEAD)) == {"src/shop/cart.py", *(HOSTILE if tracked else ())}
    assert {command.name for command in result.commands} <= {"add-mask", "notice", "warning", "group", "endgroup"}
    assert all(annotation.title.startswith("Coverage: ") for annotation in result.annotations)
    assert "\x1b[31m" not in result.stdout  # red is not among the log's own colours
    assert "\u202e" not in result.summary + result.stdout

    page = MARKDOWN.render(result.summary)
    links = re.findall(r'href="([^"]*)"', page)
    ours = ("https://github.com/acme/", f"{following.job.sandbox.url}/gh/acme/shop")
    assert all(link.startswith(ours) for link in links), links
    assert "<img" not in page
    assert not re.search(r"@\w", re.sub(r"(?s)<code>.*?</code>|<[^>]+>", "", page)), "in code nobody is notified"


def test_without_an_answer_of_github_nothing_is_sent(following: Following, github: FakeGitHub) -> None:
    following.artifact({"src/shop/cart.py": {1: 1}})
    github.faults["tree"] = primary_limit(600)

    tolerant, strict = following.step(), following.step(fail_on="any")

    assert (tolerant.exit_status, strict.exit_status) == (0, 3)
    assert slugs(tolerant) == slugs(strict) == {"fork-unchecked"}
    assert tolerant.outputs["status"] == "failed"
    assert following.asked_codacy == 0


def test_a_missing_permission_is_told_with_the_lines_to_paste(following: Following, github: FakeGitHub) -> None:
    following.artifact({"src/shop/cart.py": {1: 1}})
    github.state.permissions -= {"contents: read", "pull-requests: read"}

    result = following.step()

    assert (result.exit_status, slugs(result)) == (1, {"fork-unchecked"})
    assert "contents: read" in result.annotations[0].message
    assert following.asked_codacy == 0


def test_a_commit_with_more_files_than_one_answer_lists(following: Following, github: FakeGitHub) -> None:
    github.state.trees[HEAD] |= {f"docs/{number}/page.md": "100644" for number in range(8)}
    github.state.tree_limit = 9
    following.artifact(COVERAGE)

    result = following.step()

    assert result.exit_status == 0, result.stdout
    assert following.job.held(HEAD) == COVERAGE
    assert not result.annotations


def test_a_missing_token_is_an_error_here(following: Following) -> None:
    """Runs that follow another one do get the secrets."""
    following.artifact({"src/shop/cart.py": {1: 1}})

    result = following.step(project_token="")

    assert (result.exit_status, slugs(result)) == (1, {"token-missing"})


def test_nobody_needs_to_know_the_pull_request(make_following: MakeFollowing, github: FakeGitHub) -> None:
    """The fork was deleted, or its branch has moved on."""
    github.state.pulls.clear()
    deleted = workflow_run(head_repository=None)  # type: ignore[arg-type]  # GitHub's null
    for event in (deleted, workflow_run()):
        following = make_following(event)
        following.artifact(COVERAGE)

        result = following.step()

        assert result.exit_status == 0, result.stdout
        assert following.job.held(HEAD) == COVERAGE


def test_the_final_notification_alone_needs_no_files(following: Following) -> None:
    result = following.step(coverage_reports="", final="true")

    assert (result.exit_status, following.job.finals(HEAD)) == (0, 1)


def test_runs_of_the_repository_itself_are_read_as_always(make_following: MakeFollowing, github: FakeGitHub) -> None:
    following = make_following(workflow_run("acme/shop"))
    following.job.write("lcov.info", lcov(COVERAGE))

    result = following.step(coverage_reports="")

    assert result.exit_status == 0, result.stdout
    assert following.job.held(HEAD) == COVERAGE
    assert not github.requests
