/** Search in the list of articles, by words that may stand in any order. */

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function search(articles, query, { limit = 20 } = {}) {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return [];
  }
  const found = articles.filter(({ name }) => words.every((word) => fold(name).includes(word)));
  return found.sort(byRelevance(words)).slice(0, limit);
}

function byRelevance(words) {
  const score = ({ name }) => (fold(name).startsWith(words[0]) ? 0 : 1);
  return (a, b) => score(a) - score(b) || a.name.localeCompare(b.name);
}

export function suggest(articles, query) {
  const [best] = search(articles, query, { limit: 1 });
  if (best === undefined) {
    return null;
  }
  return best.name;
}
