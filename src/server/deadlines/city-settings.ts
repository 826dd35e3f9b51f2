import { sql } from 'kysely';
import type { Json } from '../../domain/canonical-json.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EventActor, findChainEnd, recordEvents } from '../platform/event-log.ts';
import type { Permissions } from '../platform/permissions.ts';
import { Refused } from '../platform/refused.ts';

/** Settings of the city as stored, and their version: the number of events of the city so far. */
export interface StoredSettings {
  readonly settings: Readonly<Record<string, Json>>;
  readonly version: number;
}

/** What the city has set; keys that nobody set are missing. */
export async function findCitySettings(tx: Tx, cityId: string): Promise<StoredSettings> {
  const { rows } = await sql<{ settings: Record<string, Json>; version: number }>`
    select c.settings, coalesce((select max(e.version) from event e
      where e.city_id = ${cityId} and e.subject_kind = 'city' and e.subject_id = ${cityId}), 0) as version
    from city c where c.city_id = ${cityId}`.execute(tx);
  const [row] = rows;
  return { settings: row?.settings ?? {}, version: row?.version ?? 0 };
}

/** Path of the city's own unit: what concerns the whole city is asked there. */
export async function findRootPath(tx: Tx, cityId: string): Promise<string> {
  const root = await tx
    .selectFrom('unit')
    .select('path')
    .where('city_id', '=', cityId)
    .where('parent_id', 'is', null)
    .orderBy('path')
    .limit(1)
    .executeTakeFirstOrThrow();
  return root.path;
}

/** Asks whether the person may configure the ledger of the city. @throws Refused 403. */
export async function requireConfiguring(tx: Tx, cityId: string, ask: Permissions): Promise<void> {
  ask.require('ledger.configure', await findRootPath(tx, cityId));
}

/**
 * Holds the city's settings until the transaction ends, so that two who save meet one after the other.
 *
 * @throws Refused 409 `stale` where somebody saved since `version`.
 */
export async function lockSettings(tx: Tx, cityId: string, version: number): Promise<StoredSettings> {
  // not `for update`: that would hold up everybody who writes a row of this city
  await sql`select 1 from city where city_id = ${cityId} for no key update`.execute(tx);
  const stored = await findCitySettings(tx, cityId);
  if (stored.version !== version) throw new Refused(409, 'stale', { version: stored.version });
  return stored;
}

/** One change of the settings. */
export interface SettingChange {
  readonly kind: `city.${string}`;
  readonly data: Json;
  /** New values by key of `city.settings`; keys that are not named stay. */
  readonly settings?: Readonly<Record<string, Json>>;
}

/** Stores a change with its event. The caller holds {@link lockSettings}. */
export async function recordSettingChange(
  tx: Tx,
  cityId: string,
  change: SettingChange,
  actor: EventActor,
  now: string,
): Promise<void> {
  if (change.settings) {
    await sql`update city set settings = settings || ${JSON.stringify(change.settings)}::jsonb
      where city_id = ${cityId}`.execute(tx);
  }
  const end = await findChainEnd(tx, cityId, 'city', cityId);
  const event = { kind: change.kind, data: change.data };
  await recordEvents(tx, cityId, { kind: 'city', id: cityId, end }, [event], actor, now);
}
