"""What an answer means, judged by its status and its body together."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.answers import EXCERPT, Call, asked_to_wait, excerpt, judge
from reporter.endpoint import Endpoint, TokenKind
from reporter.errors import Fault, Level, Problem, Slug, UploadRefused
from reporter.failures import TryAgain
from reporter.sandbox.faults import NGINX_413
from reporter.transport import Answer

TOKEN = "0a1b2c3d4e5f"
PROJECT = Endpoint(base_url="https://api.codacy.com", token=TOKEN, kind=TokenKind.PROJECT)
ACCOUNT = Endpoint(
    base_url="https://codacy.example.com",
    token=TOKEN,
    kind=TokenKind.ACCOUNT,
    provider="gl",
    organization="acme",
    repository="shop",
)
HTML = b"<!DOCTYPE html>\n<html><head>\n<title>Bad\n gateway</title></head><body>long</body></html>"


def call(endpoint: Endpoint = PROJECT) -> Call:
    return Call(endpoint, f"{endpoint.root}/2.0/x?secret=1", "the Python report", 8_100_000)


def refusal(answer: Answer, endpoint: Endpoint = PROJECT) -> Problem:
    with pytest.raises(UploadRefused) as raised:
        judge(answer, call(endpoint))
    (problem,) = raised.value.problems
    assert problem.level is Level.ERROR
    assert problem.fault is Fault.USER
    assert problem.cure
    return problem


def failure(answer: Answer, endpoint: Endpoint = PROJECT) -> TryAgain:
    with pytest.raises(TryAgain) as raised:
        judge(answer, call(endpoint))
    return raised.value


@pytest.mark.parametrize("status", [200, 201, 202])
def test_success_is_a_good_status_with_a_word_of_success(status: int) -> None:
    assert judge(Answer(status, b'{"success":"Report  sent!"}'), call()) == "Report sent!"


def test_an_absent_error_may_be_spelt_out() -> None:
    assert judge(Answer(200, b'{"success":true,"error":null}'), call()) == "True"


@pytest.mark.parametrize("status", [408, 425, 429, 500, 501, 502, 503, 504, 599])
@pytest.mark.parametrize("body", [b"", HTML, b'{"error":"not found"}', b'{"success":"Report sent!"}'])
def test_an_outage_is_told_by_its_status_whatever_it_says(status: int, body: bytes) -> None:
    assert failure(Answer(status, body)).short == str(status)


@pytest.mark.parametrize("status", [200, 400, 500])
def test_a_failure_of_the_server_is_told_by_its_words(status: int) -> None:
    assert "Failed to create coverage" in failure(Answer(status, b'{"error":"Failed to create coverage"}')).reason


@pytest.mark.parametrize(
    ("body", "short"),
    [
        (b"", "empty answer"),
        (b" \r\n", "empty answer"),
        (HTML, "not Codacy's answer"),
        (b'{"succ', "not Codacy's answer"),
    ],
)
def test_good_statuses_with_nothing_or_no_json_are_an_outage(body: bytes, short: str) -> None:
    assert failure(Answer(200, body)).short == short


def test_the_rate_limit_is_mentioned_where_codacy_has_one() -> None:
    assert "too many requests" in failure(Answer(503)).reason
    assert "too many requests" not in failure(Answer(503), ACCOUNT).reason


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b"1", b'"success"', b'{"success":null}', b'{"success":false}', b'{"ok":1}']
)
def test_json_without_success_is_refused(body: bytes) -> None:
    assert refusal(Answer(200, body)).slug is Slug.UPLOAD_REFUSED


def test_an_error_beside_a_success_is_an_error() -> None:
    assert "half" in refusal(Answer(200, b'{"success":"yes","error":"only half"}')).message


def test_an_unknown_project_token_comes_with_its_cure() -> None:
    problem = refusal(Answer(404, b'{"error":"not found"}'))

    assert problem.slug is Slug.TOKEN_NOT_ACCEPTED
    assert '404 "not found"' in problem.message
    assert "https://api.codacy.com" in problem.reason
    assert "CODACY_PROJECT_TOKEN" in problem.cure


def test_an_unknown_account_token_comes_with_all_coordinates() -> None:
    problem = refusal(Answer(404, b'{"error":"not found"}'), ACCOUNT)

    assert problem.slug is Slug.TOKEN_NOT_ACCEPTED
    assert "acme/shop" in problem.message
    assert "https://codacy.example.com" in problem.reason
    assert "organization-provider: gl, owner: acme and repository: shop" in problem.cure


@pytest.mark.parametrize(
    "answer",
    [Answer(401), Answer(403, HTML), Answer(200, b'{"error":"not found"}'), Answer(400, b'{"error":"Not found."}')],
)
def test_other_ways_to_say_that_the_token_is_not_accepted(answer: Answer) -> None:
    assert refusal(answer).slug is Slug.TOKEN_NOT_ACCEPTED


@pytest.mark.parametrize("status", [200, 400, 401, 403, 500])
@pytest.mark.parametrize("words", ["token expired", "The token has expired", "Expired project token"])
def test_an_expired_token_is_told_apart(status: int, words: str) -> None:
    problem = refusal(Answer(status, json.dumps({"error": words}).encode()))

    assert problem.slug is Slug.TOKEN_EXPIRED
    assert "CODACY_PROJECT_TOKEN" in problem.cure


def test_an_expired_account_token_names_its_own_secret() -> None:
    problem = refusal(Answer(401, b'{"error":"token expired"}'), ACCOUNT)

    assert "account token" in problem.message
    assert "CODACY_API_TOKEN" in problem.cure


@pytest.mark.parametrize("status", [200, 400, 500])
def test_an_unknown_language_names_those_that_are_known(status: int) -> None:
    body = b'{"error":"Failed to create coverage: Language not implemented: objective-c"}'
    problem = refusal(Answer(status, body))

    assert problem.slug is Slug.LANGUAGE_NOT_IMPLEMENTED
    assert "'objective-c'" in problem.message
    assert "objective c, ocaml" in problem.reason
    assert "`language`" in problem.cure


@pytest.mark.parametrize("body", [NGINX_413, b"", b'{"error":"too large"}'])
def test_too_large_is_told_by_its_status(body: bytes) -> None:
    problem = refusal(Answer(413, body))

    assert problem.slug is Slug.BODY_TOO_LARGE
    assert "8.1 MB" in problem.message
    assert "client_max_body_size" in problem.cure


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_names_its_target_without_query_and_user(status: int) -> None:
    problem = refusal(Answer(status, b"", {"location": f"https://me:pass@evil.example/login?token={TOKEN}"}))

    assert problem.slug is Slug.REDIRECTED
    assert "https://evil.example/login (" in problem.message
    assert problem.cure.endswith("api-base-url: https://evil.example.")
    assert not any(word in repr(problem) for word in (TOKEN, "pass@", "?"))


@pytest.mark.parametrize("location", ["/login?next=1", "https://[broken", None])
def test_a_redirect_on_the_same_server_or_to_nowhere(location: str | None) -> None:
    problem = refusal(Answer(302, b"", {"location": location} if location else {}))

    assert problem.slug is Slug.REDIRECTED
    assert "https://api.codacy.com/" in problem.message


def test_another_server_at_the_address_is_told_apart() -> None:
    problem = refusal(Answer(404, b"<html><title>404 Not Found</title></html>"), ACCOUNT)

    assert problem.slug is Slug.UPLOAD_REFUSED
    assert "no Codacy API at https://codacy.example.com" in problem.message
    assert "api-base-url" in problem.cure


@pytest.mark.parametrize("status", [400, 404, 405, 409, 418, 422])
def test_other_refusals_carry_codacys_words(status: int) -> None:
    problem = refusal(Answer(status, b'{"error":"Error posting coverage"}'))

    assert problem.slug is Slug.UPLOAD_REFUSED
    assert f'{status} "Error posting coverage"' in problem.message


@pytest.mark.parametrize("status", [200, 302, 400, 401, 404, 413, 503])
@pytest.mark.parametrize(
    "body", ['{"error":"bad T"}', "T", '{"error":"Language not implemented: T"}', "<title>T</title>"]
)
def test_the_token_is_never_repeated(status: int, body: str) -> None:
    with pytest.raises((TryAgain, UploadRefused)) as raised:
        judge(Answer(status, body.replace("T", TOKEN).encode(), {"location": f"/{TOKEN}"}), call())

    error = raised.value
    assert TOKEN not in (repr(error.problems) if isinstance(error, UploadRefused) else str(error))


def test_of_a_page_its_title_is_shown() -> None:
    assert excerpt(HTML.decode(), call()) == "Bad gateway"
    assert excerpt("<html><body>…</body></html>", call()) == "a page of HTML"


def test_long_answers_are_shortened() -> None:
    assert excerpt("x" * 1000, call()) == "x" * EXCERPT + "…"


@given(st.binary(max_size=60), st.integers(200, 599))
def test_foreign_answers_never_pass_for_success(body: bytes, status: int) -> None:
    with pytest.raises((TryAgain, UploadRefused)):
        judge(Answer(status, body), call())


def test_deeply_nested_json_is_no_json() -> None:
    assert failure(Answer(200, b"[" * 60_000)).short == "not Codacy's answer"


@pytest.mark.parametrize(
    ("headers", "body", "seconds"),
    [
        ({}, b"", None),
        ({"retry-after": "7"}, b"", 7),
        ({"retry-after": " 0.5 "}, b"", 0.5),
        ({"retry-after": "-1"}, b"", None),
        ({"retry-after": "soon"}, b"", None),
        ({"retry-after": "Wed, 25 Nov 2026 11:00:30 GMT", "date": "Wed, 25 Nov 2026 11:00:00 GMT"}, b"", 30),
        ({"retry-after": "Wed, 25 Nov 2026 10:00:00 GMT", "date": "Wed, 25 Nov 2026 11:00:00 GMT"}, b"", 0),
        ({"retry-after": "Wed, 25 Nov 2026 11:00:30 GMT"}, b"", None),
        ({"retry-after": "Wed, 25 Nov 2026 11:00:30 GMT", "date": "Wed, 25 Nov 2026 11:00:00"}, b"", None),
        ({}, b'{"error":"Service available in 12 s"}', 12),
        ({"retry-after": "3"}, b"available in 12 s", 3),
    ],
)
def test_how_long_the_server_asks_to_wait(headers: dict[str, str], body: bytes, seconds: float | None) -> None:
    assert asked_to_wait(Answer(503, body, headers)) == seconds
