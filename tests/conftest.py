"""Settings and fixtures that every test shares."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from tests.docker import build_image

# No test is timed. In CI the same commit always tries the same examples; elsewhere new ones are looked for.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "default")


@pytest.fixture(scope="session")
def image() -> str:
    """The name of the action's image, built once."""
    return build_image()
