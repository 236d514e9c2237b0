"""JaCoCo's reports without groups in Maven's ``target``: they hold the classes of one project."""

from __future__ import annotations

import pytest

from reporter.paths.roots import Hints
from tests.paths.cases import ROOTS, decide, found

JAVA = "src/main/java/acme"
FILES = [f"inbound/{JAVA}/A.java", f"inbound/{JAVA}/B.java", f"outbound/{JAVA}/Gen.java"]
POMS = {
    f"{folder}/pom.xml": f"<project><artifactId>{folder}-x</artifactId></project>" for folder in ("inbound", "outbound")
}
REPORT = "inbound/target/site/jacoco"


def _decide(names: str, *, folder: str = REPORT, format_: str = "jacoco") -> list[str | None]:
    hints = Hints(repository_roots=ROOTS, report_folder=folder)
    return found(
        decide(FILES, [f"acme/{name}.java" for name in names.split()], hints=hints, contents=POMS, format=format_)
    )


def test_a_generated_file_is_not_its_namesake_in_another_project() -> None:
    assert _decide("A B Gen") == [*FILES[:2], None]


@pytest.mark.parametrize("folder", ["", "inbound", "inbound/build/reports/jacoco", "reports/target/site/jacoco"])
def test_a_report_elsewhere_may_be_on_several_projects(folder: str) -> None:
    assert _decide("A B Gen", folder=folder) == FILES


def test_one_file_proves_that_the_project_is_reported_on() -> None:
    assert _decide("A Gen") == [FILES[0], None]
    assert _decide("Gen") == [FILES[2]]


def test_other_formats_are_not_bound_to_a_project() -> None:
    assert _decide("A B Gen", format_="cobertura") == FILES
