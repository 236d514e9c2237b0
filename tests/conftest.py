"""Settings that every test shares."""

from __future__ import annotations

import os

from hypothesis import settings

# No test is timed. In CI the same commit always tries the same examples; elsewhere new ones are looked for.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "default")
