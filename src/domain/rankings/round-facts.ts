import { offsetMilliseconds } from '../deadlines/working-time.ts';
import type { FrozenProblem, FrozenSite, FrozenUnit, Period } from './ranking-record.ts';

/** A unit that the scheme ranks. */
export interface MemberUnit {
  readonly id: string;
  readonly name: string;
  /** Codes from the root down, dot between. */
  readonly path: string;
  readonly kind: string;
}

/** A scored inspection of the round. */
export interface RoundInspection extends FrozenSite {
  readonly finishedAt: string;
  readonly territoryPath: string;
  /** Path of the bureau that answers for places of this kind; null where none does. */
  readonly lineBureauPath: string | null;
}

/** A problem of the round with a responsible unit and a deadline. */
export interface RoundProblem extends FrozenProblem {
  readonly unitPath: string;
}

/**
 * Which facts of a round count for which unit.
 *
 * - A site counts for every member whose subtree holds the site's territory (属地); for a member that
 *   is a bureau, the sites whose line bureau lies in its subtree instead: a bureau has no territory.
 * - A site that was inspected twice in the round counts once, by its last inspection.
 * - A problem counts for every member whose subtree holds its responsible unit, when its deadline is a
 *   day of the period and has passed at `asOf`: what was struck off early counts when it is due, so
 *   that counting earlier never looks better. The caller leaves out rejected, duplicate, voided and
 *   deferred (挂账) problems.
 *
 * @returns one entry per member in the members' order; sites and problems in the order of their ids and numbers.
 */
export function collectFacts(
  members: readonly MemberUnit[],
  inspections: readonly RoundInspection[],
  problems: readonly RoundProblem[],
  period: Period,
  asOf: string,
): readonly FrozenUnit[] {
  const byTerritory = new Map<string, FrozenSite[]>();
  const byBureau = new Map<string, FrozenSite[]>();
  const due = new Map<string, FrozenProblem[]>();
  for (const { siteId, inspectionId, score, territoryPath, lineBureauPath } of lastPerSite(inspections)) {
    const site = { siteId, inspectionId, score };
    for (const path of ancestors(territoryPath)) append(byTerritory, path, site);
    if (lineBureauPath !== null) for (const path of ancestors(lineBureauPath)) append(byBureau, path, site);
  }
  const deadline = Date.parse(asOf);
  const counted = problems
    .filter((problem) => Date.parse(problem.deadlineAt) <= deadline && isDayOf(period, problem.deadlineAt))
    .toSorted((a, b) => a.number - b.number);
  for (const { problemId, number, deadlineAt, struckOffAt, unitPath } of counted) {
    for (const path of ancestors(unitPath)) append(due, path, { problemId, number, deadlineAt, struckOffAt });
  }
  return members.map(({ id, name, path, kind }) => ({
    unitId: id,
    unitName: name,
    sites: (kind === 'bureau' ? byBureau : byTerritory).get(path) ?? [],
    problems: due.get(path) ?? [],
  }));
}

function isDayOf({ from, to }: Period, instant: string): boolean {
  const day = new Date(Date.parse(instant) + offsetMilliseconds).toISOString().slice(0, 10);
  return from <= day && day <= to;
}

function lastPerSite(inspections: readonly RoundInspection[]): readonly RoundInspection[] {
  const last = new Map<string, RoundInspection>();
  for (const inspection of inspections) {
    const known = last.get(inspection.siteId);
    if (!known || isLater(inspection, known)) last.set(inspection.siteId, inspection);
  }
  return [...last.values()].sort((a, b) => (a.siteId < b.siteId ? -1 : 1));
}

/** Of two that ended at the same instant, the one with the greater id. */
function isLater(a: RoundInspection, b: RoundInspection): boolean {
  const difference = Date.parse(a.finishedAt) - Date.parse(b.finishedAt);
  return difference === 0 ? a.inspectionId > b.inspectionId : difference > 0;
}

/** The path itself and every path above it. */
function ancestors(path: string): readonly string[] {
  const codes = path.split('.');
  return codes.map((_, index) => codes.slice(0, index + 1).join('.'));
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
