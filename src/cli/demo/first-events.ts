import type { Tx } from '../../server/platform/database/database.ts';
import {
  chainEvents,
  chainStart,
  eventRows,
  type NewEvent,
  type SubjectKind,
} from '../../server/platform/event-log.ts';
import type { SamplePerson } from './sample-files.ts';
import { sampleCityId } from './sample-ids.ts';

/** Events of one statement: eleven columns each stay below the 65,535 parameters of a message. */
const eventsAtOnce = 2_000;

/** Begins the histories of many subjects at once, as the system. */
export async function enterFirstEvents(
  tx: Tx,
  kind: SubjectKind,
  subjects: readonly { readonly id: string; readonly events: readonly NewEvent[] }[],
  now: string,
): Promise<void> {
  const chained = subjects.flatMap(({ id, events }) =>
    chainEvents(sampleCityId, { kind, id, end: chainStart }, events, { personId: null }, now),
  );
  for (let from = 0; from < chained.length; from += eventsAtOnce) {
    const rows = eventRows(sampleCityId, chained.slice(from, from + eventsAtOnce));
    await tx.insertInto('event').values(rows).execute();
  }
}

/** The named person of each unit, by unit key: its liaison. */
export function contactsOf(people: readonly SamplePerson[]): ReadonlyMap<string, SamplePerson> {
  return new Map(
    people.flatMap((person) =>
      person.grants
        .filter(({ role }) => role === 'liaison')
        .map(({ unitKey }): [string, SamplePerson] => [unitKey, person]),
    ),
  );
}
