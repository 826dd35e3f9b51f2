/** How alike two words are, 0 to 1: the share of pairs of neighbouring signs that both have (Dice 1945). */
function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const [pairsA, pairsB] = [pairsOf(a), pairsOf(b)];
  let shared = 0;
  const left = new Map(pairsB);
  for (const [pair, count] of pairsA) {
    const both = Math.min(count, left.get(pair) ?? 0);
    shared += both;
  }
  const total = sum(pairsA) + sum(pairsB);
  const alike = total === 0 ? 0 : (2 * shared) / total;
  // 住建局 within 市住房和城乡建设局: every sign in its order
  return Math.max(alike, isAbbreviation(a, b) || isAbbreviation(b, a) ? 0.6 : 0);
}

function pairsOf(word: string): Map<string, number> {
  const signs = [...`^${word}$`];
  const pairs = new Map<string, number>();
  for (let index = 1; index < signs.length; index += 1) {
    const pair = `${signs[index - 1]}${signs[index]}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

function sum(pairs: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of pairs.values()) total += count;
  return total;
}

function isAbbreviation(short: string, long: string): boolean {
  if (short.length < 2 || short.length >= long.length) return false;
  let at = 0;
  for (const sign of long) if (sign === short[at]) at += 1;
  return at === short.length;
}

/** The candidates most alike, best first; those with nothing in common are left out. */
export function nearestWords(word: string, candidates: Iterable<string>, most = 3): string[] {
  const plain = word.normalize('NFKC').trim().slice(0, 60);
  const found: { candidate: string; alike: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const alike = likeness(plain, candidate);
    if (alike >= 0.3) found.push({ candidate, alike });
  }
  return found
    .sort((a, b) => b.alike - a.alike || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}
