"""The workflows in the documents: they are valid, they are safe, and what they promise of a matrix is true."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.fake_runner import pull_request
from tests.job import COVERAGE, HEAD, Job, MakeJob, lcov
from tests.test_documents import DOCUMENTS, OURS, ROOT, read, snippets

TOOLS = Path(sys.executable).parent
FORKS = "docs/recipes/forks.md"


def _workflows() -> Iterator[Any]:
    for document in DOCUMENTS:
        for number, snippet in enumerate(snippets(document, "yaml")):
            if re.search(r"(?m)^on:", snippet) and re.search(r"(?m)^jobs:", snippet):
                yield pytest.param(snippet, id=f"{document.relative_to(ROOT)}-{number}")


each_workflow = pytest.mark.parametrize("workflow", tuple(_workflows()))


@each_workflow
def test_workflows_of_the_documents_are_valid(workflow: str, tmp_path: Path) -> None:
    path = tmp_path / ".github" / "workflows" / "tests.yml"
    path.parent.mkdir(parents=True)
    path.write_text(workflow, encoding="utf-8")

    for tool, *options in (
        ("actionlint", "-no-color", "-ignore", "is deprecated"),
        ("check-jsonschema", "--builtin-schema", "vendor.github-workflows"),
    ):
        done = subprocess.run([TOOLS / tool, *options, path], capture_output=True, text=True, cwd=tmp_path, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@each_workflow
def test_no_workflow_gives_secrets_to_foreign_code(workflow: str) -> None:
    """Neither by the event that runs a pull request with secrets, nor by checking one out beside them."""
    content = yaml.safe_load(workflow)
    events = content[True]  # YAML 1.1 reads the key `on` so

    assert "pull_request_target" not in events
    if "workflow_run" in events:
        steps = [step for job in content["jobs"].values() for step in job["steps"]]
        assert not [step for step in steps if "run" in step or step["uses"].startswith("actions/checkout@")]


def test_the_token_is_in_a_workflow_that_checks_where_the_files_come_from() -> None:
    first, second = map(yaml.safe_load, snippets(ROOT / FORKS, "yaml"))
    (job,) = second["jobs"].values()
    download, send = job["steps"]

    assert second[True]["workflow_run"]["workflows"] == [first["name"]]
    assert second["permissions"] == {"actions": "read", "contents": "read"}
    assert "permissions" not in job
    for check in (
        "github.event.workflow_run.event == 'pull_request'",
        "github.event.workflow_run.path == '.github/workflows/tests.yml'",
        "github.event.workflow_run.head_repository.full_name != github.repository",
    ):
        assert f"{check} && " in job["if"], check
    assert download["with"]["path"] == send["with"]["coverage-reports"] == "${{ runner.temp }}/fork-coverage"
    assert send["uses"].startswith(OURS)
    assert "commit-uuid" not in send["with"]


def test_pull_request_target_is_named_only_to_be_warned_of() -> None:
    for document in DOCUMENTS:
        for snippet in snippets(document, "yaml"):
            assert "pull_request_target" not in snippet, document
    assert "Do not use `pull_request_target`" in read(FORKS)


LEGS = {
    "3.12": {"src/shop/cart.py": {1: 1, 2: 0, 3: 0}, "web/src/app.ts": {1: 5, 4: 0}},
    "3.13": {"src/shop/cart.py": {1: 0, 2: 7, 3: 0}},
}
MERGED = {"src/shop/cart.py": {1: 1, 2: 7, 3: 0}, "web/src/app.ts": {1: 5, 4: 0}}


def legs(make_job: MakeJob, folder: Path, **runner: Any) -> None:
    """Each leg of the matrix recipe without a token; its payload files, as an artifact, into a folder of its name."""
    for index, (python, coverage) in enumerate(LEGS.items()):
        leg = make_job(job_index=index, job_total=len(LEGS), matrix={"python": python}, **runner)
        leg.write("coverage/lcov.info", lcov(coverage))

        result = leg.step(project_token="", dry_run="true")

        assert (result.exit_status, result.outputs["status"]) == (0, "dry-run"), result.stdout
        assert not leg.sandbox.state.requests
        kept = Path(leg.runner.translated(result.outputs["payload-path"]))
        shutil.copytree(kept, folder / f"codacy-coverage-{python}")


def after_the_legs(make_job: MakeJob, **runner: Any) -> Job:
    job = make_job(**runner)
    legs(make_job, job.runner.workspace / "codacy-coverage", **runner)
    return job


def test_one_job_after_a_matrix_sends_all_at_once(make_job: MakeJob) -> None:
    job = after_the_legs(make_job)

    result = job.step(coverage_reports="codacy-coverage/**/*.json")

    assert result.exit_status == 0, result.stdout
    assert not result.annotations
    assert job.held() == MERGED
    assert job.finals() == 1
    assert result.outputs["status"] == "uploaded"
    assert (result.outputs["covered-lines"], result.outputs["coverable-lines"]) == ("3", "5")
    assert (result.outputs["reports"], result.outputs["match-rate"]) == ("3", "100.00")
    assert "60.00 %" in result.summary


def test_without_a_token_it_still_shows_the_whole(make_job: MakeJob) -> None:
    fork = {"event_name": "pull_request", "event": pull_request(7, HEAD, "stranger/shop")}
    job = after_the_legs(make_job, **fork)

    result = job.step(project_token="", coverage_reports="codacy-coverage/**/*.json")

    assert (result.exit_status, result.outputs["status"]) == (0, "skipped")
    assert result.outputs["coverage"] == "60.00"
    assert "60.00 %" in result.summary


def test_files_of_one_name_in_several_folders_stay_apart(make_job: MakeJob) -> None:
    """Payload files name whole paths, so that a path is never taken for the end of another."""
    job = make_job()
    coverage = {**COVERAGE, "cart.py": {1: 1}, "src/cart.py": {1: 0}}
    for name in ("cart.py", "src/cart.py"):
        job.write(name, "line\n" * 10)
    git = ["git", "-C", str(job.runner.workspace), "add", "cart.py", "src/cart.py"]
    subprocess.run(git, check=True)
    job.write("lcov.info", lcov(coverage))
    kept = job.step(project_token="", dry_run="true").outputs["payload-path"]
    shutil.copytree(job.runner.translated(kept), job.runner.workspace / "codacy-coverage/leg")

    job.step(coverage_reports="codacy-coverage/**/*.json")

    assert job.held() == coverage
