from shop.discounts import Percent, Voucher, parse


def test_a_percentage_is_read():
    assert parse("10%") == Percent(10)


def test_a_voucher_is_read():
    assert parse("5.00") == Voucher(500)


def test_a_voucher_needs_its_minimum():
    assert Voucher(500, minimum=5000).amount(4999) == 0
