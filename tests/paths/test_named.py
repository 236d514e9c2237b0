"""Names of packages in place of the folders that the repository has them in."""

from __future__ import annotations

import pytest

from reporter.paths import Outcome
from reporter.paths.roots import Hints
from tests.paths.cases import HOST, ROOTS, decide, found, outcomes

WORKSPACE = {
    "package.json": '{"workspaces": ["libs/*"]}',
    "libs/ui-kit/package.json": '{"name": "@acme/ui"}',
    "libs/ui-kit/src/index.ts": "",
    "libs/ui-kit/src/button.ts": "",
    "libs/ui-kit/src/form.ts": "",
    "libs/money/package.json": '{"name": "money-core"}',
    "libs/money/src/index.ts": "",
    "libs/money/src/rate.ts": "",
    "libs/money/src/euro.ts": "",
    "apps/web/src/index.ts": "",
    "apps/web/package.json": '{"name": "@acme/web"}',
}
MONEY = ["money-core/src/index.ts", "money-core/src/rate.ts", "money-core/src/euro.ts"]


@pytest.mark.parametrize(
    "written",
    [
        "@acme/ui/src/index.ts",
        "acme/ui/src/index.ts",
        "bundle/acme/ui/src/index.ts",
        "node_modules/@acme/ui/src/index.ts",
        f"{HOST}/apps/web/node_modules/@acme/ui/src/index.ts",
        "/srv/build/node_modules/.pnpm/x/node_modules/@acme/ui/src/index.ts",
    ],
)
def test_a_scoped_or_linked_name_leads_to_its_project(written: str) -> None:
    (decision,) = decide([], [written], contents=WORKSPACE)
    assert (decision.repo_path, decision.rule) == ("libs/ui-kit/src/index.ts", "package name")


def test_a_package_that_is_not_linked_is_the_registrys() -> None:
    """The repository may hold a fork of it."""
    fork = WORKSPACE | {"package.json": '{"workspaces": ["apps/*", "!libs/*"]}'}
    assert outcomes(decide([], ["node_modules/@acme/ui/src/index.ts"], contents=fork)) == ["OUTSIDE"]


def test_composer_links_and_copies_by_path() -> None:
    contents = {
        "app/composer.json": '{"repositories": [{"type": "path", "url": "../packages/*"}]}',
        "packages/queue-lib/composer.json": '{"name": "acme/queue"}',
        "packages/queue-lib/src/Service.php": "",
        "app/src/Service.php": "",
    }
    assert found(decide([], [f"{HOST}/app/vendor/acme/queue/src/Service.php"], contents=contents)) == [
        "packages/queue-lib/src/Service.php"
    ]


def test_a_plain_name_needs_other_files_of_the_package() -> None:
    """Otherwise it may be a folder that was generated with all that is in it."""
    assert found(decide([], MONEY, contents=WORKSPACE)) == [
        "libs/money/src/index.ts",
        "libs/money/src/rate.ts",
        "libs/money/src/euro.ts",
    ]
    assert found(decide([], MONEY[:2], contents=WORKSPACE)) == [None, None]


def test_a_folder_of_that_name_is_itself() -> None:
    assert found(decide(["money-core/src/index.ts"], MONEY[:1], contents=WORKSPACE)) == MONEY[:1]


def test_a_package_without_the_file_is_not_guessed() -> None:
    decisions = decide([], ["@acme/ui/src/gone.ts", "node_modules/@acme/ui/dist/index.js"], contents=WORKSPACE)
    assert [decision.outcome for decision in decisions] == [Outcome.UNMATCHED, Outcome.OUTSIDE]


def test_two_projects_of_one_name_are_both_candidates() -> None:
    twice = WORKSPACE | {"old/ui/package.json": '{"name": "@acme/ui"}', "old/ui/src/index.ts": ""}
    (decision,) = decide([], ["@acme/ui/src/index.ts"], contents=twice)
    assert decision.candidates == ("libs/ui-kit/src/index.ts", "old/ui/src/index.ts")


def test_a_file_that_is_the_rest_of_the_path_is_a_candidate_too() -> None:
    (decision,) = decide(["src/index.ts"], ["@acme/ui/src/index.ts"], contents=WORKSPACE)
    assert decision.candidates == ("libs/ui-kit/src/index.ts", "src/index.ts")


def test_a_root_that_loses_a_declared_name_is_not_taken_for_the_whole_report() -> None:
    """The top has files of the same names, but the name in front is that of another project."""
    top = ["src/index.ts", "src/rate.ts", "src/euro.ts"]
    assert found(decide(top, MONEY, contents=WORKSPACE)) == [None, None, None]


def test_generated_files_of_the_reports_project_are_not_those_of_a_package() -> None:
    hints = Hints(repository_roots=ROOTS, report_folder="apps/web/coverage")
    web = {f"apps/web/lib/{name}.ts": "" for name in "abc"}
    written = [*(file.removeprefix("apps/web/") for file in web), *MONEY]
    assert found(decide([], written, contents=WORKSPACE | web, hints=hints)) == [*web, None, None, None]


def test_whole_paths_of_the_repository_are_not_held_back_by_the_reports_project() -> None:
    """Some tools take the ``../..`` off that leads out of it."""
    hints = Hints(repository_roots=ROOTS, report_folder="apps/web/coverage")
    web = [f"apps/web/src/{name}.ts" for name in "abc"]
    written = [
        *(file.removeprefix("apps/web/") for file in web),
        *(f"libs/ui-kit/src/{n}.ts" for n in ("index", "form")),
    ]
    whole = ["libs/ui-kit/src/button.ts", *written[3:]]
    assert found(decide(web, [*written[:3], *whole], contents=WORKSPACE, hints=hints)) == [*web, *whole]
    assert found(decide(web, [*written[:3], whole[0]], contents=WORKSPACE, hints=hints)) == [*web, None]
