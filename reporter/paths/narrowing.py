"""Rules that choose between files which a path fits, by where they and the report are."""

# ruff: noqa: ARG001 -- every rule has the same signature

from __future__ import annotations

from reporter.paths.declared import declares
from reporter.paths.evidence import Evidence
from reporter.paths.finding import Context, Finding
from reporter.paths.groups import source_root
from reporter.paths.jvm_projects import JVM, is_made_or_test
from reporter.paths.question import Question
from reporter.paths.spelling import join, within


def under_prefix(question: Question, files: tuple[str, ...], context: Context, evidence: Evidence) -> Finding | None:
    """Below the prefix that the user gave, if only as a start."""
    kept = tuple(file for file in files if context.prefix and within(file, context.prefix))
    return Finding("path-prefix", context.prefix, kept, firm=True) if kept else None


def report_folder(question: Question, files: tuple[str, ...], context: Context, evidence: Evidence) -> Finding | None:
    """In the report's own folder or the nearest above it; beyond the report's project only by the path as it is."""
    inside_project = True
    for folder in evidence.folders:
        place = join(folder, question.path)
        if place in files:
            return Finding("report folder" if folder else "exact", folder or ".", (place,), firm=not folder)
        kept = tuple(file for file in files if within(file, folder))
        if kept and folder and inside_project:
            return Finding("report folder", folder, kept)
        inside_project &= folder not in context.universe.project_folders
    return None


def whole_path(question: Question, files: tuple[str, ...], context: Context, evidence: Evidence) -> Finding | None:
    """Files that have all components of a relative path before those that have its end; or that declare its package."""
    path, by_package = question.path, context.format == "jacoco"
    kept = tuple(file for file in files if _ends_with(file, path) or (by_package and declares(file, path, context)))
    return Finding("path ending", "", kept) if kept else None


def _ends_with(file: str, path: str) -> bool:
    """Whether ``file`` ends with all named components of ``path``."""
    ending = path.lstrip("./")
    return file == ending or file.endswith("/" + ending)


def source_set(question: Question, files: tuple[str, ...], context: Context, evidence: Evidence) -> Finding | None:
    """On the JVM: in the main source set before tests, builds and generated sources."""
    if not question.path.endswith(JVM):
        return None
    kept = tuple(file for file in files if not is_made_or_test(source_root(file, question.path)))
    return Finding("source set", "main sources before tests and generated ones", kept) if kept else None
