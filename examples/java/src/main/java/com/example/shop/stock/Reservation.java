package com.example.shop.stock;

/** Pieces promised to a customer until they are shipped or the customer no longer wants them. */
public class Reservation {

    public enum State { OPEN, SHIPPED, CANCELLED }

    private final Warehouse warehouse;
    private final Article article;
    private final int count;
    private State state = State.OPEN;

    Reservation(Warehouse warehouse, Article article, int count) {
        this.warehouse = warehouse;
        this.article = article;
        this.count = count;
    }

    public State state() {
        return state;
    }

    public void ship() {
        leaveOpen(State.SHIPPED);
        warehouse.ship(article, count);
    }

    public void cancel() {
        leaveOpen(State.CANCELLED);
        warehouse.release(article, count);
    }

    private void leaveOpen(State next) {
        if (state != State.OPEN) {
            throw new IllegalStateException("the reservation is " + state);
        }
        state = next;
    }
}
