"""Rules that go by the package that sources of the JVM declare, where it says more than their folders."""

from __future__ import annotations

from collections.abc import Iterable

from reporter.paths import Outcome
from reporter.paths.evidence import Evidence
from reporter.paths.finding import Context, Finding
from reporter.paths.groups import source_root
from reporter.paths.index import Root, overlap_roots, tail_roots, whole_roots
from reporter.paths.jvm_projects import JVM, owner_of
from reporter.paths.question import Question
from reporter.paths.spelling import within

RULE = "declared package"
_MADE_OR_TEST = frozenset(("test", "tests", "testFixtures", "androidTest", "build", "generated", "target", "out"))


def declared_package(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """By the package declared, in JaCoCo's reports, where a path is a package and a name.

    Only what the path cannot settle is settled here: no file has it, a file that has it declares another package, or
    more than one project has it and no group tells which of them.
    """
    path = question.path
    if context.format != "jacoco" or question.placed or path.startswith(("/", ".")) or not path.endswith(JVM):
        return None
    by_path = _places(path, [*whole_roots(path, context.index), *tail_roots(path, context.index)])
    near = by_path or _places(path, overlap_roots(path, context.index))
    contradicting = {file for file in near if _package(file, context) not in (None, _folder(path))}
    # Java's folders are its packages; where they are not, nothing else has the path.
    declaring = _declaring(path, by_path if by_path - contradicting and path.endswith(".java") else None, context)
    files = _allowed((by_path - contradicting) | declaring, question, evidence)
    if not files and near and near == contradicting:
        return Finding(RULE, "the files of that name are of other packages", outcome=Outcome.UNMATCHED)
    main = {file for file in files & declaring if not is_made_or_test(source_root(file, path))}
    merged = len({owner_of(file, context.universe.project_folders) for file in main}) > 1 and not question.file.group
    if files == _allowed(by_path, question, evidence) and not merged:
        return None
    if not files:
        return Finding(RULE, "the files of its package are of other modules", outcome=Outcome.UNMATCHED)
    return Finding(RULE, _folder(path), tuple(sorted(files)), firm=question.file.group in evidence.modules)


def declared_elsewhere(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """By the package declared, in other formats, where nothing else leads anywhere."""
    path = question.path
    if question.placed or path.startswith(("/", ".")) or "/" not in path or not path.endswith(JVM):
        return None
    files = _allowed(_declaring(path, None, context), question, evidence)
    return Finding(RULE, _folder(path), tuple(sorted(files))) if files else None


def is_made_or_test(folder: str) -> bool:
    """Whether a source root holds tests or what a build has made."""
    return any(part in _MADE_OR_TEST or part.endswith("Test") for part in folder.split("/"))


def declares(file: str, path: str, context: Context) -> bool:
    """Whether ``file`` declares the package that is the folder of ``path``."""
    return "/" in path and _package(file, context) == _folder(path)


def _declaring(path: str, among: Iterable[str] | None, context: Context) -> set[str]:
    """The files of the name of ``path``, all or ``among`` these, that declare its package."""
    namesakes = context.index.ending_with(path.rpartition("/")[2]) if among is None else among
    return {file for file in namesakes if declares(file, path, context)}


def _package(file: str, context: Context) -> str | None:
    """The package that a file declares, as a key of the index."""
    declared = context.universe.package_of(context.index.files(file)[0])
    return None if declared is None else context.index.key(declared)


def _places(path: str, roots: Iterable[Root]) -> set[str]:
    return {file for root in roots if (file := root.place(path)) is not None}


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _allowed(files: Iterable[str], question: Question, evidence: Evidence) -> set[str]:
    """Those of ``files`` that are where the group, or the rest of the report, says that the path must be."""
    module = evidence.modules.get(question.file.group)
    home = evidence.module if evidence.belongs_to_module(question.path) else ""
    return {
        file
        for file in files
        if within(file, home) and (module is None or module.holds(source_root(file, question.path)))
    }
