"""Files that a build has copied, and the tracked files that they are copies of."""

from __future__ import annotations

from collections.abc import Mapping

from reporter.model import RepoPath
from reporter.paths import Decision, Outcome
from reporter.paths.decide import resolve
from reporter.paths.roots import Hints
from reporter.paths.universe import Universe
from tests.paths.cases import HOST, ROOTS, decide, found, outcomes, report

CART = "def cart():\n    return 1\n"
TRACKED = {"src/cart.js": CART, "legacy/cart.js": "var cart\n"}


def _with_untracked(untracked: Mapping[str, str], *written: str, report_folder: str = "") -> tuple[Decision, ...]:
    texts = {**TRACKED, **untracked}
    universe = Universe(
        sorted(map(RepoPath, TRACKED)),
        lambda path, limit=-1: texts.get(path, "").encode()[: limit if limit >= 0 else None],
    )
    return resolve(report(written), universe, Hints(repository_roots=ROOTS, report_folder=report_folder))


def test_a_copy_with_the_very_text_of_a_tracked_file_is_that_file() -> None:
    for written in (f"{HOST}/dist/cart.js", "dist/cart.js"):
        (decision,) = _with_untracked({"dist/cart.js": CART}, written)
        assert (decision.repo_path, decision.rule, decision.reason) == ("src/cart.js", "same text", "dist/cart.js")
    assert found(_with_untracked({"web/dist/cart.js": CART}, "dist/cart.js", report_folder="web/coverage")) == [
        "src/cart.js"
    ]


def test_a_compiled_file_is_not_its_source() -> None:
    """Its lines are others."""
    assert outcomes(_with_untracked({"dist/cart.js": "function cart(){return 1}\n"}, f"{HOST}/dist/cart.js")) == [
        "UNMATCHED"
    ]
    assert outcomes(_with_untracked({"dist/cart.js": " \n"}, f"{HOST}/dist/cart.js")) == ["UNMATCHED"]


def test_a_copy_of_two_files_is_not_told_apart() -> None:
    twins = {"a/cart.js": CART, "b/cart.js": CART}
    texts = {**twins, "dist/cart.js": CART}
    universe = Universe(sorted(map(RepoPath, twins)), lambda path, _limit=-1: texts.get(path, "").encode())
    (decision,) = resolve(report([f"{HOST}/dist/cart.js"]), universe, Hints(repository_roots=ROOTS))
    assert decision.candidates == ("a/cart.js", "b/cart.js")


def test_an_installed_package_is_not_the_vendored_copy_of_it() -> None:
    assert outcomes(_with_untracked({"node_modules/x/cart.js": CART}, f"{HOST}/node_modules/x/cart.js")) == ["OUTSIDE"]


def test_sources_below_a_bundlers_folder_are_those_of_the_project() -> None:
    """Their names come from source maps; a bundler writes no file of these names."""
    names = ["app/page.tsx", "app/layout.tsx", "lib/money.ts"]
    files = [f"web/src/{name}" for name in names]
    for folder in (f"{HOST}/web/.next/server", "/srv/build/.next", f"{HOST}/dist"):
        assert found(decide(files, [f"{folder}/src/{name}" for name in names])) == files
    assert (
        outcomes(decide(["src/a.js", "src/b.js", "src/c.js"], [f"{HOST}/web/dist/src/{n}.js" for n in "abc"]))
        == [Outcome.UNMATCHED.name] * 3
    )
