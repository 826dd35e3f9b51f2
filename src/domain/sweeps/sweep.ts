import type { Severity } from '../problems/problem.ts';

/** `done`: every site checked or excused, and the cause named. `cancelled`: begun by mistake, counts nowhere. */
export const sweepStates = ['open', 'done', 'waived', 'cancelled'] as const;
export type SweepState = (typeof sweepStates)[number];

/** What a unit says of one of its sites; `notChecked` says why and counts as not checked. */
export const checkResults = ['clear', 'found', 'notChecked'] as const;
export type CheckResult = (typeof checkResults)[number];

/** What an inspector finds where a unit said "clear". */
export const spotResults = ['clear', 'found'] as const;
export type SpotResult = (typeof spotResults)[number];

/** Why the same thing happens at many places; named when a sweep closes. */
export const rootCauses = ['person', 'money', 'ownership', 'design', 'habit', 'unknown'] as const;
export type RootCause = (typeof rootCauses)[number];

/** What is looked for and where; never changes once the sweep has begun. */
export interface SweepSubject {
  /** Name of the fault in words; findings of the sweep carry it as their title. */
  readonly title: string;
  readonly categoryKey: string;
  readonly itemCode: string | null;
  /** Version of the standard that `itemCode` belongs to. */
  readonly versionId: string | null;
  /** `high`: a clear site needs a photo, and the problem it came from waits for it. */
  readonly severity: Severity;
  readonly siteTypes: readonly string[];
  /** Sites of this unit's subtree were taken into the snapshot. */
  readonly scopeUnitId: string;
  /** The unit that answers for the sweep as a whole. */
  readonly ownerUnitId: string;
  /** The problem it came from; `null` where it began at a category. */
  readonly problemId: string | null;
  /** ISO instant by which every site is to be checked. */
  readonly dueAt: string;
}

/** A site in the snapshot; sites that are added to the register later are not silently in. */
export interface SweptSite {
  readonly checkId: string;
  readonly siteId: string;
  /** Territorial unit whose people check it: the street or town, else the unit of the territory itself. */
  readonly unitId: string;
}

/** Counts that stand beside every progress. */
export interface SweepCounts {
  readonly total: number;
  /** Found free of the fault, and not contradicted since. */
  readonly clear: number;
  /** With the fault: by the unit's own word or by a spot check. */
  readonly found: number;
  /** Said not to have been checked, with a reason. */
  readonly notChecked: number;
  /** Checked with at least one photo. */
  readonly withPhoto: number;
  /** "Clear" by the unit and looked at again by an inspector. */
  readonly spotChecked: number;
  /** Of those, where the inspector found the fault. */
  readonly contradicted: number;
}

/** A sweep (举一反三): the fold of its events, its checks apart. */
export interface Sweep extends SweepSubject, SweepCounts {
  readonly id: string;
  readonly number: number;
  readonly state: SweepState;
  readonly startedAt: string;
  readonly startedBy: string;
  readonly cause: RootCause | null;
  readonly causeNote: string | null;
  /** Why the sweep, or the sites left over when it closed, were not checked. */
  readonly waiveReason: string | null;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  readonly reopenCount: number;
  /** Number of events applied. */
  readonly version: number;
}

/** One site of a sweep. */
export interface SweepCheck extends SweptSite {
  readonly result: CheckResult | null;
  readonly reason: string | null;
  readonly photoCount: number;
  /** The problem raised by the finding. */
  readonly problemId: string | null;
  readonly checkedAt: string | null;
  readonly checkedBy: string | null;
  readonly spotResult: SpotResult | null;
  readonly spotReason: string | null;
  readonly spotPhotoCount: number;
  readonly spotProblemId: string | null;
  readonly spottedAt: string | null;
  readonly spottedBy: string | null;
}

/** A sweep with its checks and the problems it answers for: everything its history says. */
export interface WholeSweep {
  readonly sweep: Sweep;
  /** By id. */
  readonly checks: ReadonlyMap<string, SweepCheck>;
  readonly problemIds: readonly string[];
}

/** Most sites one sweep may hold: more are several sweeps, each with somebody who answers for it. */
export const mostSweptSites = 5000;

/** Working hours a sweep has where nobody chose a day: five office days. */
export const sweepHours = 40;

/** Days for which a closed sweep still answers for a new problem of the same kind in the same place. */
export const coveringDays = 30;

/** How one check counts. A contradicted "clear" counts as found. */
export function countsOf(check: Omit<SweepCheck, keyof SweptSite>): SweepCounts {
  const contradicted = check.spotResult === 'found';
  const is = (holds: boolean): number => (holds ? 1 : 0);
  return {
    total: 1,
    clear: is(check.result === 'clear' && !contradicted),
    found: is(check.result === 'found' || contradicted),
    notChecked: is(check.result === 'notChecked'),
    withPhoto: is(check.result !== null && check.result !== 'notChecked' && check.photoCount > 0),
    spotChecked: is(check.spotResult !== null),
    contradicted: is(contradicted),
  };
}

/** Sites that nobody has looked at yet, whether or not a reason was given. */
export function uncheckedOf(counts: Pick<SweepCounts, 'total' | 'clear' | 'found'>): number {
  return counts.total - counts.clear - counts.found;
}
