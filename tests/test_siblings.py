"""One test run written in several formats."""

from __future__ import annotations

from reporter.formats import BY_NAME
from reporter.siblings import Sibling, written_twice

ROOT = "/home/runner/work/shop/shop"


def sibling(shown: str, format_name: str, *files: str) -> Sibling:
    return Sibling(shown, BY_NAME[format_name], frozenset(files))


def test_the_most_exact_format_of_one_run_is_used() -> None:
    """As written by istanbul: absolute names in Clover and names from its root elsewhere."""
    reports = [
        sibling("coverage/clover.xml", "clover", f"{ROOT}/src/a.ts", f"{ROOT}/src/b.ts"),
        sibling("coverage/cobertura-coverage.xml", "cobertura", "a.ts", "b.ts"),
        sibling("coverage/lcov.info", "lcov", "src/a.ts", "src/b.ts"),
    ]

    assert (
        written_twice(reports)
        == written_twice(reversed(reports))
        == {
            "coverage/clover.xml": "coverage/lcov.info",
            "coverage/cobertura-coverage.xml": "coverage/lcov.info",
        }
    )


def test_the_report_that_leaves_files_out_is_not_used() -> None:
    """PHPUnit's Cobertura leaves out files without functions."""
    reports = [
        sibling("build/cobertura.xml", "cobertura", "Cart.php", "Item.php"),
        sibling("build/clover.xml", "clover", f"{ROOT}/src/Cart.php", f"{ROOT}/src/Item.php", f"{ROOT}/src/boot.php"),
    ]

    assert written_twice(reports) == {"build/cobertura.xml": "build/clover.xml"}


def test_other_folders_other_files_and_other_suites_are_all_used() -> None:
    assert (
        written_twice(
            [
                sibling("one/lcov.info", "lcov", "src/a.ts"),
                sibling("two/clover.xml", "clover", "src/a.ts"),
                sibling("one/clover.xml", "clover", "src/b.ts"),
                sibling("one/cobertura.xml", "cobertura", "lib/a.ts"),
            ]
        )
        == {}
    )


def test_a_report_of_few_of_the_files_may_be_another_suite() -> None:
    files = [f"src/{number}.ts" for number in range(10)]

    assert written_twice([sibling("lcov.info", "lcov", *files), sibling("clover.xml", "clover", *files[:4])]) == {}


def test_reports_of_one_format_are_several_runs() -> None:
    assert written_twice([sibling("unit.lcov", "lcov", "a.c"), sibling("system.lcov", "lcov", "a.c")]) == {}


def test_windows_names_are_compared_by_their_parts() -> None:
    reports = [
        sibling("coverage.opencover.xml", "opencover", "D:\\a\\shop\\shop\\src\\Cart.cs"),
        sibling("coverage.cobertura.xml", "cobertura", "src/Cart.cs"),
    ]

    assert written_twice(reports) == {"coverage.cobertura.xml": "coverage.opencover.xml"}
