import type { z } from 'zod';
import type {
  adoptVacancy,
  extendVacancy as extendEndpoint,
  nameVacancyKeeper,
  voidVacancy as voidEndpoint,
} from '../../contract/vacancies.ts';
import type { Actor } from '../../domain/access/may.ts';
import type { Json } from '../../domain/canonical-json.ts';
import type { Decision } from '../../domain/decision.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { changeSite, type SiteContent } from '../../domain/places/site.ts';
import {
  adoptSite,
  applyVacancy,
  extendVacancy,
  isVacancyOpen,
  nameKeeper,
  siteRetiredReason,
  type Vacancy,
  type VacancyEvent,
  voidVacancy,
} from '../../domain/places/vacancy.ts';
import { loadLedgerSettings } from '../deadlines/ledger-settings-queries.ts';
import { findUnit } from '../organisation/unit-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EventActor, recordEvents } from '../platform/event-log.ts';
import type { Permissions } from '../platform/permissions.ts';
import { notFound, Refused, unwrap } from '../platform/refused.ts';
import { listUnitWorkers } from '../problems/problem-facts.ts';
import { lockSite, type SiteFacts } from '../sites/site-queries.ts';
import { findVacantSite, lockVacancy, type VacancyRow, vacancyOf } from './vacancy-queries.ts';

/** Where a command on a vacancy stands. */
export interface VacancyCall {
  readonly tx: Tx;
  readonly cityId: string;
  readonly actor: Actor;
  readonly ask: Permissions;
  readonly now: string;
}

/** Names the interim keeper: a unit in use and one of the people who work in it or below it. */
export async function nameVacancysKeeper(
  call: VacancyCall,
  id: string,
  body: z.output<typeof nameVacancyKeeper.body>,
): Promise<void> {
  const { tx, cityId, now } = call;
  const { row } = await lockForEdit(call, id);
  const unit = await findUnitInUse(tx, cityId, body.unitId);
  const workers = unit ? await listUnitWorkers(tx, cityId, unit.id, now) : [];
  const isOfUnit = workers.some((person) => person.id === body.personId);
  const keeper = isOfUnit ? { unitId: body.unitId, personId: body.personId } : null;
  await store(call, row, body.version, nameKeeper(vacancyOf(row), keeper));
}

/** Gives more time to find an owner. */
export async function extend(
  call: VacancyCall,
  id: string,
  body: z.output<typeof extendEndpoint.body>,
): Promise<void> {
  const { tx, cityId, now } = call;
  const { row } = await lockForEdit(call, id);
  if (isRepeated(row, body.version) && row.due_on === body.dueOn) return;
  const { maxExtensions } = await loadLedgerSettings(tx, cityId);
  const limits = { today: cityDay(now), maxExtensions };
  await store(call, row, body.version, extendVacancy(vacancyOf(row), body.dueOn, body.reason, limits));
}

/** A unit takes the site over: vacancy and site change together. */
export async function adopt(
  call: VacancyCall,
  id: string,
  body: z.output<typeof adoptVacancy.body>,
): Promise<void> {
  const { tx, cityId } = call;
  const { row, site } = await lockForEdit(call, id);
  if (isRepeated(row, body.version) && row.adopted_by_unit_id === body.unitId) return;
  const unit = await findUnitInUse(tx, cityId, body.unitId);
  const decision = adoptSite(vacancyOf(row), unit?.id ?? null, body.consent, body.reference);
  await store(call, row, body.version, decision);
  await changeOwner(call, site, { isOwnerless: false, operatorUnitId: body.unitId });
}

/** The site was wrongly marked: vacancy and mark go together. */
export async function voidAsWrong(
  call: VacancyCall,
  id: string,
  body: z.output<typeof voidEndpoint.body>,
): Promise<void> {
  const { row, site } = await lockForEdit(call, id);
  if (isRepeated(row, body.version) && row.state === 'voided') return;
  await store(call, row, body.version, voidVacancy(vacancyOf(row), body.reason));
  await changeOwner(call, site, { isOwnerless: false });
}

/** Voids the open vacancy of a site that went out of use, as the system. */
export async function voidOpenVacancy(tx: Tx, cityId: string, id: string, now: string): Promise<void> {
  const row = await lockVacancy(tx, cityId, id);
  if (!row) throw notFound();
  await write(
    tx,
    cityId,
    row,
    unwrap(voidVacancy(vacancyOf(row), siteRetiredReason)),
    { personId: null },
    now,
  );
}

async function findUnitInUse(tx: Tx, cityId: string, id: string) {
  const unit = await findUnit(tx, cityId, id);
  return unit && unit.validTo === null ? unit : undefined;
}

/** Site before vacancy: everybody locks in this order. @throws Refused 404 out of sight, 403 without the verb. */
async function lockForEdit(
  { tx, cityId, ask }: VacancyCall,
  id: string,
): Promise<{ row: VacancyRow; site: SiteFacts }> {
  ask.requireAnywhere('site.view');
  const siteId = await findVacantSite(tx, cityId, id);
  const site = siteId === undefined ? undefined : await lockSite(tx, cityId, siteId);
  const row = site && (await lockVacancy(tx, cityId, id));
  if (!site || !row) throw notFound();
  const isSeen = ask.may('site.view', site.territoryPath) || (await seesAsKeeper(tx, cityId, ask, row));
  if (!isSeen) throw notFound();
  ask.require('site.edit', site.territoryPath);
  return { row, site };
}

async function seesAsKeeper(tx: Tx, cityId: string, ask: Permissions, row: VacancyRow): Promise<boolean> {
  if (row.keeper_unit_id === null) return false;
  const unit = await findUnit(tx, cityId, row.keeper_unit_id);
  return unit !== undefined && ask.may('site.view', unit.path);
}

/** Whether the command that was sent for `version` may have been carried out already. */
function isRepeated(row: VacancyRow, version: number): boolean {
  return row.version === version + 1;
}

async function store(
  { tx, cityId, actor, now }: VacancyCall,
  row: VacancyRow,
  version: number,
  decision: Decision<readonly VacancyEvent[]>,
): Promise<void> {
  const events = unwrap(decision);
  if (events.length === 0) return;
  if (row.version !== version) throw new Refused(409, 'stale');
  await write(tx, cityId, row, events, { personId: actor.personId }, now);
}

async function write(
  tx: Tx,
  cityId: string,
  row: VacancyRow,
  events: readonly VacancyEvent[],
  actor: EventActor,
  now: string,
): Promise<void> {
  let vacancy: Vacancy = vacancyOf(row);
  for (const event of events) vacancy = applyVacancy(vacancy, event);
  const facts = events.map(({ kind, data }) => ({ kind, data: data as unknown as Json }));
  await recordEvents(tx, cityId, { kind: 'vacancy', id: row.id }, facts, actor, now);
  await tx
    .updateTable('vacancy')
    .set({
      state: vacancy.state,
      due_on: vacancy.dueOn,
      extension_count: vacancy.extensionCount,
      keeper_unit_id: vacancy.keeperUnitId,
      keeper_person_id: vacancy.keeperPersonId,
      adopted_by_unit_id: vacancy.adoptedByUnitId,
      consent: vacancy.consent,
      reference: vacancy.reference,
      void_reason: vacancy.voidReason,
      closed_at: isVacancyOpen(vacancy.state) ? null : now,
      version: vacancy.version,
    })
    .where('city_id', '=', cityId)
    .where('id', '=', row.id)
    .execute();
}

/** The site's own part of a closed vacancy, with an event in the site's own history. */
async function changeOwner(
  { tx, cityId, actor, now }: VacancyCall,
  site: SiteFacts,
  change: Partial<Pick<SiteContent, 'isOwnerless' | 'operatorUnitId'>>,
): Promise<void> {
  const events = unwrap(changeSite(site, { ...site, ...change }));
  if (events.length === 0) return;
  const facts = events.map(({ kind, data }) => ({ kind, data: data as unknown as Json }));
  await recordEvents(tx, cityId, { kind: 'site', id: site.id }, facts, actor, now);
  await tx
    .updateTable('site')
    .set({
      is_ownerless: change.isOwnerless ?? site.isOwnerless,
      operator_unit_id: change.operatorUnitId ?? site.operatorUnitId,
      version: site.version + 1,
    })
    .where('city_id', '=', cityId)
    .where('id', '=', site.id)
    .execute();
}
