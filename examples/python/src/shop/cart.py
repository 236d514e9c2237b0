"""The shopping cart: lines, quantities and totals."""

from __future__ import annotations

from dataclasses import dataclass, field

from shop.discounts import Discount
from shop.tax import gross


class UnknownArticle(KeyError):
    """The cart has no line for that article."""


@dataclass
class Line:
    """Some pieces of one article, at the price of one piece in cents."""

    article: str
    price: int
    quantity: int = 1

    @property
    def total(self) -> int:
        return self.price * self.quantity


@dataclass
class Cart:
    """What one customer is about to buy."""

    country: str
    lines: dict[str, Line] = field(default_factory=dict)
    discounts: list[Discount] = field(default_factory=list)

    def add(self, article: str, price: int, quantity: int = 1) -> None:
        if quantity < 1:
            raise ValueError(f"cannot add {quantity} of {article}")
        if article in self.lines:
            self.lines[article].quantity += quantity
        else:
            self.lines[article] = Line(article, price, quantity)

    def remove(self, article: str, quantity: int | None = None) -> None:
        """Take `quantity` pieces out, or the whole line."""
        if article not in self.lines:
            raise UnknownArticle(article)
        line = self.lines[article]
        if quantity is None or quantity >= line.quantity:
            del self.lines[article]
            return
        line.quantity -= quantity

    def net(self) -> int:
        """The sum after discounts, before tax; never negative."""
        total = sum(line.total for line in self.lines.values())
        for discount in self.discounts:
            total -= discount.amount(total)
        return max(total, 0)

    def gross(self) -> int:
        return gross(self.net(), self.country)

    def receipt(self) -> str:
        rows = [
            f"{line.quantity:>3} x {line.article:<20} {line.total / 100:>9.2f}"
            for line in sorted(self.lines.values(), key=lambda line: line.article)
        ]
        rows.append(f"{'total':<26} {self.gross() / 100:>9.2f}")
        return "\n".join(rows)
