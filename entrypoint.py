"""Start the action in its container."""

from __future__ import annotations

from reporter.main import console

if __name__ == "__main__":
    console()
