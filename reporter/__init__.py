"""Find coverage reports, put every line on the right repository file, and send the coverage to Codacy."""

from __future__ import annotations

__version__ = "1.0.0"
