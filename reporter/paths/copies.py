"""Rules for files of the repository that go by another place: of installed and linked packages, bundles, builds."""

from __future__ import annotations

from reporter.model import RepoPath
from reporter.paths import Outcome
from reporter.paths.evidence import Evidence
from reporter.paths.finding import Context, Finding, places, shown
from reporter.paths.index import count_whole_roots, tail_roots
from reporter.paths.installed import package_folder, perl_source, sources
from reporter.paths.jvm_projects import owner_of
from reporter.paths.named import is_linked, is_scoped, named_roots, own_root
from reporter.paths.outside import compiled, outside
from reporter.paths.question import Question
from reporter.paths.spelling import join, within

_FEW = 8
"""Among more namesakes than this a copy is not looked for."""


def own_package(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """Below the name of the project that the report, or the bundle, is in."""
    path, projects = question.path, context.universe.project_folders
    if path.startswith(("/", "..")) or evidence.stands(path):
        return None
    project = owner_of(path if question.placed else evidence.folders[0], projects)
    root = None if project is None else own_root(path, project, context.universe, context.index)
    return Finding("package name", shown(root), places(path, [root]), firm=True) if root else None


def package_name(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """Below the name of a package, in the folder of the project that declares it.

    A name that could be a folder's, generated with all that is in it, needs other files of the report as witnesses.
    """
    path, linked = question.path, is_linked(question.path)
    if (question.placed or path.startswith("/") or evidence.belongs_to_module(path)) and not linked:
        return None
    roots = [] if count_whole_roots(path, context.index) else named_roots(path, context.universe, context.index)
    if not roots or not (linked or is_scoped(roots[0]) or evidence.is_named(roots[0].taken)):
        return None
    roots += tail_roots(path, context.index)
    return Finding("package name", shown(roots[0]), places(path, roots), firm=True)


def installed_copy(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """In a package of this repository that was built or installed for the tests."""
    path = question.path
    by_layout = sources(path, context.universe, context.index)
    project = evidence.project_of_copy(path)
    own = [root for root in by_layout if project is not None and within(root.added, project)]
    if by_layout and not own and evidence.has_copies_of(project, path):
        return Finding("installed copy", f"not in {project}, whose package it is", outcome=Outcome.UNMATCHED)
    roots = own or evidence.installed.get(package_folder(path)) or by_layout
    found = tuple(place for place in places(path, roots) if place in context.index)
    return Finding("installed copy", shown(roots[0]), found, firm=True) if found else None


def built_copy(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """In the folder that Perl's build copies: of the report's project, else of the one that has all of the copies."""
    source = perl_source(question.path)
    if not source or source.startswith("/"):
        return None
    for folder in [""] if question.placed else evidence.folders:
        if join(folder, source) in context.index:
            return Finding("built copy", "blib", (join(folder, source),), firm=True)
        if folder and folder in context.universe.project_folders:
            return Finding("built copy", f"{folder} has no {source}", outcome=Outcome.UNMATCHED)
    found = places(source, [] if question.placed else evidence.built_from)
    return Finding("built copy", "blib", found, firm=True) if found else None


def same_text(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """Of the very text of a tracked file of its name: a copy that a build made, or the file itself behind a link."""
    path, universe, index = question.path, context.universe, context.index
    namesakes = index.ending_with(path.rpartition("/")[2])
    if context.format == "jacoco" or not 0 < len(namesakes) <= _FEW or outside(path):  # JaCoCo's paths are no places
        return None
    for folder in [""] if question.placed else evidence.folders:
        place = join(folder, path)
        text = b"" if place.startswith(("/", "../")) else universe.read(RepoPath(place))
        if text.strip():
            files = tuple(file for file in namesakes if universe.read(index.files(file)[0]) == text)
            return Finding("same text", place, files, firm=True) if files else None
    return None


def compiled_file(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """Written by a compiler or bundler: a source of its name has other lines, and other projects have such files."""
    path = question.path
    if not compiled(path) or outside(path) or evidence.stands(path):
        return None
    found = same_text(question, context, evidence)
    return found or Finding(
        "build output", "compiled: with source maps its sources are reported", outcome=Outcome.UNMATCHED
    )
