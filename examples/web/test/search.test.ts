import { expect, it } from "vitest";
import { search } from "../src/search.js";

const articles = [{ name: "Tea cup" }, { name: "Cup, Café style" }, { name: "Pot" }];

it("finds words in any order, the best first", () => {
  expect(search(articles, "cup").map(({ name }) => name)).toEqual(["Cup, Café style", "Tea cup"]);
});

it("does not care about accents", () => {
  expect(search(articles, "cafe")).toHaveLength(1);
});
