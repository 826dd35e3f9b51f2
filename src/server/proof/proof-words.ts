import { type Locale, say } from '../platform/words.ts';
import type { FoundSubject, ProofFinding } from './proof-finding.ts';

/** An instant as people read it: day and time of the city, to the second. */
export function sayMoment(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** A finding as one sentence that names its place first. */
export function sayFinding(locale: Locale, { code, subject, version, facts }: ProofFinding): string {
  const { at } = facts;
  return say(locale, `proof.finding.${code}`, {
    ...facts,
    ...(typeof at === 'string' ? { at: sayMoment(at) } : {}),
    subject: subject ? saySubject(locale, subject) : '',
    version: version ?? '',
  });
}

function saySubject(locale: Locale, { kind, id, number }: FoundSubject): string {
  const known = say(locale, `proof.subject.${kind}`);
  // a forged kind has no words
  const words = known.startsWith('proof.subject.') ? say(locale, 'proof.subject.unknown') : known;
  return number === null
    ? say(locale, 'proof.subjectPlain', { kind: words, id })
    : say(locale, 'proof.subjectNumbered', { kind: words, id, number });
}
