import { createHash } from 'node:crypto';
import type { PlannedAnswer, PlannedVisit, ProgressPlan } from './sample-files.ts';

export type FateEnd = 'struckOff' | 'fixClaimed' | 'inProgress' | 'assigned' | 'dispatched' | 'returned';

/** How far a sample problem gets, and on which way. */
export interface Fate {
  readonly key: string;
  readonly end: FateEnd;
  readonly isSentBack: boolean;
  /** Of one that stays open: whether its deadline has passed. */
  readonly isOverdue: boolean;
}

/** A number in [0, 1) that is always the same for the same words. */
export function dice(seed: string, ...words: readonly string[]): number {
  const hash = createHash('sha256')
    .update([seed, ...words].join('|'))
    .digest();
  return hash.readUIntBE(0, 6) / 2 ** 48;
}

/** The place and item of a finding. */
export function findingKey(siteKey: string, itemCode: string): string {
  return `${siteKey}|${itemCode}`;
}

export function isFinding({ value, defects = 0 }: PlannedAnswer): boolean {
  return defects > 0 || value === 'partly' || value === 'not_met';
}

/**
 * Deals out what becomes of the problems of a round, by the rule that stands in the plan: sorted by hash,
 * the shares of the states are taken from the list in turn; every further share is taken by hash. The
 * ledger knows no suspension by command yet, so that share of the plan is not used.
 */
export function dealFates(visits: readonly PlannedVisit[], plan: ProgressPlan): ReadonlyMap<string, Fate> {
  const keys = visits.flatMap(({ siteKey, answers }) =>
    (answers ?? []).filter(isFinding).map(({ itemCode }) => findingKey(siteKey, itemCode)),
  );
  const hashOf = (key: string) => createHash('sha256').update(`${plan.seed}|${key}`).digest('hex');
  const sorted = keys.map((key) => ({ key, hash: hashOf(key) })).sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const ends = Object.entries(plan.states) as [FateEnd, number][];
  return new Map(
    sorted.map(({ key }, index) => {
      const end = endAt(ends, (index + 0.5) / sorted.length);
      const by = (what: string, share: number) => dice(plan.seed, key, what) < share;
      const isReturned = end === 'dispatched' && by('returned', plan.returnedShareOfDispatched);
      const worked = end === 'struckOff' || end === 'fixClaimed' || end === 'inProgress';
      const fate: Fate = {
        key,
        end: isReturned ? 'returned' : end,
        isSentBack: worked && by('sentBack', plan.sentBackOnceShare),
        isOverdue: by('overdue', plan.overdueShareOfOpen),
      };
      return [key, fate];
    }),
  );
}

function endAt(ends: readonly [FateEnd, number][], place: number): FateEnd {
  let sum = 0;
  for (const [end, share] of ends) {
    sum += share;
    if (place < sum) return end;
  }
  return 'struckOff';
}
