"""What a path and the files of a repository tell by themselves: known roots, foreign places, project files."""

from __future__ import annotations

import pytest

from reporter.model import RepoPath
from reporter.paths.outside import outside
from reporter.paths.projects import project_folders
from reporter.paths.roots import below_ci_root, below_repository, source_link


def test_the_longest_root_is_taken() -> None:
    assert below_repository("/w/shop/shop/a.py", ("/w", "/w/shop/shop")) == ("/w/shop/shop", "a.py")
    assert below_repository("/w/shopping/a.py", ("/w/shop",)) is None
    assert below_repository("/w/shop", ("/w/shop",)) is None


def test_a_ci_root_bears_the_name_of_the_repository() -> None:
    assert below_ci_root("/home/runner/work/shop/shop/a.py", "acme/shop") == ("/home/runner/work/shop/shop", "a.py")
    assert below_ci_root("/home/runner/work/shop/other/a.py", "acme/shop") is None
    assert below_ci_root("/home/runner/work/s.p/s.p/a.py", "acme/shop") is None
    assert below_ci_root("/home/runner/work/shop/shop/a.py", "") is None
    assert below_ci_root("/srv/shop/execroot/_main/src/a.cc", "") is None
    assert below_ci_root("/proc/self/cwd/a.cc", "") == ("/proc/self/cwd", "a.cc")
    assert below_ci_root("/cache/_bazel_ci/7/execroot/_main/src/a.cc", "") == (
        "/cache/_bazel_ci/7/execroot/_main",
        "src/a.cc",
    )


def test_only_this_repositorys_source_links_are_files() -> None:
    commit = "0123456789" * 4
    assert source_link(f"raw.githubusercontent.com/acme/shop/{commit}/src/A.cs", "Acme/Shop") == "src/A.cs"
    assert source_link(f"raw.githubusercontent.com/other/shop/{commit}/src/A.cs", "acme/shop") is None
    assert source_link("example.com/acme/shop/src/A.cs", "acme/shop") is None


@pytest.mark.parametrize(
    "path",
    [
        "/opt/hostedtoolcache/go/1.22.0/x64/src/fmt/print.go",
        "/home/runner/go/pkg/mod/github.com/x/y@v1/a.go",
        "/home/ci/.cargo/registry/src/index/serde/src/lib.rs",
        "/home/ci/.m2/repository/org/x/A.java",
        "/home/ci/.nuget/packages/x/A.cs",
        "/home/ci/gems/rake-13.0.6/lib/rake.rb",
        "/usr/include/stdio.h",
        "/Applications/Xcode.app/a.h",
        "/nix/store/abc-gcc/include/a.h",
        ".tox/py312/lib/python3.12/site-packages/x.py",
        "vendor/acme/dep/src/A.php",
        "deps/plug/lib/plug/router.ex",
        "../external/zlib~/src/util.cc",
        "/home/ci/.cache/bazel/_bazel_ci/0a1b/execroot/_main/external/zlib/src/util.cc",
        "bazel-out/k8-fastbuild/bin/api/order.pb.cc",
        "/root/.conan2/p/b/zlib0a1b/b/src/util.c",
        "build/vcpkg_installed/x64-linux/include/acme/vec.hpp",
        "/Users/ci/shop/.build/checkouts/swift-log/Sources/Logging/Logger.swift",
        "/root/.pub-cache/hosted/pub.example.org/core-1.0.0/lib/core.dart",
        "/deno-dir/npm/npm.example.org/lodash/4.17.21/lib/index.js",
        "/home/ci/.julia/packages/JSON/abcde/src/utils.jl",
        "lua_modules/share/lua/5.1/socket/url.lua",
        "local/lib/perl5/JSON/PP.pm",
        "renv/library/R-4.3/x86_64-pc-linux-gnu/cli/R/utils.R",
        "/home/ci/R/x86_64-pc-linux-gnu-library/4.3/cli/R/utils.R",
        "/root/.dub/packages/vibe/1.0/vibe/source/app.d",
        "/root/.nimble/pkgs2/x-1.0-0a1b/src/json.nim",
        "_opam/lib/x/util.ml",
    ],
)
def test_places_of_foreign_files(path: str) -> None:
    assert outside(path)


@pytest.mark.parametrize(
    "path",
    [
        "/usr/src/app/index.js",
        "src/vendors/a.php",
        "lib/python/a.py",
        "my_node_modules/a.js",
        "/app/lib/a.rb",
        "usr/a.c",
    ],
)
def test_places_of_anybodys_files(path: str) -> None:
    assert outside(path) is None


def test_a_manifest_makes_its_folder_a_project() -> None:
    files = map(RepoPath, ["a/package.json", "b/c/pom.xml", "setup.py", "d/e.py"])
    assert project_folders(files) == {"a", "b/c", ""}
