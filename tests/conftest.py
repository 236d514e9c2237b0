"""Settings and fixtures that every test shares."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from reporter.sandbox import Sandbox
from reporter.sandbox.faults import Fault
from tests.docker import build_image, engine_alone
from tests.job import TOKEN, Job, MakeJob

# No test is timed. In CI the same commit always tries the same examples; elsewhere new ones are looked for.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "default")


@pytest.fixture(scope="session")
def built_image() -> str:
    with engine_alone():
        return build_image()


@pytest.fixture
def image(built_image: str) -> Iterator[str]:
    """The name of the action's image, built once; no other test uses the engine meanwhile."""
    with engine_alone():
        yield built_image


@pytest.fixture
def make_job(tmp_path: Path) -> Iterator[MakeJob]:
    """Makes jobs, each with a sandbox of its own that may have faults."""
    with ExitStack() as sandboxes:
        folders = (tmp_path / str(number) for number in count(1))

        def make(faults: Mapping[int | str, Fault] | None = None, **runner: Any) -> Job:
            sandbox = Sandbox(project_token=TOKEN, account_token="account", faults=faults)
            return Job(next(folders), sandboxes.enter_context(sandbox), **runner)

        yield make


@pytest.fixture
def job(make_job: MakeJob) -> Job:
    """A job on a push."""
    return make_job()
