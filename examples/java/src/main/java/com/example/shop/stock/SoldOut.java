package com.example.shop.stock;

/** The warehouse has fewer pieces than the customer wants. */
public class SoldOut extends Exception {

    private static final long serialVersionUID = 1L;

    SoldOut(Article article, int wanted, int available) {
        super("%s: %d wanted, %d available".formatted(article.name(), wanted, available));
    }
}
