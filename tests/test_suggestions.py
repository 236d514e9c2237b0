"""One suggestion for each cause."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from reporter.inputs import mapping
from reporter.model import LineHits, ParsedReport, RepoPath, ReportedFile, ReportPath
from reporter.paths import Decision, Outcome
from reporter.paths.decide import resolve
from reporter.paths.roots import Hints
from reporter.paths.universe import Universe
from reporter.suggestions import Setting, suggestions
from tests.sample_figures import matched

NO_LINES = LineHits.from_mapping({})


def decided(
    files: Iterable[str], *written: str, prefix: str = "", mappings: tuple[tuple[str, str], ...] = ()
) -> tuple[Decision, ...]:
    """What the resolver says of these paths in a repository of these files."""
    universe = Universe(tuple(sorted(map(RepoPath, files))), lambda _path, _limit=-1: b"")
    report = ParsedReport("lcov", tuple(ReportedFile(ReportPath(path), NO_LINES) for path in written))
    return resolve(report, universe, Hints(prefix=prefix, mappings=mappings))


def missing(path: str, nearest: str = "", cure: str = "") -> Decision:
    return Decision(
        report_path=ReportPath(path),
        outcome=Outcome.UNMATCHED,
        rule="not found",
        nearest=RepoPath(nearest) if nearest else None,
        cure=cure,
    )


def ambiguous(path: str, *candidates: str, cure: str = "", group: tuple[str, ...] = ()) -> Decision:
    return Decision(
        report_path=ReportPath(path),
        outcome=Outcome.AMBIGUOUS,
        rule="path ending",
        candidates=tuple(map(RepoPath, candidates)),
        cure=cure,
        group=group,
    )


def prefix(folder: str) -> Setting:
    return Setting("path-prefix", folder)


def settings(*decisions: Decision) -> list[tuple[str, int]]:
    return [(f"{one.setting.name}: {one.setting.value}", one.count) for one in suggestions([("lcov.info", decisions)])]


def test_what_is_well_or_cannot_be_helped_has_no_suggestion() -> None:
    assert settings(matched("a.py", "a.py", "exact"), missing("gone.py"), ambiguous("b.py", "x/b.py")) == []


def test_many_files_below_one_folder_are_one_suggestion_that_helps() -> None:
    packages = {name: [f"packages/{name}/src/{n}.ts" for n in range(9)] for name in ("api", "web")}
    files = [file for names in packages.values() for file in names]
    written = [f"src/{n}.ts" for n in range(9)]

    (one,) = suggestions([("build/coverage.xml", decided(files, *written))])

    assert (one.setting, one.count, one.instead) == (prefix("packages/api"), 9, (prefix("packages/web"),))
    assert one.ambiguous
    followed = decided(files, *written, prefix=one.setting.value)
    assert [decision.repo_path for decision in followed] == packages["api"]


def test_files_of_another_folder_are_one_suggestion_that_helps() -> None:
    files = [f"lib/core/{name}/{name}.rb" for name in "xy"]
    written = [f"/opt/build/kernel/{name}/{name}.rb" for name in "xy"]

    cure = "path-mapping: /opt/build/kernel => lib/core"
    decisions = [missing(path, file, cure) for path, file in zip(written, files, strict=True)]

    (one,) = suggestions([("lcov.info", decisions)])

    assert (one.setting, one.count) == (Setting("path-mapping", "/opt/build/kernel => lib/core"), 2)
    assert (one.path, one.file) == (written[0], files[0])
    followed = decided(files, *written, mappings=mapping(one.setting.value))
    assert [decision.repo_path for decision in followed] == files


def test_the_folder_that_all_ambiguous_files_share_is_suggested_not_the_first_of_each() -> None:
    """Each file alone would suggest the package that comes first in the alphabet."""
    decisions = [
        ambiguous("src/a.ts", "p/api/src/a.ts", "p/web/src/a.ts", cure="path-prefix: p/api"),
        ambiguous("src/b.ts", "p/core/src/b.ts", "p/web/src/b.ts", cure="path-prefix: p/core"),
        ambiguous("src/c.ts", "p/api/src/c.ts", "p/web/src/c.ts", cure="path-prefix: p/api"),
    ]

    (one,) = suggestions([("lcov.info", decisions)])

    assert (one.setting, one.count, one.instead) == (prefix("p/web"), 3, ())


def test_a_file_whose_name_alone_tells_nothing_is_among_those_of_its_root() -> None:
    decisions = (
        missing("com/acme/cart/A.kt", "src/cart/A.kt", "path-mapping: com/acme => src"),
        missing("com/acme/Main.kt", "src/Main.kt"),
        missing("com/other/Main.kt", "src/Main.kt"),
    )

    assert settings(*decisions) == [("path-mapping: com/acme => src", 2)]


def test_what_helps_most_comes_first_and_causes_are_few() -> None:
    decisions = [
        missing(f"{root}/{root}/{n}.py", f"src/{root}/{n}.py", f"path-mapping: {root} => src")
        for root, count in (("a", 1), ("b", 3), ("c", 2), ("d", 1))
        for n in range(count)
    ]

    assert settings(*decisions) == [
        ("path-mapping: b => src", 3),
        ("path-mapping: c => src", 2),
        ("path-mapping: a => src", 1),
    ]


def test_a_place_of_a_few_ambiguous_files_is_no_cause() -> None:
    """A report of the whole repository, of which each file fits two other packages."""
    decisions = [
        ambiguous(f"src/{n}.ts", f"p{n}/src/{n}.ts", f"q{n}/src/{n}.ts", cure=f"path-prefix: p{n}") for n in range(4)
    ]

    assert settings(*decisions) == []
    assert settings(*decisions[:1]) == [("path-prefix: p0", 1)]


def test_a_report_has_one_prefix_at_most() -> None:
    decisions = [
        *(missing(f"src/{n}.ts", f"p/src/{n}.ts", "path-prefix: p") for n in range(2)),
        missing("lib/a.ts", "q/lib/a.ts", "path-prefix: q"),
        missing("/ci/b/b.ts", "r/b/b.ts", "path-mapping: /ci => r"),
    ]

    assert settings(*decisions) == [("path-prefix: p", 2), ("path-mapping: /ci => r", 1)]


def test_reports_with_one_cause_share_its_suggestion() -> None:
    lost = missing("lib/x/a.py", "src/x/a.py", "path-mapping: lib => src")

    (one,) = suggestions([("a.info", [lost]), ("b.info", [lost])])

    assert (one.reports, one.count) == (("a.info", "b.info"), 2)


def test_no_suggestion_would_credit_one_file_with_two() -> None:
    """JaCoCo's groups tell apart what the prefix would throw together."""
    candidates = ("api/A.java", "web/A.java")
    decisions = [ambiguous("A.java", *candidates, cure="path-prefix: api", group=(name,)) for name in ("one", "two")]

    assert settings(*decisions) == []


def test_candidates_without_number_are_not_searched_for_a_common_folder() -> None:
    candidates = [f"p{n}/index.ts" for n in range(9)]

    (one,) = suggestions([("lcov.info", [ambiguous("index.ts", *candidates, cure="path-prefix: p0")])])

    assert (one.setting, one.instead) == (prefix("p0"), ())


@pytest.mark.parametrize("folder", ["a\n  project-token: x", "a\u202eb", "${{ secrets.TOKEN }}", "a\udcffb"])
def test_nothing_is_suggested_that_would_be_more_than_a_name(folder: str) -> None:
    lost = missing(f"{folder}/x/a.py", "src/x/a.py", f"path-mapping: {folder} => src")
    either = ambiguous("x/a.py", f"{folder}/x/a.py", "src/x/a.py", cure=f"path-prefix: {folder}")

    assert settings(lost) == []
    assert settings(either) == [("path-prefix: src", 1)]
