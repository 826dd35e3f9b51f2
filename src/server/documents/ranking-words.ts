import type { RankedUnit, RankingFacts, RankingWarning } from '../../domain/rankings/ranking-table.ts';
import { rankingsEn } from '../../text/en/rankings.ts';
import { rankingsZh } from '../../text/zh-CN/rankings.ts';

export type RankingLanguage = 'zh-CN' | 'en';

export type RankingWord = keyof typeof rankingsZh;

const wordsByLanguage: Record<RankingLanguage, Record<RankingWord, string>> = {
  'zh-CN': rankingsZh,
  en: rankingsEn,
};

/** The sentence of a key with its facts filled in, in one pass: a unit called `{{score}}` stays as it is. */
export function sayRanking(language: RankingLanguage, key: RankingWord, facts: RankingFacts = {}): string {
  return wordsByLanguage[language][key].replace(/\{\{(\w+)\}\}/g, (_, name: string) =>
    String(facts[name] ?? ''),
  );
}

/** The word for a flag: the city's own where the flag is not one of the usual colours. */
export function sayFlag(language: RankingLanguage, flag: string | null): string {
  const key = `rankings.flag.${flag}`;
  return isRankingWord(key) ? sayRanking(language, key) : (flag ?? '');
}

/** What is printed beside a unit, or `null` where there is nothing to say. */
export function sayNote(language: RankingLanguage, { reason, remarks }: RankedUnit): string | null {
  const said = remarks.map(({ code, facts }) =>
    sayRanking(language, `rankings.remark.${code}`, withWords(language, facts)),
  );
  const parts = reason === null ? said : [reason, ...said];
  return parts.length > 0 ? parts.join(sayRanking(language, 'rankings.noteSeparator')) : null;
}

export function sayWarning(language: RankingLanguage, { code, units, facts }: RankingWarning): string {
  const isUnranked = code === 'published-rank-differs' && facts.computed === null;
  const key = isUnranked ? 'rankings.warning.published-rank-unranked' : (`rankings.warning.${code}` as const);
  const names = units.join(sayRanking(language, 'rankings.separator'));
  return sayRanking(language, key, { ...withWords(language, facts), units: names });
}

export function isRankingWord(key: string): key is RankingWord {
  return Object.hasOwn(rankingsZh, key);
}

/** Facts with words for the codes among them: flags, components, the table as a whole. */
function withWords(language: RankingLanguage, facts: RankingFacts): RankingFacts {
  const said: Record<string, string | number | null> = { ...facts };
  for (const name of ['flag', 'first', 'second']) {
    const flag = facts[name];
    if (typeof flag === 'string') said[name] = sayFlag(language, flag);
  }
  const component = `rankings.component.${facts.component}`;
  if (isRankingWord(component)) said.component = sayRanking(language, component);
  if (facts.place === null) said.place = sayRanking(language, 'rankings.place.wholeTable');
  return said;
}
