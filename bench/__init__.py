"""Measurements that are printed, never asserted: each a ratio to a floor measured in the same run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what was measured, the figure with its unit, the floor it stands beside, and the aim."""

    what: str
    figure: str
    floor: str
    ratio: float | None
    aim: str
