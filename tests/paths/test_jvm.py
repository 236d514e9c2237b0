"""The resolver on reports of the JVM's tools, whose paths are a package and a name."""

from __future__ import annotations

from reporter.paths import Outcome
from tests.paths.cases import decide, found

JAVA = "src/main/java"


def _pom(name: str, parent: str = "shop") -> str:
    return f"<project><parent><artifactId>{parent}</artifactId></parent><artifactId>{name}</artifactId></project>"


# Groups


def test_a_group_is_the_artifact_of_a_pom() -> None:
    files = [f"{folder}/{JAVA}/acme/A.java" for folder in ("inbound", "outbound")]
    poms = {"pom.xml": _pom("shop"), "inbound/pom.xml": _pom("receiving"), "outbound/pom.xml": _pom("shipping")}
    decisions = decide(
        files, [("receiving", "acme/A.java"), ("shipping", "acme/A.java")], contents=poms, format="jacoco"
    )
    assert found(decisions) == files


def test_the_folder_of_another_artifact_is_not_the_groups() -> None:
    """The folder `web` holds the artifact `core`, and the artifact `web` is in `frontend`."""
    files = [f"frontend/{JAVA}/acme/A.java", f"web/{JAVA}/acme/A.java", f"web/{JAVA}/acme/Gen.java"]
    poms = {"frontend/pom.xml": _pom("web"), "web/pom.xml": _pom("core")}
    decisions = decide(files, [("web", "acme/A.java"), ("web", "acme/Gen.java")], contents=poms, format="jacoco")
    assert found(decisions) == [files[0], None]


def test_the_parents_artifact_is_not_the_groups() -> None:
    files = [f"{folder}/{JAVA}/acme/A.java" for folder in ("one", "two")]
    poms = {"one/pom.xml": _pom("cart", parent="web"), "two/pom.xml": _pom("order", parent="cart")}
    assert found(decide(files, [("cart", "acme/A.java")], contents=poms, format="jacoco")) == [files[0]]


def test_a_project_within_another_is_not_the_outer_one() -> None:
    files = [f"{JAVA}/acme/A.java", f"plugin/{JAVA}/acme/A.java"]
    poms = {"pom.xml": _pom("shop"), "plugin/pom.xml": _pom("extra")}
    decisions = decide(files, [("shop", "acme/A.java"), ("extra", "acme/A.java")], contents=poms, format="jacoco")
    assert found(decisions) == files


def test_a_group_around_all_others_rules_nothing_out() -> None:
    """The root project has no sources of its own."""
    files = [f"inbound/{JAVA}/acme/A.java", f"outbound/{JAVA}/acme/B.java"]
    poms = {"pom.xml": _pom("shop"), "inbound/pom.xml": _pom("receiving"), "outbound/pom.xml": _pom("shipping")}
    decisions = decide(files, [("shop", "acme/A.java"), ("shop", "acme/B.java")], contents=poms, format="jacoco")
    assert found(decisions) == files


def test_a_group_is_a_gradle_project() -> None:
    files = [f"{folder}/{JAVA}/acme/A.java" for folder in ("misc/hammer", "services/cart")]
    settings = {
        "settings.gradle": "include ':tool', ':services:cart'\nproject(':tool').projectDir = file('misc/hammer')"
    }
    decisions = decide(files, [("tool", "acme/A.java"), ("cart", "acme/A.java")], contents=settings, format="jacoco")
    assert found(decisions) == files


def test_two_poms_of_one_artifact_are_not_told_apart() -> None:
    files = [f"{folder}/{JAVA}/acme/A.java" for folder in ("one", "two")]
    poms = {"one/pom.xml": _pom("cart"), "two/pom.xml": _pom("cart")}
    (decision,) = decide(files, [("cart", "acme/A.java")], contents=poms, format="jacoco")
    assert (decision.outcome, decision.candidates) == (Outcome.AMBIGUOUS, tuple(files))
