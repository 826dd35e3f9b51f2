import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Role } from '../access/verbs.ts';
import { assignRevisits, isIndependent, type RevisitedFix } from './assign-revisits.ts';

const frame = {
  seed: 's',
  period: '2026-10',
  sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
};

function person(personId: string, homePath: string | null = null, load = 0, role: Role = 'inspector') {
  return { personId, homePath, load, grants: [{ role, unitId: 'city', unitPath: 'C' }] };
}

function fix(change: Partial<RevisitedFix> = {}): RevisitedFix {
  return {
    id: '1',
    territoryPath: 'C.d1.s1',
    fixingPaths: ['C.d1.s1'],
    involvedIds: ['verifier'],
    ...change,
  };
}

describe('who may look again', () => {
  it('is nobody who verified, fixed or answered for it', () => {
    expect(isIndependent(person('verifier'), fix())).toBe(false);
    expect(isIndependent(person('other'), fix())).toBe(true);
  });

  it('is nobody of the fixing or assisting unit, nor where he works', () => {
    expect(isIndependent(person('a', 'C.d1.s1'), fix())).toBe(false);
    expect(isIndependent(person('a', 'C.d1'), fix())).toBe(false);
    expect(isIndependent(person('a', 'C.b1'), fix({ fixingPaths: ['C.d1.s1', 'C.b1'] }))).toBe(false);
    expect(isIndependent(person('a', 'C.d2'), fix())).toBe(true);
  });

  it('is nobody who does not inspect', () => {
    expect(isIndependent(person('a', null, 0, 'verifier'), fix())).toBe(false);
  });
});

describe('revisits', () => {
  it('go round by the load each has already', () => {
    const fixes = Array.from({ length: 6 }, (_, index) => fix({ id: String(index) }));
    const people = [person('a', null, 4), person('b'), person('c')];
    const given = assignRevisits(fixes, people, frame);
    expect(given.filter((one) => one === 'a')).toHaveLength(0);
    expect(given.filter((one) => one === 'b')).toHaveLength(3);
  });

  it('are even to one, independent, and the same for the same seed in any order of people', () => {
    const homes = fc.array(fc.constantFrom(null, 'C.d1', 'C.d2.s9', 'C.b1'), { maxLength: 6 });
    fc.assert(
      fc.property(homes, fc.nat(30), (places, many) => {
        const people = places.map((home, index) => person(`p${index}`, home));
        const fixes = Array.from({ length: many }, (_, index) =>
          fix({ id: String(index), involvedIds: [`p${index % 3}`] }),
        );
        const given = assignRevisits(fixes, people, frame);
        expect(assignRevisits(fixes, [...people].reverse(), frame)).toEqual(given);
        for (const [index, chosen] of given.entries()) {
          const free = people.filter((one) => isIndependent(one, fixes[index] ?? fix()));
          if (chosen === null) expect(free).toEqual([]);
          else expect(free.map(({ personId }) => personId)).toContain(chosen);
        }
      }),
    );
  });
});
