import pytest

from shop import Cart
from shop.cart import UnknownArticle
from shop.discounts import Percent, Voucher


def test_quantities_of_one_article_add_up():
    cart = Cart("PT")
    cart.add("cup", 250)
    cart.add("cup", 250, 3)
    assert cart.net() == 1000
    assert cart.gross() == 1230


def test_nothing_cannot_be_added():
    with pytest.raises(ValueError, match="cannot add 0 of cup"):
        Cart("DE").add("cup", 250, 0)


def test_discounts_apply_in_order():
    cart = Cart("DE", discounts=[Percent(10), Voucher(500)])
    cart.add("pot", 2000)
    assert cart.net() == 1300


def test_a_removed_line_is_gone():
    cart = Cart("DE")
    cart.add("cup", 250, 2)
    cart.remove("cup")
    assert cart.lines == {}


def test_an_article_must_be_in_the_cart_to_be_removed():
    with pytest.raises(UnknownArticle):
        Cart("DE").remove("cup")
