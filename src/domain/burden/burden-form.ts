import type { Role, Verb } from '../access/verbs.ts';
import { roles, verbsOfRole } from '../access/verbs.ts';

/**
 * How a field of a form gets its value:
 * - `asked`: only the person knows it; he types it or takes a photo;
 * - `chosen`: he picks it from what the house knows;
 * - `optional`: he may leave it empty;
 * - `prefilled`: the house fills it in, he may change it;
 * - `carried`: he never sees it: ids, versions, what the device measures.
 */
export type FieldClass = 'asked' | 'chosen' | 'optional' | 'prefilled' | 'carried';

/** What one endpoint asks of a person. */
export interface BurdenForm {
  /** Name of the endpoint. */
  readonly key: string;
  /** Who may send it; null = everybody who is signed in. */
  readonly verb: Verb | null;
  /** By name in the body, without {@link alwaysCarried}. */
  readonly fields: Readonly<Record<string, FieldClass>>;
}

/** Fields of the house's own bookkeeping, in whatever form they occur: no form declares them. */
export const alwaysCarried: readonly string[] = ['id', 'commandId', 'version'];

/** Declares a form. */
export function form(key: string, verb: Verb | null, fields: BurdenForm['fields']): BurdenForm {
  return { key, verb, fields };
}

/** How many fields of a form are filled in which way. */
export type FieldCounts = Readonly<Record<FieldClass, number>>;

/** Counts the fields of a form. What is carried is no burden, but it is told. */
export function countFields({ fields }: BurdenForm): FieldCounts {
  const counts = { asked: 0, chosen: 0, optional: 0, prefilled: 0, carried: 0 };
  for (const how of Object.values(fields)) counts[how] += 1;
  return counts;
}

/** Fields a person must fill in himself. */
export function mustFill(counts: FieldCounts): number {
  return counts.asked + counts.chosen;
}

/** Roles that can meet a form. */
export function rolesOf({ verb }: BurdenForm): readonly Role[] {
  return verb === null ? roles : roles.filter((role) => verbsOfRole[role].includes(verb));
}
