import { describe, expect, it } from "vitest";
import { Basket } from "../src/basket";

describe("basket", () => {
  it("adds up pieces of one article", () => {
    const basket = new Basket();
    basket.add("cup", 250);
    basket.add("cup", 250, 3);
    expect(basket.total).toBe(1000);
    expect(String(basket)).toBe("4 × cup: €10.00");
  });

  it("tells its listeners", () => {
    const basket = new Basket();
    const totals: number[] = [];
    basket.onChange(({ total }) => totals.push(total));
    basket.add("cup", 250);
    expect(totals).toEqual([250]);
  });
});
