import type { Json } from '../canonical-json.ts';

/** What a worst-first list counts with. Part of `city.settings`, under `worstFirst`; shown beside every list. */
export interface WorstFormula {
  /** Points for each part at its worst; they add up to 100. */
  readonly scorePoints: number;
  readonly overduePoints: number;
  readonly agePoints: number;
  readonly recurrencePoints: number;
  /** From here on a part counts in full: overdue problems, days, recurrences. */
  readonly fullOverdue: number;
  readonly fullAgeDays: number;
  readonly fullRecurrences: number;
  /** Recurrences raised in so many days count. */
  readonly recurrenceDays: number;
}

/** Of a site; a unit has many sites and needs more of everything to be as bad. */
export const defaultSiteFormula: WorstFormula = {
  scorePoints: 40,
  overduePoints: 25,
  agePoints: 20,
  recurrencePoints: 15,
  fullOverdue: 3,
  fullAgeDays: 30,
  fullRecurrences: 3,
  recurrenceDays: 365,
};

export const defaultUnitFormula: WorstFormula = {
  ...defaultSiteFormula,
  fullOverdue: 30,
  fullRecurrences: 30,
};

const points = ['scorePoints', 'overduePoints', 'agePoints', 'recurrencePoints'] as const;
const bounds = ['fullOverdue', 'fullAgeDays', 'fullRecurrences', 'recurrenceDays'] as const;

/** The city's formula; the default where it set none, or one whose points do not add up to 100. */
export function readWorstFormula(settings: Json, of: 'sites' | 'units'): WorstFormula {
  const standard = of === 'sites' ? defaultSiteFormula : defaultUnitFormula;
  const set = memberOf(memberOf(settings, 'worstFirst'), of);
  const wanted: Record<string, number> = {};
  for (const name of [...points, ...bounds]) {
    const value = memberOf(set, name);
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) wanted[name] = value;
  }
  const chosen: WorstFormula = { ...standard, ...wanted };
  const adds = points.reduce((total, name) => total + chosen[name], 0) === 100;
  return adds && bounds.every((name) => chosen[name] >= 1) ? chosen : standard;
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return (value as { readonly [key: string]: Json })[name];
}

/** What is known of a site or a unit. */
export interface WorstFacts {
  /** 0 to 100; null where nothing was inspected. */
  readonly score: number | null;
  readonly overdue: number;
  /** Half of the open problems are younger, in days; null where none is open. */
  readonly medianAgeDays: number | null;
  readonly recurrences: number;
}

/** Points of each part, to a tenth. `score` is null, and counts nothing, where nothing was inspected. */
export interface WorstParts {
  readonly score: number | null;
  readonly overdue: number;
  readonly age: number;
  readonly recurrence: number;
}

/**
 * How bad a place is, 0 to 100 and to a tenth: each part counts by its share of what counts in full.
 *
 * What was never inspected gets no points for its score; it is not made better or worse than it is known
 * to be, and the list says so.
 */
export function worstPoints(facts: WorstFacts, formula: WorstFormula): { points: number; parts: WorstParts } {
  const share = (value: number, full: number) => Math.min(Math.max(value, 0) / full, 1);
  const parts: WorstParts = {
    score: facts.score === null ? null : tenths(formula.scorePoints * share(100 - facts.score, 100)),
    overdue: tenths(formula.overduePoints * share(facts.overdue, formula.fullOverdue)),
    age: tenths(formula.agePoints * share(facts.medianAgeDays ?? 0, formula.fullAgeDays)),
    recurrence: tenths(formula.recurrencePoints * share(facts.recurrences, formula.fullRecurrences)),
  };
  // added in tenths, so that the sum is what a reader gets who adds the parts himself
  const sum = [parts.score ?? 0, parts.overdue, parts.age, parts.recurrence];
  return { points: sum.reduce((total, part) => total + Math.round(part * 10), 0) / 10, parts };
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
