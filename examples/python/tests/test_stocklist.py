from shop.stocklist import in_stock


def test_articles_that_are_sold_out_are_left_out():
    assert list(in_stock(["article,pieces", "cup,12", "pot,0"])) == [("cup", 12)]
