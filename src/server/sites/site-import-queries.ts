import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Tx } from '../platform/database/database.ts';
import type { EventActor } from '../platform/event-log.ts';
import { writeSites } from './site-bulk-writing.ts';
import type { Directory, NamedUnit, PlannedSite } from './site-import-plan.ts';
import type { RegisterRow } from './site-import-rows.ts';
import { lockSitesByCode } from './site-queries.ts';

const importKind = 'sites';
const examplesShown = 4;

/** Everything the rows point at, in five statements; the sites stay locked until the transaction ends. */
export async function loadDirectory(
  tx: Tx,
  cityId: string,
  rows: readonly RegisterRow[],
  mayEdit: Directory['mayEdit'],
): Promise<Directory> {
  const types = await tx
    .selectFrom('site_type')
    .select(['code', 'name', 'name_en'])
    .where('city_id', '=', cityId)
    .orderBy('position')
    .execute();
  const sites = await lockSitesByCode(
    tx,
    cityId,
    rows.map(({ code }) => code),
  );
  return {
    siteTypes: new Map(
      types.flatMap(({ code, name, name_en }) =>
        [code, name, name_en].map((word): [string, string] => [word.toLowerCase(), code]),
      ),
    ),
    siteTypeExamples: types
      .slice(0, examplesShown)
      .map(({ name }) => name)
      .join('、'),
    units: await loadUnits(tx, cityId),
    people: await loadPeople(tx, cityId, rows),
    sites: new Map(sites.map((site) => [site.code, site])),
    vacantSites: await loadVacantSites(
      tx,
      cityId,
      sites.map(({ id }) => id),
    ),
    mayEdit,
  };
}

/** Sites whose vacancy looks for an owner; the table belongs to a feature above, so it is only read. */
async function loadVacantSites(tx: Tx, cityId: string, siteIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('vacancy')
    .select('site_id')
    .where('city_id', '=', cityId)
    .where('state', 'in', ['open', 'kept'])
    .where('site_id', '=', sql<string>`any(${[...siteIds]}::uuid[])`)
    .execute();
  return new Set(rows.map((row) => row.site_id));
}

async function loadUnits(tx: Tx, cityId: string): Promise<Map<string, NamedUnit[]>> {
  const rows = await tx
    .selectFrom('unit')
    .select(['id', 'code', 'name', 'short_name', 'aliases', 'path', 'valid_to'])
    .where('city_id', '=', cityId)
    .execute();
  const units = new Map<string, NamedUnit[]>();
  for (const row of rows) {
    const unit = {
      id: row.id,
      code: row.code,
      name: row.name,
      path: row.path,
      isClosed: row.valid_to !== null,
    };
    for (const name of new Set([row.code, row.name, row.short_name ?? row.name, ...row.aliases]))
      units.set(name, [...(units.get(name) ?? []), unit]);
  }
  return units;
}

async function loadPeople(
  tx: Tx,
  cityId: string,
  rows: readonly RegisterRow[],
): Promise<Directory['people']> {
  const logins = [...new Set(rows.flatMap(({ keeper }) => (keeper ? [keeper.toLowerCase()] : [])))];
  if (logins.length === 0) return new Map();
  const people = await tx
    .selectFrom('person')
    .select(['id', 'login', 'is_active'])
    .where('city_id', '=', cityId)
    .where('login', '=', sql<string>`any(${logins}::text[])`)
    .execute();
  return new Map(people.map(({ id, login, is_active }) => [login, { id, isActive: is_active }]));
}

/** When and by whom this very file was applied before. */
export async function findImportRun(tx: Tx, cityId: string, contentHash: string) {
  const run = await tx
    .selectFrom('import_run as r')
    .leftJoin('person as p', (join) =>
      join.onRef('p.city_id', '=', 'r.city_id').onRef('p.id', '=', 'r.applied_by'),
    )
    .select(['r.applied_at as at', 'p.name as byName'])
    .where('r.city_id', '=', cityId)
    .where('r.kind', '=', importKind)
    .where('r.content_hash', '=', contentHash)
    .executeTakeFirst();
  return run ?? null;
}

/** Remembers the file. @returns false where another import of the same file was first. */
export async function insertImportRun(
  tx: Tx,
  cityId: string,
  run: { contentHash: string; fileName: string; rows: number; personId: string | null; now: string },
): Promise<boolean> {
  const inserted = await tx
    .insertInto('import_run')
    .values({
      city_id: cityId,
      kind: importKind,
      content_hash: run.contentHash,
      id: uuid(),
      file_name: run.fileName,
      row_count: run.rows,
      applied_at: run.now,
      applied_by: run.personId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  return inserted.length > 0;
}

/** Writes what a plan adds and changes; rows that stay as they are are left alone. @returns ids of what was written. */
export async function writePlannedSites(
  tx: Tx,
  cityId: string,
  planned: readonly PlannedSite[],
  actor: EventActor,
  now: string,
): Promise<readonly string[]> {
  const touched = planned
    .filter(({ action }) => action !== 'keep')
    .map(({ before, content, events }) => ({
      id: before?.id ?? uuid(),
      version: (before?.version ?? 0) + 1,
      content,
      events,
      source: before?.source ?? null,
      isSample: before?.isSample ?? false,
    }));
  await writeSites(tx, cityId, touched, actor, now);
  return touched.map(({ id }) => id);
}
