"""What users really hand over: one bad report never hides a good one, and every message names the file and the cure."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import pytest

from reporter.main import run
from reporter.sandbox import Sandbox
from reporter.sandbox.faults import Delay
from tests.fake_runner import FakeRunner, pull_request
from tests.job import COVERAGE, HEAD, SHA, TOKEN, Job, MakeJob, commit_files, lcov, slugs
from tests.runner_log import Annotation, Result

GOOD = "good.info"
CART, APP = COVERAGE
COBERTURA = (
    '<?xml version="1.0"{declared}?>\n{doctype}<coverage line-rate="1"><packages><package name="p"><classes>'
    '<class name="c" filename="{name}"><lines>{lines}</lines></class></classes></package></packages></coverage>'
)
GIBIBYTE = 1024**3

Place = Callable[[Path], object]


def cobertura(
    lines: str = '<line number="3" hits="7"/>', *, name: str = APP, declared: str = "", doctype: str = ""
) -> str:
    declared = declared and f' encoding="{declared}"'
    return COBERTURA.format(declared=declared, doctype=doctype, name=name, lines=lines)


def content(data: bytes | str) -> Place:
    return lambda path: path.write_bytes(data.encode() if isinstance(data, str) else data)


def hole(size: int, start: bytes = b"") -> Place:
    """A file of one line that is all zeros after its start; it takes no room on the disk."""

    def place(path: Path) -> None:
        path.write_bytes(start)
        os.truncate(path, size)

    return place


@pytest.fixture
def beside_a_good_one(job: Job) -> Callable[..., Result]:
    """Runs the step with a report and a good one; the good one must be accepted, and nothing may look like a crash."""
    job.write(GOOD, lcov({CART: COVERAGE[CART]}))

    def run_with(name: str, place: Place) -> Result:
        path = job.runner.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        place(path)
        result = job.step(coverage_reports=f"{name}\n{GOOD}")
        assert job.held().get(CART) == COVERAGE[CART], result.stdout
        assert job.finals() == 1
        assert_civil(result)
        return result

    return run_with


def assert_civil(result: Result) -> None:
    """No traceback, no fault of ours, and nothing that the runner objects to."""
    assert "Traceback" not in result.text
    assert "internal" not in slugs(result), result.stdout
    assert not result.runner_errors


def about(result: Result, file: str) -> Annotation:
    """The one annotation about a file."""
    (found,) = [annotation for annotation in result.annotations if annotation.file == file]
    return found


@dataclass(frozen=True)
class Bad:
    """A report that cannot be used: the slug, some words of the cure, and where in the file."""

    name: str
    place: Place
    slug: str
    cure: str
    line: int = 0


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BAD = {
    "empty": Bad("lcov.info", content(b""), "report-empty", "log of the step"),
    "blank": Bad("lcov.info", content(b"\xef\xbb\xbf \n\n"), "report-empty", "log of the step"),
    "truncated": Bad("cobertura.xml", content(cobertura()[:-40]), "report-malformed", "that step finish", line=2),
    "UTF-16 that is said to be UTF-8": Bad(
        "cobertura.xml",
        content(cobertura(declared="utf-8").encode("utf-16")),
        "report-malformed",
        "UTF-8",
        line=1,
    ),
    "mismatched tags": Bad("cobertura.xml", content(cobertura("<line></lines>")), "report-malformed", "again", line=2),
    "wrong encoding": Bad(
        "cobertura.xml", content(cobertura(name="src/é.py", declared="no-such")), "report-malformed", "UTF-8"
    ),
    "not the declared encoding": Bad(
        "cobertura.xml",
        content(cobertura(name="src/é.py").encode("latin-1")),
        "report-malformed",
        "UTF-8",
        line=2,
    ),
    "billion laughs": Bad(
        "cobertura.xml",
        content(cobertura(doctype=f'<!DOCTYPE c [<!ENTITY l0 "ha">{LAUGHS}]>', name="&l9;")),
        "report-entities",
        "<!ENTITY",
        line=2,
    ),
    "external entity": Bad(
        "cobertura.xml",
        content(cobertura(doctype='<!DOCTYPE c [<!ENTITY e SYSTEM "file:///etc/passwd">]>', lines="&e;")),
        "report-entities",
        "<!ENTITY",
        line=2,
    ),
    "deep": Bad("cobertura.xml", content(cobertura("<a>" * 200_000)), "report-malformed", "again", line=2),
    "2 GiB of zeros": Bad("lcov.info", hole(2 * GIBIBYTE), "report-empty", "log of the step"),
    "2 GiB in one XML tag": Bad(
        "cobertura.xml", hole(2 * GIBIBYTE, b'<coverage line-rate="'), "report-unknown-format", ""
    ),
    "2 GiB in one LCOV line": Bad("lcov.info", hole(2 * GIBIBYTE, b"SF:"), "report-unknown-format", ""),
    "binary": Bad("lcov.info", content(bytes(range(256)) * 9), "report-unknown-format", "LCOV"),
    "zip": Bad("lcov.info", content(b"PK\x03\x04" + bytes(99)), "report-unreadable", "Unpack it"),
    "damaged gzip": Bad("lcov.info", content(b"\x1f\x8b\x08" + bytes(99)), "report-malformed", "unpacked"),
    "a folder": Bad("cobertura.xml", Path.mkdir, "report-unreadable", "Name the report file itself"),
    "a pipe": Bad("lcov.info", os.mkfifo, "report-unreadable", "Name the report file itself"),
    "no lines": Bad("cobertura.xml", content(cobertura("")), "report-without-lines", ""),
    "only bad lines": Bad(
        "cobertura.xml", content(cobertura('<line number="undefined" hits="1"/>')), "report-without-lines", ""
    ),
    "Istanbul's summary": Bad(
        "coverage-summary.json",
        content('{"total": {"lines": {"total": 1, "covered": 1, "skipped": 0, "pct": 100}}}'),
        "report-totals-only",
        "lcov",
    ),
    "JaCoCo's CSV": Bad(
        "jacoco.csv",
        content("GROUP,PACKAGE,CLASS,INSTRUCTION_MISSED,INSTRUCTION_COVERED\nshop,p,C,1,2\n"),
        "report-totals-only",
        "jacoco.xml",
    ),
    "OpenClover without lines": Bad(
        "clover.xml",
        content(
            '<coverage clover="4.5.0" generated="1"><project timestamp="1"><metrics files="1"/><package name="p">'
            '<file name="A.java" path="A.java"><metrics loc="3"/></file></package></project></coverage>'
        ),
        "report-without-lines",
        "",
    ),
    "JUnit": Bad(
        "TEST-shop.xml",
        content('<testsuites><testsuite name="s" tests="1"><testcase name="t"/></testsuite></testsuites>'),
        "report-not-coverage",
        "Name the coverage report",
    ),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_one_bad_report_never_hides_a_good_one(bad: Bad, beside_a_good_one: Callable[..., Result]) -> None:
    result = beside_a_good_one(bad.name, bad.place)

    annotation = about(result, bad.name)
    assert result.exit_status == 1
    assert annotation.kind == "error"
    assert annotation.message.startswith(f"{bad.name} ")
    assert annotation.title == f"Coverage: {bad.slug.replace('-', ' ')}", annotation.message
    assert "\nCure: " in annotation.message
    assert bad.cure in annotation.message.partition("\nCure: ")[2]
    assert annotation.line == bad.line
    assert f"errors.md#{bad.slug}" in annotation.message
    assert bad.name in result.summary
    assert "final-incomplete" in slugs(result)


def test_a_report_whose_lines_cannot_be_read_shows_the_first(beside_a_good_one: Callable[..., Result]) -> None:
    bad = BAD["only bad lines"]

    result = beside_a_good_one(bad.name, bad.place)

    assert f"The first line number that cannot be read is at {APP}: 'undefined'." in about(result, bad.name).message


def test_an_external_entity_opens_no_file(beside_a_good_one: Callable[..., Result]) -> None:
    bad = BAD["external entity"]

    result = beside_a_good_one(bad.name, bad.place)

    assert "root:" not in result.stdout + result.summary


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_report_says_how_to_make_it_readable(beside_a_good_one: Callable[..., Result]) -> None:
    def place(path: Path) -> None:
        path.write_text(cobertura(), encoding="utf-8")
        path.chmod(0)

    result = beside_a_good_one("cobertura.xml", place)

    assert "chmod a+r" in about(result, "cobertura.xml").message


def test_a_hostile_report_costs_no_memory(job: Job) -> None:
    """A line of 2 GiB in the limits of a small machine: the process may take 600 MiB."""
    padding = b"# to the end of what is sniffed\n" * 4096
    hole(2 * GIBIBYTE, b"SF:src/shop/cart.py\nDA:1,1\n" + padding)(job.runner.workspace / "lcov.info")
    code = (
        "import resource, sys; from reporter.main import run;"
        "resource.setrlimit(resource.RLIMIT_AS, (600 * 1024**2,) * 2);"
        f"sys.exit(run({{}}, sys.stdout, ['--workspace', {str(job.runner.workspace)!r}, '--sandbox']))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert "MemoryError" not in done.stdout + done.stderr
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 file" in done.stdout


@pytest.mark.parametrize(
    "data",
    [
        cobertura(declared="UTF-16").encode("utf-16"),
        b"\xfe\xff" + cobertura(declared="UTF-16").encode("utf-16-be"),
        b"\xff\xfe" + cobertura().encode("utf-16-le"),
        cobertura().encode("utf-8-sig"),
        cobertura(declared="ISO-8859-1").encode("latin-1"),
        b"\xff\xfe" + lcov({APP: {3: 7}}).encode("utf-16-le"),
        b"\xfe\xff" + lcov({APP: {3: 7}}).encode("utf-16-be"),
        lcov({APP: {3: 7}}).encode("utf-8-sig"),
        lcov({APP: {3: 7}}).replace("\n", "\r\n").encode(),
    ],
    ids=[
        *("UTF-16", "UTF-16 BE", "UTF-16 LE unsaid", "UTF-8 with a mark", "Latin 1"),
        *("LCOV in UTF-16 LE", "LCOV in UTF-16 BE", "LCOV with a mark", "LCOV with CRLF"),
    ],
)
def test_reports_in_other_encodings_are_read(job: Job, data: bytes, beside_a_good_one: Callable[..., Result]) -> None:
    result = beside_a_good_one("report", content(data))

    assert result.exit_status == 0, result.stdout
    assert job.held()[APP] == {3: 7}


def test_a_multi_byte_encoding_that_expat_cannot_read_is_said(beside_a_good_one: Callable[..., Result]) -> None:
    result = beside_a_good_one("cobertura.xml", content(cobertura(declared="gbk").encode("gbk")))

    annotation = about(result, "cobertura.xml")
    assert "UTF-8" in annotation.message
    assert annotation.message.startswith("cobertura.xml ")


@pytest.mark.parametrize("number", ["0", "-1", "undefined", "", "1.5", "9" * 5000])
def test_lines_that_cannot_be_are_left_out_and_said(
    number: str, job: Job, beside_a_good_one: Callable[..., Result]
) -> None:
    lines = f'<line number="{number}" hits="1"/><line number="2" hits="4"/>'

    result = beside_a_good_one("cobertura.xml", content(cobertura(lines)))

    assert result.exit_status == 0
    assert job.held()[APP] == {2: 4}
    annotation = about(result, "cobertura.xml")
    assert (annotation.kind, annotation.title) == ("notice", "Coverage: report values skipped")


def test_a_line_far_beyond_any_file_is_possible_as_long_as_the_file_is_not_known(
    job: Job, beside_a_good_one: Callable[..., Result]
) -> None:
    result = beside_a_good_one("cobertura.xml", content(cobertura('<line number="1000000000" hits="1"/>')))

    assert result.exit_status == 0
    assert job.held()[APP] == {10**9: 1}


@pytest.mark.parametrize(
    ("hits", "counted"),
    [
        ("-5", 0),
        ("1e+3", 1000),
        ("18446744073709551151", 2_147_483_647),
        ("1E999999", 2_147_483_647),
        ("0.4", 1),
    ],
)
def test_odd_hits_are_read(hits: str, counted: int, job: Job, beside_a_good_one: Callable[..., Result]) -> None:
    result = beside_a_good_one("lcov.info", content(f"SF:{APP}\nDA:3,{hits}\nend_of_record\n"))

    assert result.exit_status == 0
    assert job.held()[APP] == {3: counted}


@pytest.mark.parametrize("hits", ["NaN", "inf", "=====", "many"])
def test_hits_that_are_no_number_are_left_out_and_said(
    hits: str, job: Job, beside_a_good_one: Callable[..., Result]
) -> None:
    result = beside_a_good_one(
        "cobertura.xml", content(cobertura(f'<line number="1" hits="{hits}"/>' + '<line number="3" hits="7"/>'))
    )

    assert result.exit_status == 0
    assert job.held()[APP] == {3: 7}
    assert hits in about(result, "cobertura.xml").message


HOSTILE = {
    "spaces": "src/a b.py",
    "quotes": 'src/it\'s "x".py',
    "percent": "src/%0A::error::c.py",
    "command": "src/::error::gotcha.py",
    "old command": "src/##[error]gotcha.py",
    "newline": "src/a\n::error::gotcha.py",
    "carriage return": "src/a\r::error::gotcha.py",
    "markdown": "src/<b>|`x`|.py",
    "no UTF-8": os.fsdecode(b"src/caf\xe9.py"),
    "right to left": "src/\u202egnp.py",
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_names_of_reports_command_nothing(name: str, job: Job) -> None:
    """A broken report of a hostile name: the runner sees one error, about that name, and no other command."""
    path = job.runner.workspace / f"{name.removesuffix('.py')}/cobertura.xml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("<coverage line-rate='1'>", encoding="utf-8")
    job.write(GOOD, lcov({CART: COVERAGE[CART]}))

    result = job.step(coverage_reports=f"src/**/cobertura.xml\n{GOOD}")

    assert_civil(result)
    assert job.held() == {CART: COVERAGE[CART]}
    assert len(result.messages("error")) == 1
    assert not [message for message in result.messages("error") if message.startswith("gotcha")]
    assert {command.name for command in result.commands} <= {"add-mask", "group", "endgroup", "error", "warning"}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_names_in_reports_command_nothing(name: str, job: Job) -> None:
    record = f"SF:{name}\nDA:1,1\nend_of_record\n".encode("utf-8", "surrogateescape")
    (job.runner.workspace / "lcov.info").write_bytes(lcov(COVERAGE).encode() + record)

    result = job.step()

    assert_civil(result)
    assert job.held() == COVERAGE
    assert not result.messages("error")
    assert {command.name for command in result.commands} <= {"add-mask", "group", "endgroup", "notice", "warning"}


@pytest.mark.parametrize("name", [HOSTILE["spaces"], HOSTILE["quotes"], HOSTILE["percent"], HOSTILE["markdown"]])
def test_odd_names_of_tracked_files_are_matched(name: str, job: Job) -> None:
    commit_files(job.runner.workspace, name)
    job.write("lcov.info", lcov({name: {1: 2}}))

    result = job.step()

    assert result.exit_status == 0, result.stdout
    assert job.held() == {name: {1: 2}}


def test_a_tracked_name_that_is_no_utf_8_cannot_be_sent_and_the_others_are(job: Job) -> None:
    name = HOSTILE["no UTF-8"]
    commit_files(job.runner.workspace, name)
    (job.runner.workspace / "lcov.info").write_bytes(
        lcov({**COVERAGE, name: {1: 1}}).encode("utf-8", "surrogateescape")
    )

    result = job.step()

    assert_civil(result)
    assert job.held() == COVERAGE
    assert "\\xe9" in result.text


@pytest.mark.parametrize("ending", ["\n", "\r\n", " \n\n"])
def test_a_token_may_end_with_a_new_line(ending: str, job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step(env={"CODACY_PROJECT_TOKEN": TOKEN + ending}, project_token="")

    assert result.exit_status == 0, result.stdout
    assert job.held() == COVERAGE


@pytest.mark.parametrize("sha", ["HEAD", SHA[:7], SHA + "0", "g" * 40, "main\n::error::x"])
def test_a_commit_that_is_no_sha_is_refused_before_anything_is_read(sha: str, job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step(commit_uuid=sha)

    assert result.exit_status == 1
    assert len(result.annotations) == 1
    assert "40 hexadecimal digits" in result.annotations[0].message
    assert not job.sandbox.state.requests


@pytest.mark.parametrize("event", [None, b"", b"{", b"[]", b'{"pull_request": 7}', b"\xff\xfe"])
def test_a_missing_event_is_no_matter_on_a_push(event: bytes | None, job: Job) -> None:
    replace_event(job.runner, event)
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step()

    assert result.exit_status == 0, result.stdout
    assert job.held() == COVERAGE


@pytest.mark.parametrize("event", [None, b"", b"{", b"[]", b'{"pull_request": 7}', b'{"pull_request": {"head": 1}}'])
def test_a_pull_request_without_its_event_is_asked_for_its_commit(event: bytes | None, make_job: MakeJob) -> None:
    """GITHUB_SHA is the merge commit there: coverage must not be put on it."""
    job = make_job(event_name="pull_request")
    replace_event(job.runner, event)
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step()

    assert result.exit_status == 1
    assert slugs(result) == {"commit-unknown"}
    assert "commit-uuid" in result.annotations[0].message
    assert not job.sandbox.state.requests


def replace_event(runner: FakeRunner, event: bytes | None) -> None:
    runner.event_path.unlink()
    if event is not None:
        runner.event_path.write_bytes(event)


def test_an_event_with_odd_values_is_survived(make_job: MakeJob) -> None:
    event = pull_request(7, HEAD)
    event["pull_request"]["number"] = "seven"
    job = make_job(event_name="pull_request", event=event)
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step()

    assert_civil(result)
    assert job.held(HEAD) == COVERAGE


def test_a_read_only_workspace_is_enough(job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE))
    for folder, _, names in os.walk(job.runner.workspace, topdown=False):
        for name in names:
            Path(folder, name).chmod(stat.S_IRUSR)
        Path(folder).chmod(stat.S_IRUSR | stat.S_IXUSR)

    result = job.step()

    assert result.exit_status == 0, result.stdout
    assert job.held() == COVERAGE


@pytest.mark.parametrize("kind", ["OUTPUT", "STEP_SUMMARY"])
@pytest.mark.parametrize("path", ["", "/", "/proc/none/there"])
def test_files_of_the_runner_that_cannot_be_written_are_a_warning(kind: str, path: str, job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE))

    def run_there(environ: Mapping[str, str], stdout: TextIO) -> int:
        return run({**environ, f"GITHUB_{kind}": path}, stdout)

    result = job.runner.run(run_there, {"project-token": TOKEN, "api-base-url": job.sandbox.url})

    assert result.exit_status == 0, result.stdout
    assert job.held() == COVERAGE
    assert slugs(result) == {"output-not-written"}


def test_payloads_that_cannot_be_kept_are_said(job: Job) -> None:
    job.write("lcov.info", lcov(COVERAGE))
    job.write("taken", "")

    result = job.step(dry_run="true", output_directory="taken")

    assert_civil(result)
    assert "output-not-written" in slugs(result)
    assert not result.outputs["payload-path"]


# --- checkouts -----------------------------------------------------------------------------------------------------


def git(folder: Path, *command: str) -> str:
    user = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "protocol.file.allow=always")
    done = subprocess.run(["git", "-C", str(folder), *user, *command], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def detached(workspace: Path) -> None:
    git(workspace, "checkout", "-q", "--detach")


def shallow(workspace: Path) -> None:
    origin = workspace.with_name("origin")
    workspace.rename(origin)
    git(origin, "commit", "-q", "--allow-empty", "-m", "second")
    git(origin.parent, "clone", "-q", "--depth", "1", f"file://{origin}", str(workspace))


def sparse(workspace: Path) -> None:
    git(workspace, "sparse-checkout", "set", "--cone", "src")


def worktree(workspace: Path) -> None:
    origin = workspace.with_name("origin")
    workspace.rename(origin)
    git(origin, "worktree", "add", "-q", "--detach", str(workspace))


def packed(workspace: Path) -> None:
    git(workspace, "pack-refs", "--all")
    git(workspace, "gc", "-q")


@pytest.mark.parametrize("checkout", [detached, shallow, sparse, worktree, packed])
def test_every_kind_of_checkout_is_understood(checkout: Callable[[Path], None], job: Job) -> None:
    """All tracked files count, those that a sparse checkout leaves out as well; the commit is read too."""
    checkout(job.runner.workspace)
    head = git(job.runner.workspace, "rev-parse", "HEAD")
    job.write("lcov.info", lcov({CART: {1: 1, 999: 1}, APP: {1: 5}}))

    result = job.step(commit_uuid=head)

    assert result.exit_status == 0, result.stdout
    assert job.held(head) == {CART: {1: 1}, APP: {1: 5}}
    assert slugs(result) == {"lines-past-end"}


def no_git(workspace: Path) -> None:
    shutil.rmtree(workspace / ".git")


def empty_index(workspace: Path) -> None:
    (workspace / ".git" / "index").write_bytes(b"")


def worktree_from_elsewhere(workspace: Path) -> None:
    no_git(workspace)
    (workspace / ".git").write_text("gitdir: /elsewhere/.git/worktrees/w\n", encoding="utf-8")


def garbage_for_git(workspace: Path) -> None:
    no_git(workspace)
    (workspace / ".git").write_bytes(b"gitdir: \0\xff\n")


def sparse_index(workspace: Path) -> None:
    git(workspace, "sparse-checkout", "set", "--cone", "--sparse-index", "src")


@pytest.mark.parametrize("checkout", [no_git, empty_index, worktree_from_elsewhere, garbage_for_git])
def test_without_gits_list_the_files_on_the_disk_are_used(checkout: Callable[[Path], None], job: Job) -> None:
    checkout(job.runner.workspace)
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step()

    assert result.exit_status == 0, result.stdout
    assert job.held() == COVERAGE
    assert slugs(result) == {"repository-without-git"}
    assert "actions/checkout" in result.messages("notice")[0]


@pytest.mark.parametrize(
    "head", [b"", b"ref: refs/heads/none\n", b"ref: \0\n", b"\xff\xfe", b"ref: ../../etc/passwd\n"]
)
def test_a_head_that_says_nothing_is_survived(head: bytes, job: Job) -> None:
    (job.runner.workspace / ".git" / "HEAD").write_bytes(head)
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step()

    assert_civil(result)
    assert job.held() == COVERAGE


def test_a_sparse_index_names_folders_so_the_files_on_the_disk_are_used(job: Job) -> None:
    sparse_index(job.runner.workspace)
    job.write("lcov.info", lcov(COVERAGE))

    result = job.step()

    assert_civil(result)
    assert job.held() == {CART: COVERAGE[CART]}
    assert "index is sparse" in "".join(result.messages("notice"))


# --- limits --------------------------------------------------------------------------------------------------------


def test_a_log_in_ascii_shows_plainer_signs(job: Job) -> None:
    job.write("lcov.info", lcov({**COVERAGE, "src/naïve.py": {1: 1}}))
    job.write("cobertura.xml", "<coverage line-rate='1'>")

    result = job.runner.run(run, {"project-token": TOKEN, "api-base-url": job.sandbox.url}, encoding="ascii")

    assert result.stdout.isascii()
    assert_civil(result)
    assert job.held() == COVERAGE


def test_fifteen_bad_reports_are_all_said(job: Job) -> None:
    """GitHub shows ten errors of a step; the others stand in the log, with their cures, and in the summary."""
    job.write(GOOD, lcov(COVERAGE))
    names = [f"out/{number:02}.xml" for number in range(15)]
    for name in names:
        job.write(name, cobertura("<line>"))

    result = job.step(coverage_reports=f"out/*.xml,{GOOD}")

    assert job.held() == COVERAGE
    assert len(result.messages("error")) == 10
    assert all(name in result.text for name in names)
    assert result.text.count("Cure: ") >= 15
    assert "5 errors more than GitHub annotates" in result.text
    assert [name for name in names if name not in result.summary] == []


def test_the_job_summary_of_twenty_thousand_files_fits(job: Job) -> None:
    tracked = [f"src/{number % 40}/{'long-folder-name/' * 6}module_{number}.py" for number in range(20_000)]
    index = job.runner.workspace
    listing = "".join(f"100644 {'0' * 39}1\t{name}\n" for name in tracked)
    subprocess.run(["git", "-C", str(index), "update-index", "--index-info"], input=listing, text=True, check=True)
    gone = {f"gone/{name}": {1: 1} for name in tracked[:5000]}
    job.write("lcov.info", lcov({name: {1: 1, 2: 0} for name in tracked} | gone))

    result = job.step(dry_run="true")

    assert result.exit_status == 0
    assert not result.runner_errors
    assert "50.00 %" in result.summary
    assert len(result.log) < 200


# --- being stopped -------------------------------------------------------------------------------------------------


def test_a_cancelled_step_ends_at_once_and_keeps_the_coverage(tmp_path: Path) -> None:
    with Sandbox(faults={"coverage": Delay(600)}) as sandbox:
        job = Job(tmp_path, sandbox)
        job.write("lcov.info", lcov(COVERAGE))
        commands = tmp_path / "commands"
        commands.touch()
        files = dict.fromkeys(("output", "step_summary"), commands)
        inputs = {"project-token": TOKEN, "api-base-url": sandbox.url}
        environ = job.runner.environment(inputs, {}, files) | {"PYTHONPATH": str(Path(__file__).parent.parent)}
        step = subprocess.Popen(
            [sys.executable, "-c", "from reporter.main import console; console()"],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        while step.poll() is None and not sandbox.state.requests:
            time.sleep(0.01)
        step.send_signal(signal.SIGTERM)
        stdout, stderr = step.communicate(timeout=60)

    assert step.returncode == 128 + signal.SIGTERM, stdout + stderr
    assert stderr == ""
    assert "The step was cancelled" in stdout
    kept = sorted((job.runner.temp / "codacy-coverage").rglob("*.json"))
    assert [path.name for path in kept] == ["python-1.json", "typescript-1.json"]
    assert json.loads(kept[0].read_bytes())["fileReports"][0]["filename"] == CART


# --- on a command line ---------------------------------------------------------------------------------------------


def on_the_console(*argv: str, environ: Mapping[str, str] | None = None) -> tuple[int, str]:
    stdout = io.StringIO()
    return run(environ or {}, stdout, argv), stdout.getvalue()


def test_the_final_notification_takes_its_commit_from_the_checkout(tmp_path: Path) -> None:
    commit_files(tmp_path, CART)

    exit_status, shown = on_the_console("--sandbox", "--final", "--workspace", str(tmp_path))

    assert exit_status == 0, shown
    assert f"commit {git(tmp_path, 'rev-parse', 'HEAD')[:7]}" in shown


def test_a_workspace_that_is_not_there_is_a_wrong_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        on_the_console("--workspace", str(tmp_path / "gone"))

    assert "is no folder" in capsys.readouterr().err


def test_advice_for_github_is_for_github_only(tmp_path: Path) -> None:
    """Elsewhere there are no secrets to name, no artifacts to upload, and no runner that ends."""
    commit_files(tmp_path, CART)
    (tmp_path / "lcov.info").write_text(lcov({CART: {1: 1}}), encoding="utf-8")

    exit_status, shown = on_the_console("--workspace", str(tmp_path), environ={"RUNNER_TEMP": str(tmp_path / "kept")})

    assert exit_status == 1
    assert "CODACY_PROJECT_TOKEN" in shown
    assert "secrets." not in shown
    assert "upload-artifact" not in shown
    assert "The payloads are in" in shown


@pytest.mark.parametrize("full", [True, False])
def test_a_log_that_cannot_be_written_stops_nothing(full: bool, tmp_path: Path) -> None:
    """The disk is full, or whoever read the log has gone."""
    commit_files(tmp_path, CART)
    (tmp_path / "lcov.info").write_text(lcov({CART: {1: 1}}), encoding="utf-8")
    reading, gone = os.pipe()
    os.close(reading)
    with Sandbox() as sandbox, os.fdopen(gone, "wb") as unread, Path("/dev/full").open("wb") as no_room:
        environ = {"CODACY_PROJECT_TOKEN": TOKEN, "CODACY_API_BASE_URL": sandbox.url}
        done = subprocess.run(
            [sys.executable, "-c", "from reporter.main import console; console()", "--workspace", str(tmp_path)],
            env=environ | {"PYTHONPATH": str(Path(__file__).parent.parent)},
            stdout=no_room if full else unread,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        requests = len(sandbox.state.requests)

    assert (done.returncode, done.stderr, requests) == (0, "", 2)


def test_a_wrong_language_is_said_in_whole_sentences() -> None:
    exit_status, shown = on_the_console("--language", "klingon")

    assert exit_status == 1
    assert ".." not in shown
