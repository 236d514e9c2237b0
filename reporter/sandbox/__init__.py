"""A stand-in for Codacy's API on this machine, for trying the reporter out and for its tests; no upload needs it."""

from __future__ import annotations

from reporter.sandbox.server import Sandbox

__all__ = ["Sandbox"]
