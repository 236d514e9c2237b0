"""Which reports a folder stands for, and which report a part leads to."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from reporter.folders import Wholes, per_source

FIXTURES = Path(__file__).parent / "fixtures"
PHPUNIT = FIXTURES / "phpunit/phpunit-9.6.7-uncovered"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """The folder that PHPUnit wrote, somewhere below the base."""
    return Path(shutil.copytree(PHPUNIT, tmp_path / "build/php"))


@pytest.mark.parametrize("part", ["Cart.php.xml", "functions.php.xml", "Util/Format.php.xml"])
def test_the_parts_of_phpunits_report_lead_to_its_index(tmp_path: Path, report: Path, part: str) -> None:
    assert Wholes(tmp_path).of(report / part) == report / "index.xml"


def test_the_nearest_index_of_phpunit_counts(tmp_path: Path, report: Path) -> None:
    shutil.copy(report / "index.xml", tmp_path)
    (report / "Util/index.xml").write_text("<doxygenindex/>", encoding="utf-8")

    assert Wholes(tmp_path).of(report / "Util/Format.php.xml") == report / "index.xml"


def test_what_lies_above_the_base_does_not_count(tmp_path: Path, report: Path) -> None:
    assert Wholes(report / "Util").of(report / "Util/Format.php.xml") == report / "Util/Format.php.xml"


def test_whole_files_stay_themselves(tmp_path: Path, report: Path) -> None:
    shutil.copy(FIXTURES / "clover/phpunit-9.6.7-xdebug/clover.xml", report)
    os.mkfifo(report / "pipe.xml")
    wholes = Wholes(tmp_path)

    for name in ("index.xml", "clover.xml", "pipe.xml", "fixture.json", "gone.xml"):
        assert wholes.of(report / name) == report / name


def test_of_real_reports_those_are_found_that_come_one_for_each_source() -> None:
    files = [path for path in FIXTURES.rglob("*") if path.is_file() and not path.is_relative_to(FIXTURES / "paths")]

    found = {file.relative_to(FIXTURES).parts[0] for file in per_source(files)}

    assert found >= {"gcov", "gcov_json", "dlang", "julia", "erlang"}
    assert not found & {"lcov", "go", "cobertura", "sources", "refused"}


def test_neither_name_nor_content_is_enough(tmp_path: Path) -> None:
    (tmp_path / "linker.lst").write_text("0000 MOV A,B\n", encoding="utf-8")
    (tmp_path / "main.c.txt").write_text("        -:    0:Source:main.c\n", encoding="utf-8")
    (tmp_path / "main.c.gcov").write_text("        -:    0:Source:main.c\n", encoding="utf-8")

    assert per_source(sorted(tmp_path.iterdir())) == [tmp_path / "main.c.gcov"]
