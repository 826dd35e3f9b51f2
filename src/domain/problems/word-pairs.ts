/**
 * Every pair of neighbouring signs of a text, each once, whatever its case. A text that holds another holds
 * all its pairs; the reverse has to be looked at.
 */
export function wordPairs(text: string): string[] {
  const signs = Array.from(text.toLowerCase());
  return [...new Set(signs.slice(1).map((sign, index) => `${signs[index]}${sign}`))];
}
