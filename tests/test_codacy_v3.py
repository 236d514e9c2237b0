"""The questions to Codacy's third API against its stand-in, over real HTTP on loopback."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from reporter.codacy_v3 import Changes, Codacy, NotTold, Shown, agree
from reporter.endpoint import Endpoint, TokenKind
from reporter.errors import Slug, UploadRefused
from reporter.failures import TryAgain
from reporter.figures import Lines
from reporter.sandbox import Sandbox
from reporter.sandbox.faults import Answer, Delay, Fault, empty, html_413, not_json, redirect, status
from reporter.sandbox.v3 import Processing

SHA = "0123456789abcdef0123456789abcdef01234567"
BASE = "b" * 40
TOKEN = "0a1b2c3d4e5f"
PLACE = ("gh", "acme corp", "shop")
KINDS = pytest.mark.parametrize("kind", TokenKind)


def codacy(url: str, kind: TokenKind = TokenKind.ACCOUNT, limit: float = 10.0) -> Codacy:
    provider, organization, repository = PLACE
    endpoint = Endpoint(
        base_url=url, token=TOKEN, kind=kind, provider=provider, organization=organization, repository=repository
    )
    return Codacy(endpoint, environment={}, limit=limit)


def upload(sandbox: Sandbox, hits: Mapping[int, int], *, language: str = "python", sha: str = SHA) -> None:
    body = {"fileReports": [{"filename": "src/a", "coverage": hits}]}
    post(sandbox, f"/2.0/coverage/{sha}/{language}?partial=true", json.dumps(body).encode())


def post(sandbox: Sandbox, target: str, body: bytes = b"{}") -> None:
    parts = urlsplit(sandbox.url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    connection.request("POST", target, body, {"project-token": "p", "Content-Type": "application/json"})
    assert connection.getresponse().status == 200
    connection.close()


def finish(sandbox: Sandbox, sha: str = SHA) -> None:
    post(sandbox, f"/2.0/commit/{sha}/coverageFinal")


def answering(document: object) -> Answer:
    return Answer(200, json.dumps(document).encode())


def test_the_status_of_each_language() -> None:
    with Sandbox(account_token=TOKEN, repositories=[PLACE]) as sandbox, codacy(sandbox.url) as questions:
        upload(sandbox, {1: 1})
        upload(sandbox, {1: 1}, language="go")
        upload(sandbox, {1: 1}, language="java", sha=BASE)
        before = questions.statuses(SHA)
        finish(sandbox)

        assert before == {"Python": "MissingFinal", "Go": "MissingFinal"}
        assert questions.statuses(SHA) == {"Python": "Processed", "Go": "Processed"}
        assert questions.statuses("c" * 40) == {}


def test_the_newest_report_of_a_language_counts() -> None:
    reports = [
        {"targetCommitSha": SHA, "language": "Go", "createdAt": created, "status": word}
        for created, word in (("2026-01-02T10:00:01Z", "Processed"), ("2026-01-02T09:59:59Z", "Pending"))
    ]
    with (
        Sandbox(faults={"status": answering({"data": {"lastReports": reports}})}) as sandbox,
        codacy(sandbox.url) as questions,
    ):
        assert questions.statuses(SHA) == {"Go": "Processed"}


@KINDS
def test_the_figure_of_a_commit_with_the_lines_of_the_latest_one(kind: TokenKind) -> None:
    processing = Processing(shown=Lines(3, 2))
    with Sandbox(repositories=[PLACE], processing=processing) as sandbox, codacy(sandbox.url, kind) as questions:
        assert questions.coverage(SHA, "main") is None
        upload(sandbox, {1: 1, 2: 1, 3: 0}, sha=BASE)
        upload(sandbox, {1: 1, 2: 1, 3: 0})
        assert questions.coverage(SHA, "main") is None
        finish(sandbox)
        finish(sandbox, BASE)

        assert questions.coverage(SHA, "main") == Shown(6666, Lines(3, 2))
        assert questions.coverage(BASE, "main") == Shown(6666)


def test_a_project_token_asks_only_what_it_may() -> None:
    with Sandbox() as sandbox, codacy(sandbox.url, TokenKind.PROJECT) as questions:
        upload(sandbox, {1: 1})
        finish(sandbox)
        questions.coverage(SHA, "feature/ä&b")

        assert not questions.tells_statuses
        asked = sandbox.state.requests[2:]
        repository, branch = "/api/v3/analysis/organizations/gh/acme%20corp/repositories/shop", "feature%2F%C3%A4%26b"
        assert [request.target for request in asked] == [
            f"{repository}/commits?limit=100&branch={branch}",
            f"{repository}?branch={branch}",
        ]
        assert {request.headers["project-token"] for request in asked} == {TOKEN}
        with pytest.raises(NotTold, match='404 "not found"'):
            questions.statuses(SHA)


def test_without_a_branch_the_main_one_is_meant() -> None:
    with Sandbox() as sandbox, codacy(sandbox.url, TokenKind.PROJECT) as questions:
        questions.coverage(SHA, "")

        assert sandbox.state.requests[0].target.endswith("/commits?limit=100")


def test_a_pull_request_and_its_base() -> None:
    with Sandbox() as sandbox, codacy(sandbox.url) as questions:
        upload(sandbox, {1: 1, 2: 0}, sha=BASE)
        finish(sandbox, BASE)
        upload(sandbox, {1: 1, 2: 1, 3: 1, 4: 0})
        assert questions.changes(42) == Changes(cause="MissingRequirements")
        finish(sandbox)

        assert questions.changes(42) == Changes(
            hundredths=7500, lines=Lines(4, 3), cause="ValueIsPresent", variation=2500, up_to_standards=True
        )


def test_a_pull_request_that_codacy_does_not_know_has_no_figures() -> None:
    with Sandbox() as sandbox, codacy(sandbox.url) as questions:
        assert questions.changes(42) is None


@pytest.mark.parametrize(
    ("coverage", "expected"),
    [
        ({}, Changes()),
        ({"deltaCoverage": -0.07}, Changes(variation=-7)),
        ({"diffCoverage": {"cause": "NoCoverableLines"}}, Changes(cause="NoCoverableLines")),
        (
            {"diffCoverage": {"value": 66.67, "cause": "ValueIsPresent"}},
            Changes(hundredths=6667, cause="ValueIsPresent"),
        ),
        ({"isUpToStandards": False}, Changes(up_to_standards=False)),
        ({"diffCoverage": None, "deltaCoverage": "x", "isUpToStandards": "yes"}, Changes()),
        ({"deltaCoverage": float("nan")}, Changes()),
    ],
)
def test_what_a_pull_request_lacks_is_left_out(coverage: dict[str, object], expected: Changes) -> None:
    with (
        Sandbox(faults={"pull-request": answering({"data": {"coverage": coverage}})}) as sandbox,
        codacy(sandbox.url) as questions,
    ):
        assert questions.changes(42) == expected


@pytest.mark.parametrize(
    "document", [{}, {"coverage": None}, {"coverage": {}}, {"coverage": {"totalCoveragePercentage": None}}]
)
def test_a_commit_without_a_figure(document: object) -> None:
    with Sandbox(faults={"commit": answering(document)}) as sandbox, codacy(sandbox.url) as questions:
        assert questions.coverage(SHA, "") is None


@pytest.mark.parametrize(
    "repository",
    [
        answering(
            {
                "data": {
                    "lastAnalysedCommit": {"sha": BASE},
                    "coverage": {"numberCoveredLines": 1, "numberCoverableLines": 2},
                }
            }
        ),
        answering(
            {
                "data": {
                    "lastAnalysedCommit": {"sha": SHA},
                    "coverage": {"numberCoveredLines": 1, "numberCoverableLines": 9},
                }
            }
        ),
        answering({"data": {"lastAnalysedCommit": {"sha": SHA}}}),
        status(404, b'{"error":"not found"}'),
    ],
    ids=["another commit", "another figure", "no lines", "not told"],
)
def test_lines_that_are_not_those_of_the_figure_are_no_lines(repository: Answer) -> None:
    faults: dict[int | str, Fault] = {
        "commit": answering({"coverage": {"totalCoveragePercentage": 50.0}}),
        "repository": repository,
    }
    with Sandbox(faults=faults) as sandbox, codacy(sandbox.url) as questions:
        assert questions.coverage(SHA, "") == Shown(5000)


@pytest.mark.parametrize("fault", [*map(status, (408, 429, 500, 502, 503, 504)), empty(), not_json()])
def test_an_outage_is_worth_another_question(fault: Answer) -> None:
    with Sandbox(faults={"status": fault}) as sandbox, codacy(sandbox.url) as questions, pytest.raises(TryAgain):
        questions.statuses(SHA)


def test_an_answer_that_does_not_come_is_given_up() -> None:
    with (
        Sandbox(faults={"status": Delay(3600)}) as sandbox,
        codacy(sandbox.url, limit=0.2) as questions,
        pytest.raises(TryAgain),
    ):
        questions.statuses(SHA)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (status(401, b'{"error":"Unauthorized"}'), '401 "Unauthorized"'),
        (status(403), "403"),
        (html_413(), '413 "413 Request Entity Too Large"'),
        (redirect("https://elsewhere.example.com/"), "302"),
    ],
)
def test_a_refusal_is_final(fault: Answer, said: str) -> None:
    with Sandbox(faults={"status": fault}) as sandbox, codacy(sandbox.url) as questions, pytest.raises(NotTold) as told:
        questions.statuses(SHA)

    assert told.value.said == said
    assert len(sandbox.state.requests) == 1


def test_a_refused_figure_is_told_unless_it_is_not_found() -> None:
    with (
        Sandbox(faults={"commits": status(401)}) as sandbox,
        codacy(sandbox.url, TokenKind.PROJECT) as questions,
        pytest.raises(NotTold),
    ):
        questions.coverage(SHA, "main")


@pytest.mark.parametrize(
    ("provider", "repository", "known"), [("gh", "shop", True), ("", "shop", False), ("gh", "", False)]
)
def test_a_repository_has_a_provider_and_a_name(provider: str, repository: str, known: bool) -> None:
    endpoint = Endpoint(
        base_url="https://codacy.example.com",
        token=TOKEN,
        kind=TokenKind.PROJECT,
        provider=provider,
        organization="acme",
        repository=repository,
    )

    assert Codacy(endpoint, environment={}).knows_repository is known


def test_certificates_count_here_too(tmp_path: Path) -> None:
    endpoint = Endpoint(base_url="https://127.0.0.1:1", token=TOKEN, kind=TokenKind.ACCOUNT)
    with (
        Codacy(endpoint, environment={}, ca_bundle=str(tmp_path / "none.pem")) as questions,
        pytest.raises(UploadRefused) as refused,
    ):
        questions.statuses(SHA)

    assert refused.value.problems[0].slug is Slug.CERTIFICATE


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [(7943, 7943, True), (7943, 7944, True), (7943, 7942, False), (7943, 7945, False), (None, 0, False)],
)
def test_figures_agree_but_for_rounding(ours: int | None, theirs: int, same: bool) -> None:
    """79.4366 % is 79.43 rounded down, as here, and 79.44 rounded to the nearest."""
    assert agree(ours, theirs) is same
