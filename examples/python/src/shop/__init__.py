"""Baskets, discounts and taxes of the shop; all amounts are whole cents."""

from shop.cart import Cart, Line

__all__ = ["Cart", "Line"]
