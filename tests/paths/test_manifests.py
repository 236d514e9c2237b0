"""The names that manifests declare."""

from __future__ import annotations

import pytest

from reporter.model import RepoPath
from reporter.paths.manifests import declared_names


@pytest.mark.parametrize(
    ("file", "text", "names"),
    [
        ("ui/package.json", '{"private": true, "name": "@acme/ui"}', {"@acme/ui"}),
        ("ui/package.json", "{", set()),
        ("ui/package.json", '["name"]', set()),
        ("a/pyproject.toml", '[project]\nname = "Acme-Rates.core"\n', {"Acme-Rates.core", "acme_rates_core"}),
        ("a/pyproject.toml", '[tool.poetry]\nname = "rates"\n', {"rates"}),
        ("a/pyproject.toml", "[tool.ruff]\nname = 1\n", set()),
        ("a/pyproject.toml", "name = ", set()),
        ("a/setup.cfg", "[metadata]\nname = rates\nversion = 1\n", {"rates"}),
        ("a/setup.py", "from setuptools import setup\nsetup(version='1', name='rates')\n", {"rates"}),
        ("crates/a/Cargo.toml", '[package]\nname = "rates-core"\n', {"rates-core"}),
        ("r/DESCRIPTION", "Package: tidystats\nTitle: x\n", {"tidystats"}),
        ("d/pubspec.yaml", "name: shop_cart\nversion: 1.0.0\n", {"shop_cart"}),
        ("d/other.json", '{"name": "x"}', set()),
    ],
)
def test_each_kind_of_manifest(file: str, text: str, names: set[str]) -> None:
    found = declared_names([RepoPath(file)], lambda _path, _limit=-1: text.encode())
    assert found == dict.fromkeys(names, frozenset({file.rpartition("/")[0]}))


def test_a_name_may_be_declared_twice_and_at_the_root() -> None:
    files = [RepoPath("package.json"), RepoPath("old/package.json")]
    assert declared_names(files, lambda _path, _limit=-1: b'{"name": "ui"}') == {"ui": frozenset(("", "old"))}
