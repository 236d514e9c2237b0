"""Repositories and reports whose truth is known because they were made from it."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import assume, given
from hypothesis import strategies as st

from reporter.paths import Outcome
from reporter.paths.roots import Hints
from reporter.paths.spelling import ancestors
from tests.paths.cases import ROOTS, decide, found

_names = st.sampled_from(["index.ts", "util.ts", "Main.java", "a.py", "b.py", "__init__.py", "Index.ts"])
_folders = st.lists(st.sampled_from(["src", "lib", "api", "web", "core", "com", "acme"]), max_size=3).map("/".join)
_modules = st.sampled_from(["", "api", "web", "packages/api", "packages/web", "apps/api", "services/core/src"])


def _join(*parts: str) -> str:
    return "/".join(filter(None, parts))


_files = st.builds(_join, _modules, _folders, _names)


@dataclass(frozen=True)
class Made:
    """A repository, and a report on some files of one module of it, written in some way: ``{written: file}``."""

    files: frozenset[str]
    truth: dict[str, str]
    report_folder: str


@st.composite
def _made(draw: st.DrawFn, roots: st.SearchStrategy[str]) -> Made:
    """The paths lose the folder of their module, and stand below one of ``roots``."""
    module = draw(_modules)
    inside = draw(st.sets(st.builds(_join, _folders, _names), min_size=1, max_size=6))
    others = draw(st.sets(_files, max_size=12))
    root = draw(roots)
    reported = draw(st.lists(st.sampled_from(sorted(inside)), min_size=1, unique=True))
    truth = {f"{root}{path}": _join(module, path) for path in reported}
    files = frozenset({_join(module, path) for path in inside} | others)
    folder = draw(st.sampled_from(["", "coverage", _join(module, "coverage"), module]))
    made = Made(files, truth, folder)
    assume(not _reads_otherwise(made, module))
    return made


def _reads_otherwise(made: Made, module: str) -> bool:
    """Whether a path means another file to anybody who does not know the truth.

    It does if it is one as it stands, read from the report's folder or one above it; and, below a root that stands
    for a module, if its end is all of another file's name.
    """
    for folder in ancestors(made.report_folder):
        if folder != module and any(_join(folder, path) in made.files for path in made.truth):
            return True
    ends = (
        (path.split("/", start)[-1], file) for path, file in made.truth.items() for start in range(1, path.count("/"))
    )
    return bool(module) and any(end in made.files and end != file for end, file in ends)


def _hints(made: Made) -> Hints:
    return Hints(repository_roots=ROOTS, report_folder=made.report_folder, repository_slug="acme/shop")


def _result(made: Made) -> dict[str, str | None]:
    return dict(zip(made.truth, found(decide(made.files, list(made.truth), hints=_hints(made))), strict=True))


_LOST = st.just("")
_FOREIGN = st.sampled_from(["/ci/", "/build/7/checkout/", "C:\\jobs\\", "/app/"])


@given(_made(st.one_of(_LOST, _FOREIGN)))
def test_never_a_wrong_file(made: Made) -> None:
    for written, file in _result(made).items():
        assert file in (None, made.truth[written])


@given(_made(_LOST))
def test_what_is_unique_is_found(made: Made) -> None:
    """Names that differ in case alone are two names."""
    for written, file in _result(made).items():
        namesakes = [name for name in made.files if name == written or name.endswith("/" + written)]
        if len(namesakes) == 1:
            assert file == made.truth[written]


@given(_made(st.one_of(_LOST, _FOREIGN)), _files)
def test_another_file_never_turns_a_right_answer_into_a_wrong_one(made: Made, another: str) -> None:
    more = Made(made.files | {another}, made.truth, made.report_folder)
    assume(all(_join(folder, path) != another for folder in ancestors(made.report_folder) for path in made.truth))
    before, after = _result(made), _result(more)
    for written, file in before.items():
        if file is not None:
            assert after[written] in (file, None)


@given(st.data(), _made(st.one_of(_LOST, _FOREIGN)))
def test_the_order_of_the_report_does_not_matter(data: st.DataObject, made: Made) -> None:
    shuffled = data.draw(st.permutations(list(made.truth.items())))
    assert _result(made) == _result(Made(made.files, dict(shuffled), made.report_folder))


@given(st.sets(_files, min_size=1, max_size=12), st.sets(_files, max_size=4), st.sampled_from(ROOTS))
def test_below_a_known_root_there_is_one_answer(files: set[str], untracked: set[str], root: str) -> None:
    taken = {file.casefold() for file in files}
    written = sorted(files | {file for file in untracked if file.casefold() not in taken})
    decisions = decide(files, [f"{root}/{path}" for path in written])
    assert found(decisions) == [path if path in files else None for path in written]


@given(
    st.dictionaries(st.sampled_from(["api", "web", "core"]), st.sets(_names, min_size=1), min_size=1), st.sets(_names)
)
def test_groups_keep_namesakes_apart(modules: dict[str, set[str]], other: set[str]) -> None:
    """Each group is the folder of its module; nothing is taken from another."""
    files = {f"{module}/src/main/java/{name}" for module, names in modules.items() for name in names}
    written = [(module, name) for module, names in sorted(modules.items()) for name in sorted(names)]
    decisions = decide(files | {f"other/src/{name}" for name in other}, written, format="jacoco")
    for (module, name), decision in zip(written, decisions, strict=True):
        assert decision.repo_path in (None, f"{module}/src/main/java/{name}")


@given(_made(st.one_of(_LOST, _FOREIGN)))
def test_a_decision_says_what_it_must(made: Made) -> None:
    """Exactly what is matched has a file, exactly what is ambiguous has candidates, and each names its rule."""
    for decision in decide(made.files, list(made.truth), hints=_hints(made)):
        assert (decision.repo_path is not None) == (decision.outcome is Outcome.MATCHED)
        assert bool(decision.candidates) == (decision.outcome is Outcome.AMBIGUOUS)
        assert decision.rule
        assert set(decision.candidates) <= made.files
