"""Every documented way to use Codacy's own action works here when nothing but its ``uses:`` line is changed.

The examples are retold as data: those of the action's README in its several editions, its own workflow, and what
Codacy's documentation of coverage sets up for a CI, as far as the action takes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from reporter.formats import BY_NAME
from tests.job import ACTION, SHA, TOKEN, Job, commit_files, lcov, slugs

PROJECT = {"project-token": TOKEN}
ACCOUNT = {"api-token": "account"}
OFFICIAL_INPUTS = {
    *("project-token", "api-token", "coverage-reports", "language", "force-coverage-parser"),
    "coverage-reporter-version",
}

SOURCES = {
    "python": "src/shop/cart.py",
    "typescript": "web/src/app.ts",
    "javascript": "web/src/old.js",
    "java": "src/main/java/shop/Cart.java",
    "kotlin": "src/main/kotlin/shop/Tax.kt",
    "php": "lib/Cart.php",
    "csharp": "net/Cart.cs",
    "go": "pkg/cart.go",
}
HOST = "/home/runner/work/shop/shop"

COBERTURA = (
    '<?xml version="1.0"?><coverage line-rate="0.5" version="1.9"><packages><package name="p"><classes>'
    '<class name="c" filename="{path}"><lines><line number="1" hits="1"/><line number="2" hits="0"/></lines></class>'
    "</classes></package></packages></coverage>"
)
JACOCO = (
    '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">'
    '<report name="shop"><package name="shop"><sourcefile name="{name}"><line nr="1" mi="0" ci="2" mb="0" cb="0"/>'
    '<line nr="2" mi="1" ci="0" mb="0" cb="0"/></sourcefile></package></report>'
)
CLOVER = (
    '<?xml version="1.0"?><coverage generated="1700000000"><project timestamp="1700000000"><file name="{host}/{path}">'
    '<line num="1" type="stmt" count="1"/><line num="2" type="stmt" count="0"/><metrics/></file><metrics/></project>'
    "</coverage>"
)
OPENCOVER = (
    '<?xml version="1.0"?><CoverageSession><Modules><Module><Files><File uid="1" fullPath="{host}/{path}"/></Files>'
    '<Classes><Class><Methods><Method><FileRef uid="1"/><SequencePoints><SequencePoint vc="1" sl="1"/>'
    '<SequencePoint vc="0" sl="2"/></SequencePoints></Method></Methods></Class></Classes></Module></Modules>'
    "</CoverageSession>"
)
DOTCOVER = (
    '<?xml version="1.0"?><Root CoveragePercent="50" ReportType="DetailedXml"><FileIndices>'
    '<File Index="1" Name="{host}/{path}"/></FileIndices><Assembly Name="Shop"><Type Name="A"><Method Name="M">'
    '<Statement FileIndex="1" Line="1" Column="1" EndLine="1" EndColumn="9" Covered="True"/>'
    '<Statement FileIndex="1" Line="2" Column="1" EndLine="2" EndColumn="9" Covered="False"/>'
    "</Method></Type></Assembly></Root>"
)
GO = "mode: set\ngithub.com/acme/shop/{path}:1.1,1.9 1 1\ngithub.com/acme/shop/{path}:2.1,2.9 1 0\n"
FORMATS = {"cobertura": COBERTURA, "jacoco": JACOCO, "clover": CLOVER, "opencover": OPENCOVER, "dotcover": DOTCOVER}


def written(format_name: str, *languages: str) -> str:
    """A report of the sources in these languages: line 1 is hit, line 2 is not. Only LCOV holds several."""
    if format_name == "lcov":
        return lcov({SOURCES[language]: {1: 1, 2: 0} for language in languages})
    (path,) = (SOURCES[language] for language in languages)
    template = GO if format_name == "go" else FORMATS[format_name]
    return template.format(path=path, name=path.rpartition("/")[2], host=HOST)


@dataclass(frozen=True)
class Example:
    """Its inputs and ``env:``, the reports in the workspace, and the languages that Codacy must get.

    ``remarks`` are the notices it may bring; ``account`` says that the account token is the one to use.
    """

    where: str
    inputs: Mapping[str, str]
    reports: Mapping[str, str]
    languages: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    account: bool = False


PYTHON = {"cobertura.xml": written("cobertura", "python")}
JAVA = {f"report{number}.xml": written("jacoco", "java") for number in (1, 2, 3)}

EXAMPLES = (
    Example("README: a project token", {**PROJECT, "coverage-reports": "cobertura.xml"}, PYTHON, ("python",)),
    Example(
        "README: an account token",
        {**ACCOUNT, "coverage-reports": "cobertura.xml"},
        PYTHON,
        ("python",),
        account=True,
    ),
    Example(
        "README: a list with commas",
        {**PROJECT, "coverage-reports": "cobertura.xml, web/lcov.info"},
        {**PYTHON, "web/lcov.info": written("lcov", "typescript")},
        ("python", "typescript"),
    ),
    Example(
        "README: a list without blanks",
        {**PROJECT, "coverage-reports": "cobertura.xml,web/lcov.info"},
        {**PYTHON, "web/lcov.info": written("lcov", "typescript")},
        ("python", "typescript"),
    ),
    Example("README: reports are found", PROJECT, PYTHON, ("python",)),
    Example("README: an empty list is no list", {**PROJECT, "coverage-reports": ""}, PYTHON, ("python",)),
    Example(
        "README: a glob from the repository's root",
        {**PROJECT, "coverage-reports": "**/jacoco*.xml"},
        {"a/target/jacoco.xml": written("jacoco", "java"), "b/build/reports/jacocoTest.xml": written("jacoco", "java")},
        ("java",),
    ),
    Example(
        "README: one language for all",
        {**PROJECT, "coverage-reports": "lcov.info", "language": "TypeScript"},
        {"lcov.info": written("lcov", "typescript", "javascript")},
        ("typescript",),
    ),
    Example(
        "README: a parser by name",
        {**PROJECT, "coverage-reports": "cobertura.xml", "force-coverage-parser": "cobertura"},
        PYTHON,
        ("python",),
    ),
    Example(
        "README: a version of the reporter",
        {**PROJECT, "coverage-reports": "cobertura.xml", "coverage-reporter-version": "13.13.15"},
        PYTHON,
        ("python",),
        remarks=("input-ignored",),
    ),
    Example(
        "README: both tokens",
        {**PROJECT, **ACCOUNT, "coverage-reports": "cobertura.xml"},
        PYTHON,
        ("python",),
        remarks=("two-tokens",),
    ),
    Example(
        "documentation: a project token in the environment",
        {"coverage-reports": "cobertura.xml"},
        PYTHON,
        ("python",),
        env={"CODACY_PROJECT_TOKEN": TOKEN},
    ),
    Example(
        "documentation: an account token and its coordinates in the environment",
        {"coverage-reports": "cobertura.xml"},
        PYTHON,
        ("python",),
        env={
            "CODACY_API_TOKEN": "account",
            "CODACY_ORGANIZATION_PROVIDER": "gh",
            "CODACY_USERNAME": "acme",
            "CODACY_PROJECT_NAME": "shop",
        },
        account=True,
    ),
    Example(
        "documentation: several reports of one language",
        {**PROJECT, "coverage-reports": "report1.xml, report2.xml, report3.xml", "language": "Java"},
        JAVA,
        ("java",),
    ),
    Example(
        "documentation: every report that find would list",
        {**PROJECT, "coverage-reports": "**/jacoco*.xml", "language": "Java"},
        {"jacoco.xml": written("jacoco", "java"), "module/site/jacoco-it.xml": written("jacoco", "java")},
        ("java",),
    ),
    Example(
        "documentation: a Go profile under any name",
        {**PROJECT, "coverage-reports": "profile", "force-coverage-parser": "go"},
        {"profile": written("go", "go"), "go.mod": "module github.com/acme/shop\n"},
        ("go",),
    ),
    Example(
        "documentation: a language without a reporter of its own",
        {**PROJECT, "coverage-reports": "report.xml", "language": "Kotlin"},
        {"report.xml": written("jacoco", "kotlin")},
        ("kotlin",),
    ),
    Example(
        "documentation: a report of several languages",
        {**PROJECT, "coverage-reports": "lcov.info"},
        {"lcov.info": written("lcov", "javascript", "typescript")},
        ("javascript", "typescript"),
    ),
    Example(
        "as written by users: a path with a dot before it",
        {**PROJECT, "coverage-reports": "./net/dotCover.Output.xml"},
        {"net/dotCover.Output.xml": written("dotcover", "csharp")},
        ("csharp",),
    ),
    Example(
        "as written by users: a path in the workspace",
        {**PROJECT, "coverage-reports": f"{HOST}/cobertura.xml"},
        PYTHON,
        ("python",),
    ),
)

NAMES_OF_REPORTS = {
    "opencover.xml": ("opencover", "csharp"),
    "dotcover.xml": ("dotcover", "csharp"),
    "cobertura.xml": ("cobertura", "python"),
    "lcov.info": ("lcov", "typescript"),
    "lcov.dat": ("lcov", "typescript"),
    "shop.lcov": ("lcov", "typescript"),
    "jacoco.xml": ("jacoco", "java"),
    "jacocoTestReport.xml": ("jacoco", "java"),
    "clover.xml": ("clover", "php"),
}
"""The names under which Codacy's documentation says that reports are found."""


@pytest.fixture
def shop(job: Job) -> Job:
    """A job whose repository has sources in many languages."""
    commit_files(job.runner.workspace, *SOURCES.values())
    return job


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.where)
def test_an_example_of_codacys_runs_unchanged(shop: Job, example: Example) -> None:
    for name, text in example.reports.items():
        shop.write(name, text)

    result = shop.step(
        {"CODACY_API_BASE_URL": shop.sandbox.url, **example.env},
        **{"project-token": "", "api-base-url": "", **example.inputs},
    )

    assert (result.exit_status, result.outputs["status"]) == (0, "uploaded"), result.stdout
    assert tuple(sorted(shop.sandbox.state.commits[SHA].coverage)) == example.languages
    assert all(table == {1: 1, 2: 0} for table in shop.held().values())
    assert shop.finals() == 1
    assert slugs(result) == set(example.remarks)
    assert {annotation.kind for annotation in result.annotations} <= {"notice"}
    to_the_account = {request.target.startswith("/2.0/gh/acme/shop/") for request in shop.sandbox.state.requests}
    assert to_the_account == {example.account}


@pytest.mark.parametrize("name", NAMES_OF_REPORTS)
def test_reports_are_found_under_their_documented_names(shop: Job, name: str) -> None:
    format_name, language = NAMES_OF_REPORTS[name]
    shop.write(f"module/out/{name}", written(format_name, language))

    result = shop.step()

    assert (result.exit_status, shop.held()) == (0, {SOURCES[language]: {1: 1, 2: 0}}), result.stdout


def test_the_index_of_phpunit_is_found_with_its_files(shop: Job) -> None:
    """Its XML lists only the lines that ran, so it is used where that is all of them."""
    totals = '<totals><lines total="9" executable="2" executed="2"/></totals>'
    shop.write(
        "build/coverage-xml/index.xml",
        f'<?xml version="1.0"?><phpunit><project source="{HOST}/lib"><directory name="/">'
        f'<file name="Cart.php" href="Cart.php.xml">{totals}</file></directory></project></phpunit>',
    )
    shop.write(
        "build/coverage-xml/Cart.php.xml",
        f'<?xml version="1.0"?><phpunit><file name="Cart.php" path="/">{totals}<coverage>'
        '<line nr="1"><covered by="t"/></line><line nr="2"><covered by="t"/></line></coverage></file></phpunit>',
    )

    result = shop.step()

    assert (result.exit_status, shop.held()) == (0, {SOURCES["php"]: {1: 1, 2: 1}}), result.stdout


def test_the_action_takes_every_input_of_codacys() -> None:
    assert ACTION["inputs"].keys() >= OFFICIAL_INPUTS
    assert not any(ACTION["inputs"][name]["required"] for name in OFFICIAL_INPUTS)


def test_the_examples_cover_every_input_of_codacys() -> None:
    assert {name for example in EXAMPLES for name in example.inputs} == OFFICIAL_INPUTS


@pytest.mark.parametrize("name", ["cobertura", "jacoco", "clover", "opencover", "dotcover", "phpunit", "lcov", "go"])
def test_the_parsers_of_codacys_have_the_same_names(name: str) -> None:
    assert name in BY_NAME


def test_nothing_is_left_behind_for_later_steps(shop: Job) -> None:
    """Codacy's own action writes four variables that change what later steps do."""
    shop.write("cobertura.xml", PYTHON["cobertura.xml"])

    assert not shop.step().env_writes
