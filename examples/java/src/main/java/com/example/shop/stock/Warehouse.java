package com.example.shop.stock;

import java.util.Map;
import java.util.TreeMap;

/** How many pieces of each article are there, and how many of them are promised to customers. */
public class Warehouse {

    private final Map<String, Integer> pieces = new TreeMap<>();
    private final Map<String, Integer> reserved = new TreeMap<>();

    public void receive(Article article, int count) {
        if (count <= 0) {
            throw new IllegalArgumentException("nothing received of " + article.name());
        }
        pieces.merge(article.number(), count, Integer::sum);
    }

    public int available(Article article) {
        return pieces.getOrDefault(article.number(), 0) - reserved.getOrDefault(article.number(), 0);
    }

    /** Promises pieces to a customer, all or none. */
    public Reservation reserve(Article article, int count) throws SoldOut {
        int available = available(article);
        if (available < count) {
            throw new SoldOut(article, count, available);
        }
        reserved.merge(article.number(), count, Integer::sum);
        return new Reservation(this, article, count);
    }

    void ship(Article article, int count) {
        release(article, count);
        pieces.merge(article.number(), -count, Integer::sum);
    }

    void release(Article article, int count) {
        reserved.merge(article.number(), -count, Integer::sum);
    }

    public String inventory() {
        StringBuilder rows = new StringBuilder();
        pieces.forEach((number, count) -> rows
                .append(number)
                .append('\t')
                .append(count)
                .append('\n'));
        return rows.toString();
    }
}
