import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AvailableInspector, distributeVisits } from './distribute.ts';
import { mayInspect } from './recusal.ts';

function inspector(personId: string, homePath: string | null = null, load = 0): AvailableInspector {
  const grants = [{ role: 'inspector', unitId: 'city', unitPath: 'C' }] as const;
  return { personId, homePath, grants, load, siteIds: [] };
}

function visits(count: number, streets: readonly string[] = ['C.a.1']) {
  return Array.from({ length: count }, (_, index) => ({
    visitId: `v${index}`,
    siteId: `s${index}`,
    territoryPath: streets[index % streets.length] ?? 'C.a.1',
  }));
}

function loads(result: ReturnType<typeof distributeVisits>): Map<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const { personId } of result) counts.set(personId, (counts.get(personId) ?? 0) + 1);
  return counts;
}

describe('distribution', () => {
  it('is even to one visit where nobody must stay away, counting what people already have', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.string(),
        (many, people, seed) => {
          const team = Array.from({ length: people }, (_, index) => inspector(`p${index}`));
          const counts = loads(distributeVisits(visits(many), team, seed));
          const all = team.map((person) => counts.get(person.personId) ?? 0);
          expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(1);
          expect(counts.get(null)).toBeUndefined();
        },
      ),
    );
    const uneven = distributeVisits(visits(4), [inspector('busy', null, 6), inspector('free')], 's');
    expect(loads(uneven)).toEqual(new Map([['free', 4]]));
  });

  it('gives the same draw for the same seed in any order, and another for another seed', () => {
    const team = ['a', 'b', 'c', 'd'].map((name) => inspector(name));
    const sorted = (result: ReturnType<typeof distributeVisits>) =>
      [...result].sort((a, b) => (a.visitId < b.visitId ? -1 : 1));
    const first = sorted(distributeVisits(visits(30), team, 'lot-1'));
    expect(sorted(distributeVisits(visits(30).reverse(), [...team].reverse(), 'lot-1'))).toEqual(first);
    expect(sorted(distributeVisits(visits(30), team, 'lot-2'))).not.toEqual(first);
  });

  it('never sends a party to his own territory, and leaves open what everybody must avoid', () => {
    const streets = ['C.a.1', 'C.a.2', 'C.b.1'];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(null, 'C', 'C.a', 'C.b', 'C.a.1'), { maxLength: 5 }),
        fc.string(),
        (homes, seed) => {
          const team = homes.map((home, index) => inspector(`p${index}`, home));
          const planned = visits(20, streets);
          for (const { visitId, personId } of distributeVisits(planned, team, seed)) {
            const path = planned.find((visit) => visit.visitId === visitId)?.territoryPath ?? '';
            const allowed = team
              .filter((person) => mayInspect(person, path))
              .map((person) => person.personId);
            if (personId === null) expect(allowed).toEqual([]);
            else expect(allowed).toContain(personId);
          }
        },
      ),
    );
  });

  it('never sends one person to one site twice', () => {
    const twice = ['v1', 'v2', 'v3'].map((visitId) => ({ visitId, siteId: 's', territoryPath: 'C.a.1' }));
    const drawn = distributeVisits(twice, [inspector('a'), inspector('b')], 'x').map(
      ({ personId }) => personId,
    );
    expect(new Set(drawn)).toEqual(new Set(['a', 'b', null]));
  });
});
