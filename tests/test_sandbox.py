"""The stand-in for Codacy's API: what it takes, refuses and remembers, over real HTTP on loopback."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from http.client import HTTPConnection, HTTPException, RemoteDisconnected
from typing import Any
from urllib.parse import urlsplit

import pytest

from reporter.figures import Lines
from reporter.model import LineHits
from reporter.sandbox import Sandbox
from reporter.sandbox.api import BODY_LIMIT
from reporter.sandbox.faults import (
    Answer,
    Delay,
    Drip,
    Fault,
    Reset,
    Truncated,
    empty,
    html_413,
    not_json,
    redirect,
    status,
)
from reporter.sandbox.v3 import Processing

SHA = "0123456789abcdef0123456789abcdef01234567"
COVERAGE = f"/2.0/coverage/{SHA}/python?partial=true"
FINAL = f"/2.0/commit/{SHA}/coverageFinal"
ACCOUNT = "/2.0/gh/acme/shop"
STATUS = "/api/v3/organizations/gh/acme/repositories/shop/coverage/status"
ANALYSIS = "/api/v3/analysis/organizations/gh/acme/repositories/shop"
BODY = b'{"total":50,"fileReports":[{"filename":"src/a.py","total":50,"coverage":{"1":1,"2":0}}]}'
PROJECT = {"project-token": "secret", "Content-Type": "application/json"}
API = {"api-token": "secret", "Content-Type": "application/json"}


def call(
    sandbox: Sandbox, target: str, body: bytes = BODY, headers: dict[str, str] = PROJECT, method: str = "POST"
) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(sandbox.url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request(method, target, body, headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read()
    finally:
        connection.close()


def error(answer: tuple[int, dict[str, str], bytes]) -> tuple[int, str]:
    return answer[0], json.loads(answer[2])["error"]


def lines(sandbox: Sandbox, path: str, language: str = "python") -> LineHits:
    return sandbox.state.commits[SHA].coverage[language][path]


def test_a_report_and_the_final_notification_are_accepted_in_codacys_words() -> None:
    with Sandbox() as sandbox:
        report = call(sandbox, COVERAGE)
        final = call(sandbox, FINAL, b"{}")

    assert (report[0], json.loads(report[2])) == (200, {"success": "Coverage received successfully."})
    assert (final[0], json.loads(final[2])) == (200, {"success": "Final coverage notification received."})
    assert lines(sandbox, "src/a.py") == LineHits.from_mapping({1: 1, 2: 0})
    assert sandbox.state.commits[SHA].finals == 1


def test_the_routes_of_account_tokens_do_the_same() -> None:
    with Sandbox(account_token="secret", repositories=[("gh", "acme", "shop")]) as sandbox:
        assert call(sandbox, f"{ACCOUNT}/commit/{SHA}/coverage/objective%20c?partial=false", headers=API)[0] == 200
        assert call(sandbox, f"{ACCOUNT}/commit/{SHA}/coverageFinal", b"{}", API)[0] == 200
        assert call(sandbox, f"/2.0/gh/acme/other/commit/{SHA}/coverageFinal", b"{}", API)[0] == 404

    assert lines(sandbox, "src/a.py", "objective c").coverable == 2


@pytest.mark.parametrize(
    "headers",
    [{}, {"project-token": ""}, {"project-token": "other"}, {"project_token": "secret"}, {"api-token": "secret"}],
)
def test_a_wrong_token_and_a_wrong_header_are_not_found(headers: dict[str, str]) -> None:
    with Sandbox(project_token="secret") as sandbox:
        answer = call(sandbox, COVERAGE, headers={"Content-Type": "application/json", **headers})

    assert error(answer) == (404, "not found")


def test_an_unknown_route_is_not_found_and_get_is_not_post() -> None:
    with Sandbox() as sandbox:
        assert error(call(sandbox, "/3.0/coverage")) == (404, "not found")
        assert call(sandbox, COVERAGE, b"", method="GET")[0] == 405


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (f"/2.0/coverage/{SHA[1:]}/python?partial=true", "commit"),
        (
            f"/2.0/coverage/{SHA}/objective-c?partial=true",
            "Failed to create coverage: Language not implemented: objective-c",
        ),
        (f"/2.0/coverage/{SHA}/Python?partial=true", "Language not implemented: Python"),
        (f"/2.0/coverage/{SHA}/python", "partial"),
        (f"/2.0/coverage/{SHA}/python?partial=yes", "partial"),
    ],
)
def test_a_wrong_part_of_the_address_is_refused(target: str, words: str) -> None:
    with Sandbox() as sandbox:
        code, said = error(call(sandbox, target))

    assert code == 400
    assert words in said
    assert not sandbox.state.commits


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"fileReports":[{"filename":"a.py"}]}',
        b'{"fileReports":[{"filename":"","coverage":{}}]}',
        b'{"fileReports":[{"filename":"a.py","coverage":{}},{"filename":"a.py","coverage":{}}]}',
        b'{"fileReports":[{"filename":"a.py","coverage":{"0":1}}]}',
        b'{"fileReports":[{"filename":"a.py","coverage":{"x":1}}]}',
        b'{"fileReports":[{"filename":"a.py","coverage":{"2147483648":1}}]}',
        b'{"fileReports":[{"filename":"a.py","coverage":{"1":-1}}]}',
        b'{"fileReports":[{"filename":"a.py","coverage":{"1":true}}]}',
        b'{"fileReports":[{"filename":"a.py","coverage":{"1":2147483648}}]}',
        b'{"total":50.5,"fileReports":[]}',
        b'{"fileReports":[{"filename":"a.py","total":101,"coverage":{}}]}',
        b'{"fileReports":[{"filename":"caf\xe9.py","coverage":{}}]}',
    ],
)
def test_a_body_of_another_shape_is_refused(body: bytes) -> None:
    with Sandbox() as sandbox:
        code, said = error(call(sandbox, COVERAGE, body))

    assert code == 400
    assert said.startswith("Invalid JSON")
    assert not sandbox.state.commits


def test_the_totals_may_be_left_out() -> None:
    with Sandbox() as sandbox:
        assert call(sandbox, COVERAGE, b'{"fileReports":[{"filename":"a.py","coverage":{"1":1}}]}')[0] == 200


def test_a_body_that_is_not_declared_as_json_is_refused() -> None:
    with Sandbox() as sandbox:
        assert call(sandbox, COVERAGE, headers={"project-token": "secret"})[0] == 415


def test_the_final_notification_has_an_empty_object() -> None:
    with Sandbox() as sandbox:
        assert call(sandbox, FINAL, b'{"a":1}')[0] == 400


def test_more_than_10_mb_is_refused_by_nginx() -> None:
    with Sandbox() as sandbox:
        code, headers, body = call(sandbox, COVERAGE, BODY + b" " * (BODY_LIMIT + 1 - len(BODY)))
        assert call(sandbox, COVERAGE, BODY + b" " * (BODY_LIMIT - len(BODY)))[0] == 200

    assert (code, headers["Content-Type"]) == (413, "text/html")
    assert b"<title>413 Request Entity Too Large</title>" in body


def report_of(hits: dict[int, int], path: str = "src/a.py") -> bytes:
    return json.dumps({"fileReports": [{"filename": path, "coverage": hits}]}).encode()


def test_reports_merge_line_by_line_by_the_largest_hits() -> None:
    with Sandbox() as sandbox:
        call(sandbox, COVERAGE, report_of({1: 0, 2: 5, 3: 1}))
        call(sandbox, COVERAGE, report_of({1: 2, 2: 3, 4: 0}))

    assert lines(sandbox, "src/a.py") == LineHits.from_mapping({1: 2, 2: 5, 3: 1, 4: 0})


def test_the_status_is_missing_final_until_the_final_notification() -> None:
    def statuses(sandbox: Sandbox) -> list[tuple[str, str]]:
        data: dict[str, Any] = json.loads(call(sandbox, STATUS, b"", API, "GET")[2])["data"]
        assert data["hasCoverageOverview"] is True
        return [(report["language"], report["status"]) for report in data["lastReports"]]

    with Sandbox() as sandbox:
        call(sandbox, COVERAGE)
        call(sandbox, f"/2.0/coverage/{SHA}/go?partial=false")
        before = statuses(sandbox)
        call(sandbox, FINAL, b"{}")
        after = statuses(sandbox)

    assert before == [("Go", "Processed"), ("Python", "MissingFinal")]
    assert after == [("Go", "Processed"), ("Python", "Processed")]


def test_the_status_is_limited_and_only_for_account_tokens() -> None:
    with Sandbox() as sandbox:
        call(sandbox, COVERAGE)
        call(sandbox, COVERAGE)

        assert len(json.loads(call(sandbox, f"{STATUS}?limit=1", b"", API, "GET")[2])["data"]["lastReports"]) == 1
        assert [call(sandbox, f"{STATUS}?limit={limit}", b"", API, "GET")[0] for limit in (0, 100, 101)] == [
            400,
            200,
            400,
        ]
        assert call(sandbox, STATUS, b"", PROJECT, "GET")[0] == 404


def test_what_codacy_would_hold_is_told() -> None:
    with Sandbox() as sandbox:
        call(sandbox, COVERAGE, report_of({line: int(line > 1) for line in range(1, 1501)}))
        call(sandbox, COVERAGE, report_of({}, "src/empty.py"))
        call(sandbox, f"/2.0/coverage/{SHA}/go?partial=true", report_of({}, "main.go"))
        missing = sandbox.describe()
        call(sandbox, FINAL, b"{}")
        call(sandbox, FINAL, b"{}")
        call(sandbox, COVERAGE)

    assert missing == (
        f"Codacy would hold for commit {SHA}:",
        "  Go                  1 file          0 lines           0 covered         —",
        "  Python             2 files      1 500 lines       1 499 covered   99.93 %",
        "  MissingFinal: these are partial reports and the final notification has not arrived",
    )
    assert sandbox.describe()[3:] == (
        "  final received 2 times",
        "  1 of 4 reports arrived after a final notification",
        "  1 of 4 reports arrived after the last final notification",
    )


def test_reports_after_a_final_and_repeated_finals_are_taken_and_recorded() -> None:
    """Codacy's documents forbid neither; whoever tests a matrix wants to see that they happened."""
    with Sandbox() as sandbox:
        answers = [call(sandbox, target, body)[0] for target, body in [(COVERAGE, BODY), (FINAL, b"{}")] * 2]
        after_the_first = sandbox.describe()
        call(sandbox, f"/2.0/coverage/{SHA}/go?partial=true")

    assert answers == [200, 200, 200, 200]
    commit = sandbox.state.commits[SHA]
    assert commit.finals == 2
    assert [(upload.finals_before, upload.late) for upload in commit.uploads] == [(0, False), (1, True), (2, True)]
    assert after_the_first[2:] == (
        "  final received 2 times",
        "  1 of 2 reports arrived after a final notification",
    )
    assert sandbox.describe()[3:] == (
        "  final received 2 times",
        "  2 of 3 reports arrived after a final notification",
        "  1 of 3 reports arrived after the last final notification",
    )


def test_without_requests_codacy_would_hold_nothing() -> None:
    with Sandbox() as sandbox:
        assert sandbox.describe() == ("Codacy would hold nothing.",)


def test_requests_are_recorded_as_they_arrived() -> None:
    with Sandbox(faults={1: status(503)}) as sandbox:
        call(sandbox, COVERAGE)

    (request,) = sandbox.state.requests
    assert (request.number, request.method, request.target, request.route) == (1, "POST", COVERAGE, "coverage")
    assert request.headers["project-token"] == "secret"
    assert request.size == len(BODY)


@pytest.mark.parametrize(
    ("fault", "code", "body"),
    [
        (status(503), 503, b""),
        (status(500, b'{"error":"failed"}'), 500, b'{"error":"failed"}'),
        (empty(), 200, b""),
    ],
)
def test_a_false_answer_stores_nothing(fault: Answer, code: int, body: bytes) -> None:
    with Sandbox(faults={1: fault}) as sandbox:
        answer = call(sandbox, COVERAGE)
        assert not sandbox.state.commits
        assert call(sandbox, COVERAGE)[0] == 200

    assert (answer[0], answer[2]) == (code, body)


def test_false_answers_carry_their_headers() -> None:
    faults: dict[int | str, Fault] = {
        1: status(429, retry_after="7"),
        2: redirect("https://other/"),
        3: html_413(),
        4: not_json(),
    }
    with Sandbox(faults=faults) as sandbox:
        headers = [call(sandbox, COVERAGE)[1] for _ in faults]

    assert headers[0]["Retry-After"] == "7"
    assert headers[1]["Location"] == "https://other/"
    assert headers[2]["Content-Type"] == headers[3]["Content-Type"] == "text/html"


def test_a_fault_of_a_route_meets_every_request_unless_the_number_has_its_own() -> None:
    with Sandbox(faults={"final": status(503), 2: status(500)}) as sandbox:
        assert [call(sandbox, FINAL, b"{}")[0] for _ in range(3)] == [503, 500, 503]
        assert call(sandbox, COVERAGE)[0] == 200


def test_a_reset_is_no_orderly_end() -> None:
    with Sandbox(faults={1: Reset(), 2: Reset(sent=60)}) as sandbox:
        with pytest.raises(ConnectionResetError):
            call(sandbox, COVERAGE)
        with pytest.raises((ConnectionResetError, HTTPException)):
            call(sandbox, COVERAGE)


def test_a_truncated_answer_lacks_its_end() -> None:
    with Sandbox(faults={1: Truncated(missing=5), 2: Truncated(missing=10_000)}) as sandbox:
        with pytest.raises(HTTPException):
            call(sandbox, COVERAGE)
        with pytest.raises(RemoteDisconnected):
            call(sandbox, COVERAGE)


def test_late_and_dripping_answers_are_the_real_ones() -> None:
    with Sandbox(faults={1: Delay(0.01), 2: Drip(0.0001)}) as sandbox:
        assert call(sandbox, COVERAGE)[0] == 200
        assert call(sandbox, COVERAGE)[0] == 200


def test_a_waiting_client_does_not_keep_the_sandbox_open() -> None:
    with Sandbox(faults={1: Delay(3600)}) as sandbox:
        parts = urlsplit(sandbox.url)
        connection = HTTPConnection(parts.hostname or "", parts.port)
        connection.request("POST", COVERAGE, BODY, PROJECT)
        idle = HTTPConnection(parts.hostname or "", parts.port)
        idle.connect()
    connection.close()
    idle.close()


def test_it_serves_as_a_process_of_its_own() -> None:
    process = subprocess.Popen([sys.executable, "-m", "reporter.sandbox"], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    with process:
        parts = urlsplit(process.stdout.readline().strip())
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        connection.request("POST", COVERAGE, BODY, PROJECT)
        assert connection.getresponse().status == 200
        connection.close()
        process.send_signal(signal.SIGTERM)
        assert process.stdout.readline() == f"Codacy would hold for commit {SHA}:\n"
    assert process.returncode == 0


def test_processing_goes_on_with_every_question_and_shows_what_it_is_told_to() -> None:
    processing = Processing(("CommitNotFound", "Pending", "Processed"), shown=Lines(coverable=10, covered=9))

    def told(sandbox: Sandbox) -> tuple[str, object]:
        status = json.loads(call(sandbox, STATUS, b"", API, "GET")[2])["data"]["lastReports"][0]["status"]
        return status, json.loads(call(sandbox, f"{ANALYSIS}/commits/{SHA}", b"", API, "GET")[2]).get("coverage")

    with Sandbox(processing=processing) as sandbox:
        call(sandbox, COVERAGE)
        call(sandbox, FINAL, b"{}")
        answers = [told(sandbox) for _ in range(4)]

    figure = {"totalCoveragePercentage": 90.0, "isUpToStandards": True}
    assert answers == [("CommitNotFound", None), ("Pending", None), ("Processed", figure), ("Processed", figure)]


def test_a_project_token_opens_the_figures_of_its_repository_only() -> None:
    with Sandbox(project_token="secret", account_token="other") as sandbox:
        opened = {
            target: call(sandbox, target, b"", PROJECT, "GET")[0]
            for target in (
                f"{ANALYSIS}/commits",
                ANALYSIS,
                STATUS,
                f"{ANALYSIS}/commits/{SHA}",
                "/api/v3/coverage/organizations/gh/acme/repositories/shop/pull-requests/42",
            )
        }

    assert list(opened.values()) == [200, 200, 404, 404, 404]
