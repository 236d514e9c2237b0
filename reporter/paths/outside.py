"""What a path itself tells of files that no repository of sources holds: packages, toolchains, compiled files."""

from __future__ import annotations

import re
from functools import lru_cache

_PLACES = (
    ("installed Python package", r"(?:^|/)(?:site|dist)-packages/|(?:^|/)lib/python\d[\d.]*/|\.egg/"),
    ("Node package", r"(?:^|/)(?:node_modules|bower_components|jspm_packages|\.yarn|\.pnpm)/"),
    ("Go module or toolchain", r"/go/pkg/mod/|/usr/local/go/|/hostedtoolcache/|/libexec/src/"),
    ("Rust toolchain or crate", r"/rustc/[0-9a-f]+/|/\.?cargo/(?:registry|git)/|/\.?rustup/toolchains/"),
    ("Java dependency", r"/\.m2/repository/|/\.gradle/caches/|/\.ivy2/"),
    (".NET package", r"/\.nuget/packages/"),
    ("Ruby gem", r"(?:^|/)vendor/bundle/|/gems/[^/]+-\d[^/]*/|/lib/ruby/"),
    ("fetched dependency", r"(?:^|/)_deps/[^/]+-(?:src|build|subbuild)/|(?:^|/)(?:deps|subprojects)/[^/]+/"),
    ("C or C++ package", r"/\.conan2?/|(?:^|/)vcpkg_installed/|(?:^|/)vcpkg/(?:installed|buildtrees|packages)/"),
    ("Bazel repository", r"^(?:\.\./)*external/|/_bazel_[^/]+/.*/external/"),
    ("build output", r"(?:^|/)bazel-(?:out|bin|genfiles)/|(?:^|/)(?:\.stack-work|dist-newstyle)/"),
    ("Swift package", r"(?:^|/)(?:\.build|SourcePackages|Carthage)/[Cc]heckouts/|(?:^|/)Pods/"),
    ("Dart package", r"/\.pub-cache/"),
    ("Deno package", r"(?:^|/)(?:\.cache/deno|deno-dir)/npm/"),
    ("Julia package", r"/\.julia/packages/"),
    ("Lua package", r"(?:^|/)(?:lua_modules|\.luarocks)/"),
    ("Perl package", r"(?:^|/)(?:local|perl5)/lib/perl5/"),
    ("R package", r"(?:^|/)renv/library/|-library/\d+\.\d+/"),
    ("D, Nim or OCaml package", r"/\.dub/packages/|/\.nimble/pkgs2?/|(?:^|/)[._]opam/"),
    ("vendored dependency", r"(?:^|/)(?:vendor|third_party)/"),
    ("virtual environment", r"(?:^|/)(?:\.venv|venv|virtualenv|\.tox|\.nox)/"),
    (
        "system file",
        r"^/(?:usr|lib|lib64|bin|sbin|etc|proc|sys|System|Library|Applications|nix/store|opt/homebrew)/(?!src/)",
    ),
    ("system file", r"(?i:^/(?:Windows|Program Files(?: \(x86\))?|msys64|mingw64|vcpkg)/)"),
)

_OUTSIDE = tuple((what, re.compile(place)) for what, place in _PLACES)
_ANY = re.compile("|".join(place for _, place in _PLACES))


_COMPILED = re.compile(r"(?:^|/)(?:dist|\.next|\.nuxt|\.output|\.svelte-kit)/.*\.[cm]?js$")


_MADE = re.compile(r"^(?!/)(?:.*/)?(?:build|cmake-build-[^/]+|target|out|obj|bin|gen)/|(?:^|/)(?:generated|autogen)/")
"""Where builds put what they make, seen from the repository. Some services check repositories out to ``/build``."""


def made(folder: str) -> bool:
    """Whether a folder is one of a build: a file that it makes is no source, even if one has its name."""
    return _MADE.search(folder + "/") is not None


def compiled(path: str) -> bool:
    """Whether a path names what compilers and bundlers write: the lines of such a file are not those of its source."""
    return _COMPILED.search(path) is not None


def outside(path: str) -> str | None:
    """What kind of foreign file a path names; None where nothing tells that it is foreign."""
    return _foreign(path.rpartition("/")[0] + "/")


@lru_cache(maxsize=1 << 14)
def _foreign(folder: str) -> str | None:
    if not _ANY.search(folder):
        return None
    return next(what for what, place in _OUTSIDE if place.search(folder))
