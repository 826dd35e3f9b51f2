import { sql } from 'kysely';
import type { Tx } from '../../server/platform/database/database.ts';
import { contactsOf, enterFirstEvents } from './first-events.ts';
import type { SamplePerson, SampleUnit } from './sample-files.ts';
import { sampleCityId, sampleId } from './sample-ids.ts';

const cityId = sampleCityId;
const validFrom = '2019-01-01';

/** Enters the people with their roles. All share one password, so one hash serves all. */
export async function enterPeople(
  tx: Tx,
  people: readonly SamplePerson[],
  units: readonly SampleUnit[],
  passwordHash: string,
  now: string,
): Promise<void> {
  await tx
    .insertInto('person')
    .values(
      people.map(({ login, name, homeUnitKey }) => ({
        city_id: cityId,
        id: sampleId('person', login),
        login,
        name,
        password_hash: passwordHash,
        must_change_password: false,
        is_sample: true,
        home_unit_id: sampleId('unit', homeUnitKey),
        created_at: now,
      })),
    )
    .execute();
  const unitNames = new Map(units.map((unit) => [unit.key, unit.name]));
  const grants = people.flatMap(({ login, grants: held }) =>
    held.map(({ role, unitKey }) => ({
      login,
      unitKey,
      role,
      id: sampleId('grant', `${login}/${role}/${unitKey}`),
    })),
  );
  await tx
    .insertInto('role_grant')
    .values(
      grants.map(({ id, login, role, unitKey }) => ({
        city_id: cityId,
        id,
        person_id: sampleId('person', login),
        role,
        unit_id: sampleId('unit', unitKey),
        valid_from: validFrom,
      })),
    )
    .execute();
  const grantsOf = Map.groupBy(grants, ({ login }) => login);
  await enterFirstEvents(
    tx,
    'person',
    people.map(({ login, name }) => ({
      id: sampleId('person', login),
      events: [
        { kind: 'person.created', data: { login, name } },
        ...(grantsOf.get(login) ?? []).map(({ id, role, unitKey }) => ({
          kind: 'person.granted',
          data: {
            grantId: id,
            role,
            unitId: sampleId('unit', unitKey),
            unitName: unitNames.get(unitKey) ?? '',
            validFrom,
          },
        })),
      ],
    })),
    now,
  );
}

/** Makes each liaison the named person of his unit; the units' histories say so already. */
export async function enterContacts(tx: Tx, people: readonly SamplePerson[]): Promise<void> {
  const contacts = [...contactsOf(people)];
  const unitIds = contacts.map(([unitKey]) => sampleId('unit', unitKey));
  const personIds = contacts.map(([, { login }]) => sampleId('person', login));
  await sql`update unit u set contact_person_id = n.person_id
    from unnest(${unitIds}::uuid[], ${personIds}::uuid[]) as n (unit_id, person_id)
    where u.city_id = ${cityId} and u.id = n.unit_id`.execute(tx);
}
