import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Grant } from '../access/may.ts';
import { roles } from '../access/verbs.ts';
import { decideEnding, decideGrant, type ManagedPerson, mayManage } from './person-rights.ts';

const grant = (role: Grant['role'], unitPath: string): Grant => ({ role, unitId: unitPath, unitPath });
const admin = (path: string) => ({ personId: `admin of ${path}`, grants: [grant('admin', path)] });
const person = (more: Partial<ManagedPerson> = {}): ManagedPerson => ({
  personId: 'p',
  isActive: true,
  grants: [grant('liaison', '1.2.3')],
  endedGrants: [],
  ...more,
});

describe('mayManage', () => {
  it('reaches people whose every role lies in the subtree', () => {
    expect(mayManage(admin('1.2'), person())).toBe(true);
    expect(mayManage(admin('1.3'), person())).toBe(false);
    const both = person({ grants: [grant('liaison', '1.2.3'), grant('admin', '1')] });
    expect(mayManage(admin('1.2'), both)).toBe(false);
    expect(mayManage(admin('1'), both)).toBe(true);
  });

  it('keeps a person without roles with whoever kept him', () => {
    const left = person({ grants: [], endedGrants: [grant('liaison', '1.2.3')] });
    expect(mayManage(admin('1.2'), left)).toBe(true);
    expect(mayManage(admin('1.3'), left)).toBe(false);
    expect(mayManage(admin('1'), person({ grants: [] }))).toBe(true);
    expect(mayManage(admin('1.2'), person({ grants: [] }))).toBe(false);
  });

  it('is nothing that another role brings', () => {
    for (const role of roles.filter((each) => each !== 'admin')) {
      expect(mayManage({ personId: 'a', grants: [grant(role, '1')] }, person())).toBe(false);
    }
  });
});

describe('decideGrant', () => {
  const wish = { role: 'unitHead', unitId: '1.2.3', unitPath: '1.2.3', unitClosed: false } as const;
  it.each([
    [null, admin('1.2'), person(), wish],
    ['person.grantToSelf', { ...admin('1'), personId: 'p' }, person(), wish],
    ['person.outsideReach', admin('1.2'), person(), { ...wish, unitPath: '1.3' }],
    ['person.outsideReach', admin('1.2'), person(), { ...wish, unitPath: '1.20' }],
    ['person.unitClosed', admin('1'), person(), { ...wish, unitClosed: true }],
    ['person.inactive', admin('1'), person({ isActive: false }), wish],
    ['person.grantTwice', admin('1'), person({ grants: [grant('unitHead', '1.2.3')] }), wish],
  ])('answers %s', (code, actor, target, wanted) => {
    const decision = decideGrant(actor, target, wanted);
    expect(decision.accepted ? null : decision.refusal.code).toBe(code);
  });
});

describe('decideEnding', () => {
  const ending = (personId: string, role: Grant['role'], path: string) => ({
    ...grant(role, path),
    personId,
  });

  it('keeps the last administrator of the city', () => {
    expect(decideEnding([ending('a', 'admin', '1')], ['a'])).toMatchObject({
      refusal: { code: 'person.lastAdmin' },
    });
    expect(decideEnding([ending('a', 'admin', '1')], ['a', 'b']).accepted).toBe(true);
    expect(decideEnding([ending('a', 'admin', '1.2')], ['b']).accepted).toBe(true);
    expect(decideEnding([ending('a', 'unitHead', '1')], ['a']).accepted).toBe(true);
  });

  it('leaves an administrator whatever ends in whatever order', () => {
    const people = ['a', 'b', 'c', 'd'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...people), { maxLength: 20 }), (leaving) => {
        let administrators: readonly string[] = people;
        for (const personId of leaving) {
          if (!administrators.includes(personId)) continue;
          const decision = decideEnding([ending(personId, 'admin', '1')], administrators);
          if (decision.accepted) administrators = administrators.filter((each) => each !== personId);
        }
        expect(administrators.length).toBeGreaterThan(0);
      }),
    );
  });
});
