"""What all paths of one report together tell about each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import islice

from reporter.paths.groups import Group, module_of, own_build
from reporter.paths.index import Index, Root, count_whole_roots, tail_roots, whole_roots
from reporter.paths.installed import origins, package_folder, perl_source, sources
from reporter.paths.jvm_projects import JVM, owner_of
from reporter.paths.named import named_roots
from reporter.paths.outside import compiled
from reporter.paths.question import Question
from reporter.paths.shared import WITNESSES, explaining, shared_roots
from reporter.paths.spelling import ancestors, join, within
from reporter.paths.universe import Universe

_NONE: Counter[Root] = Counter()

_MANY = 2 * WITNESSES
"""More files than this are found in another project than the report's only if they are of that one."""


class Evidence:
    """What is learned from the questions that their own paths do not answer.

    ``folders`` are the report's own folder and those above it, the nearest first, ``""`` for the root last; ``homes``
    are the same without the root.
    ``module`` is the nearest of them, but the root, below which files of the report are by their whole paths.
    ``project`` is the folder of the project that the report is in, ``""`` at the root of the repository and outside.
    ``shared`` and ``modules`` are by JaCoCo group, which is ``()`` in reports without: the roots that all its files
    share, and the part of the repository it is known to stand for. ``build`` is the Maven project that wrote a
    report without groups, ``checkout`` the folder of another repository that the report is in. ``installed`` are the
    roots of the repository's own packages, by the folder they were installed in. ``answered`` are the rules that
    answered other questions of the report before: a root that holds for those is not doubted for the rest.
    """

    def __init__(
        self,
        questions: Sequence[Question],
        answered: frozenset[str],
        report_folder: str,
        universe: Universe,
        index: Index,
    ) -> None:
        self.answered = answered
        self._universe = universe
        self._index = index
        self._paths = [question.path for question in questions if not question.placed]
        self.folders = ancestors(report_folder)
        self.homes = self.folders[:-1]
        self._votes = _votes([question for question in questions if question.rule not in answered], index, self.homes)
        self._learned: dict[str, Counter[Root]] = {}
        for root in self._votes.values():
            self._learned.setdefault(root.taken, Counter())[root] += 1
        self.module, self._members = _module(questions, self.folders, index)
        self._copies = [question.path for question in questions if package_folder(question.path)]
        self.installed = origins(self._copies, universe, index, WITNESSES)
        groups: dict[Group, list[str]] = {}
        for question in questions:
            if not question.placed:
                groups.setdefault(question.file.group, []).append(question.path)
        self.modules = {
            group: module
            for group, paths in groups.items()
            if group and (module := module_of(group, paths, universe.jvm_projects, index))
        }
        self.build = own_build(self.folders[0], groups.get((), []), universe, index)
        self.project = owner_of(self.folders[0], universe.project_folders) or ""
        self.checkout = next((folder for folder in self.homes if universe.is_other_checkout(folder)), None)
        self.shared = {group: self._shared(group, paths, index) for group, paths in groups.items()}

    def learned(self, path: str) -> list[Root]:
        """The roots that ``path`` may have, and that enough other files of the report prove."""
        own = self._votes.get(path)
        found = []
        for end, letter in enumerate(path):
            if letter == "/":
                votes = self._learned.get(path[:end] or "/", _NONE)
                found += [root for root, count in votes.items() if count - (own == root) >= WITNESSES]
        return found

    def contradicts(self, root: Root) -> bool:
        """Whether ``root`` takes more off than another file of the report says is the repository's own folder.

        Or whether it leads to a folder that the report is in, and another file speaks for another root.
        """
        if any(above in self._learned for above in ancestors(root.taken)[1:] if above):
            return True
        return bool(root.added) and any(other != root for votes in self._learned.values() for other in votes)

    def belongs_to_module(self, path: str) -> bool:
        """Whether enough other files of the report are in ``module`` that a relative ``path`` must be in it too."""
        return (
            len(self._members) - (path in self._members) >= WITNESSES
            and not path.startswith(("/", "../"))
            and self._beside_module[path.partition("/")[0]] <= WITNESSES
        )

    def project_of_copy(self, path: str) -> str | None:
        """The Python project that an installed copy was made for: that around its environment, else the report's."""
        projects = self._universe.python_projects
        around = owner_of(path, projects), owner_of(join(self.folders[0], path), projects)
        return max((project for project in around if project is not None), key=len, default=None)

    def has_copies_of(self, project: str | None, path: str) -> bool:
        """Whether others of the files installed with ``path`` come from ``project``."""
        package = package_folder(path)
        beside = (other for other in self._copies if other != path and package_folder(other) == package)
        return project is not None and any(
            within(root.added, project) for other in beside for root in sources(other, self._universe, self._index)
        )

    @cached_property
    def built_from(self) -> list[Root]:
        """The folders that have all sources of the copies that Perl's build made."""
        sources = [source for path in self._paths if (source := perl_source(path))]
        return explaining(sources, whole_roots(sources[0], self._index), self._index) if sources else []

    def stands(self, path: str) -> bool:
        """Whether a folder at or above the report has ``path`` as it stands."""
        return not path.startswith("/") and any(join(folder, path) in self._index for folder in self.folders)

    def home_of_others(self, path: str) -> str | None:
        """The nearest folder at or above the report that has others of its relative paths as they stand.

        None where there is no other. At the root of the repository a name without a folder proves nothing.
        """
        return next((folder for folder, members in self._standing.items() if members - {path}), None)

    def reaches_beside(self, folder: str, name: str) -> bool:
        """Whether ``folder`` has a relative path of the report as it stands that does not start with ``name``."""
        return any(path.partition("/")[0] != name for path in self._standing[folder])

    @cached_property
    def _standing(self) -> dict[str, set[str]]:
        """The relative paths that each folder at or above the report has as they stand."""
        relative = [path for path in self._paths if not path.startswith("/")]
        return {
            folder: {path for path in relative if (folder or "/" in path) and join(folder, path) in self._index}
            for folder in self.folders
        }

    def is_named(self, name: str) -> bool:
        """Whether files of the report, enough besides the one in question, are found when ``name`` is taken off."""
        below = (path for path in self._paths if path.startswith(f"{name}/"))
        found = (path for path in below if self._taken_off_to_a_file(name, path))
        return len(list(islice(found, WITNESSES + 1))) > WITNESSES

    def _taken_off_to_a_file(self, name: str, path: str) -> bool:
        roots = [*named_roots(path, self._universe, self._index), *tail_roots(path, self._index)]
        return any(root.taken == name for root in roots)

    @cached_property
    def _beside_module(self) -> Counter[str]:
        """How many files are in each top folder of the repository, which files in ``module`` do not have as theirs."""
        inside = {path.partition("/")[0] for path in self._members}
        beside = (path for path in self._paths if path in self._index and path not in self._members)
        return Counter(top for path in beside if (top := path.partition("/")[0]) not in inside)

    def _shared(self, group: Group, paths: list[str], index: Index) -> list[Root]:
        module = self.modules.get(group)
        shared = [root for root in shared_roots(paths, index, self.homes) if not module or module.holds(root.added)]
        if len(paths) <= _MANY and not paths[0].endswith(JVM):  # of the JVM, one project reports on others
            shared = [root for root in shared if within(root.added, self.project) or within(self.project, root.added)]
        return [root for root in shared if not any(self._contradicts(root, path, index) for path in paths)]

    def _contradicts(self, root: Root, path: str, index: Index) -> bool:
        """Whether a folder at or above the report has ``path``, and ``root`` leads to a place beside that folder.

        Or whether ``root`` takes the name of a package off, and leads elsewhere than to the project of that name.
        """
        if root.taken and not root.taken.startswith(("/", ".")):
            named = named_roots(path, self._universe, index)
            if named and root.place(path) not in [other.place(path) for other in named]:
                return True
        for folder in self.folders[:-1]:
            if within(root.added, folder) or within(folder, root.added):
                continue
            if join(folder, path) in index:
                return True
        return False


def _votes(questions: Sequence[Question], index: Index, homes: Sequence[str]) -> dict[str, Root]:
    """The root that each path speaks for, where it can be taken off one thing only: to the nearest of ``homes``."""
    votes: dict[str, Root] = {}
    for question in questions:
        path = question.path
        roots = tail_roots(path, index, homes)
        if len({root.taken for root in roots}) == 1 and not count_whole_roots(path, index) and not compiled(path):
            votes[path] = roots[0]
    return votes


def _module(questions: Sequence[Question], folders: Sequence[str], index: Index) -> tuple[str, frozenset[str]]:
    for folder in folders[:-1]:
        members = frozenset(
            question.path
            for question in questions
            if not question.path.startswith("/") and join(folder, question.path) in index
        )
        if members:
            return folder, members
    return "", frozenset()
