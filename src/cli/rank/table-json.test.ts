import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankTable } from '../../domain/rankings/rank-table.ts';
import { sayRefusal } from './rank-words.ts';
import { readScheme, readTable } from './table-json.ts';

/** Tables that are nearly right: known fields with any value, so that most faults lie deep inside. */
const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('83.00', '-1', 0, 1, 'red', [], {}));
const mark = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('80', '82.745', 90, null) },
  { weight: 1, arbitrary: anything },
);
const unit = fc.record(
  {
    name: fc.oneof(fc.string(), fc.constantFrom('甲', '__proto__', 'constructor')),
    score: mark,
    deductions: anything,
    components: anything,
    ranked: anything,
    publishedRank: anything,
  },
  { requiredKeys: ['name'] },
);
const group = fc.record(
  { name: fc.string(), units: fc.oneof(fc.array(unit), anything), flags: anything, components: anything },
  { requiredKeys: ['name', 'units'] },
);
const table = fc.record(
  { groups: fc.oneof(fc.array(group), anything), decimals: anything },
  { requiredKeys: ['groups'] },
);

describe('any JSON at all', () => {
  it('is ranked or refused in one sentence, never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(table, fc.jsonValue()), (raw) => {
        const read = readTable('x.json', raw);
        if (!read.accepted) {
          expect(sayRefusal('zh-CN', read.refusal)).toMatch(/^x\.json[，：]/);
          return;
        }
        const { table: input } = read.value;
        const groups = input.groups.map((entry) => ({ ...entry }));
        const ranked = rankTable({ decimals: 2, tieRule: 'dense', order: 'higher-is-better', groups });
        expect(ranked.groups.map((g) => g.units.length)).toEqual(groups.map((g) => g.units.length));
      }),
      { numRuns: 500 },
    );
  });

  it('is no reason for a scheme to fall over either', () => {
    fc.assert(
      fc.property(fc.oneof(table, fc.dictionary(fc.string(), anything), fc.jsonValue()), (raw) => {
        const read = readScheme('x.json', raw);
        if (!read.accepted) expect(sayRefusal('en', read.refusal)).toMatch(/^x\.json[,:]/);
      }),
    );
  });
});
