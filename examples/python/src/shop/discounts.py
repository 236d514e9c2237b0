"""Discounts: each knows how many cents it takes off a sum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Discount(Protocol):
    def amount(self, total: int) -> int: ...


@dataclass(frozen=True)
class Percent:
    percent: int

    def amount(self, total: int) -> int:
        return total * self.percent // 100


@dataclass(frozen=True)
class Voucher:
    """A fixed amount, if the sum reaches a minimum."""

    value: int
    minimum: int = 0

    def amount(self, total: int) -> int:
        if total < self.minimum:
            return 0
        return min(self.value, total)


def parse(text: str) -> Discount:
    """Read `10%`, `5.00` or `5.00 from 50.00`."""
    if text.endswith("%"):
        return Percent(int(text[:-1]))
    value, _, minimum = text.partition(" from ")
    if minimum:
        return Voucher(cents(value), cents(minimum))
    return Voucher(cents(value))


def cents(text: str) -> int:
    whole, _, fraction = text.partition(".")
    return int(whole) * 100 + int(fraction.ljust(2, "0"))
