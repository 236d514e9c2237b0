"""Start the action in its container."""

from __future__ import annotations

import sys

from reporter.main import action

if __name__ == "__main__":
    sys.exit(action())
