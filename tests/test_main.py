"""The whole step, as a workflow uses it: in the fake runner, against the sandbox, on a real git checkout."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reporter.main import run
from reporter.sandbox.faults import Fault, html_413, redirect, status
from tests.fake_runner import pull_request
from tests.job import ACTION, COVERAGE, HEAD, SHA, TOKEN, Job, MakeJob, commit_files, lcov, slugs
from tests.runner_log import Result


def test_a_report_found_by_itself_reaches_codacy(job: Job) -> None:
    job.write("coverage/lcov.info", lcov(COVERAGE, root=f"{job.runner.host_workspace}/"))

    result = job.step()

    assert result.exit_status == 0, result.stdout
    assert job.held() == COVERAGE
    assert job.finals() == 1
    assert result.outputs == {
        "status": "uploaded",
        "coverage": "60.00",
        "covered-lines": "3",
        "coverable-lines": "5",
        "files": "2",
        "reports": "1",
        "matched-files": "2",
        "unmatched-files": "0",
        "ambiguous-files": "0",
        "match-rate": "100.00",
        "languages": "python,typescript",
        "commit-uuid": SHA,
        "partial": "true",
        "final": "true",
        "patch-coverage": "",
        "patch-covered-lines": "",
        "patch-coverable-lines": "",
        "gate": "",
        "resolution-path": "/home/runner/work/_temp/codacy-coverage/__acme_codacy-coverage-action/resolution.jsonl",
        "processed": "",
        "payload-path": "",
    }
    assert "60.00 %" in result.summary
    assert not result.annotations
    assert not result.env_writes
    assert TOKEN not in result.stdout.replace(f"::add-mask::{TOKEN}", "")


def test_nothing_is_written_into_the_workspace(job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE))
    before = sorted(job.runner.workspace.rglob("*"))

    job.step()

    assert sorted(job.runner.workspace.rglob("*")) == before


@pytest.mark.parametrize(
    ("inputs", "uploads", "finals", "word"),
    [
        ({}, 2, 1, "uploaded"),
        ({"partial": "false", "final": "false"}, 2, 1, "uploaded"),
        ({"partial": "true"}, 2, 0, "partial"),
        ({"final": "true"}, 0, 1, "final"),
        ({"final": "true", "coverage-reports": "lcov.info"}, 2, 1, "uploaded"),
        ({"partial": "true", "final": "true"}, 2, 1, "uploaded"),
    ],
)
def test_modes(job: Job, inputs: dict[str, str], uploads: int, finals: int, word: str) -> None:
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step(None, **inputs)

    assert result.outputs["status"] == word
    assert sum(request.route == "coverage" for request in job.sandbox.state.requests) == uploads
    assert job.finals() == finals
    assert result.outputs["partial"] == str(bool(uploads)).lower()
    assert result.outputs["final"] == str(bool(finals)).lower()


def test_the_final_notification_needs_no_checkout(make_job: MakeJob, tmp_path: Path) -> None:
    job = make_job()
    for path in sorted(job.runner.workspace.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()

    result = job.step(final="true")

    assert (result.exit_status, result.outputs["status"], job.finals()) == (0, "final", 1)


def test_good_reports_are_sent_although_another_is_broken(job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE))
    job.write("cobertura.xml", '<coverage line-rate="1"><packages><package>')

    result = job.step(coverage_reports="lcov.info\ncobertura.xml")

    assert result.exit_status == 1
    assert job.held() == COVERAGE
    assert job.finals() == 1
    assert {"report-malformed", "final-incomplete"} <= slugs(result)


@pytest.mark.parametrize("listed", ["", "missing.info", "**/*.nothing"])
def test_no_report_is_an_error_and_nothing_is_sent(job: Job, listed: str) -> None:
    result = job.step(coverage_reports=listed)

    assert result.exit_status == 1
    assert result.outputs["status"] == "failed"
    assert not job.sandbox.state.requests
    assert [annotation.kind for annotation in result.annotations] == ["error"]


def test_a_missing_path_beside_a_good_one_fails_but_the_rest_is_sent(job: Job) -> None:
    job.write("coverage/lcov.info", lcov(COVERAGE))

    result = job.step(coverage_reports="coverage/lcov.info, lcof.info")

    assert result.exit_status == 1
    assert job.held() == COVERAGE
    assert "report-not-found" in slugs(result)


def test_a_glob_without_match_beside_a_good_one_is_a_warning(job: Job) -> None:
    job.write("coverage/lcov.info", lcov(COVERAGE))

    result = job.step(coverage_reports="coverage/*.info,**/jacoco*.xml")

    assert result.exit_status == 0
    assert slugs(result) == {"pattern-without-match"}


def test_tracked_reports_are_fixtures_unless_they_are_named(job: Job) -> None:
    job.write("tests/lcov.info", lcov(COVERAGE))
    subprocess.run(["git", "-C", str(job.runner.workspace), "add", "tests/lcov.info"], check=True)

    assert job.step().outputs["status"] == "failed"
    assert job.step(coverage_reports="tests/lcov.info").outputs["status"] == "uploaded"


def test_host_paths_work_on_every_line_of_the_list(job: Job) -> None:
    job.write("one.info", lcov({"src/shop/cart.py": {1: 1}}))
    job.write("two.info", lcov({"web/src/app.ts": {1: 1}}))
    host = job.runner.host_workspace

    job.step(coverage_reports=f"{host}/one.info\n{host}/two.info")

    assert set(job.held()) == set(COVERAGE)


def test_a_report_of_other_files_is_an_error_with_a_cure(job: Job) -> None:
    job.write("lcov.info", lcov({"lib/other.py": {1: 1}}))

    result = job.step()

    assert result.exit_status == 1
    assert "nothing-matched" in slugs(result)
    assert not job.sandbox.state.requests


def test_below_min_match_rate_nothing_is_sent(job: Job) -> None:
    job.write("lcov.info", lcov({**COVERAGE, "gone.py": {1: 1}}))

    low = job.step()
    failed = job.step(min_match_rate="80")

    assert (low.exit_status, failed.exit_status) == (0, 1)
    assert low.outputs["match-rate"] == "66.66"
    assert "low-match-rate" in slugs(low) & slugs(failed)
    assert failed.outputs["status"] == "failed"
    assert job.finals() == 1, "only the first step sent"


def test_ignored_files_are_left_out(job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE))

    job.step(ignore="web")

    assert set(job.held()) == {"src/shop/cart.py"}


def test_one_language_for_all_files(job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step(language="TypeScript")

    assert result.outputs["languages"] == "typescript"
    assert set(job.sandbox.state.commits[SHA].coverage) == {"typescript"}


def test_partial_lines_can_count_as_missed(job: Job) -> None:
    job.write("lcov.info", "SF:src/shop/cart.py\nDA:1,1\nDA:2,1\nBRDA:1,0,0,1\nBRDA:1,0,1,0\nend_of_record\n")

    job.step(partials="miss")

    assert job.held() == {"src/shop/cart.py": {1: 0, 2: 1}}


def test_the_commit_of_a_pull_request_is_its_head(make_job: MakeJob) -> None:
    job = make_job(event_name="pull_request", event=pull_request(42, HEAD))
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step()

    assert result.outputs["commit-uuid"] == HEAD
    assert job.held(HEAD) == COVERAGE


def test_an_account_token_takes_its_coordinates_from_the_run(job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step(env={"CODACY_API_TOKEN": "account"}, project_token="")

    assert result.exit_status == 0
    assert {request.target.split("/2.0/")[1].split("/commit")[0] for request in job.sandbox.state.requests} == {
        "gh/acme/shop"
    }


def test_without_a_token_the_step_says_where_to_put_it(job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step(project_token="")

    assert result.exit_status == 1
    assert slugs(result) == {"token-missing"}
    assert "secrets.CODACY_PROJECT_TOKEN" in result.stdout
    assert result.outputs["coverage"] == "60.00"


@pytest.mark.parametrize(
    "runner",
    [
        {"event_name": "pull_request", "event": pull_request(7, HEAD, "stranger/shop")},
        {"github": {"actor": "dependabot[bot]"}},
    ],
)
def test_a_run_that_cannot_have_a_token_is_no_failure(make_job: MakeJob, runner: dict[str, Any]) -> None:
    job = make_job(**runner)
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step(project_token="")

    assert result.exit_status == 0
    assert result.outputs["status"] == "skipped"
    assert [annotation.kind for annotation in result.annotations] == ["notice"]
    assert "60.00 %" in result.summary
    assert result.outputs["payload-path"].startswith("/home/runner/work/_temp/")


def test_a_fork_does_not_excuse_a_missing_report(make_job: MakeJob) -> None:
    job = make_job(event_name="pull_request", event=pull_request(7, HEAD, "stranger/shop"))

    assert job.step(project_token="").exit_status == 1


def test_a_wrong_token_is_explained_and_the_coverage_is_kept_and_accepted_later(job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE))

    refused = job.step(project_token="wrong")
    kept = sorted((job.runner.temp / "codacy-coverage").rglob("*.json"))
    (job.runner.workspace / "lcov.info").unlink()
    again = job.step(coverage_reports="\n".join(map(str, kept)), final="true")

    assert refused.exit_status == 1
    assert {"token-not-accepted", "final-withheld"} <= slugs(refused)
    assert "wrong" not in refused.stdout.replace("::add-mask::wrong", "")
    assert [path.name for path in kept] == ["python-1.json", "typescript-1.json"]
    assert again.exit_status == 0, again.stdout
    assert job.held() == COVERAGE
    assert job.finals() == 1


@pytest.mark.parametrize(
    ("fail_on", "exit_status", "level"), [("config", 0, "warning"), ("any", 3, "error"), ("never", 0, "error")]
)
def test_an_outage_is_not_the_users_fault(make_job: MakeJob, fail_on: str, exit_status: int, level: str) -> None:
    job = make_job(faults={"coverage": status(503, retry_after="60")})
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step(fail_on=fail_on, timeout="2")

    assert result.exit_status == exit_status
    assert "not accepted in 1 attempt: 503" in result.text
    assert {annotation.kind for annotation in result.annotations} == {level}
    assert result.outputs["status"] == "failed"
    assert result.outputs["payload-path"]
    assert job.finals() == 0


@pytest.mark.parametrize(
    ("fault", "slug"), [(html_413(), "body-too-large"), (redirect("https://elsewhere.example/"), "redirected")]
)
def test_refusals_are_the_users_to_cure(make_job: MakeJob, fault: Fault, slug: str) -> None:
    job = make_job(faults={"coverage": fault})
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step()

    assert result.exit_status == 1
    assert slug in slugs(result)


def test_never_is_green_whatever_happens(job: Job) -> None:
    result = job.step(fail_on="never")

    assert result.exit_status == 0
    assert [annotation.kind for annotation in result.annotations] == ["error"]


def test_a_dry_run_needs_no_token_and_sends_nothing(job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step(project_token="", dry_run="true")

    assert (result.exit_status, result.outputs["status"]) == (0, "dry-run")
    assert not job.sandbox.state.requests
    folder = next((job.runner.temp / "codacy-coverage").iterdir())
    assert json.loads((folder / "python-1.json").read_bytes())["fileReports"][0]["filename"] == "src/shop/cart.py"


def test_all_wrong_inputs_are_said_at_once(job: Job) -> None:
    result = job.step(partial="yes", timeout="soon", language="klingon", force_coverage_parser="magic")

    assert result.exit_status == 1
    assert len(result.annotations) == 4
    assert result.outputs["status"] == "failed"
    assert set(result.outputs) == set(ACTION["outputs"])


def test_a_token_in_a_workflow_file_is_flagged(job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE))
    job.write(".github/workflows/ci.yml", f"on: push\nenv:\n  T: {TOKEN}\n")

    result = job.step()

    (flagged,) = [annotation for annotation in result.annotations if annotation.file == ".github/workflows/ci.yml"]
    assert flagged.line == 3
    assert TOKEN not in result.stdout.replace(f"::add-mask::{TOKEN}", "")


def test_a_job_of_a_matrix_leaves_the_final_to_its_post_step(make_job: MakeJob) -> None:
    job = make_job(job_total=3, matrix={"python": "3.12"})
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step()

    assert (result.outputs["status"], job.finals()) == ("partial", 0)
    assert result.state == {"commit": SHA, "upload": "accepted"}
    assert not result.annotations
    assert len(result.summary.strip().splitlines()) <= 2


@pytest.mark.parametrize(
    "inputs", [{"partial": "true", "final": "true"}, {"dry_run": "true"}, {"coverage_reports": "missing.info"}]
)
def test_a_job_of_a_matrix_is_short_in_the_summary_however_it_ends(make_job: MakeJob, inputs: dict[str, Any]) -> None:
    """The page of the run has one of each job."""
    job = make_job(job_total=3, matrix={"python": "3.12"})
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step(**inputs)

    assert len([line for line in result.summary.splitlines() if line]) <= 2


@pytest.mark.parametrize(("partial", "final", "finals"), [("true", "", 0), ("", "true", 1), ("true", "true", 1)])
def test_a_job_of_a_matrix_that_is_told_what_to_do_leaves_nothing(
    make_job: MakeJob, partial: str, final: str, finals: int
) -> None:
    job = make_job(job_total=3, matrix={"python": "3.12"})
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step(partial=partial, final=final)

    assert (result.state, job.finals()) == ({}, finals)


@pytest.mark.parametrize("inputs", [{"dry_run": "true"}, {"dry_run": "true", "coverage_reports": "nowhere.xml"}])
def test_a_job_that_was_to_send_nothing_leaves_nothing(make_job: MakeJob, inputs: dict[str, str]) -> None:
    job = make_job(job_total=3)
    job.write("lcov.info", lcov(COVERAGE))

    assert job.step(None, **inputs).state == {}


def test_a_job_whose_upload_failed_leaves_word_of_it(make_job: MakeJob) -> None:
    job = make_job({"coverage": status(404)}, job_total=3)
    job.write("lcov.info", lcov(COVERAGE))

    assert job.step().state == {"commit": SHA, "upload": "failed"}


def test_foreign_names_command_nothing(job: Job) -> None:
    hostile = ["::error::gotcha", "a##[error]b", "x\\\n::set-output name=a::b", "%0A::error::c"]
    job.write("lcov.info", lcov({**COVERAGE, **{name.replace("\n", ""): {1: 1} for name in hostile}}))

    result = job.step()

    assert all("gotcha" not in annotation.message or "\\:" in annotation.message for annotation in result.annotations)
    assert not [command for command in result.commands if command.name in {"set-output", "set-env"}]


@pytest.mark.parametrize("index", [b"", b"DIRC", b"garbage"])
def test_a_broken_git_index_is_no_empty_repository(job: Job, index: bytes) -> None:
    job.write("out/lcov.info", lcov(COVERAGE))
    (job.runner.workspace / ".git" / "index").write_bytes(index)

    result = job.step()

    assert result.exit_status == 0
    assert job.held() == COVERAGE
    assert slugs(result) == {"repository-without-git"}


def test_lines_past_the_end_are_dropped_only_in_a_checkout_of_the_commit(make_job: MakeJob) -> None:
    job = make_job()
    git = subprocess.run(
        ["git", "-C", str(job.runner.workspace), "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    )
    head = git.stdout.strip()
    job.write("lcov.info", lcov({"src/shop/cart.py": {1: 1, 999: 1}}))

    job.step()
    same = job.step(commit_uuid=head)

    assert job.held() == {"src/shop/cart.py": {1: 1, 999: 1}}
    assert job.held(head) == {"src/shop/cart.py": {1: 1}}
    assert slugs(same) == {"lines-past-end"}


def test_the_console_speaks_plainly_and_tries_out_in_the_sandbox(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:

    commit_files(tmp_path, *COVERAGE)
    (tmp_path / "lcov.info").write_text(lcov(COVERAGE), encoding="utf-8")

    exit_status = run({}, sys.stdout, ["--sandbox", "--workspace", str(tmp_path)])

    shown = capsys.readouterr().out
    assert exit_status == 0, shown
    assert "::" not in shown
    assert "what Codacy would now hold" in shown


def test_a_missing_commit_and_missing_coordinates_are_said_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exit_status = run({"CODACY_API_TOKEN": "account"}, sys.stdout, ["--workspace", str(tmp_path)])

    shown = capsys.readouterr().out
    assert exit_status == 1
    assert "commit-uuid" in shown
    assert "organization-provider" in shown


def resolution(job: Job, result: Result) -> list[dict[str, Any]]:
    """The rows of the file that the output names."""
    path = result.outputs["resolution-path"].replace("/home/runner/work/_temp", str(job.runner.temp), 1)
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def test_every_path_decision_is_written_although_all_went_well(job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE, root=f"{job.runner.host_workspace}/"))

    result = job.step()

    assert result.outputs["payload-path"] == ""
    assert [(row["report"], row["written"], row["path"], row["rule"]) for row in resolution(job, result)] == [
        ("lcov.info", f"{job.runner.host_workspace}/{path}", path, "workspace root") for path in sorted(COVERAGE)
    ]


def test_the_log_names_the_list_of_decisions_where_files_are_left_out(job: Job) -> None:
    job.write("lcov.info", lcov({**COVERAGE, **{f"gone/{n:02}.py": {1: 1} for n in range(25)}}))

    result = job.step()

    assert "and 5 other files\n" in result.text
    assert f"All decisions, each with its reason: {result.outputs['resolution-path']}" in result.text
    assert result.outputs["resolution-path"] in result.summary
    assert len(resolution(job, result)) == 27


def test_without_a_report_there_are_no_decisions(job: Job) -> None:
    assert job.step().outputs["resolution-path"] == ""
    assert job.step(final="true").outputs["resolution-path"] == ""


def test_the_list_of_decisions_does_not_disturb_the_payloads_beside_it(job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE))

    kept = job.step(dry_run="true", output_directory="kept")
    (job.runner.workspace / "lcov.info").unlink()
    again = job.step(coverage_reports="kept/*.json", final="true")

    assert sorted(path.name for path in (job.runner.workspace / "kept").iterdir()) == [
        "python-1.json",
        "resolution.jsonl",
        "typescript-1.json",
    ]
    assert kept.outputs["resolution-path"] == f"{job.runner.host_workspace}/kept/resolution.jsonl"
    assert (again.exit_status, slugs(again)) == (0, set())
    assert job.held() == COVERAGE


def test_a_list_of_decisions_that_cannot_be_written_is_a_warning(job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE))
    job.write("taken", "a file, where a folder should be")

    result = job.step(output_directory="taken")

    assert (result.exit_status, result.outputs["status"]) == (0, "uploaded")
    assert slugs(result) == {"output-not-written"}
    assert [annotation.kind for annotation in result.annotations] == ["warning"]
    assert result.outputs["resolution-path"] == ""


def test_a_cause_is_suggested_once_in_the_log_and_the_annotations(make_job: MakeJob) -> None:
    """Two reports of a package, both relative to it, and a namesake of every file in another package."""
    job = make_job()
    packages = [f"packages/{package}/src/{n}.ts" for package in ("api", "web") for n in range(5)]
    commit_files(job.runner.workspace, *packages)
    written = {f"src/{n}.ts": {1: 1} for n in range(5)}
    job.write("out/lcov.info", lcov(written))
    job.write("out/more.info", lcov({**written, "web/src/app.ts": {1: 1}}))

    refused = job.step(coverage_reports="out/*.info")
    followed = job.step(coverage_reports="out/*.info", path_prefix="packages/api")

    assert refused.text.count("path-prefix: ") == 1
    assert (
        "If 10 files of out/lcov.info and 1 other report are below packages/api (and not packages/web)" in refused.text
    )
    assert "    path-prefix: packages/api" in refused.summary
    assert set(job.held()) == {"web/src/app.ts", *packages[:5]}
    assert not slugs(followed)


def test_starting_up_loads_nothing_that_only_some_steps_need() -> None:
    """Each of these costs what reading a small report costs."""
    code = "import sys, reporter.main; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    loaded = set(done.stdout.split())

    assert "reporter.analysis" in loaded
    assert loaded.isdisjoint({"requests", "github", "unidiff", "msgspec", "dulwich", "wcmatch", "stamina"})
    assert loaded.isdisjoint(
        f"reporter.{name}" for name in ("attending", "explain", "fork_reports", "github_api", "processing", "sandbox")
    )
