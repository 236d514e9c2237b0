from __future__ import annotations

from decimal import Decimal

import pytest

from reporter.figures import About, Figures, Lines, Status, gather
from reporter.gates import judge
from reporter.model import RepoPath
from reporter.outputs import OUTPUTS, output_values
from reporter.patch import Patch, PatchedFile
from reporter.policy import Mode
from reporter.reviewing import Reviewed
from tests.sample_figures import sample

ABOUT = About(version="1.0.0")
UPLOADS, FINAL, BOTH = Mode(uploads=True, final=False), Mode(uploads=False, final=True), Mode(uploads=True, final=True)


def empty(status: Status = Status.FAILED) -> Figures:
    return gather(ABOUT, status, {}, {})


@pytest.mark.parametrize("status", Status)
def test_every_output_is_set_in_every_outcome(status: Status) -> None:
    for figures in (empty(status), sample(status)):
        values = output_values(figures, BOTH, [])
        assert list(values) == list(OUTPUTS)
        assert values["status"] == status.value


def test_no_coverage_has_no_percentage_but_numbers() -> None:
    assert output_values(empty(), BOTH, []) == {
        "status": "failed",
        "coverage": "",
        "covered-lines": "0",
        "coverable-lines": "0",
        "files": "0",
        "reports": "0",
        "matched-files": "0",
        "unmatched-files": "0",
        "ambiguous-files": "0",
        "match-rate": "",
        "languages": "",
        "commit-uuid": "",
        "partial": "false",
        "final": "false",
        "patch-coverage": "",
        "patch-covered-lines": "",
        "patch-coverable-lines": "",
        "gate": "",
        "resolution-path": "",
        "processed": "",
        "payload-path": "",
    }


def test_a_pull_request_has_its_own_figures() -> None:
    patch = Patch((PatchedFile(RepoPath("a.py"), Lines(3, 2)),))
    judged = judge(None, Decimal(80), {}, patch, in_pull_request=True)

    values = output_values(empty(), BOTH, [], Reviewed(patch=patch, judged=judged))

    names = ("patch-coverage", "patch-covered-lines", "patch-coverable-lines", "gate")
    assert [values[name] for name in names] == ["66.66", "2", "3", "failed"]


def test_figures_are_those_of_the_step() -> None:
    """16 files in TypeScript, 16 in Java, 8 in Python; two more report paths were left out, four lie outside."""
    values = output_values(sample(Status.FAILED), BOTH, ["java", "python", "java"])

    typescript = (sum(120 + 7 * n for n in range(16)), sum(100 - n for n in range(16)))
    java = (sum(60 + n for n in range(16)), sum(60 - 3 * n for n in range(16)))
    python = sum(40 + n for n in range(8))
    coverable, covered = typescript[0] + java[0] + python, typescript[1] + java[1] + python
    assert values["coverable-lines"] == str(coverable)
    assert values["covered-lines"] == str(covered)
    assert values["coverage"] == f"{covered * 100 // coverable}.{covered * 10_000 // coverable % 100:02d}"
    assert (values["files"], values["reports"], values["languages"]) == ("40", "3", "java,python")
    assert (values["matched-files"], values["unmatched-files"], values["ambiguous-files"]) == ("40", "1", "1")
    assert values["match-rate"] == "95.23"
    assert values["commit-uuid"] == "0123456789abcdef0123456789abcdef01234567"
    assert values["payload-path"] == "/home/runner/work/_temp/codacy-coverage"


@pytest.mark.parametrize(
    ("status", "mode", "partial", "final"),
    [
        (Status.UPLOADED, BOTH, "true", "true"),
        (Status.PARTIAL, UPLOADS, "true", "false"),
        (Status.FINAL, FINAL, "false", "true"),
        (Status.SKIPPED, BOTH, "false", "false"),
        (Status.DRY_RUN, BOTH, "false", "false"),
        (Status.FAILED, BOTH, "false", "false"),
    ],
)
def test_partial_and_final_are_true_only_if_codacy_took_them(
    status: Status, mode: Mode, partial: str, final: str
) -> None:
    values = output_values(empty(status), mode, [])

    assert (values["partial"], values["final"]) == (partial, final)


def test_languages_are_sorted_and_each_once() -> None:
    assert output_values(empty(), BOTH, ["ruby", "go", "ruby"])["languages"] == "go,ruby"
