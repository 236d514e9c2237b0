import { type Cents, show } from "./money";

export interface Item {
  article: string;
  price: Cents;
  pieces: number;
}

/** What the customer collected; every change tells the listeners. */
export class Basket {
  readonly #items = new Map<string, Item>();
  readonly #listeners = new Set<(basket: Basket) => void>();

  onChange(listener: (basket: Basket) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  add(article: string, price: Cents, pieces = 1): void {
    const known = this.#items.get(article);
    if (known) {
      known.pieces += pieces;
    } else {
      this.#items.set(article, { article, price, pieces });
    }
    this.#changed();
  }

  remove(article: string): boolean {
    const removed = this.#items.delete(article);
    if (removed) {
      this.#changed();
    }
    return removed;
  }

  get total(): Cents {
    return [...this.#items.values()].reduce((sum, item) => sum + item.price * item.pieces, 0);
  }

  toString(): string {
    if (this.#items.size === 0) {
      return "The basket is empty.";
    }
    const rows = [...this.#items.values()].map(({ article, pieces }) => `${pieces} × ${article}`);
    return `${rows.join(", ")}: ${show(this.total)}`;
  }

  #changed(): void {
    for (const listener of this.#listeners) {
      listener(this);
    }
  }
}
