import { sql } from 'kysely';
import type { Grant } from '../../domain/access/may.ts';
import type { Role } from '../../domain/access/verbs.ts';
import type { ManagedPerson } from '../../domain/organisation/person-rights.ts';
import type { Tx } from '../platform/database/database.ts';
import { likePart } from './unit-queries.ts';
import { withinSubtrees } from './unit-subtree.ts';

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly login: string;
  readonly isActive: boolean;
  readonly mustChangePassword: boolean;
  readonly isSample: boolean;
}

const personColumns = [
  'person.id',
  'person.name',
  'person.login',
  'person.is_active as isActive',
  'person.must_change_password as mustChangePassword',
  'person.is_sample as isSample',
] as const;

export async function findPerson(tx: Tx, cityId: string, id: string): Promise<PersonRow | undefined> {
  return tx
    .selectFrom('person')
    .select(personColumns)
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Like {@link findPerson}, and nobody else can change him until this transaction ends. */
export async function lockPerson(tx: Tx, cityId: string, id: string): Promise<PersonRow | undefined> {
  return tx
    .selectFrom('person')
    .select(personColumns)
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export interface GrantRow extends Grant {
  readonly id: string;
  readonly personId: string;
  readonly unitName: string;
  readonly unitClosed: boolean;
  readonly validFrom: string;
  readonly validTo: string | null;
  /** Over before today. */
  readonly isEnded: boolean;
}

/** All grants of some people, ended ones too, oldest first. */
export async function listGrants(
  tx: Tx,
  cityId: string,
  personIds: readonly string[],
  today: string,
): Promise<readonly GrantRow[]> {
  if (personIds.length === 0) return [];
  const rows = await tx
    .selectFrom('role_grant as g')
    .innerJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'g.city_id').onRef('u.id', '=', 'g.unit_id'),
    )
    .select([
      'g.id',
      'g.person_id as personId',
      'g.role',
      'g.unit_id as unitId',
      'u.path as unitPath',
      'u.name as unitName',
      'g.valid_from as validFrom',
      'g.valid_to as validTo',
      sql<boolean>`u.valid_to is not null`.as('unitClosed'),
      sql<boolean>`(g.valid_to is not null and g.valid_to <= ${today}::date)`.as('isEnded'),
    ])
    .where('g.city_id', '=', cityId)
    .where('g.person_id', '=', sql<string>`any(${[...new Set(personIds)]}::uuid[])`)
    .orderBy('g.valid_from')
    .orderBy('g.id')
    .execute();
  // the check constraint of the table holds the same list of roles
  return rows.map((row) => ({ ...row, role: row.role as Role }));
}

/** A person as the rules about accounts see him. */
export function managedPerson(
  person: { id: string; isActive: boolean },
  grants: readonly GrantRow[],
): ManagedPerson {
  const own = grants.filter((grant) => grant.personId === person.id);
  return {
    personId: person.id,
    isActive: person.isActive,
    grants: own.filter((grant) => !grant.isEnded),
    endedGrants: own.filter((grant) => grant.isEnded),
  };
}

/** Ids of active people who hold `admin` on the city itself today. */
export async function listAdministrators(tx: Tx, cityId: string, today: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('role_grant as g')
    .innerJoin('person as p', (join) =>
      join.onRef('p.city_id', '=', 'g.city_id').onRef('p.id', '=', 'g.person_id'),
    )
    .innerJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'g.city_id').onRef('u.id', '=', 'g.unit_id'),
    )
    .select('g.person_id')
    .distinct()
    .where('g.city_id', '=', cityId)
    .where('g.role', '=', 'admin')
    .where('u.parent_id', 'is', null)
    .where('p.is_active', '=', true)
    .where('g.valid_from', '<=', today)
    .where((on) => on.or([on('g.valid_to', 'is', null), on('g.valid_to', '>', today)]))
    .execute();
  return rows.map((row) => row.person_id);
}

export interface PersonFilter {
  readonly search?: string | undefined;
  readonly role?: Role | undefined;
  /** Only people with a role in this subtree (a path). */
  readonly within?: string | undefined;
  readonly inactiveToo?: boolean | undefined;
  /** The name and id after which the page begins. */
  readonly after?: readonly [name: string, id: string] | undefined;
  readonly limit: number;
}

/** Who sees whom: people whose role lies in `seen`; those without any role only where `seesAll`. */
export interface PersonSight {
  readonly seen: readonly string[];
  readonly seesAll: boolean;
}

/**
 * People with a role in sight, by name. Someone whose roles all ended is seen where they were: whoever
 * kept him must find him again.
 */
export async function listPeople(
  tx: Tx,
  cityId: string,
  sight: PersonSight,
  today: string,
  filter: PersonFilter,
): Promise<readonly PersonRow[]> {
  let query = filtered(tx, cityId, sight, today, filter).select(personColumns);
  if (filter.after) {
    const [name, id] = filter.after;
    query = query.where(sql<boolean>`(person.name collate "C", person.id) > (${name}, ${id}::uuid)`);
  }
  return query.orderBy(sql`person.name collate "C"`).orderBy('person.id').limit(filter.limit).execute();
}

/** How many people {@link listPeople} has over all its pages. */
export async function countPeople(
  tx: Tx,
  cityId: string,
  sight: PersonSight,
  today: string,
  filter: PersonFilter,
): Promise<number> {
  const { count } = await filtered(tx, cityId, sight, today, filter)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

function filtered(tx: Tx, cityId: string, sight: PersonSight, today: string, filter: PersonFilter) {
  const { role, within, search, inactiveToo } = filter;
  const held = sql<boolean>`(g.valid_to is null or g.valid_to > ${today}::date)`;
  const roles = sql<boolean>`exists (
    select 1 from role_grant g
    where g.city_id = person.city_id and g.person_id = person.id
      and ${withinSubtrees('g.unit_id', cityId, sight.seen)}
      and (${held} or not exists (
        select 1 from role_grant o where o.city_id = person.city_id and o.person_id = person.id
          and (o.valid_to is null or o.valid_to > ${today}::date)))
      ${within === undefined ? sql`` : sql`and ${withinSubtrees('g.unit_id', cityId, [within])}`}
      ${role === undefined ? sql`` : sql`and g.role = ${role} and ${held}`})`;
  const noRoles = sql<boolean>`not exists (
    select 1 from role_grant g where g.city_id = person.city_id and g.person_id = person.id)`;
  const everybody = sight.seesAll && within === undefined && role === undefined;
  let query = tx
    .selectFrom('person')
    .where('person.city_id', '=', cityId)
    .where(everybody ? sql<boolean>`(${roles} or ${noRoles})` : roles);
  if (!inactiveToo) query = query.where('person.is_active', '=', true);
  if (search) {
    const part = likePart(search);
    query = query.where(({ or, eb }) =>
      or([eb('person.name', 'ilike', `%${part}%`), eb('person.login', 'ilike', `${part}%`)]),
    );
  }
  return query;
}

/** Who of these people is active and holds a role today in the subtree of `path`. */
export async function listPeopleOfSubtree(
  tx: Tx,
  cityId: string,
  path: string,
  personIds: readonly string[],
  today: string,
): Promise<ReadonlySet<string>> {
  if (personIds.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select distinct p.id from person p
    join role_grant g on g.city_id = p.city_id and g.person_id = p.id
    where p.city_id = ${cityId} and p.is_active and p.id = any (${[...personIds]}::uuid[])
      and g.valid_from <= ${today}::date and (g.valid_to is null or g.valid_to > ${today}::date)
      and ${withinSubtrees('g.unit_id', cityId, [path])}`.execute(tx);
  return new Set(rows.map((row) => row.id));
}
