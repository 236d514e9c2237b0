/** Amounts are whole cents; only the page shows decimals. */
export type Cents = number;

export function show(amount: Cents, locale = "en-IE", currency = "EUR"): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount / 100);
}

export function parse(text: string): Cents {
  const match = /^(\d+)(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (match === null) {
    throw new RangeError(`not an amount: ${text}`);
  }
  const [, whole, fraction = ""] = match;
  return Number(whole) * 100 + Number(fraction.padEnd(2, "0"));
}
