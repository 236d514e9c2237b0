"""Coverage of what symbolic links lead to belongs to the files there."""

from __future__ import annotations

import pytest

from reporter.paths import Outcome
from reporter.paths.roots import Hints
from tests.paths.cases import HOST, ROOTS, decide, found

FILES = ["pkg/real/a.py", "pkg/real/sub/b.py", "linked", "pkg/alias.py", "a.py", "sub/b.py"]
LINKS = {"linked": "pkg/real", "pkg/alias.py": "pkg/real/a.py"}


@pytest.mark.parametrize(
    "written",
    ["linked/a.py", f"{HOST}/linked/a.py", "pkg/alias.py", f"{HOST}/pkg/alias.py", "./linked/sub/../a.py"],
)
def test_behind_a_link_is_the_file_it_leads_to(written: str) -> None:
    """Not a namesake of its end."""
    assert found(decide(FILES, [written], links=LINKS)) == ["pkg/real/a.py"]


def test_links_are_seen_from_the_reports_folder() -> None:
    files = ["apps/web/src/a.ts", "apps/web/lib"]
    hints = Hints(repository_roots=ROOTS, report_folder="apps/web/coverage")
    (decision,) = decide(files, ["lib/a.ts"], links={"apps/web/lib": "apps/web/src"}, hints=hints)
    assert (decision.repo_path, decision.rule, decision.reason) == (
        "apps/web/src/a.ts",
        "symbolic link",
        "apps/web/lib/a.ts",
    )


def test_a_source_root_may_be_a_link() -> None:
    assert found(decide(FILES, ["sub/b.py"], links=LINKS, sources=[f"{HOST}/linked"], format="cobertura")) == [
        "pkg/real/sub/b.py"
    ]


def test_the_file_and_its_link_are_one() -> None:
    """Both entries are known to be that file, so that their hits add up."""
    written = [f"{HOST}/pkg/alias.py", f"{HOST}/pkg/real/a.py"]
    assert found(decide(FILES, written, links=LINKS)) == ["pkg/real/a.py"] * 2
    assert found(decide(["x/b/a.py", "y/b/a.py"], ["b/a.py"], links={"y/b/a.py": "x/b/a.py"})) == ["x/b/a.py"]


def test_links_in_a_circle_lead_nowhere() -> None:
    links = {"one": "two", "two": "one", "self": "self/deeper"}
    decisions = decide(["one", "two", "self"], ["one/a.py", "self/a.py"], links=links)
    assert {decision.outcome for decision in decisions} == {Outcome.UNMATCHED}


def test_a_link_out_of_the_tracked_files_stays_a_file() -> None:
    assert found(decide(["made.py"], ["made.py"], links={"made.py": "build/made.py"})) == ["made.py"]


def test_names_of_links_may_differ_in_case() -> None:
    assert found(decide(FILES, ["LINKED/A.py"], links=LINKS)) == ["pkg/real/a.py"]
