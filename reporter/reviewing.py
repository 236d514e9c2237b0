"""What the step does about a pull request and its gates, from top to bottom: changed lines, verdict, comment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from reporter.errors import Level, Problem
from reporter.figures import About, Lines
from reporter.gates import PATCH_GATE, Judged, judge, total_of
from reporter.github_api import GitHub
from reporter.markdown import Section
from reporter.model import Coverage, RepoPath
from reporter.patch import Patch
from reporter.patch_remarks import ANNOTATIONS, missing_tests
from reporter.pull_request import Origin, Review, keep_comment, review
from reporter.render_comment import Story, comment, for_summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the user asks for; minimums in percent. ``always`` comments on pull requests that change no coverage too."""

    fail_under: Decimal | None = None
    fail_under_patch: Decimal | None = None
    comment: bool = False
    always: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What it is about: pull request ``number``, 0 where there is none, and the coverage that was measured.

    ``read`` gives the files that were tested, and is None where another run has tested them; ``base`` is the coverage
    before, where it is known; ``fork`` says that the run may not write.
    """

    number: int
    about: About
    coverage: Coverage
    read: Callable[[RepoPath], bytes] | None
    origin: Origin
    base: Lines | None = None
    fork: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What came of it; ``patch`` is None where it was not asked for or is not known."""

    patch: Patch | None = None
    judged: Judged = field(default_factory=Judged)
    problems: tuple[Problem, ...] = ()

    def changes(self, about: About) -> list[Section]:
        """What the job summary says of it."""
        return for_summary(self.patch, about) if self.patch else []

    def annotations(self, others: Iterable[Problem]) -> list[Problem]:
        """The changed lines without a test, as far as GitHub has room for them beside the ``others``."""
        notices = sum(problem.level is Level.NOTICE for problem in others)
        return missing_tests(self.patch, ANNOTATIONS - notices) if self.patch else []


def attend(asked: Asked, subject: Subject, github: GitHub) -> Reviewed:
    """Judges the gates and keeps the comment; GitHub is asked only where one of them needs it."""
    found = Review()
    gate = PATCH_GATE if asked.fail_under_patch is not None else ""
    if subject.number and (asked.comment or gate):
        found = review(github, subject.number, subject.about.commit, subject.coverage, subject.read, gate=gate)
    judged = judge(
        asked.fail_under,
        asked.fail_under_patch,
        subject.coverage,
        found.patch,
        in_pull_request=subject.number > 0,
    )
    problems = [*found.problems, *judged.problems]
    if asked.comment and found.patch:
        problems += _comment(asked, subject, found.patch, judged, github)
    return Reviewed(patch=found.patch, judged=judged, problems=tuple(problems))


def _comment(asked: Asked, subject: Subject, patch: Patch, judged: Judged, github: GitHub) -> list[Problem]:
    story = Story(
        about=subject.about,
        total=total_of(subject.coverage),
        patch=patch,
        base=subject.base,
        gates=judged.gates,
        origin=str(subject.origin),
    )
    marker = subject.origin.marker
    new = asked.always or story.matters
    problem = keep_comment(github, subject.number, comment(story, marker), marker, new=new, fork=subject.fork)
    return [problem] if problem else []
