import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import type { addSites, createRound } from '../../contract/rounds.ts';
import type { Json } from '../../domain/canonical-json.ts';
import type { Decision } from '../../domain/decision.ts';
import { mayInspect } from '../../domain/rounds/recusal.ts';
import {
  checkRoundDays,
  decideClosing,
  decideOpening,
  decidePlanning,
  type RoundFacts,
  type RoundState,
} from '../../domain/rounds/round.ts';
import { type Inspector, listInspectors } from '../organisation/inspector-queries.ts';
import { findUnits } from '../organisation/unit-queries.ts';
import { withinSubtrees } from '../organisation/unit-subtree.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EventActor, recordEvents } from '../platform/event-log.ts';
import { invalid, Refused, unwrap } from '../platform/refused.ts';
import { findCurrentVersion } from '../standards/checklist-queries.ts';
import { listPlannedVisits } from './planned-visit-queries.ts';
import { lockRound, type RoundRow } from './round-queries.ts';

/** Where a command of a round stands: city, person and time. */
export interface RoundCommand {
  readonly tx: Tx;
  readonly cityId: string;
  readonly actor: EventActor;
  readonly now: string;
}

/** Plans a round with the current standard. The same round again is accepted and changes nothing. */
export async function planRound(
  { tx, cityId, actor, now }: RoundCommand,
  body: z.output<typeof createRound.body>,
): Promise<void> {
  const days = checkRoundDays(body.startsOn, body.endsOn);
  if (!days.accepted) throw invalid('endsOn', days.refusal.code, days.refusal.facts);
  const version = await findCurrentVersion(tx, cityId);
  if (!version) throw new Refused(409, 'round.noStandard');
  const row = {
    id: body.id,
    name: body.name,
    starts_on: body.startsOn,
    ends_on: body.endsOn,
    version_id: version.versionId,
  };
  const inserted = await tx
    .insertInto('round')
    .values({ city_id: cityId, ...row, version: 1 })
    .onConflict((conflict) => conflict.columns(['city_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) {
    const { name, startsOn, endsOn } = body;
    const data = { name, startsOn, endsOn, versionId: version.versionId };
    await recordEvents(
      tx,
      cityId,
      { kind: 'round', id: body.id },
      [{ kind: 'round.planned', data }],
      actor,
      now,
    );
    return;
  }
  const known = await lockRound(tx, cityId, body.id);
  const same = known.name === body.name && known.startsOn === body.startsOn && known.endsOn === body.endsOn;
  if (!same) throw new Refused(409, 'round.otherContent');
}

/** Records what happened to a round and moves its version along with the history. */
export async function recordRound(
  { tx, cityId, actor, now }: RoundCommand,
  roundId: string,
  kind: string,
  data: Json,
  state?: RoundState,
): Promise<void> {
  const end = await recordEvents(tx, cityId, { kind: 'round', id: roundId }, [{ kind, data }], actor, now);
  await tx
    .updateTable('round')
    .set({ version: end.version, ...(state ? { state } : {}) })
    .where('city_id', '=', cityId)
    .where('id', '=', roundId)
    .execute();
}

/** The round, locked, if sites and inspectors may still change. @throws Refused 404, 409 `round.closed`. */
export async function lockForPlanning({ tx, cityId }: RoundCommand, roundId: string): Promise<RoundRow> {
  const round = await lockRound(tx, cityId, roundId);
  unwrap(decidePlanning(round));
  return round;
}

type Choice = z.output<typeof addSites.body>['choose'];

/** Adds the chosen sites that can be added. @returns how many, and how many visits the round has now. */
export async function addSitesToRound(
  command: RoundCommand,
  roundId: string,
  choose: Choice,
  inspectorId: string | null,
): Promise<{ added: number; visits: number }> {
  const { tx, cityId, now } = command;
  const round = await lockForPlanning(command, roundId);
  const sites = await listAddableSites(command, round, choose, inspectorId);
  if (inspectorId !== null) {
    const [inspector] = await listInspectors(tx, cityId, now, [inspectorId]);
    if (!inspector) throw invalid('inspectorId', 'round.notInspector');
    for (const site of sites) refuseParty(inspector, site.name, site.territoryPath);
  }
  const visits = sites.map((site) => ({ visitId: uuid(), siteId: site.id }));
  if (visits.length > 0) {
    await sql`
      insert into round_visit (city_id, id, round_id, site_id, inspector_id, position)
      select ${cityId}::uuid, n.id, ${roundId}::uuid, n.site_id, ${inspectorId}::uuid, n.position
      from unnest(${visits.map((visit) => visit.visitId)}::uuid[], ${visits.map((visit) => visit.siteId)}::uuid[])
        with ordinality as n (id, site_id, position)`.execute(tx);
    await recordRound(command, roundId, 'round.sites_added', { inspectorId, visits });
  }
  return { added: visits.length, visits: (await roundFacts(tx, cityId, round)).visits };
}

/** @throws Refused 409 `round.recused` where the person may not judge the place. */
export function refuseParty(inspector: Inspector, siteName: string, territoryPath: string): void {
  if (mayInspect(inspector, territoryPath)) return;
  throw new Refused(409, 'round.recused', { inspector: inspector.name, site: siteName });
}

async function listAddableSites(
  { tx, cityId }: RoundCommand,
  round: RoundRow,
  choose: Choice,
  inspectorId: string | null,
): Promise<{ id: string; name: string; territoryPath: string }[]> {
  const chosen = await choiceConditions(tx, cityId, choose);
  const his = inspectorId === null ? sql`` : sql`and v.inspector_id = ${inspectorId}`;
  const { rows } = await sql<{ id: string; name: string; territoryPath: string }>`
    select s.id, s.name, u.path as "territoryPath"
    from site s
    join unit u on u.city_id = s.city_id and u.id = s.territory_unit_id
    join checklist c on c.city_id = s.city_id and c.version_id = ${round.versionId}
      and c.site_type = s.site_type
    where s.city_id = ${cityId} and s.state = 'active' and ${sql.join(chosen, sql` and `)}
      and not exists (select 1 from round_visit v
        where v.city_id = s.city_id and v.round_id = ${round.id} and v.site_id = s.id ${his})
    order by u.path, s.code`.execute(tx);
  return rows;
}

async function choiceConditions(tx: Tx, cityId: string, choose: Choice): Promise<RawBuilder<SqlBool>[]> {
  if ('siteIds' in choose) return [sql<SqlBool>`s.id = any (${choose.siteIds}::uuid[])`];
  const units = await findUnits(tx, cityId, choose.unitIds);
  if (units.length < new Set(choose.unitIds).size) throw invalid('choose.unitIds', 'round.unknownUnit');
  const conditions = [sql<SqlBool>`true`];
  if (units.length > 0) {
    const paths = units.map((unit) => unit.path);
    conditions.push(sql<SqlBool>`${withinSubtrees('s.territory_unit_id', cityId, paths)}`);
  }
  if (choose.siteTypes.length > 0) {
    conditions.push(sql<SqlBool>`s.site_type = any (${choose.siteTypes}::text[])`);
  }
  return conditions;
}

/** Takes visits out of the round. @throws Refused 409 `round.visitDone` where one was made already. */
export async function removeVisitsFromRound(
  command: RoundCommand,
  roundId: string,
  visitIds: readonly string[],
): Promise<{ removed: number; visits: number }> {
  const { tx, cityId } = command;
  const round = await lockForPlanning(command, roundId);
  const wanted = new Set(visitIds);
  const visits = (await listPlannedVisits(tx, cityId, roundId)).filter((visit) => wanted.has(visit.visitId));
  const done = visits.filter((visit) => visit.isDone);
  if (done[0]) throw new Refused(409, 'round.visitDone', { count: done.length, site: done[0].siteName });
  if (visits.length > 0) {
    const ids = visits.map((visit) => visit.visitId);
    await tx
      .deleteFrom('round_visit')
      .where('city_id', '=', cityId)
      .where('round_id', '=', roundId)
      .where('id', '=', sql<string>`any(${ids}::uuid[])`)
      .execute();
    await recordRound(command, roundId, 'round.visits_removed', { visitIds: ids });
  }
  return { removed: visits.length, visits: (await roundFacts(tx, cityId, round)).visits };
}

/** Opens the round for inspections. */
export function openPlannedRound(command: RoundCommand, roundId: string): Promise<RoundState> {
  return moveRound(command, roundId, 'round.opened', decideOpening);
}

/** Closes the round: from now on it takes no inspection. */
export function closeOpenRound(command: RoundCommand, roundId: string): Promise<RoundState> {
  return moveRound(command, roundId, 'round.closed', decideClosing);
}

async function moveRound(
  command: RoundCommand,
  roundId: string,
  kind: string,
  decide: (facts: RoundFacts) => Decision<RoundState>,
): Promise<RoundState> {
  const round = await lockRound(command.tx, command.cityId, roundId);
  const { visits, unassigned, done, ...facts } = await roundFacts(command.tx, command.cityId, round);
  const state = unwrap(decide({ ...facts, visits, unassigned, done }));
  await recordRound(command, roundId, kind, { visits, unassigned, done }, state);
  return state;
}

async function roundFacts(tx: Tx, cityId: string, round: RoundRow): Promise<RoundFacts> {
  const { rows } = await sql<{ visits: number; unassigned: number; done: number }>`
    select count(*) as visits, count(*) filter (where v.inspector_id is null) as unassigned,
      count(i.id) as done
    from round_visit v left join inspection i on i.city_id = v.city_id and i.visit_id = v.id
    where v.city_id = ${cityId} and v.round_id = ${round.id}`.execute(tx);
  return { state: round.state, visits: 0, unassigned: 0, done: 0, ...rows[0] };
}
