"""What the texts of the files found tell about a report, and whether its lines are theirs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice

from reporter.formats import BY_NAME
from reporter.paths.finding import Context, Finding, places
from reporter.paths.groups import source_root
from reporter.paths.index import count_overlaps, overlap_roots
from reporter.paths.installed import package_folder
from reporter.paths.jvm_projects import owner_of
from reporter.paths.question import SOURCE, Question
from reporter.paths.shared import WITNESSES
from reporter.paths.spelling import spell
from reporter.paths.texts import Text

_FEW = 8
"""Among more files than this, the only one that fits is likelier a namesake of what was measured."""

_READ_AT_MOST = 16
"""From so many files it is learned which kind of lines a report lists."""

BY_NAMES = frozenset(("exact", "one root", "report folder", "path ending", "path tail", "learned prefix", SOURCE))
"""Rules that go by names and folders, of which several places may have the same."""

BY_ONE_PATH = frozenset(("path ending", "path tail"))
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
        """Whether of the project of ``file`` nothing else was found, though there is more, and all else is of another.

        A report on more than two projects was put together, and may have one file of each.
        """
        if len(self._found) < 2 or len(self._projects) > 2:
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
            if finding.rule not in BY_ONE_PATH or not self.is_alone(question, finding):
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

    def bears_out(self, question: Question, file: str) -> bool:
        """Whether ``file`` shows by itself that the reported lines are its statements: all idle lines are left out."""
        lines, idle = question.file.lines.lines, self.text(file).idle
        left_out = sum(lines[0] < line < lines[-1] for line in idle) if lines else 0
        return left_out >= WITNESSES and idle.isdisjoint(lines) and lines[-1] <= self.text(file).lines

    def objection(self, question: Question, file: str) -> str:
        """Why the reported lines are not those of ``file``; empty where it may be, or cannot be read."""
        return self._idle_line(question, file) if self.lists_statements else ""

    def _idle_line(self, question: Question, file: str) -> str:
        idle = next((line for line in question.file.lines.lines if line in self.text(file).idle), 0)
        return f"its line {idle} is blank or a comment" if idle else ""

    def only_fitting(self, question: Question, files: Sequence[str]) -> tuple[str, ...]:
        """The one of ``files`` that bears the report out, where each other has an idle line among those reported."""
        fitting = tuple(file for file in files if not self._idle_line(question, file))
        return fitting if len(fitting) == 1 and self.bears_out(question, fitting[0]) else ()

    @cached_property
    def doubted(self) -> Mapping[tuple[str, str], str]:
        """By rule and reason, places where files were found whose namesakes elsewhere fit the reported lines better.

        Half of the files that are looked at must say so, as single ones may have changed since.
        """
        found: defaultdict[tuple[str, str], list[tuple[Question, str]]] = defaultdict(list)
        for question, finding in self._found:
            beside = found[finding.rule, finding.reason]
            if finding.rule in BY_NAMES and not question.placed and len(beside) < _READ_AT_MOST:
                beside.append((question, finding.files[0]))
        better = {
            place: [other for question, file in beside if (other := self._better(question, file))]
            for place, beside in found.items()
        }
        return {place: others[0] for place, others in better.items() if others and 2 * len(others) >= len(found[place])}

    def _better(self, question: Question, file: str) -> str:
        """A namesake of ``file`` that fits the reported lines, where ``file`` does not."""
        index = self._context.index
        if not 1 < count_overlaps(file, index) <= _FEW or not self._idle_line(question, file):
            return ""
        namesakes = places(file, overlap_roots(file, index))
        return next((other for other in namesakes if self.bears_out(question, other)), "")

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


def _root(question: Question, file: str) -> str:
    """The folder of the repository that the path, as it is written, starts from."""
    return source_root(file, spell(question.file.path).path)
