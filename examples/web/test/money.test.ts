import { expect, it } from "vitest";
import { parse, show } from "../src/money";

it.each([["5", 500], ["5.4", 540], ["5,45", 545]])("reads %s", (text, cents) => {
  expect(parse(text)).toBe(cents);
});

it("refuses what is no amount", () => {
  expect(() => parse("five")).toThrow("not an amount: five");
});

it("shows euros", () => {
  expect(show(123456)).toBe("€1,234.56");
});
