"""Value added tax by country."""

from __future__ import annotations

RATES = {"AT": 20, "DE": 19, "FR": 20, "PT": 23}


def gross(net: int, country: str) -> int:
    """Add the country's tax to a net amount, rounded half up."""
    rate = RATES.get(country, 0)
    return net + (net * rate + 50) // 100
