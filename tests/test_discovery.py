"""What is found, by name or as listed, and what is said where nothing is."""

from __future__ import annotations

import gzip
import os
from collections.abc import Container
from pathlib import Path

import pytest

from reporter.discovery import KNOWN_NAMES, Discovery, find
from reporter.errors import Level, Slug, UserError
from reporter.formats import FORMATS

CONTENT = {
    "cobertura": '<coverage line-rate="1">',
    "jacoco": '<report name="x"><package name="a">',
    "clover": '<coverage generated="1">',
    "opencover": "<CoverageSession>",
    "dotcover": '<Root ReportType="DetailedXml">',
    "phpunit": '<phpunit><project source="/a">',
    "sonar": '<coverage version="1"><file path="a.c">',
    "scoverage": "<scoverage>",
    "vscoverage": "<results><modules>",
    "ncover": '<coverage profilerVersion="1.5.8">',
    "bullseye": "<BullseyeCoverage>",
    "mono": '<coverage version="0.3"><assembly name="a">',
    "lcov": "SF:a.c\n",
    "luacov": f"{'=' * 78}\na.lua\n{'=' * 78}\n",
    "dlang": "       |module a;\n",
    "julia": "        - module A\n",
    "erlang": "File generated from a.erl by COVER 2026-11-25 at 14:29:19\n",
    "go": "mode: set\n",
    "xccov": '{"/a.swift":[{"line":1,"isExecutable":true}]}',
    "dart": '{"coverage":[{"source":"package:shop/a.dart","hits":[1,1]}]}',
    "coverlet": '{"Shop.dll":{"a.cs":{"Cart":{"Add":{"Lines":{"1":1}}}}}}',
    "apex": '[{"name":"Cart","totalLines":1,"lines":{"1":1}}]',
    "tarpaulin": '{"files":[{"path":["a.rs"],"traces":[]}]}',
    "simplecov": '{"RSpec":{"coverage":{"/a.rb":[1]}}}',
    "coveragepy": '{"files":{"a.py":{"executed_lines":[1]}}}',
    "istanbul": '{"a.js":{"statementMap":{}}}',
    "llvm": '{"data":[{"files":[{"segments":[]}]}]}',
    "gcov": "        -:    0:Source:a.c\n",
    "gcov_json": '{"gcc_version":"12"}',
    "gcovr": '{"gcovr/format_version":"0.6"}',
    "coveralls": '{"source_files":[]}',
    "codecov": '{"coverage":{}}',
    "covdir": '{"children":{"a.c":{"coverage":[]}}}',
}

PHPUNIT_PART = '<phpunit><file name="Cart.php"><totals/><coverage/></file></phpunit>'


def write(base: Path, **files: str) -> None:
    """Files whose names have ``__`` for ``/`` and ``_`` for ``.``."""
    for name, content in files.items():
        put(base, name.replace("__", "/").replace("_", "."), content)


def put(base: Path, name: str, content: str = CONTENT["lcov"]) -> None:
    path = base / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def discovered(base: Path, listed: str = "", tracked: Container[str] = ()) -> Discovery:
    return find(listed, base, tracked, {"/home/runner/work/shop/shop": base, "/__w/shop/shop": base})


def shown(discovery: Discovery) -> list[str]:
    return [found.report.shown for found in discovery.found]


def said(discovery: Discovery) -> list[tuple[Slug, Level]]:
    return [(problem.slug, problem.level) for problem in discovery.problems]


# By name


@pytest.mark.parametrize(
    ("format_name", "name"),
    [(format_.name, name.replace("*", "My")) for format_ in FORMATS for name in format_.file_names]
    + [
        ("cobertura", "TestResults/0f8f/coverage.cobertura.xml"),
        ("cobertura", "coverage/Cobertura-Coverage.xml"),
        ("jacoco", "build/reports/jacoco/test/jacocoTestReport.xml"),
        ("jacoco", "app/build/reports/kover/reportDebug.xml"),
        ("phpunit", "build/logs/coverage-xml/index.xml"),
        ("lcov", "coverage/LCOV.INFO"),
    ],
)
def test_names_that_tools_write_are_found_at_any_depth(tmp_path: Path, format_name: str, name: str) -> None:
    put(tmp_path, f"packages/a/{name}", CONTENT[format_name])

    discovery = discovered(tmp_path)

    assert shown(discovery) == [f"packages/a/{name}"]
    assert discovery.found[0].forced is None
    assert not discovery.found[0].named
    assert discovery.problems == ()


def test_a_packed_report_is_found_by_the_name_of_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "coverage").mkdir()
    (tmp_path / "coverage/lcov.info.gz").write_bytes(gzip.compress(CONTENT["lcov"].encode()))
    (tmp_path / "lcov.info.tar.gz").write_bytes(gzip.compress(b""))

    assert shown(discovered(tmp_path)) == ["coverage/lcov.info.gz"]


@pytest.mark.parametrize("name", ["index.xml", "html/index.xml", "lcov.info.txt", "xlcov.dat", "a.json"])
def test_other_names_are_not(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, CONTENT["phpunit"])

    assert shown(discovered(tmp_path)) == []


def test_what_git_tracks_is_skipped_and_said(tmp_path: Path) -> None:
    write(tmp_path, tests__lcov_info="SF:a\n", lcov_info="SF:a\n")

    discovery = discovered(tmp_path, tracked={"tests/lcov.info"})

    assert shown(discovery) == ["lcov.info"]
    assert [row.shown for row in discovery.skipped] == ["tests/lcov.info"]
    assert shown(discovered(tmp_path, "tests/lcov.info", tracked={"tests/lcov.info"})) == ["tests/lcov.info"]


def test_test_results_are_passed_over_in_silence(tmp_path: Path) -> None:
    write(tmp_path, report_xml="<testsuites/>", lcov_info="SF:a\n", other__report_xml="<a/>", coverage_out="ok\n")

    discovery = discovered(tmp_path)

    assert shown(discovery) == ["lcov.info"]
    assert not discovery.near_misses
    assert not discovery.skipped


def test_nothing_found_says_what_was_looked_for_and_what_is_near(tmp_path: Path) -> None:
    put(tmp_path, "coverage/coverage-summary.json", '{"total":{"lines":{"pct":1}}}')
    put(tmp_path, ".coverage", "SQLite format 3\0")
    put(tmp_path, "clover.xml", "")
    put(tmp_path, "node_modules/x/lcov.info")
    put(tmp_path, "fixtures/lcov.info")
    put(tmp_path, "fixtures/.last_run.json", '{"result":{"line":1}}')

    discovery = discovered(tmp_path, tracked={"fixtures/lcov.info", "fixtures/.last_run.json"})

    (problem,) = discovery.problems
    assert (problem.slug, problem.level) == (Slug.NO_REPORT, Level.ERROR)
    lines = problem.reason.splitlines()
    assert lines[:2] == [
        f"Looked for {len(KNOWN_NAMES)} known names in 3 folders (node_modules left out).",
        "Near misses:",
    ]
    assert [line.split()[0] for line in lines[2:]] == [
        "fixtures/lcov.info",
        ".coverage",
        "clover.xml",
        "coverage/coverage-summary.json",
    ]
    assert "`coverage xml`" in lines[3]
    assert 'reporter "lcov"' in lines[5]
    assert [miss.shown for miss in discovery.near_misses] == [
        ".coverage",
        "clover.xml",
        "coverage/coverage-summary.json",
    ]


def test_many_near_misses_are_cut(tmp_path: Path) -> None:
    for number in range(30):
        put(tmp_path, f"{number}.gcda", "adcg")

    (problem,) = discovered(tmp_path).problems

    assert problem.reason.endswith("and 20 more")
    assert len(problem.reason.splitlines()) == 13


def test_a_link_to_a_report_is_the_report(tmp_path: Path) -> None:
    put(tmp_path, "z/lcov.info")
    (tmp_path / "a.lcov").symlink_to("z/lcov.info")

    assert shown(discovered(tmp_path)) == ["z/lcov.info"]
    assert shown(discovered(tmp_path, tracked={"z/lcov.info"})) == []
    assert shown(discovered(tmp_path, "*.lcov,z/lcov.info,./z//lcov.info")) == ["a.lcov"]


def test_only_exclusions_narrow_what_is_found_by_name(tmp_path: Path) -> None:
    write(tmp_path, lcov_info="SF:a\n", old__lcov_info="SF:a\n", old__deep__clover_xml='<coverage clover="1">')

    assert shown(discovered(tmp_path, "!old")) == ["lcov.info"]
    assert shown(discovered(tmp_path, "!**/clover.xml")) == ["lcov.info", "old/lcov.info"]


# As listed


def test_lists_of_paths_and_globs(tmp_path: Path) -> None:
    write(tmp_path, a__lcov_info="SF:a\n", b__lcov_info="SF:a\n", c__x_xml="<a/>", old__lcov_info="SF:a\n")

    discovery = discovered(tmp_path, "**/lcov.info, !old\ngo:c/x.xml")

    assert shown(discovery) == ["a/lcov.info", "b/lcov.info", "c/x.xml"]
    assert [found.forced.name if found.forced else None for found in discovery.found] == [None, None, "go"]
    assert all(found.named for found in discovery.found)
    assert discovery.problems == ()


def test_a_format_beats_an_entry_without_one(tmp_path: Path) -> None:
    put(tmp_path, "lcov.info")

    (found,) = discovered(tmp_path, "*.info\nlcov:lcov.info\ngo:lcov.info").found

    assert found.forced
    assert found.forced.name == "lcov"


@pytest.mark.parametrize("root", ["/home/runner/work/shop/shop", "/__w/shop/shop"])
def test_host_paths_work_on_any_line(tmp_path: Path, root: str) -> None:
    put(tmp_path, "a/lcov.info")
    put(tmp_path, "b/lcov.info")

    assert shown(discovered(tmp_path, f"a/lcov.info\n{root}/b/lcov.info")) == ["a/lcov.info", "b/lcov.info"]
    assert shown(discovered(tmp_path, f"{root}/*/lcov.info,!{root}/a")) == ["b/lcov.info"]


def test_a_path_that_is_not_there_names_what_is_near(tmp_path: Path) -> None:
    put(tmp_path, "build/lcov.info")
    put(tmp_path, "jacoco.xml")

    discovery = discovered(tmp_path, "coverage/lcov.info,jacco.xml,jacoco.xml")

    assert shown(discovery) == ["jacoco.xml"]
    assert said(discovery) == [(Slug.REPORT_NOT_FOUND, Level.ERROR)] * 2
    assert [problem.cure for problem in discovery.problems] == [
        "Did you mean build/lcov.info?",
        "Did you mean jacoco.xml?",
    ]


def test_a_path_outside_says_what_can_be_seen(tmp_path: Path) -> None:
    (problem,) = discovered(tmp_path, "/home/runner/reports/lcov.info").problems

    assert problem.slug is Slug.REPORT_NOT_FOUND
    assert "container" in problem.reason


def test_a_report_outside_the_workspace_is_used_if_it_can_be_seen(tmp_path: Path) -> None:
    put(tmp_path, "temp/kept/python.json")
    (tmp_path / "workspace").mkdir()
    kept = tmp_path / "temp/kept"

    assert shown(discovered(tmp_path / "workspace", f"{kept}/*.json")) == [f"{kept}/python.json"]
    assert shown(discovered(tmp_path / "workspace", f"{kept}/python.json")) == [f"{kept}/python.json"]


def test_a_glob_without_match_is_a_warning_while_others_match(tmp_path: Path) -> None:
    put(tmp_path, "a/lcov.info")

    assert said(discovered(tmp_path, "*.foo,a/*.info")) == [(Slug.PATTERN_WITHOUT_MATCH, Level.WARNING)]
    assert said(discovered(tmp_path, "*.foo,*.bar")) == [(Slug.PATTERN_WITHOUT_MATCH, Level.ERROR)] * 2


def test_a_glob_without_match_names_what_is_near(tmp_path: Path) -> None:
    put(tmp_path, "a/lcov.info")

    assert discovered(tmp_path, "lcov.in*").problems[0].cure == "Did you mean a/lcov.info?"
    assert discovered(tmp_path, "*.xml").problems[0].cure == "Did you mean a/lcov.info?"


def test_globs_leave_pruned_folders_out_unless_they_name_them(tmp_path: Path) -> None:
    put(tmp_path, "vendor/a/lcov.info")
    put(tmp_path, "lcov.info")

    assert shown(discovered(tmp_path, "**/lcov.info")) == ["lcov.info"]
    assert shown(discovered(tmp_path, "vendor/**/lcov.info")) == ["vendor/a/lcov.info"]
    assert shown(discovered(tmp_path, "{vendor,x}/**/lcov.info,**/lcov.info")) == ["lcov.info", "vendor/a/lcov.info"]
    assert shown(discovered(tmp_path, "vendor/a/lcov.info")) == ["vendor/a/lcov.info"]


def test_a_file_named_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    put(tmp_path, "app/[slug]/{x}/lcov.info")

    assert shown(discovered(tmp_path, "app/[slug]/{x}/lcov.info")) == ["app/[slug]/{x}/lcov.info"]


def test_everything_excluded_is_an_error(tmp_path: Path) -> None:
    put(tmp_path, "lcov.info")

    assert said(discovered(tmp_path, "lcov.info,!*.info")) == [(Slug.NO_REPORT, Level.ERROR)]


def test_too_many_braces_are_an_error_of_that_entry(tmp_path: Path) -> None:
    put(tmp_path, "lcov.info")

    discovery = discovered(tmp_path, "{1..99999},lcov.info")

    assert shown(discovery) == ["lcov.info"]
    assert said(discovery) == [(Slug.INPUT_INVALID, Level.ERROR)]


def test_the_folder_of_phpunit_stands_for_its_index(tmp_path: Path) -> None:
    put(tmp_path, "build/coverage-xml/index.xml", CONTENT["phpunit"])

    assert shown(discovered(tmp_path, "build/coverage-xml")) == ["build/coverage-xml/index.xml"]
    assert shown(discovered(tmp_path, "phpunit:build/coverage-xml/")) == ["build/coverage-xml/index.xml"]


@pytest.mark.parametrize("listed", ["coverage-xml/**", "**/*.xml", "coverage-xml/*.php.xml", "coverage-xml/Util/*"])
def test_globs_over_the_folder_of_phpunit_find_its_index_alone(tmp_path: Path, listed: str) -> None:
    put(tmp_path, "coverage-xml/index.xml", CONTENT["phpunit"])
    put(tmp_path, "coverage-xml/Cart.php.xml", PHPUNIT_PART)
    put(tmp_path, "coverage-xml/Util/Format.php.xml", PHPUNIT_PART)

    assert shown(discovered(tmp_path, listed)) == ["coverage-xml/index.xml"]


def test_a_part_of_phpunits_report_is_none_by_itself(tmp_path: Path) -> None:
    """A class may have a name that reports have."""
    put(tmp_path, "build/php/index.xml", CONTENT["phpunit"])
    put(tmp_path, "build/php/CoverageReport.php.xml", PHPUNIT_PART)

    assert shown(discovered(tmp_path)) == ["build/php/index.xml"]
    assert shown(discovered(tmp_path, "!build/php")) == []


def test_other_reports_beside_phpunits_index_are_reports(tmp_path: Path) -> None:
    put(tmp_path, "coverage-xml/index.xml", CONTENT["phpunit"])
    put(tmp_path, "coverage-xml/clover.xml", CONTENT["clover"])
    put(tmp_path, "doc/index.xml", "<doxygenindex>")
    put(tmp_path, "doc/coverage.xml", PHPUNIT_PART)

    assert shown(discovered(tmp_path, "**/*.xml")) == [
        "coverage-xml/clover.xml",
        "coverage-xml/index.xml",
        "doc/coverage.xml",
        "doc/index.xml",
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("main.c.gcov", "        -:    0:Source:main.c\n        1:    1:int main() {}\n"),
        ("src-cart.lst", "       |module cart;\n      1|int f() { return 1; }\nsrc/cart.d is 100% covered\n"),
        ("src/cart.jl.4711.cov", "        - function f()\n        1     1\n        - end\n"),
    ],
)
def test_a_folder_stands_for_the_files_of_all_sources(tmp_path: Path, name: str, content: str) -> None:
    put(tmp_path, f"build/{name}", content)
    put(tmp_path, f"build/deep/{name}", content)
    put(tmp_path, "build/linker.lst", "0000 MOV A,B\n")
    put(tmp_path, "build/lcov.info")

    assert shown(discovered(tmp_path, "build")) == sorted((f"build/{name}", f"build/deep/{name}"))


def test_a_folder_of_other_reports_names_them(tmp_path: Path) -> None:
    put(tmp_path, "coverage/lcov.info")
    put(tmp_path, "coverage/lcov-report/index.html", "<html>")

    (problem,) = discovered(tmp_path, "coverage/").problems

    assert (problem.message, problem.cure) == (
        "coverage is a folder, not a report.",
        "Did you mean coverage/lcov.info?",
    )


def test_a_folder_of_pages_stands_for_the_first(tmp_path: Path) -> None:
    """So that its reader says whose pages they are."""
    put(tmp_path, "htmlcov/index.html", "<html>")

    assert shown(discovered(tmp_path, "htmlcov")) == ["htmlcov/index.html"]


def test_folders_of_raw_data_are_refused_with_the_cure(tmp_path: Path) -> None:
    put(tmp_path, "run.xcresult/Info.plist")
    put(tmp_path, "cov/covmeta.0123")
    put(tmp_path, "cover_db/runs/1/cover.14")
    put(tmp_path, "cover_db/structure/0")

    discovery = discovered(tmp_path, "run.xcresult,cov,cover_db")

    assert discovery.problems[0].message == "run.xcresult is Xcode's result bundle."
    assert [(problem.slug, problem.file) for problem in discovery.problems] == [
        (Slug.REPORT_RAW_DATA, "run.xcresult"),
        (Slug.REPORT_RAW_DATA, "cov"),
        (Slug.REPORT_RAW_DATA, "cover_db"),
    ]


@pytest.mark.parametrize("entry", ["nul\0.xml", "x" * 5000, "a/" * 3000 + "x", "\udcff.xml", "lcov.info/x"])
def test_names_that_cannot_be_are_not_there(tmp_path: Path, entry: str) -> None:
    put(tmp_path, "lcov.info")

    assert said(discovered(tmp_path, entry)) == [(Slug.REPORT_NOT_FOUND, Level.ERROR)]


def test_order_and_result_do_not_depend_on_the_order_of_entries(tmp_path: Path) -> None:
    names = ["b/lcov.info", "a/lcov.info", "c.lcov"]
    for name in names:
        put(tmp_path, name)

    assert discovered(tmp_path, ",".join(names)).found == discovered(tmp_path, ",".join(reversed(names))).found
    assert shown(discovered(tmp_path)) == sorted(names)


def test_a_folder_is_left_to_its_reader(tmp_path: Path) -> None:
    (tmp_path / "lcov.info").mkdir()
    os.mkfifo(tmp_path / "clover.xml")

    assert shown(discovered(tmp_path, "lcov.info,clover.xml")) == ["clover.xml", "lcov.info"]
    assert shown(discovered(tmp_path)) == []


def test_an_exclusion_with_too_many_braces_is_the_users_to_cure(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"An exclusion of coverage-reports cannot be used"):
        find("!{1..100000}", tmp_path, frozenset(), {})
