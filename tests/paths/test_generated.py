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
    folder = draw(
        st.sampled_from(
            ["", "coverage", _join(module, "coverage"), module, _join("artifacts/linux", module, "coverage")]
        )
    )
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
    written = [(path.replace("\\", "/"), file) for path, file in made.truth.items()]
    ends = ((path.split("/", start)[-1], file) for path, file in written for start in range(1, path.count("/")))
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


@dataclass(frozen=True)
class Workspace:
    """Packages in folders that are not called as they are, and reports on them in which the folders do not occur."""

    contents: dict[str, str]
    truth: dict[str, str]


_SITE = ".tox/py312/lib/python3.12/site-packages"


@st.composite
def _workspace(draw: st.DrawFn) -> Workspace:
    """Of each package, files by its name (or linked by it), or files of its installed copy."""
    contents: dict[str, str] = {}
    truth: dict[str, str] = {}
    for number, folder in enumerate(draw(st.lists(_modules, unique=True, min_size=1, max_size=4))):
        inside = draw(st.sets(st.builds(_join, _folders, _names), min_size=1, max_size=5))
        if draw(st.booleans()):
            contents[_join(folder, "package.json")] = f'{{"name": "@acme/p{number}"}}'
            before, below = draw(st.sampled_from(["", "node_modules/", "bundle/"])) + f"@acme/p{number}", ""
        else:
            contents[_join(folder, "pyproject.toml")] = f'[project]\nname = "p{number}"\n'
            before, below = f"{_SITE}/p{number}", f"src/p{number}"
        truth |= {f"{before}/{path}": _join(folder, below, path) for path in sorted(inside)}
        contents |= dict.fromkeys((_join(folder, below, path) for path in inside), "")
    contents["all/pnpm-workspace.yaml"] = "packages:\n  - ../**\n"
    return Workspace(contents | dict.fromkeys(draw(st.sets(_files, max_size=8)), ""), truth)


@given(_workspace())
def test_packages_are_never_taken_for_others(made: Workspace) -> None:
    """What is refused has a file that is all of the end of its path, which could be meant."""
    decisions = decide([], list(made.truth), contents=made.contents)
    for (written, file), decision in zip(made.truth.items(), decisions, strict=True):
        assert decision.repo_path in (file, None)
        if decision.repo_path is None:
            assert any(written.endswith("/" + other) for other in made.contents)


@st.composite
def _texts(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, tuple[int, ...]], dict[str, str]]:
    """Sources of two packages, of one of which a report lists the statements; and the truth of its paths."""
    line = st.sampled_from(["code()\n", "\n", "# comment\n"])
    text = st.lists(line, min_size=1, max_size=8).map("".join)
    names = draw(st.sets(st.sampled_from([f"{name}.py" for name in "abcdef"]), min_size=1))
    contents = {f"{package}/lib/{name}": draw(text) for package in ("one", "two") for name in sorted(names)}
    contents = {file: content for file, content in contents.items() if file.startswith("one/") or draw(st.booleans())}
    lines = {
        f"lib/{name}": tuple(
            number
            for number, code in enumerate(contents[f"one/lib/{name}"].splitlines(), start=1)
            if code.startswith("code")
        )
        for name in sorted(names)
    }
    lines = {path: listed for path, listed in lines.items() if listed}
    return contents, lines, {path: f"one/{path}" for path in lines}


@given(_texts(), st.sampled_from(["cobertura", "lcov", "clover"]))
def test_texts_never_decide_against_the_truth(
    made: tuple[dict[str, str], dict[str, tuple[int, ...]], dict[str, str]], format_: str
) -> None:
    contents, lines, truth = made
    decisions = decide([], list(truth), contents=contents, lines=lines, format=format_)
    for decision in decisions:
        assert decision.repo_path in (truth[decision.report_path], None)


_packages = st.lists(st.sampled_from(["com", "acme", "cart", "core"]), min_size=1, max_size=3).map("/".join)


@st.composite
def _flattened(draw: st.DrawFn) -> Workspace:
    """Modules of a JVM build whose folders leave out the start of the package, all, or nothing of it."""
    contents: dict[str, str] = {}
    truth: dict[str, str] = {}
    reported = draw(st.sampled_from(["api", "web"]))
    for module in ("api", "web", "core"):
        contents[f"{module}/build.gradle.kts"] = ""
        for package in draw(st.sets(_packages, max_size=3)):
            kept = "/".join(package.split("/")[draw(st.integers(0, package.count("/") + 1)) :])
            name = draw(st.sampled_from(["Cart.kt", "Main.kt", "Cart.scala"]))
            file = _join(module, "src/main/kotlin", kept, name)
            if file not in contents:
                contents[file] = f"package {package.replace('/', '.')}\n"
                if module == reported and f"{package}/{name}" not in truth:
                    truth[f"{package}/{name}"] = file
    taken = [path for path, file in truth.items() if _declared(contents, path, reported) != [file]]
    assume(truth and not taken)
    return Workspace(contents, truth)


def _declared(contents: dict[str, str], path: str, module: str) -> list[str]:
    package, _, name = path.rpartition("/")
    head = f"package {package.replace('/', '.')}\n"
    return [
        file
        for file in contents
        if file.startswith(f"{module}/") and file.endswith(f"/{name}") and contents[file] == head
    ]


@given(_flattened())
def test_flattened_packages_are_never_taken_for_others(made: Workspace) -> None:
    """JaCoCo names the package and the file; what no other module declares is found."""
    decisions = decide([], list(made.truth), contents=made.contents, format="jacoco")
    for (path, file), decision in zip(made.truth.items(), decisions, strict=True):
        assert decision.repo_path in (file, None)
        if sum(bool(_declared(made.contents, path, module)) for module in ("api", "web", "core")) == 1:
            assert decision.repo_path == file
