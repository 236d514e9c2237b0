"""The repository as the resolver sees it: built once for all reports, each part when it is first needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

from reporter.model import RepoPath
from reporter.paths.go_modules import GoModule, go_modules
from reporter.paths.index import Index, composed, folded
from reporter.paths.jvm_projects import JVM, JvmProjects, is_made_or_test, jvm_projects, owner_of
from reporter.paths.manifests import PYTHON, declared_names, package_folders
from reporter.paths.packages import HEAD, declared_package
from reporter.paths.projects import Reader, folder_of, project_folders
from reporter.paths.texts import Text
from reporter.paths.workspaces import Workspaces


class Universe:
    """All files that coverage may be credited to.

    ``read`` gives the content of a file, tracked or not; it is called only where a rule needs it. ``submodules`` are
    the folders of other repositories inside this one, ``links`` the symbolic links and where in the repository they
    lead.
    """

    def __init__(
        self,
        files: Sequence[RepoPath],
        read: Reader,
        submodules: Sequence[RepoPath] = (),
        links: Mapping[RepoPath, RepoPath] | None = None,
    ) -> None:
        self.files = files
        self.submodules = submodules
        self._links = links or {}
        self.read = read
        self._packages: dict[RepoPath, str | None] = {}
        self._texts: dict[RepoPath, Text] = {}

    @cached_property
    def exact(self) -> Index:
        """The files by their names as they are."""
        return Index(self.files, composed, self._links)

    @cached_property
    def folded(self) -> Index:
        """The files by their names without regard to case, as a checkout on Windows or macOS sees them."""
        return Index(self.files, folded, self._links)

    @cached_property
    def go_modules(self) -> tuple[GoModule, ...]:
        """The Go modules of the repository, the longest name first."""
        return go_modules(self.files, self.read)

    @cached_property
    def project_folders(self) -> frozenset[str]:
        """The folders that hold a project of their own."""
        return project_folders(self.files)

    @cached_property
    def folders(self) -> frozenset[str]:
        """All folders that hold a file, at any depth."""
        found: set[str] = set()
        for file in self.files:
            folder = folder_of(file)
            while folder and folder not in found:
                found.add(folder)
                folder = folder_of(folder)
        return frozenset(found)

    @cached_property
    def python_projects(self) -> frozenset[str]:
        """The folders of Python's projects."""
        return frozenset(folder_of(file) for file in self.files if file.rpartition("/")[2] in PYTHON)

    @cached_property
    def declared_names(self) -> Mapping[str, frozenset[str]]:
        """The names under which projects of the repository are installed, and their folders."""
        return declared_names(self.files, self.read)

    @cached_property
    def package_folders(self) -> tuple[tuple[str, str], ...]:
        """Python's packages whose folders have other names, and the folders."""
        return tuple(package_folders(self.files, self.read))

    @cached_property
    def workspaces(self) -> Workspaces:
        """What package managers link to in the repository."""
        return Workspaces(self.files, self.read)

    @cached_property
    def build_folders(self) -> frozenset[str]:
        """The folders that hold a project by a manifest of their own, or by one above."""
        return self.project_folders.union(self.jvm_projects.names)

    @cached_property
    def jvm_sources(self) -> Counter[str | None]:
        """How many sources for the JVM, tests left out, each project has."""
        folders = (folder_of(file) for file in self.files if file.endswith(JVM) and not file.endswith("-info.java"))
        return Counter(owner_of(folder, self.build_folders) for folder in folders if not is_made_or_test(folder))

    @cached_property
    def jvm_projects(self) -> JvmProjects:
        """The projects that Maven and Gradle know."""
        return jvm_projects(self.files, self.read)

    def is_other_checkout(self, folder: str) -> bool:
        """Whether ``folder`` holds a git repository, or a worktree, and nothing of this repository."""
        marks = (RepoPath(f"{folder}/.git/HEAD"), RepoPath(f"{folder}/.git"))
        return any(self.read(mark, 1) for mark in marks) and folder not in self.folders

    def package_of(self, file: RepoPath) -> str | None:
        """The package that a source file declares, as a folder; None where it cannot be told."""
        if file not in self._packages:
            self._packages[file] = declared_package(self.read(file, HEAD))
        return self._packages[file]

    def text_of(self, file: RepoPath) -> Text:
        """The lines of a file; none where it is empty or cannot be read."""
        if file not in self._texts:
            self._texts[file] = Text.of(file, self.read(file))
        return self._texts[file]
