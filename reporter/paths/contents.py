"""Rules that look at all the files found, and into them, once names and folders have said what they can.

They never accept what names do not support: a file is only ever taken away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

from reporter.formats import BY_NAME
from reporter.paths import Outcome
from reporter.paths.finding import Context, Finding
from reporter.paths.groups import source_root
from reporter.paths.installed import package_folder
from reporter.paths.jvm_projects import owner_of
from reporter.paths.question import Question
from reporter.paths.shared import WITNESSES
from reporter.paths.spelling import spell
from reporter.paths.texts import Text

_FEW = 8
"""Among more files than this, the only one that fits is likelier a namesake of what was measured."""

_READ_AT_MOST = 16
"""From so many files it is learned which kind of lines a report lists."""

_BY_ONE_PATH = frozenset(("path ending", "path tail"))
"""Rules that go by the end of one path, with no other evidence."""


class Contents:
    """What the texts of the files found tell about the report that they were found for.

    A report may be joined of several, and then one entry may hold the lines of two files. So no text decides between
    files of which more than one stands where the report has other files.
    """

    def __init__(
        self, questions: Sequence[Question], findings: Sequence[Finding], context: Context, report_folder: str
    ) -> None:
        self._found = [
            (question, finding)
            for question, finding in zip(questions, findings, strict=True)
            if len(finding.files) == 1 and finding.outcome is None
        ]
        self._candidates = [finding.files for finding in findings]
        self._context = context
        self._report_folder = report_folder

    @cached_property
    def _inhabitants(self) -> Counter[str]:
        """How many files were found under each root."""
        return Counter(_root(question, finding.files[0]) for question, finding in self._found)

    @cached_property
    def _projects(self) -> Counter[str | None]:
        """How many files were found in each project."""
        return Counter(self.project(finding.files[0]) for _, finding in self._found)

    @cached_property
    def _reported(self) -> Counter[str | None]:
        """How many files may be in each project, those among several candidates included."""
        return Counter(project for files in self._candidates for project in {self.project(file) for file in files})

    def project(self, file: str) -> str | None:
        """The folder of the project that ``file`` is in."""
        return owner_of(file, self._context.universe.build_folders)

    def lacks_the_rest(self, file: str) -> bool:
        """Whether of the project of ``file`` nothing else was found, though there is more, and of others something."""
        if len(self._found) < 2:
            return False
        project = self.project(file)
        alone = self._projects[project] == 1 and project != self.project(self._report_folder)
        return alone and self._reported[project] < self._context.universe.jvm_sources[project]

    @property
    def by_project(self) -> bool:
        """Whether the report has each project's classes all or none."""
        return self._context.format == "jacoco"

    def _known(self) -> Iterator[tuple[Question, str]]:
        """Files found that need no proof: by more than their own paths, or beside others under one root."""
        for question, finding in self._found:
            if finding.rule not in _BY_ONE_PATH or not self.is_alone(question, finding):
                yield question, finding.files[0]

    def is_alone(self, question: Question, finding: Finding) -> bool:
        """Whether a file was found where no other file of the report was."""
        return self._inhabitants[_root(question, finding.files[0])] < WITNESSES

    @cached_property
    def lists_statements(self) -> bool:
        """Whether the report leaves blank lines and comments out, as the files that need no proof show."""
        left_out = 0
        for question, file in islice(self._known(), _READ_AT_MOST):
            lines = question.file.lines.lines
            idle = self.text(file).idle
            if not idle.isdisjoint(lines):
                return False
            left_out += sum(lines[0] < line < lines[-1] for line in idle) if lines else 0
        return left_out >= WITNESSES

    def may_decide(self, question: Question, finding: Finding) -> bool:
        """Whether the entry can be of one of the files only, and they are few enough to be read."""
        if not 1 < len(finding.files) <= _FEW or not question.file.lines.lines:
            return False
        return sum(_root(question, file) in self._inhabitants for file in finding.files) < 2

    def objection(self, question: Question, file: str) -> str:
        """Why the reported lines are not those of ``file``; empty where it may be, or cannot be read."""
        if not self.lists_statements:
            return ""
        idle = next((line for line in question.file.lines.lines if line in self.text(file).idle), 0)
        return f"its line {idle} is blank or a comment" if idle else ""

    def too_short(self, question: Question, file: str) -> bool:
        """Whether ``file`` ends before the last reported line; never of formats whose writers go on past the end."""
        if BY_NAME[self._context.format].past_end:
            return False
        return 0 < self.text(file).lines < question.file.lines.lines[-1]

    @cached_property
    def installed_otherwise(self) -> frozenset[str]:
        """The installed packages of which a file is shorter here, or has a blank line or a comment where it is run.

        No tool for Python counts such lines.
        """
        return frozenset(
            package_folder(question.path)
            for question, finding in self._found
            if finding.rule == "installed copy" and self._differs(question, finding.files[0])
        )

    def _differs(self, question: Question, file: str) -> bool:
        text, lines = self.text(file), question.file.lines.lines
        if not file.endswith(".py") or not lines or not text.lines:
            return False
        return lines[-1] > text.lines or not text.idle.isdisjoint(lines)

    def text(self, file: str) -> Text:
        """The text of the longest file that has this key."""
        texts = map(self._context.universe.text_of, self._context.index.files(file))
        return max(texts, key=lambda text: text.lines)


def long_enough(question: Question, finding: Finding, contents: Contents) -> Finding | None:
    """As long as the report says that the file is."""
    if not contents.may_decide(question, finding):
        return None
    kept = tuple(file for file in finding.files if not contents.too_short(question, file))
    line = question.file.lines.lines[-1]
    return Finding("length", f"the others have no line {line}", kept) if 0 < len(kept) < len(finding.files) else None


def statements_only(question: Question, finding: Finding, contents: Contents) -> Finding | None:
    """The only one in whose text no reported line is blank or a comment, in a report that lists statements."""
    if not contents.may_decide(question, finding):
        return None
    kept = tuple(file for file in finding.files if not contents.objection(question, file))
    return Finding("text", "reported lines of the others are blank or comments", kept) if len(kept) == 1 else None


def installed_otherwise(question: Question, finding: Finding, contents: Contents) -> Finding | None:
    """Nothing, of an installed Python package that has other texts than the sources here: a fork, or the original."""
    if finding.rule != "installed copy" or package_folder(question.path) not in contents.installed_otherwise:
        return None
    return Finding("outside", "installed Python package, of other text", outcome=Outcome.OUTSIDE)


def of_no_other_class(question: Question, finding: Finding, contents: Contents) -> Finding | None:
    """Nothing, in JaCoCo's reports without groups, where no other class of the project is reported, but of others."""
    if not contents.by_project or question.file.group or finding.firm or len(finding.files) != 1:
        return None
    (file,) = finding.files
    if not contents.lacks_the_rest(file):
        return None
    reason = f"the report has nothing else of {contents.project(file) or 'the root'}"
    return Finding("report folder", reason, outcome=Outcome.UNMATCHED)


def namesake(question: Question, finding: Finding, contents: Contents) -> Finding | None:
    """Nothing, where the only file of that name is away from the others and has not the reported lines."""
    if finding.rule not in _BY_ONE_PATH or len(finding.files) != 1 or not contents.lists_statements:
        return None
    if not contents.is_alone(question, finding):
        return None
    (file,) = finding.files
    objection = contents.objection(question, file)
    return Finding("text", f"{file} is another file: {objection}", outcome=Outcome.UNMATCHED) if objection else None


def _root(question: Question, file: str) -> str:
    """The folder of the repository that the path, as it is written, starts from."""
    return source_root(file, spell(question.file.path).path)
