"""Rules that look for a path in the repository by what the whole report tells."""

# ruff: noqa: ARG001 -- every rule has the same signature

from __future__ import annotations

from collections.abc import Sequence

from reporter.paths import Outcome
from reporter.paths.evidence import Evidence
from reporter.paths.finding import Context, Finding, places, shown
from reporter.paths.index import Root, tail_roots, whole_roots
from reporter.paths.jvm_projects import JVM, owner_of, project_of_set
from reporter.paths.outside import made, outside
from reporter.paths.question import ABSOLUTE, Question
from reporter.paths.spelling import join, within


def foreign_go_package(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """In no module of this repository: a dependency; or Go's own library, in a profile whose other files are in one."""
    if context.format != "go" or question.placed:
        return None
    dependency = context.universe.go_modules and "." in question.path.partition("/")[0].strip(".")
    if dependency or "Go module" in evidence.answered:
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


def of_another_checkout(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """Below the folder of another repository, which was checked out beside this one's files and holds the report."""
    path = question.path
    if evidence.checkout is None or question.placed:
        return None
    if not path.startswith("/") and not within(join(evidence.folders[0], path), evidence.checkout):
        return None
    return Finding("outside", f"{evidence.checkout} has a .git of its own", outcome=Outcome.OUTSIDE)


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
    beside = _source_sets_beside(roots, question.path, context) if question.path.endswith(JVM) else []
    return Finding("one root", shown(roots[0]), places(question.path, [*roots, *beside]), firm=firm)


def _source_sets_beside(roots: Sequence[Root], path: str, context: Context) -> list[Root]:
    """Roots in other source sets of the same projects: a build for the JVM may compile several together."""
    projects = {project_of_set(root.added) for root in roots} - {None}
    return [root for root in whole_roots(path, context.index) if project_of_set(root.added) in projects]


def of_another_project(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """In other projects alone, where the report is in one, or on files of one: generated there, and a namesake here."""
    path = question.path
    if question.placed or question.file.group or path.startswith(("/", "../")):
        return None
    home = evidence.home_of_others(path)
    if home is None and evidence.project and not path.endswith(JVM):  # of the JVM, one project reports on others
        home = evidence.project
    if home is None or evidence.stands(path) or not (roots := whole_roots(path, context.index)):
        return None
    projects = context.universe.project_folders
    if owner_of(home, projects) in {owner_of(root.added, projects) for root in roots}:
        return None
    return Finding("report folder", f"the other files are in {home or 'the root'}", outcome=Outcome.UNMATCHED)


def beside_its_project(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """From the folder above the report's project, though nothing else is: a folder within bears the project's name."""
    above, slash, name = evidence.project.rpartition("/")
    path = question.path
    if question.placed or not slash or not path.startswith(f"{name}/") or join(above, path) not in context.index:
        return None
    if evidence.reaches_beside(above, name):
        return None
    return Finding("report folder", f"nothing else is from {above}", outcome=Outcome.UNMATCHED)


def path_ending(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """Files that end with all of the path; where the path itself is not foreign, also those that its end names."""
    path = question.path
    if question.placed:
        return None
    roots = whole_roots(path, context.index)
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
    if module is None:
        roots += tail_roots(path, context.index)
    return Finding("path ending", shown(roots[0]), places(path, roots), firm=bool(module))


def foreign(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """In a place where packages, toolchains or the system keep their files, which is none of the repository's own."""
    reason = outside(question.path)
    if reason and not question.placed and tail_roots(question.path, context.index):
        return None
    return Finding("outside", reason, outcome=Outcome.OUTSIDE) if reason else None


def learned_prefix(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """Below a foreign folder that two other files of the report prove to be the repository's."""
    roots = [] if question.rule in evidence.answered else evidence.learned(question.path)
    if not roots:
        return None
    found = tuple(place for place in places(question.path, roots) if place in context.index)
    return Finding("learned prefix", ", ".join(map(shown, roots)), found, None if found else Outcome.UNMATCHED)


def path_tail(question: Question, context: Context, evidence: Evidence) -> Finding | None:
    """Files whose whole name, two components or more, is the end of a path from an unknown folder.

    Where the report has files below the repository's own folder, absolute paths from elsewhere are of elsewhere. What
    stands in the folder of a build was made by it.
    """
    known = question.path.startswith("/") and not evidence.answered.isdisjoint(ABSOLUTE)
    roots = [] if question.placed or known else tail_roots(question.path, context.index, evidence.homes)
    doubtful = {root.taken for root in roots if made(root.taken) or evidence.contradicts(root)}
    roots = [root for root in roots if root.taken not in doubtful]
    return Finding("path tail", shown(roots[0]), places(question.path, roots)) if roots else None
