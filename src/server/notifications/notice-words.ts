import { noticeKinds } from '../../domain/notifications/notice-rules.ts';
import { type Locale, say } from '../platform/words.ts';
import type { NoticeFacts } from './notice-context.ts';

const instantFacts = ['until'] as const;
/** What a sentence may name; unknown is said as a dash rather than left out. */
const named = ['unit', 'person', 'actor', 'formerUnit', 'mainNumber', 'until', 'number', 'title', 'count'];

/** What happened to what, in one language. */
export interface NoticeText {
  readonly title: string;
  readonly text: string;
}

/** The words for an event as they stand in inbox, mail and group chat. */
export function noticeText(locale: Locale, kind: string, facts: NoticeFacts): NoticeText {
  const words: Record<string, string | number> = Object.fromEntries(named.map((name) => [name, '–']));
  Object.assign(words, facts);
  for (const name of instantFacts) {
    if (typeof facts[name] === 'string') words[name] = instantWords(locale, facts[name]);
  }
  words.letter = letterWords(locale, facts);
  words.step = stepWords(locale, facts);
  const known = noticeKinds.includes(kind) ? kind : 'test';
  const text = say(locale, `notifications.event.${known}`, words);
  const reason =
    facts.reason === undefined ? '' : say(locale, 'notifications.reason', { reason: facts.reason });
  return { title: say(locale, `notifications.title.${subjectOf(known)}`, words), text: text + reason };
}

function subjectOf(kind: string): string {
  const subject = kind.split('.')[0] ?? '';
  return ['order', 'sweep', 'vacancy', 'test'].includes(subject) ? subject : 'problem';
}

/** The number of a letter as it is printed; a draft has none. */
function letterWords(locale: Locale, { prefix, year, number }: NoticeFacts): string {
  if (prefix === undefined) return say(locale, 'notifications.letterWithoutNumber');
  return say(locale, 'notifications.letter', { prefix, year, number });
}

/** A step's own name where the city gave it one. */
function stepWords(locale: Locale, { step, stepName }: NoticeFacts): string {
  if (stepName) return String(stepName);
  const words = `notifications.step.${step}`;
  const name = say(locale, words);
  return name === words ? say(locale, 'notifications.step.other') : name;
}

const formats = new Map<Locale, Intl.DateTimeFormat>();

/** 11月23日 周一 14:05, in the city's time. */
function instantWords(locale: Locale, instant: string): string {
  const known =
    formats.get(locale) ??
    new Intl.DateTimeFormat(locale === 'zh-Hant' ? 'zh-TW' : locale, {
      timeZone: 'Asia/Shanghai',
      month: 'long',
      day: 'numeric',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  formats.set(locale, known);
  return known.format(new Date(instant));
}

/** The page of the app that shows the thing; null where it has none. */
export function linkOf(subjectKind: string, subjectId: string, facts: NoticeFacts): string | null {
  switch (subjectKind) {
    case 'problem':
      return `/ledger/${subjectId}`;
    case 'escalation':
      return facts.problemId ? `/ledger/${facts.problemId}` : null;
    case 'order':
      return `/orders/${subjectId}`;
    case 'sweep':
      return `/sweeps/${subjectId}`;
    case 'revisit':
      return '/revisits';
    case 'vacancy':
      return `/vacancies/${subjectId}`;
    default:
      return null;
  }
}
