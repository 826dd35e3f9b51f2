import type { EvidenceFacts, EvidencePurpose, EvidenceStart } from './evidence-facts.ts';

/** An event of a problem's history, oldest first in a list. */
export interface StartingEvent {
  readonly kind: string;
  readonly at: string;
}

const starts: Readonly<Record<string, EvidenceStart>> = {
  'problem.raised': 'raised',
  'problem.sent_back': 'sentBack',
  'problem.reopened': 'reopened',
  'problem.fix_claimed': 'claimed',
};

/**
 * What a photo must be later than: the fix is shown after the problem was raised, sent back or reopened for
 * the last time; the verification after the fix was claimed for the last time. A finding has no such start.
 *
 * @param usedAt when the photo was given as evidence; what happened at that moment came with it.
 */
export function evidenceStart(
  purpose: EvidencePurpose,
  usedAt: string,
  events: readonly StartingEvent[],
): EvidenceFacts['notBefore'] {
  if (purpose === 'finding') return null;
  const last = events.findLast(({ kind, at }) => {
    const start = starts[kind];
    const counts = start !== undefined && (start === 'claimed') === (purpose === 'verification');
    return counts && Date.parse(at) < Date.parse(usedAt);
  });
  const start = last && starts[last.kind];
  return last && start ? { at: last.at, start } : null;
}
