package com.example.shop.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class WarehouseTest {

    private final Article cup = new Article("100", "cup");
    private final Warehouse warehouse = new Warehouse();

    @Test
    void whatIsReservedIsNoLongerAvailable() throws SoldOut {
        warehouse.receive(cup, 5);
        warehouse.reserve(cup, 2);
        assertEquals(3, warehouse.available(cup));
    }

    @Test
    void moreThanThereIsCannotBeReserved() {
        warehouse.receive(cup, 1);
        SoldOut soldOut = assertThrows(SoldOut.class, () -> warehouse.reserve(cup, 2));
        assertEquals("cup: 2 wanted, 1 available", soldOut.getMessage());
    }

    @Test
    void shippedPiecesLeaveTheWarehouse() throws SoldOut {
        warehouse.receive(cup, 5);
        Reservation reservation = warehouse.reserve(cup, 2);
        reservation.ship();
        assertEquals(Reservation.State.SHIPPED, reservation.state());
        assertEquals(3, warehouse.available(cup));
    }
}
