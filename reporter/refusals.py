"""What is recognised but cannot be used, each with the command or option of its tool that writes what can be."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from reporter.errors import ReportError, Slug


@dataclass(frozen=True, slots=True)
class Refusal:
    """``what`` completes "the file is …"; ``cure`` is the command or option that writes a readable report."""

    slug: Slug
    what: str
    cure: str

    def error(self) -> ReportError:
        """The same as a problem of one report."""
        return ReportError(self.slug, f"is {self.what}", reason=_REASONS[self.slug], cure=self.cure)


_REASONS = {
    Slug.REPORT_TOTALS_ONLY: "It holds totals, and Codacy needs the hits of every line.",
    Slug.REPORT_RAW_DATA: "It is what a measuring tool keeps for itself; that tool turns it into a report.",
    Slug.REPORT_NOT_COVERAGE: "It says nothing about which lines were run.",
    Slug.REPORT_UNKNOWN_FORMAT: "This format is not read yet.",
    Slug.REPORT_UNREADABLE: "Neither archives nor pages are read; of what packs a file only gzip is taken off.",
}

_TESTS = "Name the coverage report instead; this file belongs to a step that shows test results."
_LINT = "Name the coverage report instead; this file belongs to a step that shows findings."
_DOTCOVER = "dotcover report … --reportType=DetailedXml"


def _totals(what: str, cure: str) -> Refusal:
    return Refusal(Slug.REPORT_TOTALS_ONLY, what, cure)


def _raw(what: str, cure: str) -> Refusal:
    return Refusal(Slug.REPORT_RAW_DATA, what, cure)


def _results(what: str, cure: str = _TESTS) -> Refusal:
    return Refusal(Slug.REPORT_NOT_COVERAGE, what, cure)


def _unread(what: str, cure: str) -> Refusal:
    return Refusal(Slug.REPORT_UNKNOWN_FORMAT, what, cure)


_ARCHIVE = "Unpack it in the workflow before this step."
_GCC = "Run `gcovr --cobertura coverage.xml`, or `lcov --capture --directory . --output-file coverage.info`."
_COVERAGE_PY = "Run `coverage xml` after the tests, after `coverage combine` if there are several."
_GCOVR = "Run `gcovr --cobertura coverage.xml`."
_GO = "Run `go tool covdata textfmt -i=DIRECTORY -o=coverage.out`."
_GO_TEST = "Name the file of `go test -coverprofile=coverage.out ./...` itself."
_LCOV = "Name the tracefile (.info) that this was made from."
_JACOCO_XML = "Name jacoco.xml, which `mvn jacoco:report` writes beside it; in Gradle set xml.required = true."
_SCOVERAGE = "Run `sbt coverageReport` (Maven: `mvn scoverage:report`), and name the scoverage.xml."
_OPENCLOVER = "Run `mvn clover:clover` or Ant's clover-report, and name the clover.xml."
_PHPUNIT = "Run `phpunit --coverage-clover clover.xml`."
_DEVEL_COVER = "Run `cover -report clover` (from Devel::Cover::Report::Clover), and name cover_db/clover.xml."
_LLVM = "Run `llvm-profdata merge -o all.profdata *.profraw`, then `llvm-cov export -format=lcov … > coverage.info`."

BINARY: tuple[tuple[int, bytes, Refusal], ...] = (
    (0, b"SQLite format 3\0", _raw("coverage.py's database", _COVERAGE_PY)),
    (0, b"!coverage.py: This is a private format", _raw("coverage.py's data of a version before 5", _COVERAGE_PY)),
    (0, b"PK\x03\x04", Refusal(Slug.REPORT_UNREADABLE, "a zip archive", _ARCHIVE)),
    (0, b"\xfd7zXZ\0", Refusal(Slug.REPORT_UNREADABLE, "packed with xz", "Run `xz --decompress` before this step.")),
    (0, b"BZh", Refusal(Slug.REPORT_UNREADABLE, "packed with bzip2", "Run `bunzip2` before this step.")),
    (
        0,
        b"\x28\xb5\x2f\xfd",
        Refusal(Slug.REPORT_UNREADABLE, "packed with zstd", "Run `zstd --decompress` before this step."),
    ),
    (0, b"7z\xbc\xaf\x27\x1c", Refusal(Slug.REPORT_UNREADABLE, "a 7-Zip archive", _ARCHIVE)),
    (257, b"ustar", Refusal(Slug.REPORT_UNREADABLE, "a tar archive", _ARCHIVE)),
    (0, b"adcg", _raw("gcc's raw data (.gcda)", _GCC)),
    (0, b"gcda", _raw("gcc's raw data (.gcda)", _GCC)),
    (0, b"oncg", _raw("gcc's notes (.gcno)", _GCC)),
    (0, b"gcno", _raw("gcc's notes (.gcno)", _GCC)),
    (0, b"\x81rforpl\xff", _raw("LLVM's raw profile (.profraw)", _LLVM)),
    (0, b"\xfflprofr\x81", _raw("LLVM's raw profile (.profraw)", _LLVM)),
    (0, b"\x81Rforpl\xff", _raw("LLVM's raw profile (.profraw)", _LLVM)),
    (0, b"\xfflprofR\x81", _raw("LLVM's raw profile (.profraw)", _LLVM)),
    (0, b"\x81iforpl\xff", _raw("LLVM's profile (.profdata)", _LLVM)),
    (0, b"\xfflprofi\x81", _raw("LLVM's profile (.profdata)", _LLVM)),
    (
        0,
        b"\x01\xc0\xc0",
        _raw(
            "JaCoCo's raw data (.exec)",
            "Run `mvn jacoco:report`, or `gradle jacocoTestReport` with xml.required = true.",
        ),
    ),
    (0, b"\0cvm", _raw("Go's raw data", _GO)),
    (0, b"\0cwm", _raw("Go's raw data", _GO)),
    (0, b"\xff\xff\xff\xff\xca\xfe\xfe\xed", _raw("OpenClover's database", _OPENCLOVER)),
    (0, b"<?php", _raw("PHP, probably PHPUnit's own data (--coverage-php)", _PHPUNIT)),
    (0, b"pst0", _raw("a part of Devel::Cover's database", _DEVEL_COVER)),
    (0, b"=srl", _raw("a part of Devel::Cover's database", _DEVEL_COVER)),
    (0, b"=\xf3rl", _raw("a part of Devel::Cover's database", _DEVEL_COVER)),
    (0, b"\xac\xed\0\x05", _raw("Cobertura's raw data (.ser)", "Run `cobertura-report --format xml`.")),
)
"""Offset, bytes, what they mean."""

VISUAL_STUDIO = _raw(
    "binary data, probably Visual Studio's",
    "Run `dotnet-coverage merge -f cobertura -o coverage.cobertura.xml *.coverage`.",
)
_XCODE = "Run `xcrun xccov view --archive --json Shop.xcresult > xccov.json`, with the name of your bundle."
_XCRESULT = _raw("Xcode's result bundle", _XCODE)
_GO_FOLDER = _raw("a folder of Go's raw data", _GO)
_DEVEL_COVER_FOLDER = _raw("Devel::Cover's database", _DEVEL_COVER)
HTML = Refusal(
    Slug.REPORT_UNREADABLE,
    "a page for people (HTML)",
    "Let the same tool write XML, LCOV or JSON beside it, and name that.",
)

XML: tuple[tuple[str, frozenset[str], frozenset[str], Refusal], ...] = tuple(
    (element, frozenset(attributes.split()), frozenset(inside.split()), refusal)
    for element, attributes, inside, refusal in (
        ("testsuite", "", "", _results("a JUnit test report")),
        ("testsuites", "", "", _results("a JUnit test report")),
        ("TestRun", "", "", _results("a Visual Studio test report (TRX)")),
        ("assemblies", "", "", _results("an xUnit test report")),
        ("test-run", "", "", _results("an NUnit test report")),
        ("test-results", "", "", _results("an NUnit test report")),
        ("testng-results", "", "", _results("a TestNG test report")),
        ("testExecutions", "", "", _results("SonarQube's test report")),
        ("unitTest", "", "", _results("SonarQube's test report")),
        ("mutations", "", "", _results("a mutation test report", _LINT)),
        ("checkstyle", "", "", _results("a Checkstyle report", _LINT)),
        ("pmd", "", "", _results("a PMD report", _LINT)),
        ("BugCollection", "", "", _results("a SpotBugs report", _LINT)),
        ("classycle", "", "", _results("a Classycle report", _LINT)),
        ("crap_result", "", "", _totals("PHPUnit's Crap4J report", _PHPUNIT)),
        ("html", "", "", HTML),
        (
            "PartCoverReport",
            "",
            "",
            _unread(
                "PartCover's report", "Convert it: `reportgenerator -reports:FILE -reporttypes:Cobertura -targetdir:.`"
            ),
        ),
        ("coverage", "ctcreportVersion", "", _unread("CTC++'s report", "Convert it to Cobertura.")),
        ("TRACE32", "", "", _unread("TRACE32's report", "Convert it to Cobertura.")),
        (
            "statements",
            "",
            "statement",
            _raw("Scoverage's raw data", _SCOVERAGE),
        ),
        ("plist", "", "", _unread("an Xcode property list", "Run `slather coverage --cobertura-xml`.")),
    )
)
"""Element, attributes and inner elements of which any must be there (if given), what it is."""

_ISTANBUL = 'Add the reporter "lcov" (nyc, c8, jest: coverageReporters; vitest: coverage.reporter).'
_V8 = "Run the tests under c8 (`c8 --reporter=lcov npm test`), or hand this to monocart-coverage-reports."
_SIMPLECOV = "Name .resultset.json, which SimpleCov writes beside it."
_LLVM_COV = "Run `llvm-cov export -format=lcov … > coverage.info`."
_LLVM_SUMMARY = (
    "Run `llvm-cov export … > coverage.json` without -summary-only, `cargo llvm-cov --json` without --summary-only."
)

# What tells whose page it is: a title, or the names of files and tools in its head.
_PAGES = tuple(
    (re.compile(pattern), replace(HTML, what=f"{tool}'s page for people (HTML)", cure=cure))
    for pattern, tool, cure in (
        (r"coverage\.py v|coverage_html", "coverage.py", _COVERAGE_PY),
        (r"<title>GCC Code Coverage Report", "gcovr", _GCOVR),
        (r"<title>LCOV ", "genhtml", _LCOV),
        (r"Go Coverage Report</title>", "go tool cover", _GO_TEST),
        (r"jacoco-resources", "JaCoCo", _JACOCO_XML),
        (r"<title>Code coverage report for ", "Istanbul", _ISTANBUL),
        (r"<title>Clover</title>|clover\.js", "OpenClover", _OPENCLOVER),
        (r"<title>Code Coverage for ", "PHPUnit", _PHPUNIT),
        (r"simplecov", "SimpleCov", _SIMPLECOV),
        (r"Devel::Cover", "Devel::Cover", _DEVEL_COVER),
        (r"class=.covered-line", "llvm-cov", _LLVM_COV),
    )
)

JSON: tuple[tuple[str, Refusal], ...] = (
    ("total lines pct", _totals("Istanbul's summary", _ISTANBUL)),
    ("total statements pct", _totals("Istanbul's summary", _ISTANBUL)),
    ("result line", _totals("SimpleCov's last total", _SIMPLECOV)),
    ("result covered_percent", _totals("SimpleCov's last total", _SIMPLECOV)),
    ("gcovr/summary_format_version", _totals("gcovr's summary", _GCOVR)),
    ("data totals", _totals("llvm-cov's summary", _LLVM_SUMMARY)),
    ("data files summary", _totals("llvm-cov's summary", _LLVM_SUMMARY)),
    ("result functions ranges", _raw("V8's raw coverage", _V8)),
    ("functions ranges", _raw("V8's raw coverage", _V8)),
    ("DotCoverVersion", _totals("dotCover's JSON", f"Run `{_DOTCOVER}`.")),
    ("lineCoverage", _totals("Xcode's totals", _XCODE)),
    ("targets executableLines", _totals("Xcode's totals", _XCODE)),
    ("flowStatus", _results("Flow's type coverage", _LINT)),
    ("coverageData", _unread("elm-coverage's JSON", "Run `elm-coverage --report codecov`.")),
    ("numFailedTests", _results("a test report")),
    ("files * mutants", _results("a mutation test report", _LINT)),
)
"""Keys from the outside in, separated by blanks; ``*`` is any key; arrays are transparent."""

TEXT: tuple[tuple[re.Pattern[str], Refusal], ...] = tuple(
    (re.compile(pattern, re.MULTILINE), refusal)
    for pattern, refusal in (
        (
            r"\A\s*GROUP,PACKAGE,CLASS,INSTRUCTION_MISSED",
            _totals("JaCoCo's CSV", _JACOCO_XML),
        ),
        (r"\Afilename,line_total,line_covered", _totals("gcovr's CSV", _GCOVR)),
        (r"^\S+:\d+:\s+\S+\s+\d+\.\d%$", _totals("Go's table of functions", _GO_TEST)),
        (r"^(?:\| )?Name[ |]+Stmts[ |]+Miss[ |].*Cover", _totals("coverage.py's table", "Run `coverage xml`.")),
        (r"^File\s+\|\s+% Stmts", _totals("Istanbul's table", _ISTANBUL)),
        (r"^Filename\s+Regions\s", _totals("llvm-cov's table", _LLVM_COV)),
        (r"^(?:# |\s*)GCC Code Coverage Report", _totals("gcovr's table", _GCOVR)),
        (r"^Reading tracefile |^Summary coverage rate:", _totals("lcov's table", _LCOV)),
        (r"^File +stmt +bran +cond +sub ", _totals("Devel::Cover's table", _DEVEL_COVER)),
        (r"\A# Coverage data, format version: ", _raw("Scoverage's raw data", _SCOVERAGE)),
        (r"^# Func Hash:$", _raw("LLVM's profile as text", _LLVM)),
        (
            r"^(?:\x1b\[[\d;]*[A-Za-z])*Code Coverage Report(?: Summary)?:",
            _totals("PHPUnit's text", _PHPUNIT),
        ),
        (r"^\s+\d+\|\s+[\d.]*[kMG]?\|", _unread("llvm-cov's annotated text", _LLVM_COV)),
    )
)

NEAR_NAMES = (
    "coverage-summary.json",
    ".coverage",
    ".coverage.*",
    ".last_run.json",
    "jacoco*.csv",
    "*.exec",
    "*.profraw",
    "*.profdata",
    "*.coverage",
    "covmeta.*",
    "*.gcda",
    "clover.db",
    "scoverage.coverage",
)
"""Names of what is no report but shows that a measurement ran; looked for only to say what is missing."""


def of_page(text: str) -> Refusal:
    """What a page for people is, by the tool that wrote it where its head shows that."""
    return next((refusal for pattern, refusal in _PAGES if pattern.search(text)), HTML)


def of_folder(name: str, within: Collection[str]) -> Refusal | None:
    """What a folder of that name, with files and folders of the names ``within``, is that tools keep raw data in."""
    if name.endswith(".xcresult"):
        return _XCRESULT
    if {"runs", "structure"} <= set(within):
        return _DEVEL_COVER_FOLDER
    return _GO_FOLDER if any(inner.startswith("covmeta.") for inner in within) else None
