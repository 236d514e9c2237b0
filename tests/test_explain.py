"""The command that explains reports, as someone uses it on their own machine."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from reporter.explain import decision_lines, explain
from reporter.model import RepoPath, ReportPath
from reporter.paths import Decision, Outcome
from tests.job import commit_files, lcov
from tests.sample_figures import matched

CART = {1: 1, 2: 0}
PACKAGES = [f"packages/{package}/src/{name}.ts" for package in ("api", "web") for name in ("cart", "tax")]


@dataclass(frozen=True)
class Explained:
    """What the command said, and its exit status."""

    status: int
    out: str
    err: str


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    commit_files(tmp_path, "src/shop/cart.py", *PACKAGES)
    return tmp_path


def run(checkout: Path, *argv: str, environ: dict[str, str] | None = None) -> Explained:
    stdout, stderr = io.StringIO(), io.StringIO()
    status = explain(environ or {}, stdout, stderr, ["--workspace", str(checkout), *argv])
    return Explained(status, stdout.getvalue(), stderr.getvalue())


def test_each_path_is_explained_and_a_cause_has_one_suggestion(checkout: Path) -> None:
    files = ["src/cart.ts", "src/tax.ts", "/usr/lib/node_modules/x.js", "gone.py"]
    (checkout / "lcov.info").write_text(lcov(dict.fromkeys(files, CART)), encoding="utf-8")
    (checkout / "more.info").write_text(lcov({f"{checkout}/src/shop/cart.py": CART}), encoding="utf-8")

    found = run(checkout, "*.info")

    assert found == Explained(
        0,
        f"""\
lcov.info (LCOV): 0 of 3 files matched (0.00 %), 2 ambiguous, 1 not found, 1 outside the repository
  /usr/lib/node_modules/x.js → outside the repository · Node package
  gone.py → not found
  src/cart.ts → ambiguous · path ending
      fits packages/api/src/cart.ts
      fits packages/web/src/cart.ts
      cure: path-prefix: packages/api (if the first is meant)
  src/tax.ts → ambiguous · path ending
      fits packages/api/src/tax.ts
      fits packages/web/src/tax.ts
      cure: path-prefix: packages/api (if the first is meant)

more.info (LCOV): 1 of 1 file matched (100.00 %)
  {checkout}/src/shop/cart.py → src/shop/cart.py · workspace root: {checkout}

2 reports: 1 of 4 files matched (25.00 %), 2 ambiguous, 1 not found, 1 outside the repository
! 2 report files left out, because the file meant cannot be told.
  src/cart.ts could be packages/api/src/cart.ts or packages/web/src/cart.ts.
  Cure: If 2 files of lcov.info are below packages/api (and not packages/web), add to this step:
  with:
    path-prefix: packages/api
  More: docs/errors.md#files-ambiguous
· 1 report file left out, because the repository has no such file.
  gone.py is missing.
  More: docs/errors.md#files-not-found
! Only 1 of 4 report files (25 %) were found in the repository.
  The others are left out.
  Cure: Set path-prefix or path-mapping if the files left out only start in another place.
  More: docs/errors.md#low-match-rate
""",
        "",
    )


@pytest.mark.parametrize(
    ("written", "options"),
    [("src/cart.ts", ["--path-prefix", "packages/web"]), ("/ci/cart.ts", ["--path-mapping=/ci => packages/web/src"])],
)
def test_a_suggestion_can_be_tried_before_it_is_pasted(checkout: Path, written: str, options: list[str]) -> None:
    (checkout / "lcov.info").write_text(lcov({written: CART}), encoding="utf-8")

    found = run(checkout, *options)

    assert found.status == 0
    assert f"  {written} → packages/web/src/cart.ts · {options[0][2:13]}" in found.out


def test_json_is_the_list_that_the_step_writes_and_nothing_else(checkout: Path) -> None:
    (checkout / "lcov.info").write_text(lcov({"src/cart.ts": CART, "a##[error]b.ts": CART}), encoding="utf-8")

    found = run(checkout, "--json", environ={"GITHUB_ACTIONS": "true"})

    rows = [json.loads(line) for line in found.out.splitlines()]
    assert [(row["report"], row["written"], row["outcome"]) for row in rows] == [
        ("lcov.info", "a##[error]b.ts", "not-found"),
        ("lcov.info", "src/cart.ts", "ambiguous"),
    ]
    assert "##[" not in found.out
    assert "None of the 2 files" in found.err
    assert found.status == 1


def test_neither_a_token_nor_a_commit_nor_git_is_needed(tmp_path: Path) -> None:
    (tmp_path / "cart.py").write_text("pass\n", encoding="utf-8")
    (tmp_path / "lcov.info").write_text(lcov({"cart.py": CART}), encoding="utf-8")

    found = run(tmp_path)

    assert found.status == 0
    assert "  cart.py → cart.py · exact\n" in found.out
    assert "There is no .git folder here or above." in found.out


def test_the_environment_has_no_say(checkout: Path) -> None:
    """A broken token or another step's input is no business of an explanation."""
    (checkout / "lcov.info").write_text(lcov({"src/shop/cart.py": CART}), encoding="utf-8")

    environ = {"CODACY_PROJECT_TOKEN": "not a token", "INPUT_COVERAGE-REPORTS": "other.info"}

    assert run(checkout, environ=environ).status == 0


def test_a_report_that_cannot_be_read_is_said_and_the_others_are_explained(checkout: Path) -> None:
    (checkout / "lcov.info").write_text(lcov({"src/shop/cart.py": CART}), encoding="utf-8")
    (checkout / "bad.xml").write_text("<coverage line-rate='1'><packages>", encoding="utf-8")

    found = run(checkout, "lcov.info", "bad.xml")

    assert found.status == 1
    assert "src/shop/cart.py → src/shop/cart.py · exact" in found.out
    assert found.out.count("bad.xml") == 1
    assert "✗ bad.xml" in found.out
    assert "1 report: 1 of 1 file matched (100.00 %)" in found.out


def test_reports_that_the_step_would_not_use_are_named(checkout: Path) -> None:
    (checkout / "lcov.info").write_text(lcov({"src/shop/cart.py": CART}), encoding="utf-8")
    subprocess.run(["git", "-C", str(checkout), "add", "lcov.info"], check=True)

    assert "skipped lcov.info: tracked by git" in run(checkout).out
    assert run(checkout, "lcov.info").status == 0


@pytest.mark.parametrize("argv", [[], ["none.info"], ["--path-mapping", "no arrow"]])
def test_nothing_to_explain_is_an_error(checkout: Path, argv: list[str]) -> None:
    found = run(checkout, *argv)

    assert found.status == 1
    assert found.out.startswith("✗ ")
    assert "matched" not in found.out


def test_a_wrong_command_line_has_status_2(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(checkout, "--project-token", "x")

    assert caught.value.code == 2


def decision(outcome: Outcome, rule: str, reason: str = "", *candidates: str) -> Decision:
    return Decision(
        report_path=ReportPath("A.java"),
        group=("shop", "api"),
        outcome=outcome,
        rule=rule,
        reason=reason,
        candidates=tuple(map(RepoPath, candidates)),
    )


@pytest.mark.parametrize(
    ("one", "shown"),
    [
        (matched("a.py", "a.py", "exact", "."), ["a.py → a.py · exact"]),
        (matched("a.py", "src/a.py", "<source>", "src"), ["a.py → src/a.py · <source>: src"]),
        (decision(Outcome.UNMATCHED, "not found"), ["A.java in shop/api → not found"]),
        (
            decision(Outcome.UNMATCHED, "group", "not in api, which its group names"),
            ["A.java in shop/api → not found · group: not in api, which its group names"],
        ),
        (
            decision(Outcome.AMBIGUOUS, "two for one file", "B.java leads to the same file", "x/A.java"),
            [
                "A.java in shop/api → ambiguous · two for one file: B.java leads to the same file",
                "    fits x/A.java",
            ],
        ),
        (
            decision(Outcome.AMBIGUOUS, "path ending", "x", "x/A.java", "y/A.java"),
            ["A.java in shop/api → ambiguous · path ending", "    fits x/A.java", "    fits y/A.java"],
        ),
    ],
)
def test_a_decision_says_what_the_outcome_does_not(one: Decision, shown: list[str]) -> None:
    assert list(decision_lines(one)) == shown


def test_the_console_script_explains(checkout: Path) -> None:
    (checkout / "lcov.info").write_text(lcov({"src/shop/cart.py": CART}), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", "from reporter.main import console; console()", "explain", "lcov.info"],
        cwd=checkout,
        env={"PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("1 report: 1 of 1 file matched (100.00 %)\n")
