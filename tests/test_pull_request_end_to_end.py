"""Whole steps on a pull request: the runner, a checkout made by git, Codacy's sandbox and a GitHub on loopback."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fake_github import FakeGitHub
from tests.fake_runner import pull_request
from tests.github_answers import changed_file, pull
from tests.job import HEAD, Job, MakeJob, lcov, slugs
from tests.runner_log import Result

CART = "src/shop/cart.py"
APP = "web/src/app.ts"
FILES = (CART, APP)
REPORT = {CART: dict.fromkeys(range(1, 13), 1) | {11: 0}, APP: dict.fromkeys(range(1, 11), 1)}


class PullRequest:
    """A pull request that adds two lines to the end of cart.py, checked out at its head or merged with the base."""

    def __init__(self, make_job: MakeJob, fake: FakeGitHub, folder: Path, *, base: str = "", fork: str = "") -> None:
        self.git_folder = folder
        self.fake = fake
        self._write(CART, "line\n" * 10)
        self._write(APP, "line\n" * 10)
        self.git("init", "-q", "-b", "main")
        self.commit()
        self.git("checkout", "-q", "-b", "feature")
        self._write(CART, "line\n" * 10 + "new\nnew too\n")
        self.head = self.commit()
        if base:
            self.git("checkout", "-q", "main")
            self._write(base, "moved\n" + "line\n" * 10)
            self.commit()
            self.git("merge", "-q", "--no-edit", "feature")
        event = pull_request(7, self.head, fork or "acme/shop")
        sha = self.git("rev-parse", "HEAD")
        self.job: Job = make_job(
            event_name="pull_request", event=event, sha=sha, github={"api_url": fake.url, "job": "test"}
        )
        subprocess.run(["rm", "-rf", str(self.job.runner.workspace)], check=True)
        self.job.runner.workspace.symlink_to(folder)
        (folder / "lcov.info").write_text(lcov(REPORT), encoding="utf-8")
        hunk = "@@ -8,3 +8,5 @@\n line\n line\n line\n+new\n+new too"
        blob = self.git("rev-parse", f"{self.head}:{CART}")
        fake.state.pulls[7] = pull(7, self.head, head_repository=fork or "acme/shop")
        fake.state.files[7] = [{**changed_file(CART, hunk), "sha": blob}]

    def git(self, *arguments: str) -> str:
        git = ("git", "-C", str(self.git_folder), "-c", "user.name=t", "-c", "user.email=t@example.com")
        return subprocess.run([*git, *arguments], check=True, capture_output=True, text=True).stdout.strip()

    def commit(self) -> str:
        self.git("add", "-A")
        self.git("commit", "-qm", "files")
        return self.git("rev-parse", "HEAD")

    def _write(self, name: str, text: str) -> None:
        path = self.git_folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def step(self, **inputs: Any) -> Result:
        return self.job.step(**inputs)

    @property
    def comments(self) -> list[str]:
        return [found["body"].replace("\u202f", " ") for found in self.fake.state.comments.get(7, [])]


@pytest.fixture
def fake() -> Iterator[FakeGitHub]:
    with FakeGitHub() as server:
        yield server


@pytest.fixture
def make(make_job: MakeJob, fake: FakeGitHub, tmp_path: Path) -> Any:
    return lambda **more: PullRequest(make_job, fake, tmp_path / "checkout", **more)


def patch_outputs(result: Result) -> list[str]:
    names = ("patch-coverage", "patch-covered-lines", "patch-coverable-lines", "gate")
    return [result.outputs[name] for name in names]


def test_everything_a_reviewer_wants_to_know_in_one_step(make: Any) -> None:
    made = make()

    result = made.step(comment="changes", fail_under_patch="50", fail_under="90")

    assert result.exit_status == 0
    assert patch_outputs(result) == ["50.00", "1", "2", "passed"]
    assert made.comments[0].splitlines()[1] == "### 1 of 2 changed lines not covered"
    assert f"blob/{made.head}/{CART}#L11" in made.comments[0]
    assert [(one.kind, one.file, one.line) for one in result.annotations] == [("notice", CART, 11)]
    assert "**50.00 % of this pull request**" in result.summary
    assert made.job.finals(made.head) == 1


def test_a_gate_that_is_missed_fails_the_step_after_the_upload(make: Any) -> None:
    made = make()

    result = made.step(fail_under_patch="50.01")

    assert result.exit_status == 1
    assert patch_outputs(result)[-1] == "failed"
    assert made.job.finals(made.head) == 1
    assert "below-minimum" in slugs(result)
    assert any(f"Write tests for {CART}:11." in one.message for one in result.annotations)
    assert made.comments == []


def test_a_gate_that_is_reached_is_a_line_of_the_log(make: Any) -> None:
    result = make().step(fail_under="90")

    assert "fail-under passed: 95.45 %, 90 % asked" in result.log


def test_gates_need_no_token_of_codacy(make: Any) -> None:
    result = make().step(project_token="", dry_run="true", fail_under="100", fail_under_patch="50")

    assert result.exit_status == 1
    assert result.outputs["status"] == "dry-run"
    assert result.outputs["gate"] == "failed"


def test_never_fails_nothing(make: Any) -> None:
    result = make().step(fail_under="100", fail_on="never")

    assert result.exit_status == 0
    assert result.outputs["gate"] == "failed"


def test_without_a_wish_github_is_not_asked(make: Any, fake: FakeGitHub) -> None:
    result = make().step()

    assert result.exit_status == 0
    assert patch_outputs(result) == ["", "", "", ""]
    assert fake.requests == []


def test_the_merge_with_the_base_is_as_good_where_the_base_left_the_file_alone(make: Any) -> None:
    assert patch_outputs(make(base=APP).step(fail_under_patch="50")) == ["50.00", "1", "2", "passed"]


def test_lines_that_the_base_has_moved_are_never_taken_for_others(make: Any) -> None:
    result = make(base=CART).step(comment="always", fail_under_patch="50")

    assert result.exit_status == 1
    assert patch_outputs(result) == ["", "0", "0", "unknown"]
    assert slugs(result) == {"patch-unknown"}


@pytest.mark.parametrize(
    ("inputs", "status", "kinds"),
    [({}, 0, []), ({"comment": "always"}, 0, ["notice"]), ({"fail_under_patch": "50"}, 1, ["error"])],
)
def test_no_gate_is_passed_over_where_the_event_cannot_be_read(
    make: Any, fake: FakeGitHub, inputs: dict[str, Any], status: int, kinds: list[str]
) -> None:
    """The commit is known by a hidden input, the number of the pull request by the event alone."""
    made = make()
    made.job.runner.event_path.unlink()

    result = made.step(**inputs)

    assert (result.exit_status, result.outputs["status"]) == (status, "uploaded")
    assert [one.kind for one in result.annotations] == kinds
    assert fake.requests == []


def test_a_fork_is_judged_and_told_why_it_has_no_comment(make: Any, fake: FakeGitHub) -> None:
    fake.state.permissions.discard("pull-requests: write")

    result = make(fork="stranger/shop").step(project_token="", comment="always", fail_under_patch="50")

    assert result.exit_status == 0
    assert patch_outputs(result)[-1] == "passed"
    assert "pull-request-denied" in slugs(result)


def test_a_gate_in_a_leg_of_a_matrix_is_a_mistake(make_job: MakeJob) -> None:
    job = make_job(job_total=3)
    job.write("lcov.info", lcov(REPORT))

    result = job.step(fail_under="80")

    assert result.exit_status == 1
    assert slugs(result) == {"only-a-part"}
    assert not job.held()


def test_a_step_that_reads_no_reports_says_that_it_has_nothing_to_comment_on(make: Any, fake: FakeGitHub) -> None:
    """That is the job after a matrix, where a comment would look at home."""
    result = make().step(final="true", comment="always")

    assert (result.exit_status, result.outputs["status"]) == (0, "final")
    assert slugs(result) == {"only-a-part"}
    assert fake.requests == []


def test_the_base_is_of_interest_to_a_comment_only(make: Any) -> None:
    made = make()

    assert slugs(made.step(base_reports="missing", fail_under="80")) == set()
    assert "base-unknown" in slugs(made.step(base_reports="missing", comment="always"))


def test_the_legs_of_a_matrix_do_not_write_over_each_other(make_job: MakeJob, fake: FakeGitHub) -> None:
    event = pull_request(7, "a" * 40)
    job = make_job(job_total=3, event_name="pull_request", event=event, github={"api_url": fake.url})
    job.write("lcov.info", lcov(REPORT))

    result = job.step(comment="always", partial="true")

    assert result.exit_status == 0
    assert slugs(result) == {"only-a-part"}
    assert fake.requests == []


def test_what_a_dry_run_has_left_is_the_base_to_compare_with(make: Any) -> None:
    made = make()
    made.step(dry_run="true", output_directory="base")
    (made.git_folder / "lcov.info").write_text(lcov({**REPORT, APP: {1: 0, 2: 1}}), encoding="utf-8")

    made.step(comment="always", base_reports="base")

    assert "| All lines | 14 | 12 | 85.71 % | `████████░░` | -9.74 from 95.45 % |" in made.comments[0]


def test_the_pull_request_of_a_fork_is_commented_by_the_run_that_follows(make_job: MakeJob, fake: FakeGitHub) -> None:
    """Its own run may not write. The files are a stranger's, and what they say is shown as text."""
    merge = "e" * 40
    fake.state.pulls[7] = pull(7, HEAD, head_repository="stranger/shop", branch="patch-1", merge=merge)
    fake.state.trees[HEAD] = dict.fromkeys(FILES, "100644")
    hunk = "@@ -10 +10,3 @@\n line\n+new\n+new too"
    fake.state.files[7] = [changed_file(CART, hunk), changed_file(APP, hunk)]
    fake.state.comparisons[f"{HEAD}...{merge}"] = [changed_file(APP, hunk)]
    run = {"event": "pull_request", "head_branch": "patch-1", "head_sha": HEAD}
    run["head_repository"] = {"full_name": "stranger/shop"}  # type: ignore[assignment]  # JSON
    job = make_job(event_name="workflow_run", event={"workflow_run": run}, github={"api_url": fake.url})
    folder = job.runner.temp / "fork-coverage"
    folder.mkdir()
    reports = [{"filename": path, "coverage": {"11": 0, "12": 1}} for path in FILES]
    (folder / "python-1.json").write_text(json.dumps({"fileReports": reports}), encoding="utf-8")

    result = job.step(coverage_reports="/home/runner/work/_temp/fork-coverage", comment="always")

    assert result.exit_status == 0, result.stdout
    assert patch_outputs(result) == ["50.00", "1", "2", ""]
    (body,) = [found["body"] for found in fake.state.comments[7]]
    assert "### 1 of 2 changed lines not covered" in body
    assert f"| `{APP}` | What was tested is not the file at the head" in body
