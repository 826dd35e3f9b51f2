import type { Verb } from '../../domain/access/verbs.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Permissions } from '../platform/permissions.ts';
import { findUnitPath } from './unit-queries.ts';

/** Path of the subtree a list is narrowed to. @throws Refused 404 where the caller may not see the unit. */
export async function pathInSight(
  { tx, cityId, ask }: { readonly tx: Tx; readonly cityId: string; readonly ask: Permissions },
  verb: Verb,
  unitId: string | undefined,
): Promise<string | undefined> {
  if (unitId === undefined) return undefined;
  const path = await findUnitPath(tx, cityId, unitId);
  ask.requireSight(verb, path ?? '');
  return path;
}
