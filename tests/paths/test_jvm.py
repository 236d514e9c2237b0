"""The resolver on reports of the JVM's tools, whose paths are a package and a name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporter.model import LineHits, ParsedReport, RepoPath, ReportedFile, ReportPath
from reporter.paths import Outcome
from reporter.paths.decide import resolve
from reporter.paths.groups import source_root
from reporter.paths.roots import Hints
from reporter.paths.universe import Universe
from tests.paths.cases import ROOTS, decide, found, outcomes, report

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


# Declared packages


def test_a_folder_may_leave_out_the_common_package() -> None:
    contents = {
        "pricing/src/main/kotlin/cart/Cart.kt": '@file:JvmName("C")\npackage com.acme.cart\n',
        "pricing/src/main/scala/Price.scala": "package com.acme\npackage prices\n",
        "other/src/main/kotlin/cart/Cart.kt": "package org.other.cart\n",
    }
    decisions = decide([], ["com/acme/cart/Cart.kt", "com/acme/prices/Price.scala"], contents=contents, format="jacoco")
    assert found(decisions) == list(contents)[:2]
    assert {decision.rule for decision in decisions} == {"declared package"}


def test_a_file_whose_path_fits_but_not_its_package_is_not_it() -> None:
    contents = {
        "legacy/src/com/acme/cart/Cart.scala": "package com.legacy.cart\n",
        "src/main/scala/cart/Cart.scala": "package com.acme.cart\n",
    }
    assert found(decide([], ["com/acme/cart/Cart.scala"], contents=contents, format="jacoco")) == [
        "src/main/scala/cart/Cart.scala"
    ]


@pytest.mark.parametrize("file", ["src/com/acme/A.java", "x/acme/A.java", "acme/A.java", "com/acme/A.java"])
def test_where_only_other_packages_are_declared_there_is_no_file(file: str) -> None:
    (decision,) = decide([], ["com/acme/A.java"], contents={file: "package org.other;"}, format="jacoco")
    assert decision.outcome is Outcome.UNMATCHED


def test_a_path_of_no_package_is_no_file_of_one() -> None:
    assert found(decide([], ["Main.kt"], contents={"src/Main.kt": "package com.acme\n"}, format="jacoco")) == [None]
    (decision,) = decide([], ["Main.kt"], contents={"src/Main.kt": "fun main() {}\n"}, format="jacoco")
    assert decision.repo_path == "src/Main.kt"


def test_a_package_declared_nowhere_rules_nothing_out() -> None:
    files = ["src/main/kotlin/com/acme/A.kt"]
    assert found(decide(files, ["com/acme/A.kt"], format="jacoco")) == files


def test_two_files_that_declare_the_package_are_refused() -> None:
    """One has the whole package in its folders, which makes it no likelier."""
    contents = {f"{folder}/Cart.kt": "package com.acme.cart\n" for folder in ("a/src/cart", "b/src/com/acme/cart")}
    (decision,) = decide([], ["com/acme/cart/Cart.kt"], contents=contents, format="jacoco")
    assert (decision.outcome, decision.candidates) == (Outcome.AMBIGUOUS, tuple(contents))


def test_a_declared_package_in_another_module_than_the_groups_is_not_it() -> None:
    contents = {
        "web/pom.xml": _pom("web"),
        "web/src/A.kt": "package com.acme\n",
        "core/src/Gen.kt": "package com.acme\n",
    }
    written = [("web", "com/acme/A.kt"), ("web", "com/acme/Gen.kt")]
    assert found(decide([], written, contents=contents, format="jacoco")) == ["web/src/A.kt", None]


def test_a_declared_package_in_another_project_than_the_reports_is_not_it() -> None:
    """Gen.kt was made in `web` and not committed; that of `core` is another file."""
    contents = {
        **{f"{module}/pom.xml": _pom(module) for module in ("web", "core")},
        **{f"web/src/main/kotlin/com/acme/{name}.kt": "package com.acme\n" for name in "AB"},
        "core/src/main/kotlin/Gen.kt": "package com.acme\n",
    }
    hints = Hints(repository_roots=ROOTS, report_folder="web/target/site/jacoco")
    written = [f"com/acme/{name}.kt" for name in ("A", "B", "Gen")]
    sources = [f"web/src/main/kotlin/{path}" for path in written[:2]]
    assert found(decide([], written, contents=contents, format="jacoco", hints=hints)) == [*sources, None]


def test_the_root_of_sources_ends_at_a_component() -> None:
    assert source_root("m/src/com/acme/A.kt", "com/acme/A.kt") == "m/src"
    assert source_root("m/src/acme/A.kt", "com/acme/A.kt") == "m/src"
    assert source_root("m/src/xcom/acme/A.kt", "com/acme/A.kt") == "m/src/xcom"
    assert source_root("com/acme/A.kt", "com/acme/A.kt") == ""


def test_other_formats_look_at_packages_last() -> None:
    contents = {"src/main/scala/cart/Cart.scala": "package com.acme.cart\n"}
    assert found(decide([], ["com/acme/cart/Cart.scala"], contents=contents, format="cobertura")) == list(contents)
    assert found(decide([], ["cart/Cart.scala"], contents=contents, format="cobertura")) == list(contents)
    assert found(decide([], ["org/acme/cart/Cart.scala"], contents=contents, format="cobertura")) == [None]


def test_project_files_are_read_only_for_reports_that_need_them() -> None:
    read: list[str] = []

    def reader(path: RepoPath, limit: int = -1) -> bytes:
        read.append(path)
        return b""[:limit]

    files = [RepoPath("pom.xml"), RepoPath("web/a.ts")]
    resolve(report(["a.ts"]), Universe(files, reader), Hints(report_folder="web/coverage"))
    assert not set(read) & set(files)


def test_heads_are_read_once_and_only_of_namesakes() -> None:
    read: list[tuple[str, int]] = []

    def reader(path: RepoPath, limit: int = -1) -> bytes:
        read.append((path, limit))
        return b"package com.acme\n"

    universe = Universe([RepoPath(path) for path in ("a/A.kt", "a/B.kt", "pom.xml")], reader)
    for _ in range(2):
        resolve(report(["com/acme/A.kt", "com/acme/x/A.kt"], "jacoco"), universe, Hints())
    assert read == [("a/A.kt", 4096)]


# Reports merged without groups


def test_a_class_that_two_modules_have_is_refused_in_a_merged_report() -> None:
    """All files of the report are in `a`, yet its `Util` may be that of `b`."""
    contents = {f"{module}/{JAVA}/acme/Util.java": "package acme;" for module in "ab"}
    files = [*(f"{module}/pom.xml" for module in "ab"), f"a/{JAVA}/acme/A.java", f"b/{JAVA}/acme/Other.java"]
    decisions = decide(files, ["acme/Util.java", "acme/A.java"], contents=contents, format="jacoco")
    assert outcomes(decisions) == ["AMBIGUOUS", "MATCHED"]
    assert decisions[0].candidates == tuple(contents)


def test_a_report_in_a_module_is_of_its_classes() -> None:
    contents = {f"{module}/{JAVA}/acme/Util.java": "package acme;" for module in "ab"}
    hints = Hints(repository_roots=ROOTS, report_folder="b/target/site/jacoco")
    files = [f"{module}/pom.xml" for module in "ab"]
    decisions = decide(files, ["acme/Util.java"], contents=contents, format="jacoco", hints=hints)
    assert found(decisions) == [f"b/{JAVA}/acme/Util.java"]


def test_tests_and_made_files_are_no_second_module() -> None:
    places = ["a/src/main/java", "b/src/test/java", "c/build/generated/java"]
    contents = {f"{place}/acme/Util.java": "package acme;" for place in places}
    files = [f"{module}/pom.xml" for module in "abc"]
    assert found(decide(files, ["acme/Util.java"], contents=contents, format="jacoco")) == [next(iter(contents))]


def _named(name: str, *paths: str) -> ParsedReport:
    lines = LineHits.from_mapping({1: 1})
    return ParsedReport("jacoco", tuple(ReportedFile(ReportPath(path), lines) for path in paths), name=name)


def _shop(*poms: str) -> Universe:
    """Two modules with a class of the same name, and one of them with two more."""
    names = ["inbound/src/main/java/p/A.java", "inbound/src/main/java/p/B.java", "inbound/src/main/java/p/C.java"]
    texts = {f"{folder}/pom.xml": f"<project><artifactId>acme-{folder}</artifactId></project>" for folder in poms}
    files = [*names, "outbound/src/main/java/p/A.java", "outbound/src/main/java/p/D.java", *texts]
    return Universe(sorted(map(RepoPath, files)), lambda path, limit=-1: texts.get(path, "package p;").encode())


def test_a_report_that_bears_the_name_of_a_maven_project_is_about_its_classes() -> None:
    report = _named("acme-inbound", "p/A.java", "p/B.java", "p/C.java", "p/D.java")

    decisions = resolve(report, _shop("inbound", "outbound"), Hints())

    assert [decision.repo_path for decision in decisions] == [
        "inbound/src/main/java/p/A.java",
        "inbound/src/main/java/p/B.java",
        "inbound/src/main/java/p/C.java",
        None,
    ]
    assert {decision.group for decision in decisions} == {()}


def test_a_name_that_no_pom_declares_says_nothing() -> None:
    decisions = resolve(_named("acme-inbound", "p/A.java", "p/B.java", "p/D.java"), _shop(), Hints())

    assert decisions[0].outcome is Outcome.AMBIGUOUS
    assert decisions[2].repo_path == "outbound/src/main/java/p/D.java"


def test_a_name_without_witnesses_among_the_sources_of_its_project_says_nothing() -> None:
    (decision,) = resolve(_named("acme-inbound", "p/D.java"), _shop("inbound", "outbound"), Hints())

    assert decision.repo_path == "outbound/src/main/java/p/D.java"


def test_the_class_of_a_file_without_a_package_is_no_folder() -> None:
    files = ["milk/src/main/kotlin/Alone.kt", "src/OtherKt/Other.kt", "Other.kt"]
    decisions = decide(files, ["AloneKt/Alone.kt", "OtherKt/Other.kt", "OtherKt/Alone.kt"], format="jacoco")
    assert found(decisions) == [files[0], files[1], None]


def test_the_name_of_a_gradle_project_tells_its_report_from_those_on_several() -> None:
    main = "src/main/java/com/acme"
    files = {f"{project}/{main}/{name}.java" for project in ("east", "west") for name in ("Main", project.title())}
    universe = Universe(
        sorted(map(RepoPath, {*files, "settings.gradle"})),
        lambda path, _limit=-1: b"include 'east', 'west'" if path == "settings.gradle" else b"",
    )

    def place(*names: str) -> str | None:
        parsed = report([f"com/acme/{name}.java" for name in names], "jacoco")
        return resolve(replace(parsed, name="east"), universe, Hints())[0].repo_path

    assert place("Main", "East") == f"east/{main}/Main.java"
    assert place("Main", "East", "West") is None
    assert place("Main") is None


def test_a_lone_class_of_a_second_project_is_not_taken_for_the_generated_one() -> None:
    """JaCoCo writes all classes of a project: where one of two is there alone, the report is on the other project."""
    files = [f"{module}/build.gradle" for module in "abc"]
    files += [f"{place[0]}/{JAVA}/acme/{place[1:]}.java" for place in ("aA", "aB", "bVersion", "bPage", "cC")]
    of_a = ["acme/A.java", "acme/B.java"]
    assert found(decide(files, [*of_a, "acme/Version.java"], format="jacoco"))[2] is None
    assert None not in found(decide(files, [*of_a, "acme/Version.java", "acme/Page.java"], format="jacoco"))
    assert None not in found(decide(files, [*of_a, "acme/Version.java", "acme/C.java"], format="jacoco")), (
        "a merged one"
    )
