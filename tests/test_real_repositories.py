"""Reports that real tools wrote in real repositories of several projects: every path goes where it was known to be."""

from __future__ import annotations

import pytest

from tests.real_repositories import NAMES, load

REFUSED: dict[str, str] = {
    "c8-linked-packages-lcov-moved": "the length and what other paths lead to do not exclude the namesakes",
    "c8-same-version-root": "another project asks for another version of the package",
    "c8-source-maps-lcov-moved": "the length and what other paths lead to do not exclude the namesakes",
    "constructed-android-flavour": "the flavour in the name of the report's folder is not read",
    "constructed-flutter-joined": "joined reports have files of the root, so that those of packages are not looked for",
    "constructed-image-of-package-root-report": "texts show that it is not the root, but do not accept what is",
    "constructed-image-and-elsewhere": "one path below each of two folders proves neither to be the package",
    "constructed-kmp-expect-actual": "that a file only declares what each platform has is not read",
    "constructed-moved-to-the-root": "texts show that it is not the root, but do not accept what is",
    "gradle-generated-namesake-moved": "the name that Gradle gives the report does not count",
    "gradle-no-package-west-moved": "that the report has the name of a Gradle project does not count",
    "jacoco-template-maker": "a template among a project's resources is as good as its own source",
    "jacoco-template-maker-moved": "a template among a project's resources is as good as its own source",
    "monocart-source-maps-lcov-moved": "the length and what other paths lead to do not exclude the namesakes",
    "perl-generated-namesake-moved": "one file that is generated keeps three others of its blib from being found",
    "phpunit-clover-image-queue": "two files below /app do not prove which package the image held",
    "phpunit-clover-image-smtp": "one file below /app is not looked for, though its length and class tell the package",
    "scala-3-packages": "packages by indentation are not read",
    "scala-3-packages-moved": "packages by indentation are not read",
    "scala-package-clauses": "a file that declares packages in braces may declare several",
    "scala-package-clauses-moved": "a file that declares packages in braces may declare several",
    "webpack-c8-next-moved": "a bundle's sources below its build folder are called compiled",
    "webpack-monocart-next-moved": "two files below _N_E, Next's name, do not prove the project",
}
"""Cases in which some paths are refused although somebody who knows the repository could tell, and why."""


@pytest.mark.parametrize("name", NAMES)
def test_no_path_is_credited_to_another_file(name: str) -> None:
    assert load(name).wrong == {}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in REFUSED])
def test_every_path_is_where_it_was_built(name: str) -> None:
    case = load(name)
    assert case.format == case.known["format"]
    assert case.said == case.known["expected"]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_still_refused(name: str) -> None:
    """Once it is not, the case belongs to the others."""
    case = load(name)
    assert case.said != case.known["expected"]
