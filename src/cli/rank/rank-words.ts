import type { Refusal } from '../../domain/decision.ts';
import type { RankedUnit, RankingFacts, RankingWarning } from '../../domain/rankings/ranking-table.ts';
import { rankingsEn } from '../../text/en/rankings.ts';
import { rankingsZh } from '../../text/zh-CN/rankings.ts';

export type RankLanguage = 'zh-CN' | 'en';

type WordKey = keyof typeof rankingsZh;

const wordsByLanguage: Record<RankLanguage, Record<WordKey, string>> = {
  'zh-CN': rankingsZh,
  en: rankingsEn,
};

/** The sentence of a key with its facts filled in. */
export function sayRanking(language: RankLanguage, key: WordKey, facts: RankingFacts = {}): string {
  return fill(wordsByLanguage[language][key], facts);
}

/** The word for a flag: the city's own where the flag is not one of the usual colours. */
export function sayFlag(language: RankLanguage, flag: string | null): string {
  const key = `rankings.flag.${flag}`;
  return isWordKey(key) ? wordsByLanguage[language][key] : (flag ?? '');
}

/** What is printed beside a unit, or `null` where there is nothing to say. */
export function sayNote(language: RankLanguage, unit: RankedUnit): string | null {
  const remarks = unit.remarks.map(({ code, facts }) =>
    sayRanking(language, `rankings.remark.${code}`, withFlagWords(language, facts)),
  );
  const parts = unit.reason === null ? remarks : [unit.reason, ...remarks];
  return parts.length > 0 ? parts.join('；') : null;
}

export function sayWarning(language: RankLanguage, warning: RankingWarning): string {
  const isUnranked = warning.code === 'published-rank-differs' && warning.facts.computed === null;
  const key = isUnranked
    ? 'rankings.warning.published-rank-unranked'
    : (`rankings.warning.${warning.code}` as const);
  const units = warning.units.join(wordsByLanguage[language]['rankings.separator']);
  return sayRanking(language, key, { ...withFlagWords(language, warning.facts), units });
}

/** A refusal in one sentence that begins with its place: file, row, group, unit, field. */
export function sayRefusal(language: RankLanguage, { code, facts }: Refusal): string {
  const key = `refusal.${code}`;
  const said: Record<string, string | number | null> = {};
  for (const [name, value] of Object.entries(facts))
    said[name] = typeof value === 'boolean' ? String(value) : value;
  const expectedKey = `rankings.expected.${facts.expected}`;
  const expected = isWordKey(expectedKey) ? expectedKey : 'rankings.expected.valid';
  said.expected = wordsByLanguage[language][expected];
  said.place = sayPlace(language, said);
  return isWordKey(key) ? fill(wordsByLanguage[language][key], said) : `${said.place}: ${code}`;
}

function sayPlace(language: RankLanguage, facts: RankingFacts): string {
  const steps = ['file', 'row', 'group', 'unit', 'field'] as const;
  return steps
    .filter((step) => facts[step] !== undefined && facts[step] !== null)
    .map((step) => sayRanking(language, `rankings.place.${step}`, facts))
    .join(wordsByLanguage[language]['rankings.place.join']);
}

function withFlagWords(language: RankLanguage, facts: RankingFacts): RankingFacts {
  const said: Record<string, string | number | null> = { ...facts };
  for (const name of ['flag', 'first', 'second']) {
    const flag = facts[name];
    if (typeof flag === 'string') said[name] = sayFlag(language, flag);
  }
  if (facts.place === null) said.place = wordsByLanguage[language]['rankings.place.wholeTable'];
  return said;
}

/** One pass: a unit called `{{score}}` is printed as it is. */
function fill(sentence: string, facts: RankingFacts): string {
  return sentence.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(facts[name] ?? ''));
}

function isWordKey(key: string): key is WordKey {
  return Object.hasOwn(rankingsZh, key);
}
