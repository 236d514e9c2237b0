"""What developers run on this repository; no part of the action."""

from __future__ import annotations
