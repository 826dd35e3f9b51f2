import type { ProblemState } from '../problems/problem-states.ts';

/** What a recurrence is looked for with. */
export interface FoundAgain {
  /** The problem itself where it is in the ledger; null while it is being raised. */
  readonly id: string | null;
  readonly siteId: string | null;
  readonly itemCode: string | null;
  readonly categoryKey: string;
  /** ISO instant. */
  readonly raisedAt: string;
}

/** An entry of the ledger at the same site. */
export interface EarlierProblem {
  readonly id: string;
  readonly siteId: string | null;
  readonly itemCode: string | null;
  readonly categoryKey: string;
  readonly state: ProblemState;
  readonly struckOffAt: string | null;
}

const dayMs = 86_400_000;

/**
 * Struck-off problems that the found one may be again (反弹): at the same site, of the same item, or of the
 * same category where either has no item, and struck off within the window before. Newest first.
 *
 * Only a person can say whether it is the same again; a match is a question.
 */
export function possibleRecurrences<Earlier extends EarlierProblem>(
  found: FoundAgain,
  earlier: readonly Earlier[],
  windowDays: number,
): readonly Earlier[] {
  const raised = Date.parse(found.raisedAt);
  const matches = earlier.filter((one) => {
    if (one.id === found.id || one.state !== 'struck_off' || one.struckOffAt === null) return false;
    if (found.siteId === null || one.siteId !== found.siteId || !isSameMatter(found, one)) return false;
    const age = raised - Date.parse(one.struckOffAt);
    return age >= 0 && age <= windowDays * dayMs;
  });
  return matches.sort((a, b) => compareText(b.struckOffAt ?? '', a.struckOffAt ?? ''));
}

function isSameMatter(
  a: Pick<FoundAgain, 'itemCode' | 'categoryKey'>,
  b: Pick<FoundAgain, 'itemCode' | 'categoryKey'>,
): boolean {
  if (a.itemCode !== null && b.itemCode !== null) return a.itemCode === b.itemCode;
  return a.categoryKey === b.categoryKey;
}

/** A link of a chain of recurrences. */
export interface ChainLink {
  readonly id: string;
  readonly recurrenceOf: string | null;
  readonly raisedAt: string;
}

/**
 * Orders the problems of one chain, the first time first, and numbers them. Two problems may be the same
 * earlier one again; they follow each other by the time they were raised.
 */
export function numberChain<Link extends ChainLink>(
  links: readonly Link[],
): readonly (Link & { readonly time: number })[] {
  return [...links]
    .sort((a, b) => compareText(a.raisedAt, b.raisedAt) || compareText(a.id, b.id))
    .map((link, index) => ({ ...link, time: index + 1 }));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
