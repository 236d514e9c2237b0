"""Rules that go by the package that sources of the JVM declare, where it says more than their folders."""

from __future__ import annotations

from collections.abc import Iterable

from reporter.paths import Outcome
from reporter.paths.evidence import Evidence
from reporter.paths.finding import Context, Finding
from reporter.paths.groups import source_root
from reporter.paths.index import Root, overlap_roots, tail_roots, whole_roots
from reporter.paths.jvm_projects import JVM, is_made_or_test, is_resource, owner_of
from reporter.paths.question import Question
from reporter.paths.spelling import within

RULE = "declared package"


def declared_package(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """By the package declared, in JaCoCo's reports, where a path is a package and a name.

    Only what the path cannot settle is settled here: no file has it, a file that has it declares another package, or
    more than one project has it and no group tells which of them.
    """
    path = question.path
    if context.format != "jacoco" or question.placed or path.startswith(("/", ".")) or not path.endswith(JVM):
        return None
    roots = [*whole_roots(path, context.index), *tail_roots(path, context.index)]
    by_path = _allowed(_places(path, roots), question, evidence)
    near = by_path or _places(path, overlap_roots(path, context.index))
    contradicting = {file for file in near if context.packages.of(file) not in (None, _folder(path))}
    if path.endswith(".java") and by_path - contradicting:  # Java's folders are its packages
        declaring = {file for file in by_path if declares(file, path, context)}
    else:
        declaring = _declaring(path, context)
    files = (by_path - contradicting) | _allowed(declaring, question, evidence)
    if not files and near and near == contradicting:
        return Finding(RULE, "the files of that name are of other packages", outcome=Outcome.UNMATCHED)
    if files == by_path and (question.file.group or not _in_several_projects(files & declaring, path, context)):
        return None
    return Finding(RULE, _folder(path), tuple(sorted(files)), firm=question.file.group in evidence.modules)


def declared_elsewhere(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """By the package declared, in other formats, where nothing else leads anywhere."""
    path = question.path
    if question.placed or path.startswith(("/", ".")) or "/" not in path or not path.endswith(JVM):
        return None
    files = _allowed(_declaring(path, context), question, evidence)
    return Finding(RULE, _folder(path), tuple(sorted(files))) if files else None


def declares(file: str, path: str, context: Context) -> bool:
    """Whether ``file`` declares the package that is the folder of ``path``."""
    return "/" in path and context.packages.of(file) == _folder(path)


def _declaring(path: str, context: Context) -> set[str]:
    return context.packages.declaring(_folder(path), path.rpartition("/")[2]) if "/" in path else set()


def _places(path: str, roots: Iterable[Root]) -> set[str]:
    return {file for root in roots if (file := root.place(path)) is not None}


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _in_several_projects(files: Iterable[str], path: str, context: Context) -> bool:
    main = [file for file in files if not is_made_or_test(source_root(file, path))]
    return len({owner_of(file, context.universe.project_folders) for file in main}) > 1


def _allowed(files: Iterable[str], question: Question, evidence: Evidence) -> set[str]:
    """Those of ``files`` that are where the group, the build or the rest of the report says that the path must be."""
    module = evidence.modules.get(question.file.group) if question.file.group else evidence.build
    home = evidence.module if evidence.belongs_to_module(question.path) else ""
    return {
        file
        for file in files
        if within(file, home)
        and not is_resource(file)
        and (module is None or module.holds(source_root(file, question.path)))
    }
