"""Which part of the repository a JaCoCo group stands for: a project of that name, else folders of that name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reporter.model import ParsedReport
from reporter.paths.index import Index, whole_roots
from reporter.paths.jvm_projects import JvmProjects, owner_of
from reporter.paths.spelling import core_of, join
from reporter.paths.universe import Universe

Group = tuple[str, ...]

_TARGET = "target"
"""Where Maven puts all that it makes, below the project's folder."""


@dataclass(frozen=True, slots=True)
class Module:
    """A group's ``name`` and the folders ``homes`` of the projects that declare it, all ``projects`` being known.

    Without ``homes`` it is any folder of that name.
    """

    name: str
    homes: frozenset[str] = frozenset()
    projects: frozenset[str] = frozenset()

    def holds(self, folder: str) -> bool:
        """Whether sources below ``folder``, a source root, are the group's; not those of a project within its own."""
        if self.homes:
            return owner_of(folder, self.projects) in self.homes
        return self.name in folder.split("/")


def module_of(group: Group, paths: Sequence[str], projects: JvmProjects, index: Index) -> Module | None:
    """The module that the innermost telling name of ``group`` stands for; None where no name tells anything.

    A folder's name tells something where it stands above the package of one of ``paths``. So must an outer project
    hold one of them: the outermost groups often bear the name of the project that holds all others.
    """
    known = frozenset(map(index.key, projects.names))
    for name in reversed(group):
        homes = frozenset(map(index.key, projects.folders.get(name, ())))
        module = Module(name, homes, known)
        if homes and name == group[-1]:
            return module
        if any(module.holds(root.added) for path in paths for root in whole_roots(path, index)):
            return module
    return None


def under_its_name(report: ParsedReport, universe: Universe) -> ParsedReport:
    """A report without groups that bears a project's name, as one group of that name.

    Maven reports on a project's own classes alone, and calls the report after the project; one of the paths must be
    among its sources. Gradle names reports on several projects after one, so where no ``pom.xml`` stands, each path
    that only one file has must be among them.
    """
    if not report.name or any(file.group for file in report.files):
        return report
    index = universe.exact
    projects = universe.jvm_projects
    known = frozenset(map(index.key, projects.names))
    homes = frozenset(map(index.key, projects.folders.get(report.name, ())))
    of_maven = frozenset(home for home in homes if join(home, "pom.xml") in index)
    paths = [index.key(file.path) for file in report.files]
    if not (
        (of_maven and _has(Module(report.name, of_maven, known), paths, universe, index))
        or (homes > of_maven and _has_all_unique(Module(report.name, homes - of_maven, known), paths, index))
    ):
        return report
    return replace(report, files=tuple(replace(file, group=(report.name,)) for file in report.files))


def _has_all_unique(module: Module, paths: Iterable[str], index: Index) -> bool:
    """Whether all of the paths that one file has alone are among the module's sources, and there are some."""
    places = [roots[0].added for path in paths if len(roots := whole_roots(path, index)) == 1]
    return bool(places) and all(map(module.holds, places))


def own_build(report_folder: str, paths: Sequence[str], universe: Universe, index: Index) -> Module | None:
    """The Maven project whose build wrote a report without groups: Maven reports on a project's own classes alone.

    The report must be below the project's ``target``, and one of ``paths`` among its sources.
    """
    if _TARGET not in report_folder.split("/"):
        return None
    known = frozenset(map(index.key, universe.jvm_projects.names))
    home = owner_of(report_folder, known)
    if home is None or report_folder[len(home) :].lstrip("/").partition("/")[0] != _TARGET:
        return None
    module = Module(home or "the root", frozenset((home,)), known)
    return module if _has(module, paths, universe, index) else None


def _has(module: Module, paths: Iterable[str], universe: Universe, index: Index) -> bool:
    """Whether one of the paths is among the module's sources."""
    return any(_is_source(path, module, universe, index) for path in paths)


def _is_source(path: str, module: Module, universe: Universe, index: Index) -> bool:
    """Whether the module has a file at the path, or one of its name that declares the package it names."""
    if any(module.holds(root.added) for root in whole_roots(path, index)):
        return True
    package, _, name = path.rpartition("/")
    return any(
        module.holds(file.rpartition("/")[0]) and index.key(universe.package_of(index.files(file)[0]) or "") == package
        for file in index.ending_with(name)
    )


def source_root(file: str, path: str) -> str:
    """The folder of ``file`` without the end of it that is the end of the folder of the report's ``path``."""
    core = core_of(path)[1]
    if f"/{file}".endswith(f"/{core}"):
        return file[: -len(core)].rstrip("/")
    mine, package = file.split("/")[:-1], core.split("/")[:-1]
    while mine and package and mine[-1] == package[-1]:
        mine.pop()
        package.pop()
    return "/".join(mine)
