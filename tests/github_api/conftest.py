"""A fake GitHub and a client of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reporter.github_api import GitHub
from tests.fake_github import FakeGitHub


@pytest.fixture
def fake() -> Iterator[FakeGitHub]:
    with FakeGitHub() as server:
        yield server


@pytest.fixture
def github(fake: FakeGitHub) -> Iterator[GitHub]:
    with fake.client() as client:
        yield client
