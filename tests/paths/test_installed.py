"""Copies of the repository's own packages that were installed for the tests."""

from __future__ import annotations

import pytest

from reporter.paths import Outcome
from reporter.paths.roots import Hints
from tests.paths.cases import HOST, ROOTS, decide, found, outcomes

SITE = f"{HOST}/.tox/py312/lib/python3.12/site-packages"
NAMES = ("shop/__init__.py", "shop/cart.py", "shop/db/session.py")
SOURCES = [f"src/{name}" for name in NAMES]


@pytest.mark.parametrize("site", [SITE, "/opt/venv/lib/python3.12/site-packages", "/usr/lib/python3/dist-packages"])
def test_an_installed_copy_of_a_package_is_its_sources(site: str) -> None:
    decisions = decide(SOURCES, [f"{site}/{name}" for name in NAMES])
    assert found(decisions) == SOURCES
    assert {decision.rule for decision in decisions} == {"installed copy"}


def test_environments_side_by_side_hold_the_same_files() -> None:
    other = SITE.replace("py312", "py311")
    assert found(decide(SOURCES, [f"{site}/{name}" for name in NAMES for site in (SITE, other)])) == [
        source for source in SOURCES for _ in range(2)
    ]


def test_few_files_do_not_prove_a_package() -> None:
    assert outcomes(decide(SOURCES, [f"{SITE}/{name}" for name in NAMES[:2]])) == ["OUTSIDE"] * 2


def test_packages_from_elsewhere_stay_outside() -> None:
    decisions = decide(SOURCES, [*(f"{SITE}/{name}" for name in NAMES), f"{SITE}/attr/cart.py", f"{SITE}/six.py"])
    assert outcomes(decisions)[3:] == ["OUTSIDE"] * 2


def test_a_file_made_at_installation_has_no_source() -> None:
    decisions = decide(SOURCES, [*(f"{SITE}/{name}" for name in NAMES), f"{SITE}/shop/_version.py"])
    assert found(decisions) == [*SOURCES, None]


def test_a_package_whose_files_are_in_several_folders_is_not_known() -> None:
    files = ["a/shop/__init__.py", "a/shop/cart.py", "b/shop/db/session.py"]
    assert outcomes(decide(files, [f"{SITE}/{name}" for name in NAMES])) == ["OUTSIDE"] * 3


def test_two_packages_of_the_same_files_are_ambiguous() -> None:
    files = [f"{folder}/{name}" for folder in ("a", "b") for name in NAMES]
    assert outcomes(decide(files, [f"{SITE}/{name}" for name in NAMES])) == ["AMBIGUOUS"] * 3


def test_a_vendored_package_is_not_the_source_of_the_installed_one() -> None:
    files = [f"vendor/{name}" for name in NAMES]
    decisions = decide(files, [f"{SITE}/{name}" for name in NAMES])
    assert {decision.outcome for decision in decisions} == {Outcome.OUTSIDE}


@pytest.mark.parametrize("copy", ["build/lib", f"{HOST}/build/lib", "/ci/x/build/lib.linux-x86_64-cpython-312"])
def test_a_build_of_setuptools_is_its_sources(copy: str) -> None:
    tests = "tests/test_cart.py"
    decisions = decide([*SOURCES, tests], [*(f"{copy}/{name}" for name in NAMES), tests])
    assert found(decisions) == [*SOURCES, tests]


def test_what_another_tool_builds_is_not_its_sources() -> None:
    """A compiler's output has other lines."""
    files = [f"src/shop/{name}.js" for name in "abc"]
    written = [f"{HOST}/{file.replace('src', 'build/lib')}" for file in files]
    assert found(decide(files, written)) == [None] * 3


def test_a_tracked_file_in_the_place_of_a_build_is_itself() -> None:
    tracked = [f"build/lib/{name}" for name in NAMES]
    assert found(decide([*SOURCES, *tracked], [f"{HOST}/{path}" for path in tracked])) == tracked


@pytest.mark.parametrize("folder", ["", "perl/"])
def test_perls_blib_is_lib(folder: str) -> None:
    files = [f"{folder}lib/Acme.pm", "other/lib/Acme.pm"]
    assert found(decide(files, [f"{HOST}/{folder}blib/lib/Acme.pm"])) == files[:1]
    hints = Hints(repository_roots=ROOTS, report_folder=f"{folder}cover_db")
    assert found(decide(files, ["blib/lib/Acme.pm"], hints=hints)) == files[:1]


def test_a_module_made_in_blib_is_no_other() -> None:
    files = ["perl/lib/Acme.pm", "lib/Other.pm"]
    assert found(decide(files, [f"{HOST}/perl/blib/lib/Other.pm", f"{HOST}/blib/lib/Acme.pm"])) == [None, None]


def test_a_module_made_in_blib_is_not_looked_for_above_its_project() -> None:
    hints = Hints(repository_roots=ROOTS, report_folder="perl/cover_db")
    assert found(decide(["perl/Makefile.PL", "lib/Acme.pm"], ["blib/lib/Acme.pm"], hints=hints)) == [None]


def test_a_moved_report_on_blib_is_of_the_project_that_has_all_of_it() -> None:
    files = ["a/lib/Log.pm", "a/lib/Clock.pm", "b/lib/Log.pm", "b/lib/Board.pm"]
    assert found(decide(files, ["blib/lib/Log.pm", "blib/lib/Clock.pm"])) == files[:2]
    (decision,) = decide(files, ["blib/lib/Log.pm"])
    assert decision.candidates == ("a/lib/Log.pm", "b/lib/Log.pm")


TOX = ".tox/py311/lib/python3.11/site-packages/"


@pytest.mark.parametrize(
    "written", [f"{TOX}rates/models.py", f"/opt/{TOX}rates/models.py", "packages/rates/build/lib/rates/models.py"]
)
def test_a_single_file_of_a_package_in_a_projects_src_is_known(written: str) -> None:
    """Nothing else can be installed under the name of a package that is."""
    files = ["packages/rates/pyproject.toml", "packages/rates/src/rates/models.py", "tools/models.py"]
    (decision,) = decide(files, [written])
    assert (decision.repo_path, decision.rule) == ("packages/rates/src/rates/models.py", "installed copy")


def test_a_project_installs_the_package_of_its_own_name_from_its_folder() -> None:
    contents = {"pyproject.toml": '[project]\nname = "rates"\n', "rates/models.py": ""}
    assert found(decide([], [f"{TOX}rates/models.py"], contents=contents)) == ["rates/models.py"]


def test_folders_beside_a_package_are_not_what_others_install() -> None:
    """Packages often install a ``tests`` of theirs by mistake."""
    contents = {"pyproject.toml": '[project]\nname = "rates"\n', "tests/utils.py": "", "pkg/setup.py": ""}
    written = [f"{TOX}tests/utils.py", f"{TOX}pkg/setup.py"]
    assert outcomes(decide([], written, contents=contents)) == ["OUTSIDE", "OUTSIDE"]


def test_a_namespace_of_two_projects_is_shared_between_them() -> None:
    files = [
        f"dists/{name}/{file}" for name in ("core", "api") for file in ("setup.py", f"src/acme/{name}/settings.py")
    ]
    written = [f"{TOX}acme/core/settings.py", f"{TOX}acme/api/settings.py", f"{TOX}acme/other/settings.py"]
    decisions = decide([*files, "docs/acme/settings.py"], written)
    assert found(decisions) == [files[1], files[3], None]


def test_two_projects_with_one_package_are_both_candidates() -> None:
    files = [f"{name}/{file}" for name in ("new", "old") for file in ("pyproject.toml", "src/rates/models.py")]
    (decision,) = decide(files, [f"{TOX}rates/models.py"])
    assert decision.candidates == ("new/src/rates/models.py", "old/src/rates/models.py")


def test_an_installed_package_is_from_the_folder_that_its_project_names() -> None:
    table = '[tool.setuptools.package-dir]\n"" = "python"\napi = "./source"\n"api.db" = "storage"\nodd = 1\n'
    ours = ["back/source/a.py", "back/storage/b.py", "back/python/cli/c.py"]
    contents = {"back/pyproject.toml": table, "front/pyproject.toml": "not TOML", "odd/pyproject.toml": "tool = 1"}
    files = [*ours, "front/api/a.py", "api/db/b.py", "cli/c.py"]
    written = [f"venv/lib/python3.12/site-packages/{path}" for path in ("api/a.py", "api/db/b.py", "cli/c.py")]
    hints = Hints(repository_roots=ROOTS, report_folder="back")
    assert found(decide(files, written, contents=contents, hints=hints)) == ours
    assert found(decide(files, [f"{path}x" for path in written], contents=contents, hints=hints)) == [None] * 3
