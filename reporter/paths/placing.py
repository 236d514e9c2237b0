"""Rules that need no more than the path itself: addresses, known roots, the user's prefix, modules and packages."""

# ruff: noqa: ARG001 -- every rule has the same signature

from __future__ import annotations

from reporter.paths import Outcome
from reporter.paths.finding import Context, Finding
from reporter.paths.question import Question
from reporter.paths.spelling import PSEUDO, join, within


def dart_package(question: Question, context: Context) -> Finding | None:
    """A library of a Dart package: below ``lib`` where its pubspec.yaml is, or else a dependency's."""
    if question.scheme != "package":
        return None
    name, _, library = question.path.partition("/")
    folders = [
        folder
        for folder in context.universe.declared_names.get(name, ())
        if context.index.key(join(folder, "pubspec.yaml")) in context.index
    ]
    if not folders:
        return Finding("outside", "Dart package of another repository", outcome=Outcome.OUTSIDE)
    places = {context.index.key(join(folder, f"lib/{library}")) for folder in folders}
    tracked = tuple(sorted(place for place in places if place in context.index))
    return Finding("Dart package", name, tracked, None if tracked else Outcome.UNMATCHED, firm=True)


def salesforce_name(question: Question, context: Context) -> Finding | None:
    """The name of a class or trigger, which is all that Salesforce's reports on a deployment have."""
    folder, _, name = question.path.partition("/")
    if folder != "no-map" or "/" in name:
        return None
    files = {file for kind in ("cls", "trigger") for file in context.index.ending_with(f"{name}.{kind}")}
    return Finding("Salesforce name", name, tuple(sorted(files))) if files else None


def no_file(question: Question, context: Context) -> Finding | None:
    """Addresses of archives and servers, and names that compilers give to code without a file."""
    if not question.scheme:
        return None
    reason = "code without a file" if question.scheme == PSEUDO else f"{question.scheme} address"
    return Finding("outside", reason, outcome=Outcome.OUTSIDE)


def known_place(question: Question, context: Context) -> Finding | None:
    """Below a root that is known beyond doubt, and tracked."""
    if question.placed and question.path in context.index:
        return Finding(question.rule, question.reason, (question.path,), firm=True)
    return None


def submodule(question: Question, context: Context) -> Finding | None:
    """In a folder that holds another repository."""
    for folder in context.universe.submodules:
        if within(question.path, context.index.key(folder)):
            return Finding("outside", f"submodule {folder}", outcome=Outcome.OUTSIDE)
    return None


def path_prefix(question: Question, context: Context) -> Finding | None:
    """Below the prefix that the user gave."""
    if context.prefix and not question.placed and not question.path.startswith("/"):
        place = join(context.prefix, question.path)
        if place in context.index:
            return Finding("path-prefix", context.prefix, (place,), firm=True)
    return None


def several_sources(question: Question, context: Context) -> Finding | None:
    """Below more than one of the report's source roots: the report itself does not tell which."""
    return Finding("<source>", "several source roots hold it", question.fits) if question.fits else None


def go_module(question: Question, context: Context) -> Finding | None:
    """Below the path of a Go module of this repository: there and nowhere else."""
    path = question.path
    if question.placed or not path.endswith(".go") or path.startswith(("/", ".")):
        return None
    for module in context.go_modules:
        name = context.index.key(module.name)
        if within(path, name):
            places = [
                join(context.index.key(other.folder), path[len(name) + 1 :])
                for other in context.go_modules
                if other.name == module.name
            ]
            tracked = tuple(sorted({place for place in places if place in context.index}))
            outcome = None if tracked else Outcome.UNMATCHED
            return Finding("Go module", module.name, tracked, outcome, firm=True)
    return _go_without_module(question, context)


def _go_without_module(question: Question, context: Context) -> Finding | None:
    host, _, path = question.path.partition("/")
    if host != "github.com" or path.count("/") < 2 or not context.slug:
        return None
    owner, name, rest = path.split("/", 2)
    if f"{owner}/{name}".casefold() != context.slug.casefold():
        return Finding("outside", "Go module of another repository", outcome=Outcome.OUTSIDE)
    for place in (rest, rest.partition("/")[2] if rest[:1] == "v" and rest[1:2].isdigit() else rest):
        if place in context.index:
            return Finding("Go module", f"github.com/{context.slug}", (place,), firm=True)
    return Finding("Go module", f"github.com/{context.slug}", outcome=Outcome.UNMATCHED)
