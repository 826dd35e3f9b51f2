import { v7 as uuid } from 'uuid';
import { addDays } from '../../domain/organisation/city-day.ts';
import { daysToPledge } from '../../domain/pledges/pledge-confirmation.ts';
import type { Tx } from '../platform/database/database.ts';
import { recordEvents } from '../platform/event-log.ts';

/** A flag that asks its unit for a pledge. `awardedOn`: the day of the published ranking. */
export interface AskingFlag {
  readonly id: string;
  readonly unitId: string;
  readonly awardedOn: string;
}

/**
 * Opens the pledge that a flag asks for, due seven days after its award. Called by the publication of a
 * ranking, after the flag's row, in the same transaction; acts as the system. Once per flag, however
 * often it is called.
 *
 * @returns id of the pledge, or null where the flag had one already.
 */
export async function openPledgeForFlag(
  tx: Tx,
  cityId: string,
  flag: AskingFlag,
  now: string,
): Promise<string | null> {
  const id = uuid();
  const dueOn = addDays(flag.awardedOn, daysToPledge);
  const opened = await tx
    .insertInto('pledge')
    .values({
      city_id: cityId,
      id,
      unit_id: flag.unitId,
      flag_id: flag.id,
      state: 'due',
      due_on: dueOn,
      created_at: now,
      version: 1,
    })
    .onConflict((conflict) =>
      conflict.columns(['city_id', 'flag_id']).where('flag_id', 'is not', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (!opened) return null;
  const data = { unitId: flag.unitId, flagId: flag.id, dueOn };
  const event = { kind: 'pledge.opened', data };
  await recordEvents(tx, cityId, { kind: 'pledge', id }, [event], { personId: null }, now);
  return id;
}
