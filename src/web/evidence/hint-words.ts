import type { Say } from '../../client/words.tsx';
import type { EvidenceHint } from '../../contract/evidence.ts';
import type { WordKey } from '../../text/zh-CN.ts';

/** Facts that are instants. */
const times = new Set(['at', 'since', 'received', 'device', 'exif', 'satellite']);

/**
 * The sentence of a hint.
 *
 * @param time words of an instant.
 */
export function hintWords(
  say: Say,
  { code, facts }: EvidenceHint,
  time: (instant: string) => string,
): string {
  const shown = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'string' && times.has(name) ? time(value) : value,
    ]),
  );
  return say(keyOf(code, facts), {
    ...shown,
    ...namesOf(say, code, facts),
    where: whereOf(say, facts),
    span: spanOf(say, facts),
  });
}

function keyOf(code: EvidenceHint['code'], facts: EvidenceHint['facts']): WordKey {
  if (code !== 'clockOff') return `evidence.hint.${code}`;
  return facts.ahead === true ? 'evidence.hint.clockOff.ahead' : 'evidence.hint.clockOff.behind';
}

/** Facts that are names of kinds, in words. */
function namesOf(say: Say, code: EvidenceHint['code'], facts: EvidenceHint['facts']): Record<string, string> {
  const named: Record<string, string> = {};
  const { by, start, view, purpose } = facts;
  // a place is read by another instrument than a time
  const instrument = code === 'farFromSite' ? 'source' : 'clock';
  if (typeof by === 'string') named.by = say(`evidence.${instrument}.${by}` as WordKey);
  if (typeof start === 'string') named.start = say(`evidence.start.${start}` as WordKey);
  if (typeof view === 'string') named.view = say(`evidence.view.${view}` as WordKey);
  if (typeof purpose === 'string') named.purpose = say(`evidence.purpose.${purpose}` as WordKey);
  return named;
}

function whereOf(say: Say, { number, site }: EvidenceHint['facts']): string {
  if (typeof number === 'number') return say('evidence.problemAt', { number, site: site ?? '—' });
  return typeof site === 'string' ? site : say('evidence.somewhere');
}

/** A stretch of time in the unit that people would say. */
function spanOf(say: Say, { minutes, hours }: EvidenceHint['facts']): string {
  const count = typeof minutes === 'number' ? minutes : typeof hours === 'number' ? hours * 60 : 0;
  if (count < 120) return say('evidence.span.minutes', { count: Math.round(count) });
  if (count < 72 * 60) return say('evidence.span.hours', { count: Math.round(count / 60) });
  return say('evidence.span.days', { count: Math.round(count / 1440) });
}
