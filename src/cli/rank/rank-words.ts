import type { Refusal } from '../../domain/decision.ts';
import type { RankingFacts } from '../../domain/rankings/ranking-table.ts';
import { isRankingWord, type RankingLanguage, sayRanking } from '../../server/documents/ranking-words.ts';

/** A refusal in one sentence that begins with its place: file, row, group, unit, field. */
export function sayRefusal(language: RankingLanguage, { code, facts }: Refusal): string {
  const key = `refusal.${code}`;
  const said: Record<string, string | number | null> = {};
  for (const [name, value] of Object.entries(facts))
    said[name] = typeof value === 'boolean' ? String(value) : value;
  const expected = `rankings.expected.${facts.expected}`;
  said.expected = sayRanking(language, isRankingWord(expected) ? expected : 'rankings.expected.valid');
  said.place = sayPlace(language, said);
  return isRankingWord(key) ? sayRanking(language, key, said) : `${said.place}: ${code}`;
}

function sayPlace(language: RankingLanguage, facts: RankingFacts): string {
  const steps = ['file', 'row', 'group', 'unit', 'field'] as const;
  return steps
    .filter((step) => facts[step] !== undefined && facts[step] !== null)
    .map((step) => sayRanking(language, `rankings.place.${step}`, facts))
    .join(sayRanking(language, 'rankings.place.join'));
}
