import type { Say } from '../../client/words.tsx';
import type { RankingUnitView } from '../../contract/rankings.ts';
import { exact, formatExact, isZero, subtract } from '../../domain/exact-number.ts';
import { type WordKey, zhCN } from '../../text/zh-CN.ts';

type Facts = Readonly<Record<string, string | number | null>>;

function isWord(key: string): key is WordKey {
  return Object.hasOwn(zhCN, key);
}

/** The word for a flag: the city's own where the flag is not one of the usual colours. */
export function flagWord(say: Say, flag: string): string {
  const key = `rankings.flag.${flag}`;
  return isWord(key) ? say(key) : flag;
}

/** What the ranking says beside a unit, in one line; empty where there is nothing to say. */
export function noteOf(say: Say, { reason, remarks }: Pick<RankingUnitView, 'reason' | 'remarks'>): string {
  const said = remarks.map(({ code, facts }) => sentence(say, `rankings.remark.${code}`, facts));
  return [...(reason === null ? [] : [reason]), ...said].join(say('rankings.noteSeparator'));
}

/** A doubt about a group. */
export function warningOf(
  say: Say,
  warning: { code: string; units: readonly string[]; facts: Facts },
): string {
  const isUnranked = warning.code === 'published-rank-differs' && warning.facts.computed === null;
  const key = `rankings.warning.${isUnranked ? 'published-rank-unranked' : warning.code}`;
  const units = warning.units.join(say('rankings.separator'));
  return sentence(say, key, { ...warning.facts, units });
}

/** How far a flagged unit stands from the next one without its flag. */
export function marginOf(
  say: Say,
  { tone, margin }: Pick<RankingUnitView, 'tone' | 'margin'>,
): string | null {
  if (!margin || !tone) return null;
  if (/^[0.]+$/.test(margin.points)) return say('rankings.margin.equal', { other: margin.other });
  return say(`rankings.margin.${tone}`, { ...margin });
}

/** Places gained (positive) or lost since the ranking before; null where either has no rank. */
export function placesGained({ rank, previous }: Pick<RankingUnitView, 'rank' | 'previous'>): number | null {
  if (rank === null || !previous || previous.rank === null) return null;
  return previous.rank - rank;
}

/** Points gained since the ranking before, with a sign; null where either has no score, or nothing changed. */
export function pointsGained({
  score,
  previous,
}: Pick<RankingUnitView, 'score' | 'previous'>): string | null {
  if (score === null || !previous || previous.score === null) return null;
  const decimals = Math.max(decimalsOf(score), decimalsOf(previous.score));
  const difference = subtract(exact(score), exact(previous.score));
  if (isZero(difference)) return null;
  const points = formatExact(difference, decimals);
  return points.startsWith('-') ? `−${points.slice(1)}` : `+${points}`;
}

/** A period of two days as words, or the words of a published table. */
export function periodWords(say: Say, period: string, formatDay: (day: string) => string): string {
  const [, from, to] = /^(\d{4}-\d\d-\d\d)\/(\d{4}-\d\d-\d\d)$/.exec(period) ?? [];
  return from && to ? say('rankings.periodDays', { from: formatDay(from), to: formatDay(to) }) : period;
}

function decimalsOf(score: string): number {
  return score.split('.')[1]?.length ?? 0;
}

function sentence(say: Say, key: string, facts: Facts): string {
  if (!isWord(key)) return key;
  const said: Record<string, string | number | null> = { ...facts };
  for (const name of ['flag', 'first', 'second']) {
    const flag = facts[name];
    if (typeof flag === 'string') said[name] = flagWord(say, flag);
  }
  const component = `rankings.component.${facts.component}`;
  if (isWord(component)) said.component = say(component);
  if (facts.place === null) said.place = say('rankings.place.wholeTable');
  return say(key, said);
}
