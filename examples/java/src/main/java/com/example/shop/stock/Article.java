package com.example.shop.stock;

/** An article that the warehouse knows, by its number. */
public record Article(String number, String name) {

    public Article {
        if (number.isBlank()) {
            throw new IllegalArgumentException("an article needs a number");
        }
    }
}
