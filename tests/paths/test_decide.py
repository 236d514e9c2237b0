"""The resolver on repositories and reports as they occur, one case for each rule and each known trap."""

from __future__ import annotations

import unicodedata

import pytest

from reporter.model import RepoPath
from reporter.paths import Outcome
from reporter.paths.decide import resolve
from reporter.paths.roots import Hints
from reporter.paths.universe import Universe
from tests.paths.cases import HOST, ROOTS, decide, found, outcomes, report

JAVA = "src/main/java"


def _in(folder: str) -> Hints:
    return Hints(repository_roots=ROOTS, report_folder=folder)


# Known roots


@pytest.mark.parametrize(
    "root",
    [
        *ROOTS,
        "/Users/runner/work/shop/shop",
        "D:/a/shop/shop",
        "D:\\a\\shop\\shop",
        "/actions-runner/_work/shop/shop",
        "/builds/acme/shop",
        "/builds/acme/team/shop",
        "/home/circleci/project",
        "/home/circleci/shop",
        "/home/travis/build/acme/shop",
        "/home/vsts/work/1/s",
        "/_",
        "/_1",
        "https://raw.githubusercontent.com/Acme/Shop/0123456789012345678901234567890123456789",
    ],
)
def test_a_root_that_is_known_is_taken_off(root: str) -> None:
    """Even a file at the top of the repository is found, and no namesake below takes its place."""
    hints = Hints(repository_roots=ROOTS, repository_slug="acme/shop")
    separator = "\\" if "\\" in root else "/"
    (decision,) = decide(["setup.py", "src/setup.py"], [f"{root}{separator}setup.py"], hints=hints)
    assert decision.repo_path == "setup.py"


def test_an_untracked_file_below_a_known_root_is_nowhere_else() -> None:
    (decision, _) = decide(["src/a.py"], [f"{HOST}/gen/src/a.py", f"{HOST}/src/a.py"])
    assert (decision.outcome, decision.nearest) == (Outcome.UNMATCHED, "src/a.py")
    assert "gen/src/a.py is not tracked" in decision.reason
    assert decision.cure == ""


def test_a_root_ends_at_a_component() -> None:
    (decision,) = decide(["2/a.py"], [f"{HOST}2/a.py"])
    assert decision.repo_path is None


def test_another_repository_on_the_same_runner_is_not_this_one() -> None:
    hints = Hints(repository_slug="acme/shop")
    assert found(decide(["setup.py"], ["/home/runner/work/other/other/setup.py"], hints=hints)) == [None]


def test_a_checkout_in_a_folder_of_the_workspace_is_learned() -> None:
    """The job that tested used `path: code` and the job that uploads did not."""
    files = ["setup.py", "src/a.py", "src/b.py", "src/c.py"]
    assert found(decide(files, [f"{HOST}/code/{path}" for path in files])) == files


# The user's own word


def test_a_mapping_wins_over_everything() -> None:
    hints = Hints(repository_roots=ROOTS, mappings=((HOST, "packages/api"), ("gen", "."), ("C:\\x", "lib")))
    files = ["src/a.py", "packages/api/src/a.py", "lib/b.py"]
    decisions = decide(files, [f"{HOST}/src/a.py", "gen/src/a.py", "c:/x/b.py", "C:\\x\\nothing.py"], hints=hints)
    assert found(decisions) == ["packages/api/src/a.py", "src/a.py", "lib/b.py", None]
    assert {decision.rule for decision in decisions[:3]} == {"path-mapping"}


def test_a_mapped_path_is_looked_for_nowhere_else() -> None:
    hints = Hints(mappings=(("/app", "packages/api"),))
    assert found(decide(["src/a.py"], ["/app/src/a.py"], hints=hints)) == [None]


def test_a_prefix_is_tried_first_and_then_left_out() -> None:
    files = ["packages/api/a.py", "a.py", "b.py"]
    decisions = decide(files, ["a.py", "b.py"], hints=Hints(prefix="./packages/api/"))
    assert found(decisions) == ["packages/api/a.py", "b.py"]
    assert decisions[0].rule == "path-prefix"


def test_a_prefix_chooses_between_candidates() -> None:
    files = [f"{module}/{JAVA}/a/A.java" for module in ("api", "web")]
    assert found(decide(files, ["a/A.java"], hints=Hints(prefix="web"))) == [files[1]]


# <source>


def test_a_source_root_decides() -> None:
    files = ["pkg/a.py", "src/pkg/a.py", "lib/pkg/a.py"]
    (decision,) = decide(files, ["pkg/a.py"], sources=[f"{HOST}/src"], format="cobertura")
    assert (decision.repo_path, decision.rule, decision.reason) == ("src/pkg/a.py", "<source>", "src")


def test_a_file_in_two_source_roots_is_refused() -> None:
    files = ["src/__init__.py", "lib/__init__.py", "src/a.py"]
    sources = ["/github/workspace/src", "/github/workspace/lib"]
    decisions = decide(files, ["__init__.py", "a.py"], sources=sources, format="cobertura")
    assert found(decisions) == [None, "src/a.py"]
    assert decisions[0].candidates == ("lib/__init__.py", "src/__init__.py")


def test_a_source_root_from_another_machine_is_part_of_the_path() -> None:
    (decision,) = decide(["a.py", "app/pkg/a.py"], ["a.py"], sources=["/ci/x/app/pkg"], format="cobertura")
    assert (decision.repo_path, decision.rule) == ("app/pkg/a.py", "<source>")


def test_a_damaged_source_root_does_not_veto() -> None:
    sources = ["/github/workspace/nowhere", "--source"]
    assert found(decide(["src/a.py"], ["src/a.py"], sources=sources, format="cobertura")) == ["src/a.py"]


def test_source_roots_that_hold_others_are_believed() -> None:
    """gen.py was not committed; the one in lib is another file."""
    files = ["src/a.py", "lib/gen.py"]
    decisions = decide(files, ["a.py", "gen.py"], sources=[f"{HOST}/src"], format="cobertura")
    assert found(decisions) == ["src/a.py", None]


def test_a_source_root_may_be_the_file_itself() -> None:
    sources = [f"{HOST}/src/deep/a.py"]
    assert found(decide(["src/deep/a.py", "a.py"], ["a.py"], sources=sources, format="cobertura")) == ["src/deep/a.py"]


def test_empty_source_roots_say_nothing() -> None:
    files = ["packages/api/src/a.py", "packages/web/src/a.py"]
    decisions = decide(files, ["src/a.py"], sources=["", "."], hints=_in("packages/web"), format="cobertura")
    assert found(decisions) == ["packages/web/src/a.py"]


def test_an_empty_source_root_beside_another_is_the_root_of_the_repository() -> None:
    decisions = decide(["a.py", "src/a.py", "src/b.py"], ["a.py", "b.py"], sources=[".", "src"], format="cobertura")
    assert found(decisions) == [None, "src/b.py"]


# One root for the whole report


def test_a_namesake_at_the_top_does_not_take_the_file_of_a_module() -> None:
    names = ["Main.java", "A.java", "B.java", "C.java", "D.java", "E.java"]
    decisions = decide(["Main.java", *(f"app/{JAVA}/{name}" for name in names)], names, format="jacoco")
    assert found(decisions) == [f"app/{JAVA}/{name}" for name in names]


def test_a_namesake_at_the_top_does_not_win_where_two_modules_fit() -> None:
    files = ["Main.java", *(f"{module}/{JAVA}/{name}.java" for module in "xy" for name in ("Main", "A"))]
    decisions = decide(files, ["Main.java", "A.java"], format="jacoco")
    assert outcomes(decisions) == ["AMBIGUOUS", "AMBIGUOUS"]
    assert "Main.java" not in decisions[0].candidates


def test_most_is_not_enough() -> None:
    """Two packages merged into one report; a third has more of the names than either."""
    files = ["a/x.ts", "a/one.ts", "b/y.ts", "b/two.ts", "third/x.ts", "third/y.ts", "third/one.ts"]
    decisions = decide(files, ["x.ts", "one.ts", "y.ts", "two.ts"])
    assert found(decisions) == [None, None, None, "b/two.ts"]


def test_a_prefix_is_learned_with_two_witnesses() -> None:
    files = ["setup.py", "pkg/a.py", "pkg/b.py"]
    assert found(decide(files, [f"/srv/x/{file}" for file in files])) == files
    assert found(decide(files, ["/srv/x/setup.py", "/srv/x/pkg/a.py"])) == [None, "pkg/a.py"]


def test_a_learned_prefix_rules_out_other_ends() -> None:
    """other/lib/util.py was not committed; lib/util.py is another file."""
    files = ["pkg/a.py", "pkg/b.py", "lib/util.py"]
    written = ["/srv/x/pkg/a.py", "/srv/x/pkg/b.py", "/srv/x/other/lib/util.py"]
    assert found(decide(files, written)) == ["pkg/a.py", "pkg/b.py", None]


def test_a_package_in_a_container_is_found_with_two_witnesses() -> None:
    """`COPY packages/api /app`: the start of the path changes into another."""
    files = [f"packages/api/src/{name}.ts" for name in "abc"]
    assert found(decide([*files, "src/a.ts"], [f"/app/src/{name}.ts" for name in "abc"])) == files
    decisions = decide(files, ["/app/src/a.ts", "/app/src/b.ts"])
    assert found(decisions) == [None, None]
    assert decisions[0].cure == "path-mapping: /app => packages/api"


def test_a_package_name_before_the_path_is_taken_off() -> None:
    assert found(decide(["R/a.R", "R/b.R"], ["tidystats/R/a.R", "tidystats/R/b.R"])) == ["R/a.R", "R/b.R"]


# The report's own folder


def test_the_report_tells_its_package() -> None:
    files = [f"{package}/src/{name}.ts" for package in ("packages/api", "packages/web", "apps/admin") for name in "ab"]
    for package in ("packages/api", "apps/admin"):
        decisions = decide(files, ["src/a.ts", "src/b.ts"], hints=_in(f"{package}/coverage/lcov"))
        assert found(decisions) == [f"{package}/src/a.ts", f"{package}/src/b.ts"]


def test_a_package_beside_the_reports_own_takes_nothing() -> None:
    """b.ts was not committed in packages/api; that the admin has both does not make them its own."""
    files = ["packages/api/src/a.ts", "apps/admin/src/a.ts", "apps/admin/src/b.ts"]
    decisions = decide(files, ["src/a.ts", "src/b.ts"], hints=_in("packages/api"))
    assert decisions[0].repo_path == "packages/api/src/a.ts"


def test_a_file_missing_in_the_reports_package_is_not_taken_from_another() -> None:
    files = ["packages/api/src/a.ts", "packages/api/src/b.ts", "packages/web/src/gen.ts"]
    decision = decide(files, ["src/a.ts", "src/b.ts", "src/gen.ts"], hints=_in("packages/api"))[2]
    assert (decision.outcome, decision.nearest) == (Outcome.UNMATCHED, "packages/web/src/gen.ts")
    assert "packages/api" in decision.reason


def test_the_search_by_folder_stops_at_the_reports_project() -> None:
    """services/report has a pom.xml of its own, so that its neighbours are no nearer than anything else."""
    files = ["services/report/pom.xml", "services/core/a/A.kt", "apps/a/A.kt"]
    assert outcomes(decide(files, ["a/A.kt"], hints=_in("services/report/target"))) == ["AMBIGUOUS"]


def test_paths_that_climb_start_at_the_report_or_above() -> None:
    """CMake builds outside of the sources, and jest writes `../shared/x.ts`."""
    files = ["src/a.c", "build/src/a.c", "packages/shared/x.ts", "libs/shared/x.ts"]
    assert found(decide(files, ["../src/a.c"], hints=_in("build"))) == ["src/a.c"]
    assert found(decide(files, ["../shared/x.ts"], hints=_in("packages/api/coverage"))) == ["packages/shared/x.ts"]
    assert outcomes(decide(files, ["../shared/x.ts"])) == ["AMBIGUOUS"]


# By the end of a path


def test_a_bare_name_that_is_unique_is_found() -> None:
    assert found(decide(["src/deep/file2.txt", "src/a"], ["file2.txt"])) == ["src/deep/file2.txt"]


def test_a_longer_end_before_a_shorter_one() -> None:
    files = ["src/folder/package/file.txt", "src/folder/package/another-package/file.txt"]
    decisions = decide(files, ["package/file.txt", "another-package/missing.txt"])
    assert found(decisions) == [files[0], None]


def test_an_ambiguous_path_names_its_candidates_and_the_cure() -> None:
    files = ["packages/api/util/index.ts", "packages/web/util/index.ts"]
    (decision,) = decide(files, ["util/index.ts"])
    assert (decision.outcome, decision.candidates) == (Outcome.AMBIGUOUS, tuple(files))
    assert decision.cure == "path-prefix: packages/api"


def test_two_folders_that_could_be_the_root_are_ambiguous() -> None:
    files = ["api/src/a.ts", "src/a.ts"]
    (decision,) = decide(files, ["/srv/api/src/a.ts"])
    assert (decision.outcome, decision.candidates) == (Outcome.AMBIGUOUS, tuple(files))


@pytest.mark.parametrize(
    ("file", "written"),
    [
        ("b/foo.py", "/usr/lib/foo.py"),
        ("lib/foo.py", "/usr/lib/foo.py"),
        ("setup.py", "/opt/venv/site-packages/pkg/setup.py"),
        ("pkg/setup.py", "/opt/venv/lib/python3.12/site-packages/pkg/setup.py"),
        ("a/b.py", "xa/b.py"),
        ("a/b.py", "/srv/xa/b.py"),
        ("foo.py", "/srv/project/foo.py"),
        ("hidden/x", ".hidden/x"),
        (".hidden/x", "hidden/x"),
        ("lib/index.js", "node_modules/dep/lib/index.js"),
        ("src/Parser.php", "/home/ci/vendor/dep/src/Parser.php"),
    ],
)
def test_this_file_is_not_that_one(file: str, written: str) -> None:
    assert found(decide([file], [written])) == [None]


@pytest.mark.parametrize(
    ("file", "written"),
    [
        (".hidden/x.py", ".hidden/x.py"),
        ("src/a b & c#1%20.py", "src/a b & c#1%20.py"),
        ("src/a b.ts", "file:///ci/src/a%20b.ts"),
        ("src/a.ts", "webpack://shop/./src/a.ts?1234"),
        ("src/a.ts", "webpack:///src/a.ts"),
        ("src/a.cs", "src\\.\\b\\..\\a.cs"),
        ("share/a.c", "\\\\server\\share\\a.c"),
        ("a/b.c", "C:\\a\\b.c"),
        ("src/a.py", "\ufeff'src/a.py'"),
        ("src/Auth/User.cs", "SRC/auth/user.cs"),
        ("node_modules/mine/a.js", "node_modules/mine/a.js"),
        ("src/" + unicodedata.normalize("NFD", "é") + ".py", "src/é.py"),
        ("src/é.py", unicodedata.normalize("NFD", "src/é.py")),
    ],
)
def test_this_file_is_that_one(file: str, written: str) -> None:
    assert found(decide([file, "other/file.py"], [written])) == [file]


def test_two_spellings_that_differ_in_case_are_two_files() -> None:
    assert found(decide(["src/a.py", "src/A.py"], ["src/A.py", "src/a.py"])) == ["src/A.py", "src/a.py"]
    assert outcomes(decide(["src/ab.py", "src/Ab.py"], ["src/AB.py"])) == ["AMBIGUOUS"]


def test_the_letters_of_another_file_count_more_than_those_without_case() -> None:
    assert found(decide(["web/index.ts", "x/web/Index.ts"], ["/app/web/Index.ts"])) == [None]


def test_a_duplicated_tree_is_no_reason_to_lose_the_first() -> None:
    files = [f"{copy}src/{name}.py" for copy in ("", "examples/copy/") for name in "abc"]
    assert found(decide(files, files[:3])) == files[:3]


# Outside


@pytest.mark.parametrize(
    "written",
    [
        f"{HOST}/.venv/lib/python3.12/site-packages/requests/api.py",
        "node_modules/lodash/index.js",
        "/usr/include/c++/12/vector",
        "C:\\Program Files\\dotnet\\a.cs",
        "jar:file:/x/y.jar!/A.java",
        "https://example.com/src/a.js",
        "<frozen importlib._bootstrap>",
        "node:internal/process",
        "/rustc/90b35a6239c3d8bdabc530a6a0816f7ff89a0aaf/library/core/src/ops/function.rs",
        "libs/engine/src/a.c",
        f"{HOST}/libs/engine/a.c",
    ],
)
def test_what_is_foreign_is_outside(written: str) -> None:
    (decision,) = decide(["src/a.c", "src/a.js"], [written], submodules=["libs/engine"])
    assert decision.outcome is Outcome.OUTSIDE
    assert decision.reason


# Go


def test_modules_lead_to_their_folders() -> None:
    contents = {
        "go.mod": "module example.com/m/v2 // major two\n\nreplace example.com/fork => ./third/fork\n",
        "tools/go.mod": 'module "example.com/m/tools"\n',
    }
    files = ["hello.go", "sub/a.go", "tools/cmd/a.go", "third/fork/f.go", "errors/errors.go"]
    written = ["example.com/m/v2/hello.go", "example.com/m/v2/sub/a.go", "example.com/m/tools/cmd/a.go"]
    written += ["example.com/fork/f.go", "example.com/m/v2/gen.go", "example.com/other/sub/a.go", "errors/errors.go"]
    decisions = decide(files, written, contents=contents, format="go")
    assert found(decisions) == [*files[:4], None, None, None]
    assert outcomes(decisions)[4:] == ["UNMATCHED", "OUTSIDE", "OUTSIDE"]


def test_without_modules_the_repository_names_itself() -> None:
    hints = Hints(repository_slug="Acme/Shop")
    written = [
        "github.com/acme/shop/src/hello.go",
        "github.com/acme/shop/v3/src/b.go",
        "github.com/other/x/src/hello.go",
    ]
    decisions = decide(["src/hello.go", "src/b.go"], written, hints=hints, format="go")
    assert found(decisions) == ["src/hello.go", "src/b.go", None]
    assert decisions[2].outcome is Outcome.OUTSIDE


def test_a_package_outside_of_any_module_has_its_folder() -> None:
    assert found(decide(["a.go"], [f"_{HOST}/a.go"], format="go")) == ["a.go"]


# The JVM


def test_groups_tell_modules_apart() -> None:
    files = [f"{module}/{JAVA}/acme/A.java" for module in ("core", "web")]
    decisions = decide(files, [("core", "acme/A.java"), ("web", "acme/A.java")], format="jacoco")
    assert found(decisions) == files


def test_a_package_of_the_groups_name_is_no_module() -> None:
    files = [f"core/{JAVA}/web/A.java", f"ui/{JAVA}/web/A.java"]
    assert outcomes(decide(files, [("web", "web/A.java")], format="jacoco")) == ["AMBIGUOUS"]


def test_a_file_missing_in_its_group_is_not_taken_from_another_module() -> None:
    files = [f"web/{JAVA}/acme/{name}.java" for name in "AB"] + [f"core/{JAVA}/acme/Gen.java"]
    written = [("web", f"acme/{name}.java") for name in ("A", "B", "Gen")]
    assert found(decide(files, written, format="jacoco")) == [*files[:2], None]


def test_two_groups_do_not_share_a_file() -> None:
    decisions = decide([f"m/{JAVA}/a/A.java"], [("one", "a/A.java"), ("two", "a/A.java")], format="jacoco")
    assert outcomes(decisions) == ["AMBIGUOUS", "AMBIGUOUS"]
    assert "a/A.java in two" in decisions[0].reason


def test_main_sources_before_tests_and_generated_ones() -> None:
    files = [f"m/{place}/a/A.kt" for place in ("src/main/kotlin", "src/test/kotlin", "build/generated/x")]
    assert found(decide(files, ["a/A.kt"], format="jacoco")) == [files[0]]
    files = [f"m/{place}/a/A.kt" for place in ("src/commonMain/kotlin", "src/jvmMain/kotlin")]
    assert outcomes(decide(files, ["a/A.kt"], format="jacoco")) == ["AMBIGUOUS"]


# Nothing twice


def test_two_paths_for_one_file_are_refused_unless_it_is_theirs_for_certain() -> None:
    decisions = decide(["src/m.py"], ["/x/packages/a/src/m.py", "/x/packages/b/src/m.py"])
    assert outcomes(decisions) == ["AMBIGUOUS", "AMBIGUOUS"]
    assert outcomes(decide(["src/m.py"], ["src/m.py", "lib/src/m.py"])) == ["MATCHED", "AMBIGUOUS"]


def test_two_spellings_of_one_place_are_one_file() -> None:
    written = [f"{HOST}/src/m.py", "/github/workspace/src/m.py", "./src/m.py", "src/m.py"]
    assert found(decide(["src/m.py"], written)) == ["src/m.py"] * 4


def test_decisions_run_parallel_to_the_report() -> None:
    written = ["b.py", "nowhere.py", "a.py"]
    assert [decision.report_path for decision in decide(["a.py", "b.py"], written)] == written


def test_an_empty_report_has_no_decisions() -> None:
    assert decide(["a.py"], []) == ()


def test_a_query_is_taken_off_unless_a_file_bears_it() -> None:
    files = ["src/App.vue", "src/b.ts?v=1", "src/b.ts"]
    assert found(decide(files, ["src/App.vue?vue&type=script", f"{HOST}/src/b.ts?v=1", "src/b.ts?t=2"])) == [
        "src/App.vue",
        "src/b.ts?v=1",
        "src/b.ts",
    ]


def test_a_source_root_from_elsewhere_is_the_folder_that_has_all_of_the_report() -> None:
    files = ["shop/shop/settings.py", "shop/orders/models.py", "orders/models.py"]
    written = ["shop/settings.py", "orders/models.py"]
    assert found(decide(files, written, format="cobertura", sources=["/app"])) == [
        "shop/shop/settings.py",
        "shop/orders/models.py",
    ]
    assert found(decide(files, ["orders/models.py"], format="cobertura", sources=["/app"])) == ["orders/models.py"]


def test_what_a_build_made_is_not_the_source_of_its_name() -> None:
    files = ["src/order.cpp", "src/main.cpp"]
    assert found(decide(files, ["src/main.cpp", "build/proto/src/order.cpp"])) == ["src/main.cpp", None]
    assert found(decide(files, ["/srv/ci/autogen/src/order.cpp"])) == [None]
    assert found(decide(files, ["/build/src/order.cpp"])) == ["src/order.cpp"]


def test_source_sets_of_a_project_are_one_place() -> None:
    """Kotlin's common code has a file of each name that a platform has, but not the code."""
    sets = [f"shared/src/{name}Main/kotlin/com/acme/Platform.kt" for name in ("common", "ios", "js", "jvm")]
    files = ["shared/src/commonMain/kotlin/com/acme/Greeting.kt", *sets]
    decisions = decide(files, ["com/acme/Greeting.kt", "com/acme/Platform.kt"], format="jacoco")
    assert found(decisions) == [files[0], None]
    assert decisions[1].candidates == (sets[0], sets[3])


@pytest.mark.parametrize("mark", ["tools/.git", "tools/.git/HEAD"])
def test_a_report_in_another_checkout_is_of_another_repository(mark: str) -> None:
    def outcome(path: str, folder: str, files: tuple[str, ...] = ("src/a.ts",)) -> Outcome:
        universe = Universe([*map(RepoPath, files)], lambda file, _limit=-1: b"ref" if file == mark else b"")
        return resolve(report([path]), universe, Hints(report_folder=folder, repository_roots=ROOTS))[0].outcome

    assert outcome("src/a.ts", "tools/coverage") is Outcome.OUTSIDE
    assert outcome("/app/src/a.ts", "tools/coverage") is Outcome.OUTSIDE
    assert outcome("src/a.ts", "tools/api/coverage", ("api/src/a.ts",)) is Outcome.OUTSIDE
    assert outcome("../../src/a.ts", "tools/coverage") is Outcome.MATCHED
    assert outcome("src/a.ts", "toolshed/coverage") is Outcome.MATCHED
    assert outcome(f"{HOST}/src/a.ts", "tools") is Outcome.MATCHED
    assert outcome("src/a.ts", "tools", ("tools/src/a.ts",)) is Outcome.MATCHED, "the files were found without git"


def test_what_is_below_the_root_of_another_path_is_not_above_it() -> None:
    files = ["src/lib.rs", "src/bindings.rs"]
    assert found(decide(files, ["/ci/w/src/lib.rs", "/ci/w/made/7/src/bindings.rs"])) == ["src/lib.rs", None]
    assert found(decide(files, ["/ci/w/src/lib.rs", "/ci/v/src/bindings.rs"])) == files


def test_an_image_of_the_reports_project_has_one_root() -> None:
    files = ["api/src/a.ts", "api/src/b.ts", "web/src/b.ts", "src/b.ts"]
    hints = Hints(repository_roots=ROOTS, report_folder="api/coverage")
    assert found(decide(files, ["/app/src/a.ts", "/app/src/b.ts"], hints=hints)) == files[:2]
    assert found(decide(files, ["/app/src/b.ts"], hints=hints)) == ["api/src/b.ts"]
    assert found(decide(files, ["/app/src/a.ts", "/opt/lib/src/b.ts"], hints=hints)) == [None, None]
