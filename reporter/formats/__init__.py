"""The registry of report formats: plain data, each parser imported only when a report needs it."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from reporter.model import ParsedReport
    from reporter.report_file import ReportFile


class Kind(Enum):
    """What the bytes look like before any format is considered."""

    XML = "XML"
    JSON = "JSON"
    TEXT = "text"


class Parser(Protocol):
    """A module of this package."""

    def parse(self, report: ReportFile) -> ParsedReport:
        """Read the whole report in one pass.

        Raises NotThisFormat where the content turns out to be something else, ReportError where it is this format
        but cannot be used.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One report format.

    ``name`` is what ``format:path`` and ``force-coverage-parser`` take; ``title`` is shown; ``file_names`` are the
    names (globs, matched without regard to case) under which tools write it by default; ``exactness`` orders formats
    of the same test run, the most exact first; ``past_end`` says that some writers emit lines beyond the end of the
    source file, ``per_source`` that they write a file for each source file, so that a folder of them is one report;
    ``nocov`` that their reports have lines which comments in the source take out of the tool's own figures.
    """

    name: str
    title: str
    kind: Kind
    file_names: tuple[str, ...]
    exactness: int
    past_end: bool = False
    per_source: bool = False
    nocov: bool = False

    def parse(self, report: ReportFile) -> ParsedReport:
        """Read the report with this format's parser; raises as Parser.parse."""
        return cast(Parser, importlib.import_module(f"reporter.formats.{self.name}")).parse(report)


# Exactness: LCOV and Go list what was measured; JaCoCo, OpenCover and dotCover do so for spans or without counts.
# Clover may lose a statement to the method that starts on its line. PHPUnit's Cobertura lacks all code outside
# functions. Codecov's JSON may hold parts of lines, not hits. Bullseye lists only some lines. SonarQube's has no
# counts, and covr puts the package in front of its names. PHPUnit's own XML cannot state a line that was not run.
FORMATS: tuple[Format, ...] = (
    Format(
        name="cobertura",
        title="Cobertura",
        kind=Kind.XML,
        file_names=("*cobertura*.xml", "*coverage*.xml", "cov.xml", "test_cov.xml"),
        exactness=4,
    ),
    Format(
        name="jacoco",
        title="JaCoCo",
        kind=Kind.XML,
        file_names=("*jacoco*.xml", "report*.xml"),
        exactness=2,
        past_end=True,
    ),
    Format(
        name="clover",
        title="Clover",
        kind=Kind.XML,
        file_names=("*clover*.xml", "*.clover"),
        exactness=3,
        past_end=True,
    ),
    Format(name="opencover", title="OpenCover", kind=Kind.XML, file_names=("*opencover*.xml",), exactness=2),
    Format(name="dotcover", title="dotCover", kind=Kind.XML, file_names=("*dotcover*.xml",), exactness=2),
    Format(name="phpunit", title="PHPUnit XML", kind=Kind.XML, file_names=("coverage-xml/index.xml",), exactness=9),
    Format(name="sonar", title="SonarQube generic coverage", kind=Kind.XML, file_names=("*sonar*.xml",), exactness=6),
    Format(name="scoverage", title="Scoverage", kind=Kind.XML, file_names=("scoverage.xml",), exactness=1),
    Format(
        name="vscoverage", title="Visual Studio coverage XML", kind=Kind.XML, file_names=("*.coveragexml",), exactness=2
    ),
    Format(name="ncover", title="NCover", kind=Kind.XML, file_names=("*ncover*.xml",), exactness=2),
    Format(name="bullseye", title="Bullseye XML", kind=Kind.XML, file_names=("*bullseye*.xml",), exactness=5),
    Format(name="mono", title="Mono profiler XML", kind=Kind.XML, file_names=("coverage.xml",), exactness=2),
    Format(
        name="lcov",
        title="LCOV",
        kind=Kind.TEXT,
        file_names=("*lcov*.info", "lcov.dat", "*.lcov", "*coverage*.info", "gcov.info", "pylcov.dat", "naxsi.info"),
        exactness=1,
        past_end=True,
    ),
    Format(
        name="go",
        title="Go coverprofile",
        kind=Kind.TEXT,
        file_names=(
            "coverage.out",
            "cover.out",
            "*.coverprofile",
            "*.cover.out",
            "profile.cov",
            "profile.out",
            "c.out",
            "coverage.txt",
        ),
        exactness=1,
    ),
    Format(name="istanbul", title="Istanbul JSON", kind=Kind.JSON, file_names=("coverage-final.json",), exactness=2),
    Format(name="luacov", title="LuaCov report", kind=Kind.TEXT, file_names=("luacov.report.out",), exactness=1),
    Format(name="dlang", title="D listing", kind=Kind.TEXT, file_names=("*.lst",), exactness=1, per_source=True),
    Format(
        name="julia",
        title="Julia coverage",
        kind=Kind.TEXT,
        file_names=("*.jl.cov", "*.jl.*.cov"),
        exactness=1,
        per_source=True,
    ),
    Format(
        name="erlang", title="Erlang cover", kind=Kind.TEXT, file_names=("*.cover.out",), exactness=1, per_source=True
    ),
    Format(
        name="llvm", title="llvm-cov JSON", kind=Kind.JSON, file_names=("*llvm*cov*.json", "coverage.json"), exactness=1
    ),
    Format(
        name="gcov",
        title="gcov text",
        kind=Kind.TEXT,
        file_names=("*.gcov",),
        exactness=1,
        past_end=True,
        per_source=True,
    ),
    Format(
        name="gcov_json",
        title="gcov JSON",
        kind=Kind.JSON,
        file_names=("*.gcov.json.gz", "*.gcov.json"),
        exactness=1,
        past_end=True,
        per_source=True,
    ),
    Format(name="gcovr", title="gcovr JSON", kind=Kind.JSON, file_names=("*gcovr*.json", "coverage.json"), exactness=1),
    Format(name="coveralls", title="Coveralls JSON", kind=Kind.JSON, file_names=("*coveralls*.json",), exactness=2),
    Format(name="codecov", title="Codecov custom JSON", kind=Kind.JSON, file_names=("*codecov*.json",), exactness=5),
    Format(name="covdir", title="covdir JSON", kind=Kind.JSON, file_names=("covdir", "*covdir*.json"), exactness=2),
    Format(name="coveragepy", title="coverage.py JSON", kind=Kind.JSON, file_names=("coverage.json",), exactness=5),
    Format(name="covr", title="covr JSON", kind=Kind.JSON, file_names=(), exactness=2),
    Format(
        name="simplecov",
        title="SimpleCov JSON",
        kind=Kind.JSON,
        file_names=(".resultset.json", "coverage.json"),
        exactness=3,
        nocov=True,
    ),
    Format(
        name="tarpaulin", title="Tarpaulin JSON", kind=Kind.JSON, file_names=("tarpaulin-report.json",), exactness=2
    ),
    Format(
        name="apex",
        title="Apex test coverage",
        kind=Kind.JSON,
        file_names=("test-result-codecoverage.json",),
        exactness=2,
    ),
    Format(name="coverlet", title="coverlet JSON", kind=Kind.JSON, file_names=("coverage.json",), exactness=2),
    Format(name="gap", title="GAP line profile", kind=Kind.JSON, file_names=(), exactness=1),
    Format(name="dart", title="Dart coverage JSON", kind=Kind.JSON, file_names=("*.dart.vm.json",), exactness=2),
    Format(name="xccov", title="Xcode archive JSON", kind=Kind.JSON, file_names=("*xccov*.json",), exactness=2),
    Format(name="codacy", title="Codacy JSON", kind=Kind.JSON, file_names=(), exactness=0),
)

BY_NAME = {format_.name: format_ for format_ in FORMATS}
