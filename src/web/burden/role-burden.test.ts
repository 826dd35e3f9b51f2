import { describe, expect, it } from 'vitest';
import type { BurdenRow } from '../../contract/burden.ts';
import { burdenOfRoles, formsOfRole } from './role-burden.ts';

function row(part: Partial<BurdenRow>): BurdenRow {
  const none = { asked: 0, chosen: 0, optional: 0, prefilled: 0, carried: 0, count: 0 };
  return { form: 'f', role: 'liaison', ...none, medianSeconds: null, ninthDecileSeconds: null, ...part };
}

const rows = [
  row({ form: 'assign', chosen: 1, count: 30 }),
  row({ form: 'return', asked: 1, chosen: 1, prefilled: 2, count: 10 }),
  row({ form: 'edit', asked: 4 }),
  row({ form: 'assign', role: 'unitHead', chosen: 1 }),
];

describe('the burden of a role', () => {
  it('weighs fields by the forms that were really filled in', () => {
    expect(burdenOfRoles(rows)).toEqual([
      { role: 'liaison', forms: 3, mustFill: 7, prefilled: 2, completed: 40, filledByHand: 1.25 },
      { role: 'unitHead', forms: 1, mustFill: 1, prefilled: 0, completed: 0, filledByHand: null },
    ]);
  });

  it('shows the most used forms first, then those that ask most', () => {
    expect(formsOfRole(rows, 'liaison').map((one) => one.form)).toEqual(['assign', 'return', 'edit']);
    expect(formsOfRole(rows, 'verifier')).toEqual([]);
  });
});
