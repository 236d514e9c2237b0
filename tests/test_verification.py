"""What is asked of Codacy after an upload, when, and what is made of the answers."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from reporter.codacy_v3 import Changes, NotTold, Shown
from reporter.errors import Fault, Level, Problem, Slug, UploadRefused
from reporter.failures import TryAgain
from reporter.figures import Lines
from reporter.verification import Sent, Verified, verify

SHA = "0123456789abcdef0123456789abcdef01234567"
OURS = Lines(coverable=282, covered=224)
SHOWN = Shown(7943, OURS)
WHOLE = Sent(commit=SHA, languages=("Go", "Python"), final=True, branch="main", lines=OURS)
PART = Sent(commit=SHA, languages=("Go",), final=False)
DONE = {"Go": "Processed", "Python": "Processed"}


@dataclass
class Time:
    now: float = 100.0
    sleeps: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.sleeps.append(seconds)
        self.now += seconds


@dataclass
class FakeCodacy:
    """Answers each question with the next of its answers; the last one stays."""

    told: list[dict[str, str] | Exception] = field(default_factory=lambda: [DONE])
    shown: list[Shown | Exception | None] = field(default_factory=lambda: [SHOWN])
    pull: Changes | None = None
    tells_statuses: bool = True
    knows_repository: bool = True
    asked: list[str] = field(default_factory=list)

    def statuses(self, commit: str) -> dict[str, str]:
        assert commit == SHA
        self.asked.append("statuses")
        answer = self.told.pop(0) if len(self.told) > 1 else self.told[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def coverage(self, commit: str, branch: str) -> Shown | None:
        assert (commit, branch) in {(SHA, "main"), (SHA, "")}
        self.asked.append("coverage")
        answer = self.shown.pop(0) if len(self.shown) > 1 else self.shown[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def changes(self, pull_request: int) -> Changes | None:
        self.asked.append(f"changes {pull_request}")
        return self.pull


def asked(codacy: FakeCodacy, sent: Sent = WHOLE, seconds: float = 60, time: Time | None = None) -> Verified:
    time = time or Time()
    return verify(codacy, sent, seconds=seconds, clock=time.clock, sleep=time.sleep)


def only(verified: Verified) -> Problem:
    (problem,) = verified.problems
    return problem


def test_what_is_processed_at_once_needs_no_waiting() -> None:
    codacy, time = FakeCodacy(), Time()

    verified = asked(codacy, time=time)

    assert verified == Verified(
        True,
        (("Go", "Processed"), ("Python", "Processed"), ("Coverage", "79.43 % (224 of 282 lines)")),
    )
    assert codacy.asked == ["statuses", "coverage"]
    assert not time.sleeps


def test_a_pull_request_shows_its_figures() -> None:
    sent = Sent(commit=SHA, languages=("Go",), final=True, pull_request=42, lines=OURS)
    codacy = FakeCodacy(pull=Changes(8000, Lines(10, 8), "ValueIsPresent", -7, up_to_standards=False))

    verified = asked(codacy, sent)

    assert codacy.asked[-1] == "changes 42"
    assert verified.rows[-3:] == (
        ("Changed lines", "80.00 % (8 of 10 lines)"),
        ("Against the base", "-0.07 points"),
        ("Gates on Codacy", "not passed"),
    )
    assert not verified.problems


@pytest.mark.parametrize(
    ("changes", "row"),
    [
        (Changes(cause="NoCoverableLines"), "none of them can be covered"),
        (
            Changes(cause="MissingRequirements"),
            "not known: the common ancestor or the head has no coverage on Codacy",
        ),
        (Changes(), "not known"),
        (Changes(hundredths=6667), "66.67 %"),
    ],
)
def test_changed_lines_without_a_figure_say_why(changes: Changes, row: str) -> None:
    sent = Sent(commit=SHA, languages=("Go",), final=True, pull_request=42)

    assert asked(FakeCodacy(pull=changes), sent).rows[-1] == ("Changed lines", row)


def test_pauses_grow_and_the_last_question_is_asked_at_the_end() -> None:
    codacy, time = FakeCodacy(told=[{"Go": "Pending", "Python": "Pending"}]), Time()

    verified = asked(codacy, seconds=120, time=time)

    assert verified.processed is False
    assert sum(time.sleeps) == pytest.approx(120)
    growing = time.sleeps[:-1]
    assert growing == sorted(growing)
    assert time.sleeps[0] == 2
    assert 20 < max(time.sleeps) <= 30
    assert len(codacy.asked) == len(time.sleeps) + 1 < 15


def test_waiting_ends_when_all_is_processed() -> None:
    half = {"Go": "Processed", "Python": "CommitNotAnalysed"}
    codacy, time = FakeCodacy(told=[{}, half, DONE]), Time()

    verified = asked(codacy, seconds=600, time=time)

    assert (verified.processed, verified.problems) == (True, ())
    assert len(time.sleeps) == 2


@pytest.mark.parametrize("seconds", [0.5, 1, 7, 600])
def test_the_time_is_never_exceeded(seconds: float) -> None:
    time = Time()

    asked(FakeCodacy(told=[{}]), seconds=seconds, time=time)

    assert sum(time.sleeps) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("status", "slug", "level"),
    [
        ("Pending", Slug.COVERAGE_PENDING, Level.ERROR),
        ("CommitNotFound", Slug.COMMIT_NOT_FOUND, Level.ERROR),
        ("CommitNotAnalysed", Slug.COMMIT_NOT_ANALYSED, Level.NOTICE),
        ("BranchNotEnabled", Slug.BRANCH_NOT_ENABLED, Level.ERROR),
        ("MissingFinal", Slug.MISSING_FINAL, Level.ERROR),
        ("Quarantined", Slug.NOT_VERIFIED, Level.NOTICE),
    ],
)
def test_every_status_is_explained_and_is_not_the_users_fault(status: str, slug: Slug, level: Level) -> None:
    verified = asked(FakeCodacy(told=[{"Go": status, "Python": "Processed"}]))

    problem = only(verified)
    assert (problem.slug, problem.level, problem.fault) == (slug, level, Fault.SERVICE)
    assert f"(Go, commit 0123456, {status})" in problem.message
    assert problem.reason
    assert problem.cure
    assert verified.processed is False
    assert verified.rows[0] == ("Go", status)


def test_languages_with_one_status_share_a_problem() -> None:
    assert (
        "(Go, Python, commit 0123456, Pending)"
        in only(asked(FakeCodacy(told=[dict.fromkeys(("Python", "Go"), "Pending")]))).message
    )


def test_a_report_that_is_not_listed_is_told() -> None:
    verified = asked(FakeCodacy(told=[{"Go": "Processed"}]))

    assert (only(verified).slug, only(verified).level) == (Slug.NOT_VERIFIED, Level.NOTICE)
    assert "(Python, commit 0123456)" in only(verified).message
    assert verified.rows == (("Go", "Processed"), ("Python", "not listed yet"))


def test_names_of_languages_are_compared_without_regard_to_case() -> None:
    assert asked(FakeCodacy(told=[{"GO": "Processed", "python": "Processed"}])).processed is True


def test_reports_without_a_language_stand_for_all() -> None:
    assert asked(FakeCodacy(told=[{"": "Processed"}])).processed is True


@pytest.mark.parametrize(
    ("told", "processed", "slugs"),
    [
        ({"Java": "Processed"}, True, []),
        ({"Java": "Processed", "Go": "Pending"}, False, [Slug.COVERAGE_PENDING]),
        ({}, False, [Slug.NOT_VERIFIED]),
    ],
)
def test_after_a_final_notification_alone_all_reports_count(
    told: dict[str, str], processed: bool, slugs: list[Slug]
) -> None:
    verified = asked(FakeCodacy(told=[told]), Sent(commit=SHA, languages=(), final=True))

    assert (verified.processed, [problem.slug for problem in verified.problems]) == (processed, slugs)


@pytest.mark.parametrize("status", ["Processed", "MissingFinal"])
def test_a_part_has_arrived_when_only_the_final_notification_is_missing(status: str) -> None:
    codacy, time = FakeCodacy(told=[{"Go": status}]), Time()

    verified = asked(codacy, PART, time=time)

    assert verified == Verified(True, (("Go", status),))
    assert (codacy.asked, time.sleeps) == (["statuses"], [])


def test_a_part_can_be_in_trouble_too() -> None:
    assert only(asked(FakeCodacy(told=[{"Go": "CommitNotFound"}]), PART)).slug is Slug.COMMIT_NOT_FOUND


def test_a_project_token_cannot_ask_about_a_part() -> None:
    codacy = FakeCodacy(tells_statuses=False)

    verified = asked(codacy, PART)

    assert (verified.processed, codacy.asked) == (None, [])
    assert (only(verified).slug, only(verified).level) == (Slug.NOT_VERIFIED, Level.NOTICE)


def test_without_the_name_of_the_repository_nothing_is_asked() -> None:
    codacy = FakeCodacy(knows_repository=False)

    verified = asked(codacy)

    assert (verified.processed, codacy.asked) == (None, [])
    assert (only(verified).slug, only(verified).level) == (Slug.NOT_VERIFIED, Level.NOTICE)
    assert "organization-provider, owner and repository" in only(verified).cure


def test_a_project_token_sees_the_figure() -> None:
    codacy = FakeCodacy(tells_statuses=False, shown=[None, Shown(7943)])

    verified = asked(codacy)

    assert verified == Verified(True, (("Coverage", "79.43 %"),))
    assert codacy.asked == ["coverage", "coverage"]


def test_a_project_token_without_a_figure_names_the_token_that_knows_more() -> None:
    verified = asked(FakeCodacy(tells_statuses=False, shown=[None]))

    assert verified.processed is False
    assert (only(verified).slug, only(verified).level) == (Slug.NOT_VERIFIED, Level.NOTICE)
    assert "api-token" in only(verified).cure


@pytest.mark.parametrize(
    ("shown", "counts"),
    [
        (Shown(7900, Lines(300, 237)), "more lines"),
        (Shown(8000, Lines(100, 80)), "fewer lines"),
        (Shown(7978, Lines(282, 225)), "more of the same lines covered"),
        (Shown(7907, Lines(282, 223)), "fewer of the same lines covered"),
        (Shown(5000), "another percentage"),
    ],
)
def test_a_figure_that_differs_is_explained_when_codacy_says_it_twice(shown: Shown, counts: str) -> None:
    time = Time()

    verified = asked(FakeCodacy(shown=[shown]), time=time)

    problem = only(verified)
    assert (problem.slug, problem.level) == (Slug.COVERAGE_DIFFERS, Level.NOTICE)
    assert f"Codacy counts {counts}. " in problem.reason
    assert "79.43 % (224 of 282 lines)" in problem.message
    assert verified.processed is True
    assert len(time.sleeps) == 1


def test_a_project_token_waits_for_a_figure_that_differs_because_it_cannot_see_the_status() -> None:
    time = Time()

    verified = asked(FakeCodacy(tells_statuses=False, shown=[Shown(5000)]), time=time)

    assert only(verified).slug is Slug.COVERAGE_DIFFERS
    assert sum(time.sleeps) == pytest.approx(60)


def test_a_figure_that_becomes_ours_is_no_difference() -> None:
    time = Time()

    verified = asked(FakeCodacy(shown=[Shown(5000), SHOWN]), time=time)

    assert (verified.problems, len(time.sleeps)) == ((), 1)


@pytest.mark.parametrize("shown", [Shown(7944), Shown(7943, Lines(282, 224))])
def test_rounding_is_no_difference(shown: Shown) -> None:
    assert not asked(FakeCodacy(shown=[shown])).problems


def test_where_other_jobs_send_too_figures_are_not_compared() -> None:
    sent = Sent(commit=SHA, languages=("Go",), final=True)
    time = Time()

    verified = asked(FakeCodacy(shown=[Shown(5000)]), sent, time=time)

    assert (verified.problems, time.sleeps) == ((), [])


def test_an_outage_is_waited_for() -> None:
    time = Time()

    verified = asked(
        FakeCodacy(told=[TryAgain("503", "busy", retry_after=20), TryAgain("503", "busy"), DONE]), time=time
    )

    assert (verified.processed, verified.problems) == (True, ())
    assert time.sleeps == [20, 3]


def test_an_outage_all_the_time_is_a_notice_with_its_reason() -> None:
    verified = asked(FakeCodacy(told=[TryAgain("503", "api.codacy.com answered 503.")]))

    assert (verified.processed, verified.rows) == (None, ())
    assert (only(verified).slug, only(verified).level) == (Slug.NOT_VERIFIED, Level.NOTICE)
    assert only(verified).reason.startswith("api.codacy.com answered 503.")


def test_what_was_learned_before_an_outage_counts() -> None:
    verified = asked(FakeCodacy(told=[{"Go": "Pending", "Python": "Pending"}, TryAgain("503", "busy")]))

    assert only(verified).slug is Slug.COVERAGE_PENDING


@pytest.mark.parametrize("account", [True, False])
def test_a_refusal_ends_the_questions_with_the_cure_for_its_token(account: bool) -> None:
    refusal = NotTold(403, '403 "Forbidden"')
    codacy, time = FakeCodacy(told=[refusal], shown=[refusal], tells_statuses=account), Time()

    verified = asked(codacy, time=time)

    assert (verified.processed, time.sleeps) == (None, [])
    assert '403 "Forbidden"' in only(verified).message
    assert (only(verified).slug, only(verified).level) == (Slug.NOT_VERIFIED, Level.NOTICE)
    assert only(verified).cure.startswith("Use an api-token") is not account


def test_what_keeps_questions_from_being_asked_is_no_error_after_an_upload() -> None:
    refused = UploadRefused(Problem(slug=Slug.CERTIFICATE, message="The certificate is not trusted."))

    verified = asked(FakeCodacy(told=[refused]))

    assert (only(verified).slug, only(verified).level) == (Slug.CERTIFICATE, Level.NOTICE)
