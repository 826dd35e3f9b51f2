import type { BurdenRow } from '../../contract/burden.ts';
import type { Role } from '../../domain/access/verbs.ts';

/** All forms of a role together. */
export interface RoleBurden {
  readonly role: Role;
  readonly forms: number;
  /** Fields that only the person can fill. */
  readonly mustFill: number;
  readonly prefilled: number;
  readonly completed: number;
  /** Fields filled by hand in one completed form, on average over those completed; null before the first. */
  readonly filledByHand: number | null;
}

/** One line for each role that meets forms, in the order of the rows. */
export function burdenOfRoles(rows: readonly BurdenRow[]): RoleBurden[] {
  return [...Map.groupBy(rows, (row) => row.role)]
    .map(([role, forms]) => {
      const completed = sum(forms, (row) => row.count);
      const byHand = sum(forms, (row) => row.count * (row.asked + row.chosen));
      return {
        role,
        forms: forms.length,
        mustFill: sum(forms, (row) => row.asked + row.chosen),
        prefilled: sum(forms, (row) => row.prefilled),
        completed,
        filledByHand: completed === 0 ? null : byHand / completed,
      };
    })
    .sort((a, b) => b.completed - a.completed);
}

/** The forms of a role: the most used first, then those that ask most. */
export function formsOfRole(rows: readonly BurdenRow[], role: Role): BurdenRow[] {
  return rows
    .filter((row) => row.role === role)
    .sort((a, b) => b.count - a.count || b.asked + b.chosen - (a.asked + a.chosen));
}

function sum(rows: readonly BurdenRow[], of: (row: BurdenRow) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}
