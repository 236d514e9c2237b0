from __future__ import annotations

from collections.abc import Mapping

import pytest

from reporter.codacy import Receipt
from reporter.errors import Fault, Problem, Slug, UploadRefused, UploadUnavailable
from reporter.figures import Sent, Upload
from reporter.payload import Body
from reporter.sending import Request, complete, send_all, uploads, withheld

FINAL = "final"


def body(language: str, part: int = 1, size: int = 3) -> Body:
    return Body(language=language, part=part, data=b"x" * size, files=1, coverable=1, covered=1)


JAVA, PYTHON, RUBY = bodies = (body("java"), body("python"), body("ruby"))


def refused(slug: Slug) -> UploadRefused:
    return UploadRefused(Problem(slug=slug, message="Codacy said no."))


def unavailable() -> UploadUnavailable:
    return UploadUnavailable(Problem(slug=Slug.SERVICE_UNAVAILABLE, message="No answer.", fault=Fault.SERVICE))


class Codacy:
    """Accepts everything but what ``failures`` lists, by language or FINAL; remembers what it was asked."""

    def __init__(self, failures: Mapping[str, Exception] | None = None) -> None:
        self.failures = failures or {}
        self.asked: list[tuple[str, int, bool]] = []

    def send(self, body: Body, *, partial: bool) -> Receipt:
        return self._answer(body.language, body.part, partial=partial)

    def final(self) -> Receipt:
        return self._answer(FINAL, 0, partial=False)

    def _answer(self, what: str, part: int, *, partial: bool) -> Receipt:
        self.asked.append((what, part, partial))
        if what in self.failures:
            raise self.failures[what]
        return Receipt(attempts=2, seconds=1.5, first_failure="503", message="ok")

    @property
    def languages(self) -> list[str]:
        return [what for what, _, _ in self.asked]


def sent(codacy: Codacy, *, final: bool = True) -> list[Request]:
    return list(send_all(codacy, bodies, final=final))


def test_every_body_goes_as_a_partial_one_and_the_final_comes_last() -> None:
    codacy = Codacy()

    requests = sent(codacy)

    assert codacy.asked == [("java", 1, True), ("python", 1, True), ("ruby", 1, True), (FINAL, 0, False)]
    assert all(request.accepted for request in requests)
    assert complete(bodies, requests, final=True)
    assert withheld(requests) is None


def test_without_final_only_the_bodies_are_sent() -> None:
    codacy = Codacy()

    requests = sent(codacy, final=False)

    assert codacy.languages == ["java", "python", "ruby"]
    assert complete(bodies, requests, final=False)
    assert not complete(bodies, requests, final=True)


def test_the_final_alone_needs_no_body() -> None:
    codacy = Codacy()

    requests = list(send_all(codacy, (), final=True))

    assert codacy.languages == [FINAL]
    assert complete((), requests, final=True)


def test_each_request_is_told_before_the_next_is_made() -> None:
    codacy = Codacy()

    next(send_all(codacy, bodies, final=True))

    assert codacy.languages == ["java"]


@pytest.mark.parametrize("slug", [Slug.LANGUAGE_NOT_IMPLEMENTED, Slug.BODY_TOO_LARGE, Slug.UPLOAD_REFUSED])
def test_a_refused_body_does_not_stop_the_others_but_withholds_the_final(slug: Slug) -> None:
    codacy = Codacy({"python": refused(slug)})

    requests = sent(codacy)

    assert codacy.languages == ["java", "python", "ruby"]
    assert [request.accepted for request in requests] == [True, False, True]
    assert not complete(bodies, requests, final=True)
    problem = withheld(requests)
    assert problem is not None
    assert (problem.slug, problem.fault) == (Slug.FINAL_WITHHELD, Fault.USER)
    assert "final: true" in problem.cure


@pytest.mark.parametrize(
    "failure", [unavailable(), refused(Slug.TOKEN_NOT_ACCEPTED), refused(Slug.CERTIFICATE), refused(Slug.REDIRECTED)]
)
def test_what_the_next_body_would_meet_too_stops_the_sending(failure: Exception) -> None:
    codacy = Codacy({"python": failure})

    requests = sent(codacy)

    assert codacy.languages == ["java", "python"]
    assert not complete(bodies, requests, final=True)
    assert withheld(requests) is not None


def test_a_final_withheld_by_an_outage_is_the_services_fault() -> None:
    problem = withheld(sent(Codacy({"java": unavailable()})))

    assert problem is not None
    assert problem.fault is Fault.SERVICE


def test_a_refusal_beside_an_outage_is_for_the_user_to_fix() -> None:
    problem = withheld(sent(Codacy({"java": refused(Slug.UPLOAD_REFUSED), "python": unavailable()})))

    assert problem is not None
    assert problem.fault is Fault.USER


def test_a_final_that_was_sent_and_not_accepted_was_not_withheld() -> None:
    requests = sent(Codacy({FINAL: unavailable()}))

    assert requests[-1].problems == unavailable().problems
    assert withheld(requests) is None
    assert not complete(bodies, requests, final=True)


def test_a_fault_of_ours_is_not_taken_for_an_answer() -> None:
    with pytest.raises(KeyError):
        sent(Codacy({"java": KeyError("bug")}))


def test_accepted_uploads_tell_size_time_and_retries() -> None:
    rows = uploads([JAVA], list(send_all(Codacy(), [JAVA], final=True)), final=True)

    assert rows == (
        Upload(language="java", size=3, attempts=2, first_failure="503", seconds=1.5),
        Upload(attempts=2, first_failure="503", seconds=1.5),
    )


def test_parts_count_within_their_language() -> None:
    parts = (body("java", 1), body("java", 2, size=9), body("ruby"))

    rows = uploads(parts, list(send_all(Codacy(), parts, final=False)), final=False)

    assert [(row.language, row.part, row.parts, row.size) for row in rows] == [
        ("java", 1, 2, 3),
        ("java", 2, 2, 9),
        ("ruby", 1, 1, 3),
    ]


def test_equal_bodies_keep_their_own_outcome() -> None:
    twins = (body("java"), body("java"))

    rows = uploads(twins, [Request(twins[0], None, unavailable().problems)], final=False)

    assert [row.sent for row in rows] == [Sent.UNAVAILABLE, Sent.NOT_TRIED]


def test_after_a_refusal_the_final_is_shown_as_withheld() -> None:
    rows = uploads(bodies, sent(Codacy({"python": refused(Slug.UPLOAD_REFUSED)})), final=True)

    assert [row.sent for row in rows] == [Sent.ACCEPTED, Sent.REFUSED, Sent.ACCEPTED, Sent.WITHHELD]
    assert rows[1].why == "Codacy said no."
    assert rows[-1].final


def test_after_an_outage_the_rest_is_shown_as_not_tried() -> None:
    rows = uploads(bodies, sent(Codacy({"python": unavailable()})), final=True)

    assert [row.sent for row in rows] == [Sent.ACCEPTED, Sent.UNAVAILABLE, Sent.NOT_TRIED, Sent.WITHHELD]


def test_a_refused_final_is_shown_as_refused() -> None:
    rows = uploads((), list(send_all(Codacy({FINAL: refused(Slug.UPLOAD_REFUSED)}), (), final=True)), final=True)

    assert [(row.sent, row.why) for row in rows] == [(Sent.REFUSED, "Codacy said no.")]


def test_where_nothing_was_sent_nothing_was_tried() -> None:
    assert [row.sent for row in uploads(bodies, (), final=True)] == [Sent.NOT_TRIED] * 4
    assert [row.sent for row in uploads(bodies, (), final=False)] == [Sent.NOT_TRIED] * 3
