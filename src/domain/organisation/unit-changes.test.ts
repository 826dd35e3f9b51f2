import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideClose, decideMove, decideNewUnit, movedPath, type TreeUnit } from './unit-changes.ts';

const today = '2026-11-23';
function unit(id: string, path: string, more: Partial<TreeUnit> = {}): TreeUnit {
  const code = path.split('.').at(-1) ?? path;
  const parentId = path.includes('.') ? 'above' : null;
  return { id, name: id, code, path, parentId, validFrom: '2019-01-01', validTo: null, ...more };
}
const root = unit('city', '1');
const street = unit('street', '1.2.3', { parentId: 'old' });
const district = unit('new', '1.4');
const facts = { today, parent: district, siblingNames: [], placedFrom: '2019-01-01' };

describe('decideMove', () => {
  it('hangs the unit under its new parent', () => {
    expect(decideMove(street, '2026-10-01', facts)).toEqual({
      accepted: true,
      value: { parentId: 'new', from: '2026-10-01', path: '1.4.3' },
    });
  });

  it.each([
    ['unit.rootStays', root, '2026-10-01', {}],
    ['unit.closed', { ...street, validTo: '2026-01-01' }, '2026-10-01', {}],
    ['unit.intoItself', street, '2026-10-01', { parent: street }],
    ['unit.cycle', street, '2026-10-01', { parent: unit('below', '1.2.3.9') }],
    ['unit.sameParent', street, '2026-10-01', { parent: unit('old', '1.2') }],
    ['unit.beforePlacement', street, '2019-01-01', {}],
    ['unit.beforePlacement', street, '2018-12-31', {}],
    ['unit.futureDay', street, '2026-11-24', {}],
    ['unit.closed', street, '2026-10-01', { parent: { ...district, validTo: '2026-11-01' } }],
    ['unit.beforeParent', street, '2026-10-01', { parent: { ...district, validFrom: '2026-10-02' } }],
    ['unit.nameTaken', street, '2026-10-01', { siblingNames: ['street'] }],
    ['unit.tooDeep', street, '2026-10-01', { parent: unit('deep', Array(16).fill('x').join('.')) }],
  ])('refuses with %s', (code, moving, from, more) => {
    expect(decideMove(moving, from, { ...facts, ...more })).toMatchObject({
      accepted: false,
      refusal: { code },
    });
  });

  it('takes a code that begins like another one for no descendant', () => {
    const twin = unit('twin', '1.2.30');
    expect(decideMove(street, today, { ...facts, parent: twin }).accepted).toBe(true);
  });

  it('never lets a tree lose its root or close a circle, whatever is moved', () => {
    const step = fc.tuple(fc.nat(9), fc.nat(9));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let units = Array.from({ length: 10 }, (_, index) =>
          unit(`u${index}`, index === 0 ? 'c0' : `c0.c${index}`, {
            parentId: index === 0 ? null : 'u0',
            code: `c${index}`,
          }),
        );
        for (const [what, where] of steps) {
          const [moving, parent] = [units[what], units[where]];
          if (!moving || !parent) continue;
          const decision = decideMove(moving, today, { ...facts, parent });
          if (!decision.accepted) continue;
          const { path, parentId } = decision.value;
          units = units.map((other) => ({
            ...other,
            path: movedPath(other.path, moving.path, path),
            parentId: other.id === moving.id ? parentId : other.parentId,
          }));
        }
        const byId = new Map(units.map((each) => [each.id, each]));
        for (const each of units) {
          const above = each.parentId === null ? undefined : byId.get(each.parentId);
          expect(each.path).toBe(above ? `${above.path}.${each.code}` : 'c0');
        }
        expect(new Set(units.map((each) => each.path)).size).toBe(10);
      }),
    );
  });
});

describe('decideNewUnit', () => {
  it('refuses a second unit of the same name in one place', () => {
    const made = { name: '东方红街道', code: '9', validFrom: '2026-01-01' };
    expect(decideNewUnit(made, facts)).toMatchObject({ value: { path: '1.4.9' } });
    expect(decideNewUnit(made, { ...facts, siblingNames: ['东方红街道'] })).toMatchObject({
      refusal: { code: 'unit.nameTaken', facts: { name: '东方红街道', parent: 'new' } },
    });
  });
});

describe('decideClose', () => {
  const idle = { today, placedFrom: '2019-01-01', openProblems: 0, openUnits: 0, openPledges: 0 };
  it('closes a unit with nothing left to do', () => {
    expect(decideClose(street, today, idle)).toEqual({ accepted: true, value: today });
  });
  it.each([
    ['unit.hasOpenProblems', street, today, { openProblems: 1 }],
    ['unit.hasOpenPledges', street, today, { openPledges: 2 }],
    ['unit.hasOpenUnits', street, today, { openUnits: 3 }],
    ['unit.rootStays', root, today, {}],
    ['unit.closed', { ...street, validTo: '2026-01-01' }, today, {}],
    ['unit.beforePlacement', street, '2019-01-01', {}],
    ['unit.futureDay', street, '2026-11-24', {}],
  ])('refuses with %s', (code, closing, day, more) => {
    expect(decideClose(closing, day, { ...idle, ...more })).toMatchObject({ refusal: { code } });
  });
});
