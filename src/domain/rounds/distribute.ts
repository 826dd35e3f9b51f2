import { type InspectorStanding, mayInspect } from './recusal.ts';

/** A visit that has no inspector yet. */
export interface OpenVisit {
  readonly visitId: string;
  readonly siteId: string;
  readonly territoryPath: string;
}

/** An inspector with what he already has in the round. */
export interface AvailableInspector extends InspectorStanding {
  readonly personId: string;
  /** Visits of this round that are already his. */
  readonly load: number;
  /** Sites of this round that are already his: a site is visited once by one person. */
  readonly siteIds: readonly string[];
}

/** Who goes where. `personId` null: everybody must stay away. */
export interface DistributedVisit {
  readonly visitId: string;
  readonly personId: string | null;
}

/**
 * Spreads visits evenly over inspectors, by lot: the same seed and the same facts give the same result,
 * in whatever order they come, so that anybody can repeat the draw.
 *
 * Visits that few people may make go first; each goes to the person with the fewest visits who may make
 * it; the lot decides between equals. Loads then differ by at most one wherever nobody must stay away.
 */
export function distributeVisits(
  visits: readonly OpenVisit[],
  inspectors: readonly AvailableInspector[],
  seed: string,
): readonly DistributedVisit[] {
  const loads = new Map(inspectors.map((person) => [person.personId, person.load]));
  const taken = new Map(inspectors.map((person) => [person.personId, new Set(person.siteIds)]));
  const eligible = eligibleByTerritory(visits, inspectors);
  const drawn = visits
    .map((visit) => ({
      visit,
      people: eligible.get(visit.territoryPath) ?? [],
      lot: lotOf(seed, visit.visitId),
    }))
    .sort(
      (a, b) =>
        a.people.length - b.people.length || a.lot - b.lot || compareText(a.visit.visitId, b.visit.visitId),
    );
  return drawn.map(({ visit, people }) => {
    const free = people.filter((personId) => !taken.get(personId)?.has(visit.siteId));
    const chosen = leastLoaded(free, loads, seed, visit.visitId);
    if (chosen !== null) {
      loads.set(chosen, (loads.get(chosen) ?? 0) + 1);
      taken.get(chosen)?.add(visit.siteId);
    }
    return { visitId: visit.visitId, personId: chosen };
  });
}

function eligibleByTerritory(
  visits: readonly OpenVisit[],
  inspectors: readonly AvailableInspector[],
): ReadonlyMap<string, readonly string[]> {
  const paths = new Set(visits.map((visit) => visit.territoryPath));
  return new Map(
    [...paths].map((path) => [
      path,
      inspectors.filter((person) => mayInspect(person, path)).map((person) => person.personId),
    ]),
  );
}

function leastLoaded(
  people: readonly string[],
  loads: ReadonlyMap<string, number>,
  seed: string,
  visitId: string,
): string | null {
  let best: { personId: string; load: number; lot: number } | null = null;
  for (const personId of people) {
    const candidate = {
      personId,
      load: loads.get(personId) ?? 0,
      lot: lotOf(seed, `${visitId} ${personId}`),
    };
    if (!best || isBefore(candidate, best)) best = candidate;
  }
  return best?.personId ?? null;
}

type Candidate = { readonly personId: string; readonly load: number; readonly lot: number };

function isBefore(a: Candidate, b: Candidate): boolean {
  return (a.load - b.load || a.lot - b.lot || compareText(a.personId, b.personId)) < 0;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * A lot from 0 to 2³² − 1. FNV-1a over the code units, then the finaliser of MurmurHash3, without which
 * names that differ in their last sign draw neighbouring lots.
 */
function lotOf(seed: string, name: string): number {
  let hash = 0x811c9dc5;
  for (const sign of `${seed}|${name}`) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
