"""A pull request from the list of its files to the comment, against a GitHub on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from reporter.errors import Level, Problem, Slug
from reporter.figures import Lines
from reporter.gates import Verdict
from reporter.model import LineHits, RepoPath
from reporter.pull_request import Origin
from reporter.reviewing import Asked, Reviewed, Subject, attend
from tests.fake_github import FakeGitHub
from tests.github_answers import changed_file, pull
from tests.sample_figures import ABOUT

PATH = RepoPath("src/a.py")
ORIGIN = Origin(".github/workflows/ci.yml", "test", "coverage")
SUBJECT = Subject(
    number=7,
    about=ABOUT,
    coverage={PATH: LineHits.from_mapping({1: 1, 2: 1, 3: 0, 4: 1})},
    read=lambda _: b"one\ntwo\nthree\nfour\n",
    origin=ORIGIN,
)
COMMENT = Asked(comment=True)


@pytest.fixture
def fake() -> Iterator[FakeGitHub]:
    with FakeGitHub() as server:
        server.state.pulls[7] = pull(7, ABOUT.commit)
        changed = changed_file(PATH, "@@ -1,2 +1,4 @@\n one\n+two\n+three\n four")
        server.state.files[7] = [{**changed, "sha": "f384549cbeb481e437091320de6d1f2e15e11b4a"}]
        yield server


def attended(fake: FakeGitHub, asked: Asked, subject: Subject = SUBJECT) -> Reviewed:
    with fake.client() as github:
        return attend(asked, subject, github)


def comments(fake: FakeGitHub) -> list[str]:
    return [found["body"] for found in fake.state.comments.get(7, [])]


def test_a_pull_request_is_commented(fake: FakeGitHub) -> None:
    reviewed = attended(fake, COMMENT)

    assert reviewed.patch
    assert reviewed.patch.lines == Lines(2, 1)
    assert reviewed.problems == ()
    (body,) = comments(fake)
    assert body.startswith(f"{ORIGIN.marker}\n### 1 of 2 changed lines not covered\n")
    assert "| All lines | 4 | 3 | 75.00 % |" in body.replace("\u202f", " ")
    assert "ci.yml / test / coverage" in body


def test_a_gate_is_judged_and_shown_in_the_comment(fake: FakeGitHub) -> None:
    reviewed = attended(fake, replace(COMMENT, fail_under_patch=Decimal(80)))

    assert reviewed.judged.verdict is Verdict.FAILED
    assert [problem.slug for problem in reviewed.problems] == [Slug.BELOW_MINIMUM]
    assert "`fail-under-patch` asks for 80 %: 1 more of the changed lines must be covered." in comments(fake)[0]


def test_the_base_is_shown_in_the_comment(fake: FakeGitHub) -> None:
    attended(fake, COMMENT, replace(SUBJECT, base=Lines(4, 4)))

    assert "-25.00 from 100.00 %" in comments(fake)[0].replace("\u202f", " ")


def test_a_gate_on_everything_asks_github_nothing(fake: FakeGitHub) -> None:
    reviewed = attended(fake, Asked(fail_under=Decimal(75)))

    assert reviewed.judged.verdict is Verdict.PASSED
    assert fake.requests == []


@pytest.mark.parametrize("asked", [COMMENT, Asked(fail_under_patch=Decimal(80))])
def test_without_a_pull_request_there_is_nothing_to_ask(fake: FakeGitHub, asked: Asked) -> None:
    reviewed = attended(fake, asked, replace(SUBJECT, number=0))

    assert (reviewed.patch, reviewed.judged.verdict, reviewed.problems) == (None, None, ())
    assert fake.requests == []


def test_a_gate_alone_writes_nothing(fake: FakeGitHub) -> None:
    attended(fake, Asked(fail_under_patch=Decimal(80)))

    assert comments(fake) == []
    assert {request.method for request in fake.requests} == {"GET"}


@pytest.mark.parametrize(("always", "made"), [(True, 1), (False, 0)])
def test_a_pull_request_that_changes_no_coverage_is_commented_only_if_asked_for(
    fake: FakeGitHub, always: bool, made: int
) -> None:
    fake.state.files[7] = [changed_file("README.md", "@@ -1 +1 @@\n-a\n+b")]

    attended(fake, replace(COMMENT, always=always))

    assert len(comments(fake)) == made


def test_a_comment_that_is_there_stays_true_when_its_reason_is_gone(fake: FakeGitHub) -> None:
    attended(fake, COMMENT)
    fake.state.files[7] = [changed_file("README.md", "@@ -1 +1 @@\n-a\n+b")]

    attended(fake, COMMENT)

    (body,) = comments(fake)
    assert "No coverable line changed" in body


def test_a_second_run_on_the_same_commit_writes_nothing(fake: FakeGitHub) -> None:
    attended(fake, COMMENT)
    before = len(fake.requests)

    attended(fake, COMMENT)

    assert [request.route for request in fake.requests[before:]] == ["pull", "files", "comments", "viewer"]


def test_an_older_run_that_ends_last_leaves_the_newer_comment_alone(fake: FakeGitHub) -> None:
    fake.state.pulls[7] = pull(7, "f" * 40)

    reviewed = attended(fake, replace(COMMENT, fail_under_patch=Decimal(80)))

    assert comments(fake) == []
    assert reviewed.judged.verdict is Verdict.UNKNOWN
    assert [problem.level for problem in reviewed.problems] == [Level.NOTICE]


def test_lines_that_may_have_moved_are_an_error_only_where_a_gate_depends_on_them(fake: FakeGitHub) -> None:
    moved = replace(SUBJECT, read=lambda _: b"another\n")

    asked = attended(fake, Asked(fail_under_patch=Decimal(80)), moved)
    commented = attended(fake, COMMENT, moved)

    assert asked.judged.verdict is Verdict.UNKNOWN
    assert [(problem.slug, problem.level) for problem in asked.problems] == [(Slug.PATCH_UNKNOWN, Level.ERROR)]
    assert [(problem.slug, problem.level) for problem in commented.problems] == [(Slug.PATCH_UNKNOWN, Level.NOTICE)]
    assert "Some changed lines are unknown" in comments(fake)[0]


def test_what_may_not_be_read_is_not_commented(fake: FakeGitHub) -> None:
    fake.state.permissions = {"contents: read"}

    reviewed = attended(fake, COMMENT)

    assert [(problem.slug, problem.level) for problem in reviewed.problems] == [
        (Slug.PULL_REQUEST_DENIED, Level.NOTICE)
    ]
    assert [request.route for request in fake.requests] == ["pull"]


def test_a_fork_may_be_judged_though_it_may_not_be_commented(fake: FakeGitHub) -> None:
    fake.state.permissions.discard("pull-requests: write")

    reviewed = attended(fake, replace(COMMENT, fail_under_patch=Decimal(50)), replace(SUBJECT, fork=True))

    assert reviewed.judged.verdict is Verdict.PASSED
    assert [problem.level for problem in reviewed.problems] == [Level.NOTICE]
    assert "docs/recipes/forks.md" in reviewed.problems[0].cure


def test_the_job_summary_and_the_annotations_come_from_the_patch(fake: FakeGitHub) -> None:
    reviewed = attended(fake, COMMENT)

    assert [section.name for section in reviewed.changes(ABOUT)][:2] == ["the changed lines", "the changed files"]
    assert [(problem.file, problem.line) for problem in reviewed.annotations(())] == [(PATH, 3)]


def test_annotations_leave_room_for_what_is_said_besides(fake: FakeGitHub) -> None:
    notice = Problem(slug=Slug.TWO_TOKENS, level=Level.NOTICE, message="m")
    reviewed = attended(fake, COMMENT)

    assert len(reviewed.annotations([notice] * 9 + [replace(notice, level=Level.ERROR)])) == 1
    assert reviewed.annotations([notice] * 10) == []


def test_without_a_patch_there_is_nothing_to_show() -> None:
    assert Reviewed().changes(ABOUT) == []
    assert Reviewed().annotations(()) == []
