import type { VacancyView } from '../../contract/vacancies.ts';
import type { Json } from '../../domain/canonical-json.ts';
import type { Tx } from '../platform/database/database.ts';
import { findNames } from '../problems/problem-queries.ts';

/** The history of a vacancy, oldest first, with the names of its units and people. */
export async function listVacancyHistory(
  tx: Tx,
  cityId: string,
  id: string,
): Promise<VacancyView['history']> {
  const rows = await tx
    .selectFrom('event')
    .select(['version', 'kind', 'at', 'data', 'actor_id as actorId'])
    .where('city_id', '=', cityId)
    .where('subject_kind', '=', 'vacancy')
    .where('subject_id', '=', id)
    .orderBy('version')
    .execute();
  const events = rows.map((row) => ({ ...row, data: row.data as { readonly [key: string]: Json } }));
  const names = await findNames(
    tx,
    cityId,
    events.flatMap(({ actorId, data }) => [actorId, textOf(data.unitId), textOf(data.personId)]),
  );
  const named = (personOrUnit: string | null) =>
    personOrUnit === null ? null : { id: personOrUnit, name: names.get(personOrUnit) ?? '' };
  return events.map(({ version, kind, at, actorId, data }) => ({
    version,
    kind,
    at,
    actor: named(actorId),
    unit: named(textOf(data.unitId)),
    person: named(textOf(data.personId)),
    dueOn: textOf(data.dueOn),
    note:
      [textOf(data.reason), textOf(data.consent), textOf(data.reference)]
        .filter((part) => part !== null)
        .join(' · ') || null,
  }));
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
