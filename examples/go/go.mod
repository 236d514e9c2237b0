module example.com/shop/delivery

go 1.23
