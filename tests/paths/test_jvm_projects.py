"""What pom.xml and Gradle's settings say of the projects of a repository."""

from __future__ import annotations

import pytest

from reporter.model import RepoPath
from reporter.paths.jvm_projects import JvmProjects, artifact_id, jvm_projects, owner_of


def _projects(texts: dict[str, str], *files: str) -> JvmProjects:
    return jvm_projects(map(RepoPath, [*texts, *files]), lambda path, _limit=-1: texts[path].encode())


@pytest.mark.parametrize(
    "pom",
    [
        "<project><artifactId>cart</artifactId></project>",
        "<project><parent><artifactId>shop</artifactId></parent><artifactId> cart\n</artifactId></project>",
        "<project><!-- <artifactId>old</artifactId> --><artifactId>cart</artifactId></project>",
        "<project><build><plugin><artifactId>x</artifactId></plugin></build><artifactId>cart</artifactId></project>",
        '<?xml version="1.0"?><!DOCTYPE x>\n<project xmlns="http://a/b"\n><artifactId>cart</artifactId></project>',
        "<project><p/><name><![CDATA[<artifactId>]]></name><artifactId>cart</artifactId></project>",
    ],
)
def test_the_own_artifact_id(pom: str) -> None:
    assert artifact_id(pom) == "cart"


@pytest.mark.parametrize(
    "pom",
    [
        "",
        "<project><parent><artifactId>shop</artifactId></parent></project>",
        "<project><artifactId>${name}</artifactId></project>",
        "<project><!-- <artifactId>old</artifactId></project>",
        "<artifactId>cart</artifactId>",
    ],
)
def test_no_artifact_id(pom: str) -> None:
    assert artifact_id(pom) == ""


def test_gradle_projects_are_where_the_settings_say() -> None:
    settings = """
        includeBuild("build-logic")
        rootProject.name = "shop"
        // include(":old")
        include(":services:cart", ":ui")
        include ':tool', // the last
            'docs'
        project(':tool').projectDir = new File(settingsDir, 'misc/hammer')
        project(":ui").projectDir = file("$rootDir/../elsewhere")
    """
    assert _projects({"backend/settings.gradle.kts": settings}).names == {
        "backend": frozenset({"shop"}),
        "backend/services": frozenset({"services"}),
        "backend/services/cart": frozenset({"cart"}),
        "backend/misc/hammer": frozenset({"tool", "hammer"}),
        "backend/docs": frozenset({"docs"}),
        "elsewhere": frozenset({"ui", "elsewhere"}),
    }


def test_only_projects_with_sources_of_their_own_are_where_a_name_leads() -> None:
    pom = "<project><artifactId>{}</artifactId></project>"
    texts = {"pom.xml": pom.format("shop"), "a/pom.xml": pom.format("cart"), "b/pom.xml": pom.format("cart")}
    assert _projects(texts, "a/src/A.java", "b/src/B.kt").folders == {"cart": frozenset({"a", "b"})}


def test_the_innermost_folder_owns() -> None:
    assert owner_of("a/b/c", frozenset({"", "a/b"})) == "a/b"
    assert owner_of("ab", frozenset({"a"})) is None
