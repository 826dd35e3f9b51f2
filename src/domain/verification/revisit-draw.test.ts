import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allocateSample,
  drawRevisits,
  drawStratum,
  lotOrder,
  registerText,
  reservesPerStratum,
  smallestSample,
} from './revisit-draw.ts';

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

interface Reference {
  readonly input: {
    readonly seed: string;
    readonly period: string;
    readonly strata: readonly { unit: string; type: string; ids: string[]; n: number }[];
    readonly inspectors: readonly string[];
  };
  readonly expected: {
    readonly draws: readonly { unit: string; selected: string[]; keys: string[]; reserve: string[] }[];
    readonly assignment: readonly { site: string; order: string[] }[];
  };
}

const reference = JSON.parse(
  readFileSync(new URL('../../../test/reference/draw-open.json', import.meta.url), 'utf8'),
) as Reference;
const { input, expected } = reference;
const frame = { seed: input.seed, period: input.period, sha256 };

describe('a draw by seed', () => {
  it.each(input.strata.map((stratum, index) => [stratum.type, stratum, expected.draws[index]] as const))(
    'of %s is the published one, with its keys and reserves',
    (_, { unit, type, ids, n }, wanted) => {
      const { drawn, reserves } = drawStratum(frame, { unit, type, ids: [...ids].reverse(), size: n });
      expect(drawn.map(({ id }) => id)).toEqual(wanted?.selected);
      expect(drawn.map(({ key }) => key.slice(0, 16))).toEqual(wanted?.keys);
      expect(reserves.map(({ id }) => id)).toEqual(wanted?.reserve);
    },
  );

  it('orders inspectors as published', () => {
    for (const { site, order } of expected.assignment) {
      expect(lotOrder(frame, site, [...input.inspectors].reverse()).slice(0, 2)).toEqual(order);
    }
  });

  it('changes nobody’s key when the register grows', () => {
    const ids = Array.from({ length: 40 }, (_, index) => `P${index}`);
    const few = drawStratum(frame, { unit: 'u', type: 'revisit', ids, size: 40 });
    const more = drawStratum(frame, { unit: 'u', type: 'revisit', ids: [...ids, 'new'], size: 41 });
    expect(more.drawn.filter(({ id }) => id !== 'new')).toEqual(few.drawn);
  });

  it('refuses a part that holds the separator, since two keys could then be one', () => {
    expect(() => drawStratum(frame, { unit: 'a|b', type: 't', ids: ['1'], size: 1 })).toThrow(RangeError);
    expect(() =>
      drawStratum({ ...frame, seed: '1|2' }, { unit: 'a', type: 't', ids: ['1'], size: 1 }),
    ).toThrow(RangeError);
  });
});

const units = fc
  .uniqueArray(fc.stringMatching(/^[a-z0-9]{1,4}$/), { minLength: 1, maxLength: 12 })
  .chain((names) =>
    fc.tuple(...names.map((unit) => fc.record({ unit: fc.constant(unit), fixes: fc.nat(40) }))),
  );

describe('the spread over units', () => {
  it('gives each its minimum, never more than it has, and the whole sample where there is enough', () => {
    fc.assert(
      fc.property(units, fc.nat(60), fc.nat(5), (entries, more, minimum) => {
        const least = smallestSample(entries, minimum);
        const given = allocateSample(entries, least + more, minimum);
        const whole = entries.reduce((sum, { fixes }) => sum + fixes, 0);
        expect(given.reduce((sum, count) => sum + count, 0)).toBe(Math.min(least + more, whole));
        for (const [index, { fixes }] of entries.entries()) {
          expect(given[index]).toBeLessThanOrEqual(fixes);
          expect(given[index]).toBeGreaterThanOrEqual(Math.min(fixes, minimum));
        }
      }),
    );
  });

  it('takes no notice of the order of the units', () => {
    fc.assert(
      fc.property(units, fc.nat(60), fc.nat(3), (entries, more, minimum) => {
        const size = smallestSample(entries, minimum) + more;
        const named = (list: typeof entries) =>
          new Map(allocateSample(list, size, minimum).map((count, index) => [list[index]?.unit, count]));
        expect(named([...entries].reverse() as typeof entries)).toEqual(named(entries));
      }),
    );
  });

  it('is proportional beyond the minimum', () => {
    const entries = [
      { unit: 'a', fixes: 100 },
      { unit: 'b', fixes: 50 },
      { unit: 'c', fixes: 10 },
    ];
    expect(allocateSample(entries, 32, 0)).toEqual([20, 10, 2]);
    expect(allocateSample(entries, 3, 2)).toEqual([2, 2, 2]);
  });
});

describe('the draw of a round', () => {
  const register = Array.from({ length: 60 }, (_, index) => ({
    unit: ['s2', 's1', 's3'][index % 3] ?? 's1',
    id: String(1000 + index),
  }));

  it('can be repeated from the register in any order, and another seed draws others', () => {
    const first = drawRevisits(frame, register, 12, 2);
    expect(drawRevisits(frame, [...register].reverse(), 12, 2)).toEqual(first);
    expect(drawRevisits({ ...frame, seed: 'other' }, register, 12, 2)).not.toEqual(first);
    expect(first.map(({ unit }) => unit)).toEqual(['s1', 's2', 's3']);
    expect(first.map(({ drawn }) => drawn.length)).toEqual([4, 4, 4]);
  });

  it('draws nothing twice and keeps reserves apart', () => {
    for (const { drawn, reserves } of drawRevisits(frame, register, 12, 2)) {
      const ids = [...drawn, ...reserves].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(reserves).toHaveLength(reservesPerStratum);
    }
  });

  it('draws every fix about as often as every other', () => {
    const times = new Map<string, number>();
    for (let seed = 0; seed < 400; seed += 1) {
      for (const { drawn } of drawRevisits({ ...frame, seed: `s${seed}` }, register, 12, 0)) {
        for (const { id } of drawn) times.set(id, (times.get(id) ?? 0) + 1);
      }
    }
    // 400 draws of one in five: 80 each, standard deviation 8
    for (const { id } of register) {
      expect(times.get(id)).toBeGreaterThan(45);
      expect(times.get(id)).toBeLessThan(115);
    }
  });

  it('is written down in one order only', () => {
    const text = registerText(register);
    expect(registerText([...register].reverse())).toBe(text);
    expect(text.split('\n').slice(0, 2)).toEqual(['s1|1001', 's1|1004']);
    expect(registerText([])).toBe('');
  });
});
