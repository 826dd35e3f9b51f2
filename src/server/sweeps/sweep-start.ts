import { sql } from 'kysely';
import type { z } from 'zod';
import type { SweepView, startSweep } from '../../contract/sweeps.ts';
import { isWithin } from '../../domain/access/may.ts';
import { deadlineAt } from '../../domain/deadlines/deadline.ts';
import { advanceSweep } from '../../domain/sweeps/apply-sweep.ts';
import { coversProblem, decideSweep } from '../../domain/sweeps/decide-sweep.ts';
import { mostSweptSites, type SweptSite, sweepHours } from '../../domain/sweeps/sweep.ts';
import { closingTimeOf } from '../../domain/sweeps/sweep-due.ts';
import { loadCalendar } from '../deadlines/calendar-queries.ts';
import { findUnit } from '../organisation/unit-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { chainStart, eventRows } from '../platform/event-log.ts';
import { forbidden, invalid, Refused } from '../platform/refused.ts';
import { commandHash, isRepeated } from '../platform/repeated-command.ts';
import { findCurrentVersion } from '../standards/checklist-queries.ts';
import { actorAt, findWorkplaces, granted, type SweepCall } from './sweep-actor.ts';
import { linkSweep } from './sweep-history.ts';
import { sweepColumns } from './sweep-rows.ts';
import { snapshotSites } from './sweep-scope.ts';
import { viewSweep } from './sweep-view.ts';
import { requireProblem, type SeenProblem, sweepable } from './sweepable-problem.ts';

type StartBody = z.output<typeof startSweep.body>;

/**
 * Begins a sweep over the sites that are in its scope now. The same id with the same content is answered
 * as done.
 *
 * @throws Refused 400 with the place of an unknown unit, site type, category, item or a day on which nobody
 *   works; 403 without the verb in the scope; 404 for a problem out of sight; 409 with the rule's code.
 */
export async function beginSweep(
  call: SweepCall,
  body: StartBody,
  options: { readonly isSample?: boolean } = {},
): Promise<SweepView> {
  const { tx, cityId, actor, ask, now } = call;
  if (ask.reach('problem.dispatch').length + ask.reach('problem.assign').length === 0) throw forbidden();
  // two sendings of one form at once: the second waits here and finds the first
  await sql`select pg_advisory_xact_lock(hashtextextended(${body.id}, 0))`.execute(tx);
  const contentHash = commandHash({ ...body, personId: actor.personId });
  if (await isStarted(tx, cityId, body.id, contentHash)) return viewSweep(call, body.id);
  const scopePath = await requireUnitInSight(call, 'scopeUnitId', body.scopeUnitId);
  const ownerPath = await requireUnitInSight(call, 'ownerUnitId', body.ownerUnitId);
  const problem = body.problemId === null ? null : await requireProblem(call, body.problemId);
  await requireKnownSubject(tx, cityId, body);
  // nobody names a unit below to answer for his own unit's problem, and then excuses it from above
  if (problem && !isWithin(problem.ownerPath, ownerPath)) throw invalid('ownerUnitId', 'sweep.ownerBelow');
  // "clear" would need no photo then
  if (problem?.row.severity === 'high' && body.severity === 'normal') {
    throw invalid('severity', 'sweep.severityBelow');
  }
  const subject = { ...body, versionId: await findVersion(tx, cityId, body, problem) };
  const sites =
    body.waiveReason === null
      ? await snapshotSites(
          tx,
          cityId,
          { scopePath, siteTypes: body.siteTypes, withoutSiteId: problem?.row.site_id ?? null },
          mostSweptSites,
        )
      : [];
  const dueAt = await findDue(call, body.dueOn);
  const asked = actorAt(call, await findWorkplaces(call), [scopePath, ownerPath]);
  const { id: sweepId, dueOn: _dueOn, ...rest } = subject;
  const events = granted(
    decideSweep(
      null,
      null,
      { ...rest, type: 'start', sweepId, dueAt },
      {
        now,
        actor: asked,
        number: 0,
        sites,
        coversProblem: problem !== null && coversProblem(subject, sweepable(problem, scopePath)),
        problemIds: [],
      },
    ),
  );
  // taken last: everybody who begins a sweep waits at the counter's row from here on
  const number = await takeNumber(tx, cityId, 'sweep');
  const numbered = events.map((event) =>
    event.kind === 'sweep.started' ? { ...event, data: { ...event.data, number } } : event,
  );
  const { sweep } = advanceSweep(null, null, numbered);
  const chain = linkSweep(cityId, sweepId, chainStart, numbered);
  await tx
    .insertInto('sweep')
    .values({
      ...sweepColumns(cityId, sweep, chain.at(-1)?.hash ?? chainStart.hash),
      command_id: sweepId,
      command_hash: contentHash,
      is_sample: options.isSample ?? false,
    })
    .execute();
  await tx.insertInto('event').values(eventRows(cityId, chain)).execute();
  await insertChecks(tx, cityId, sweepId, sites);
  if (problem) await tieProblem(tx, cityId, sweepId, problem.row.id, now);
  return viewSweep(call, sweepId);
}

async function isStarted(tx: Tx, cityId: string, id: string, contentHash: string): Promise<boolean> {
  const known = await tx
    .selectFrom('sweep')
    .select(['command_id', 'command_hash as requestHash'])
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (known && known.command_id !== id) throw new Refused(409, 'duplicate', { field: 'id' });
  return isRepeated(known, contentHash, 'duplicate');
}

async function requireUnitInSight(call: SweepCall, field: string, unitId: string): Promise<string> {
  const unit = await findUnit(call.tx, call.cityId, unitId);
  if (!unit || !call.ask.may('unit.view', unit.path)) throw invalid(field, 'notFound');
  return unit.path;
}

async function requireKnownSubject(tx: Tx, cityId: string, body: StartBody): Promise<void> {
  const category = await tx
    .selectFrom('category')
    .select('key')
    .where('city_id', '=', cityId)
    .where('key', '=', body.categoryKey)
    .executeTakeFirst();
  if (!category) throw invalid('categoryKey', 'invalid_value');
  const known = await tx
    .selectFrom('site_type')
    .select('code')
    .where('city_id', '=', cityId)
    .where('code', 'in', body.siteTypes)
    .execute();
  const codes = new Set(known.map((type) => type.code));
  const unknown = body.siteTypes.findIndex((type) => !codes.has(type));
  if (unknown >= 0) throw invalid(`siteTypes.${unknown}`, 'invalid_value');
}

/** The version the item is read in: that of the problem, else the one in force. */
async function findVersion(
  tx: Tx,
  cityId: string,
  body: StartBody,
  problem: SeenProblem | null,
): Promise<string | null> {
  if (body.itemCode === null) return null;
  const versionId =
    problem !== null && problem.row.item_code === body.itemCode
      ? problem.row.version_id
      : (await findCurrentVersion(tx, cityId))?.versionId;
  const item =
    versionId &&
    (await tx
      .selectFrom('checklist_item')
      .select('version_id')
      .where('city_id', '=', cityId)
      .where('version_id', '=', versionId)
      .where('code', '=', body.itemCode)
      .executeTakeFirst());
  if (!item) throw invalid('itemCode', 'invalid_value');
  return item.version_id;
}

async function findDue({ tx, cityId, now }: SweepCall, dueOn: string | null): Promise<string> {
  const calendar = await loadCalendar(tx, cityId);
  if (dueOn === null) return deadlineAt(now, sweepHours, 'work', calendar);
  const closing = closingTimeOf(dueOn, calendar);
  if (closing === null) throw invalid('dueOn', 'sweep.notWorkingDay');
  return closing;
}

/** Takes the next human number of a kind. */
export async function takeNumber(tx: Tx, cityId: string, kind: 'sweep' | 'commonProblem'): Promise<number> {
  const row = await tx
    .insertInto('counter')
    .values({ city_id: cityId, kind, value: 1 })
    .onConflict((conflict) =>
      conflict.columns(['city_id', 'kind']).doUpdateSet({ value: sql<number>`counter.value + 1` }),
    )
    .returning('value')
    .executeTakeFirstOrThrow();
  return row.value;
}

/** One statement however many: arrays, since thousands of rows would pass the limit of parameters. */
async function insertChecks(
  tx: Tx,
  cityId: string,
  sweepId: string,
  sites: readonly SweptSite[],
): Promise<void> {
  if (sites.length === 0) return;
  await sql`insert into sweep_check (city_id, id, sweep_id, site_id, unit_id)
    select ${cityId}::uuid, c.id, ${sweepId}::uuid, c.site_id, c.unit_id
    from unnest(${sites.map((site) => site.checkId)}::uuid[], ${sites.map((site) => site.siteId)}::uuid[],
      ${sites.map((site) => site.unitId)}::uuid[]) as c (id, site_id, unit_id)`.execute(tx);
}

/** From now on the sweep answers for the problem. */
export async function tieProblem(
  tx: Tx,
  cityId: string,
  sweepId: string,
  problemId: string,
  now: string,
): Promise<void> {
  await tx
    .insertInto('sweep_problem')
    .values({ city_id: cityId, sweep_id: sweepId, problem_id: problemId, attached_at: now })
    .execute();
}
