"""Rules that look for a path in the repository by what the whole report tells."""

# ruff: noqa: ARG001 -- every rule has the same signature

from __future__ import annotations

from reporter.model import RepoPath
from reporter.paths import Outcome
from reporter.paths.evidence import Evidence
from reporter.paths.finding import Context, Finding
from reporter.paths.index import Root, count_whole_roots, tail_roots, whole_roots
from reporter.paths.installed import package_folder, perl_source, sources
from reporter.paths.jvm_projects import owner_of
from reporter.paths.named import is_linked, is_scoped, named_roots, own_root
from reporter.paths.outside import compiled, outside
from reporter.paths.question import ABSOLUTE, Question
from reporter.paths.spelling import join, within

_FEW = 8
"""Among more namesakes than this a copy is not looked for."""


def foreign_go_package(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """In no module of this repository, in a profile whose other files are: a dependency or Go's own library."""
    if context.format == "go" and "Go module" in evidence.answered and not question.placed:
        return Finding("outside", "Go package of another module", outcome=Outcome.OUTSIDE)
    return None


def symbolic_link(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """Behind a link, seen from the report's own folder or one above it."""
    for folder in [] if question.placed else evidence.folders:
        place = join(folder, question.path)
        target = context.index.follow(place)
        if target != place and target in context.index:
            return Finding("symbolic link", place, (target,), firm=True)
    return None


def own_package(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """Below the name of the project that the report, or the bundle, is in."""
    path, projects = question.path, context.universe.project_folders
    if path.startswith(("/", "..")) or any(join(folder, path) in context.index for folder in evidence.folders):
        return None
    project = owner_of(path if question.placed else evidence.folders[0], projects)
    root = None if project is None else own_root(path, project, context.universe, context.index)
    return Finding("package name", _shown(root), _places(path, [root]), firm=True) if root else None


def of_a_submodule(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """In a folder that holds another repository: the report's own, or one that the path goes through."""
    path = f"/{question.path.lstrip('/')}"
    for folder in () if question.placed else map(context.index.key, context.universe.submodules):
        if path != question.path and within(evidence.folders[0], folder):
            return Finding("outside", f"submodule {folder}", outcome=Outcome.OUTSIDE)
        start = path.find(f"/{folder}/") + 1
        if start and not context.index.count(path[start:]):
            return Finding("outside", f"submodule {folder}", outcome=Outcome.OUTSIDE)
    return None


def not_of_this_build(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """In other projects alone, in JaCoCo's report on one of Maven's: generated there, and a namesake here."""
    build = evidence.build
    if build is None or context.format != "jacoco" or question.placed or question.file.group:
        return None
    roots = whole_roots(question.path, context.index)
    if not roots or any(build.holds(root.added) for root in roots):
        return None
    return Finding("report folder", f"the report is on {build.name} alone", outcome=Outcome.UNMATCHED)


def one_root(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """Under the root where every file of the report, or JaCoCo group, has its place that has one anywhere."""
    shared = [] if question.placed else evidence.shared.get(question.file.group, [])
    roots = [root for root in shared if root.place(question.path) in context.index]
    if not roots:
        return None
    firm = question.file.group in evidence.modules
    return Finding("one root", _shown(roots[0]), _places(question.path, roots), firm=firm)


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
    if outside(path) is None:
        roots += tail_roots(path, context.index)
    return Finding("package name", _shown(roots[0]), _places(path, roots), firm=True)


def path_ending(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """Files that end with all of the path; where the path itself is not foreign, also those that its end names."""
    path = question.path
    if question.placed:
        return None
    roots = whole_roots(path, context.index)
    home = evidence.home_of_others(path) if roots and not question.file.group else None
    if home is not None:
        project = owner_of(home, context.universe.project_folders)
        roots = [root for root in roots if owner_of(root.added, context.universe.project_folders) == project]
        if not roots:
            where = home or "the root"
            return Finding(
                "report folder", f"other files are in {where}, not in another project", outcome=Outcome.UNMATCHED
            )
    if evidence.belongs_to_module(path):
        roots = [root for root in roots if within(root.added, evidence.module)]
        if not roots:
            return Finding("report folder", f"the other files are in {evidence.module}", outcome=Outcome.UNMATCHED)
    module = evidence.modules.get(question.file.group)
    if module:
        roots = [root for root in roots if module.holds(root.added)]
        if not roots:
            return Finding("group", f"not in {module.name}, which its group names", outcome=Outcome.UNMATCHED)
    if not roots:
        return None
    if module is None and outside(path) is None:
        roots += tail_roots(path, context.index)
    return Finding("path ending", _shown(roots[0]), _places(path, roots), firm=bool(module))


def installed_copy(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """In a package of this repository that was built or installed for the tests."""
    path = question.path
    by_layout = sources(path, context.universe, context.index)
    project = evidence.project_of_copy(path)
    own = [root for root in by_layout if project is not None and within(root.added, project)]
    if by_layout and not own and evidence.has_copies_of(project, path):
        return Finding("installed copy", f"not in {project}, whose package it is", outcome=Outcome.UNMATCHED)
    roots = own or evidence.installed.get(package_folder(path)) or by_layout
    places = tuple(place for place in _places(path, roots) if place in context.index)
    return Finding("installed copy", _shown(roots[0]), places, firm=True) if places else None


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
    places = _places(source, [] if question.placed else evidence.built_from)
    return Finding("built copy", "blib", places, firm=True) if places else None


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
    if not compiled(path) or outside(path) or any(join(folder, path) in context.index for folder in evidence.folders):
        return None
    found = same_text(question, context, evidence)
    return found or Finding(
        "build output", "compiled: with source maps its sources are reported", outcome=Outcome.UNMATCHED
    )


def foreign(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """In a place where packages, toolchains or the system keep their files."""
    reason = outside(question.path)
    return Finding("outside", reason, outcome=Outcome.OUTSIDE) if reason else None


def learned_prefix(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """Below a foreign folder that two other files of the report prove to be the repository's."""
    taken = [] if question.rule in evidence.answered else evidence.taken_off(question.path)
    if not taken:
        return None
    roots = [Root(before, "") for before in taken]
    places = tuple(place for place in _places(question.path, roots) if place in context.index)
    reason = ", ".join(taken)
    return Finding("learned prefix", reason, places, None if places else Outcome.UNMATCHED)


def path_tail(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """Files whose whole name, two components or more, is the end of a path from an unknown folder.

    Where the report has files below the repository's own folder, absolute paths from elsewhere are of elsewhere.
    """
    known = question.path.startswith("/") and not evidence.answered.isdisjoint(ABSOLUTE)
    roots = [] if question.placed or known else tail_roots(question.path, context.index)
    return Finding("path tail", _shown(roots[0]), _places(question.path, roots)) if roots else None


def _places(path: str, roots: list[Root]) -> tuple[str, ...]:
    return tuple(sorted({place for root in roots if (place := root.place(path)) is not None}))


def _shown(root: Root) -> str:
    """A root in words: what replaces what."""
    if root.taken in ("", "/"):
        return root.added or "."
    return f"{root.taken} => {root.added or '.'}"
