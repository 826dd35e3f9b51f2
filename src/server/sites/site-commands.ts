import type { z } from 'zod';
import type { createSite as createEndpoint, editSite as editEndpoint } from '../../contract/sites.ts';
import { canonicalJson, type Json } from '../../domain/canonical-json.ts';
import type { Decision } from '../../domain/decision.ts';
import {
  changeSite,
  contentOf,
  createSite,
  restoreSite,
  retireSite,
  type Site,
  type SiteContent,
  type SiteEvent,
} from '../../domain/places/site.ts';
import { findUnits } from '../organisation/unit-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EventActor, recordEvents } from '../platform/event-log.ts';
import type { Permissions } from '../platform/permissions.ts';
import { type FieldFault, notFound, Refused, unwrap } from '../platform/refused.ts';
import { findSite, lockSite, type SiteFacts } from './site-queries.ts';

/** What every command needs from the call. */
export interface SiteCommandCall {
  readonly tx: Tx;
  readonly cityId: string;
  readonly actor: EventActor;
  readonly ask: Permissions;
  readonly now: string;
}

type CreateBody = z.output<(typeof createEndpoint)['body']>;
type EditBody = z.output<(typeof editEndpoint)['body']>;

/** Enters a site. The same id with the same content again changes nothing. */
export async function enterSite(call: SiteCommandCall, body: CreateBody): Promise<SiteFacts> {
  const { tx, cityId } = call;
  const { id, position, ...rest } = body;
  const content: SiteContent = {
    ...rest,
    lon: position?.lon ?? null,
    lat: position?.lat ?? null,
    positionSource: position?.source ?? null,
  };
  await requireEdit(call, content.territoryUnitId);
  if (await findSite(tx, cityId, id)) return enteredBefore(call, id, content);
  await checkReferences(tx, cityId, content);
  await checkCode(tx, cityId, content.code);
  const events = unwrap(createSite(content));
  await tx
    .insertInto('site')
    .values({ city_id: cityId, id, ...columnsOf(content), version: 1 })
    .execute();
  await record(call, id, events);
  return reload(call, id);
}

/** Replaces the content of a site that nobody changed since `body.version`. */
export async function changeSiteContent(
  call: SiteCommandCall,
  id: string,
  body: EditBody,
): Promise<SiteFacts> {
  const { tx, cityId } = call;
  const site = await lockForEdit(call, id, body.version);
  const { version: _read, position, ...rest } = body;
  const content: SiteContent = { ...rest, ...positionOf(site, position) };
  if (content.territoryUnitId !== site.territoryUnitId) await requireEdit(call, content.territoryUnitId);
  await checkReferences(tx, cityId, content, site);
  if (content.code !== site.code) await checkCode(tx, cityId, content.code);
  return store(call, site, changeSite(site, content), columnsOf(content));
}

/** Takes a site out of use. */
export async function retire(
  call: SiteCommandCall,
  id: string,
  body: { version: number; reason: string },
): Promise<SiteFacts> {
  const site = await lockForEdit(call, id, body.version);
  return store(call, site, retireSite(site, body.reason), { state: 'retired' });
}

/** Brings a retired site back into use. */
export async function restore(
  call: SiteCommandCall,
  id: string,
  body: { version: number; reason: string },
): Promise<SiteFacts> {
  const site = await lockForEdit(call, id, body.version);
  return store(call, site, restoreSite(site, body.reason), { state: 'active' });
}

async function lockForEdit(call: SiteCommandCall, id: string, version: number): Promise<SiteFacts> {
  const site = await lockSite(call.tx, call.cityId, id);
  if (!site) throw notFound();
  call.ask.requireSight('site.view', site.territoryPath);
  call.ask.require('site.edit', site.territoryPath);
  if (site.version !== version) throw new Refused(409, 'stale');
  return site;
}

/** The territory decides who may edit; one that does not exist is a fault of the input. */
async function requireEdit({ tx, cityId, ask }: SiteCommandCall, unitId: string): Promise<void> {
  ask.requireAnywhere('site.edit');
  const [unit] = await findUnits(tx, cityId, [unitId]);
  if (!unit) throw new Refused(400, 'invalid', {}, [{ path: 'territoryUnitId', code: 'unit-unknown' }]);
  ask.require('site.edit', unit.path);
}

async function enteredBefore(call: SiteCommandCall, id: string, content: SiteContent): Promise<SiteFacts> {
  const first = await call.tx
    .selectFrom('event')
    .select('data')
    .where('city_id', '=', call.cityId)
    .where('subject_kind', '=', 'site')
    .where('subject_id', '=', id)
    .where('version', '=', 1)
    .executeTakeFirst();
  const same =
    first && canonicalJson(asJson(contentOf(first.data as SiteContent))) === canonicalJson(asJson(content));
  if (!same) throw new Refused(409, 'duplicate', { field: 'id' });
  return reload(call, id);
}

function asJson(content: SiteContent): Json {
  return { ...contentOf(content) };
}

function positionOf(
  site: SiteFacts,
  position: EditBody['position'],
): Pick<SiteContent, 'lon' | 'lat' | 'positionSource'> {
  if (position === undefined) return { lon: site.lon, lat: site.lat, positionSource: site.positionSource };
  return { lon: position?.lon ?? null, lat: position?.lat ?? null, positionSource: position?.source ?? null };
}

async function checkCode(tx: Tx, cityId: string, code: string): Promise<void> {
  const taken = await tx
    .selectFrom('site')
    .select('name')
    .where('city_id', '=', cityId)
    .where('code', '=', code)
    .executeTakeFirst();
  if (taken) throw new Refused(409, 'site-code-taken', { code, name: taken.name });
}

/** References that changed must exist and be in use; those kept from before may have ended since. */
async function checkReferences(
  tx: Tx,
  cityId: string,
  content: SiteContent,
  before?: SiteFacts,
): Promise<void> {
  const faults: FieldFault[] = [];
  if (content.siteType !== before?.siteType) {
    const known = await tx
      .selectFrom('site_type')
      .select('code')
      .where('city_id', '=', cityId)
      .where('code', '=', content.siteType)
      .executeTakeFirst();
    if (!known) faults.push({ path: 'siteType', code: 'site-type-unknown' });
  }
  const fields = (['territoryUnitId', 'lineBureauId', 'operatorUnitId'] as const).filter(
    (field) => content[field] !== null && content[field] !== before?.[field],
  );
  const units = await findUnits(
    tx,
    cityId,
    fields.map((field) => content[field]).filter((id) => id !== null),
  );
  for (const field of fields) {
    const unit = units.find(({ id }) => id === content[field]);
    if (!unit) faults.push({ path: field, code: 'unit-unknown' });
    else if (unit.validTo !== null)
      faults.push({ path: field, code: 'unit-closed', facts: { name: unit.name } });
  }
  if (content.keeperPersonId && content.keeperPersonId !== before?.keeperPersonId) {
    const person = await tx
      .selectFrom('person')
      .select('is_active')
      .where('city_id', '=', cityId)
      .where('id', '=', content.keeperPersonId)
      .executeTakeFirst();
    if (!person?.is_active) faults.push({ path: 'keeperPersonId', code: 'person-unknown' });
  }
  if (faults.length > 0) throw new Refused(400, 'invalid', {}, faults);
}

function columnsOf(content: SiteContent) {
  return {
    code: content.code,
    name: content.name,
    site_type: content.siteType,
    territory_unit_id: content.territoryUnitId,
    line_bureau_id: content.lineBureauId,
    operator_unit_id: content.operatorUnitId,
    keeper_person_id: content.keeperPersonId,
    is_ownerless: content.isOwnerless,
    address: content.address,
    lon: content.lon,
    lat: content.lat,
    position_source: content.positionSource,
    note: content.note,
  };
}

async function store(
  call: SiteCommandCall,
  site: SiteFacts & Site,
  decision: Decision<readonly SiteEvent[]>,
  columns: Partial<ReturnType<typeof columnsOf>> & { state?: string },
): Promise<SiteFacts> {
  const events = unwrap(decision);
  if (events.length === 0) return site;
  await call.tx
    .updateTable('site')
    .set({ ...columns, version: site.version + 1 })
    .where('city_id', '=', call.cityId)
    .where('id', '=', site.id)
    .execute();
  await record(call, site.id, events);
  return reload(call, site.id);
}

async function record(call: SiteCommandCall, id: string, events: readonly SiteEvent[]): Promise<void> {
  const facts = events.map(({ kind, data }) => ({ kind, data: data as unknown as Json }));
  await recordEvents(call.tx, call.cityId, { kind: 'site', id }, facts, call.actor, call.now);
}

async function reload(call: SiteCommandCall, id: string): Promise<SiteFacts> {
  const site = await findSite(call.tx, call.cityId, id);
  if (!site) throw notFound();
  return site;
}
