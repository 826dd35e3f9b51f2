import { sql } from 'kysely';
import type { z } from 'zod';
import type { CommonEntry, commonProblemRule, confirmCommonProblem } from '../../contract/common-problems.ts';
import type { Json } from '../../domain/canonical-json.ts';
import {
  applyCommonProblem,
  type CommonProblem,
  type CommonProblemCommand,
  type CommonProblemEvent,
  decideCommonProblem,
} from '../../domain/sweeps/common-problem.ts';
import type { CommonProblemRule } from '../../domain/sweeps/common-problem-rule.ts';
import { findCitySettings, lockSettings, recordSettingChange } from '../deadlines/city-settings.ts';
import { findUnit } from '../organisation/unit-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { type ChainEnd, chainEvents, chainStart, eventRows } from '../platform/event-log.ts';
import { forbidden, invalid, notFound, Refused } from '../platform/refused.ts';
import { commandHash, isRepeated } from '../platform/repeated-command.ts';
import { findCurrentVersion } from '../standards/checklist-queries.ts';
import { countProblemKind, findCommonProblemRule, ruleKey } from './common-figures.ts';
import { type CommonProblemRow, commonProblemColumns, commonProblemOf } from './common-problem-rows.ts';
import { periodOf, registerActor, viewCommonProblem } from './common-problem-view.ts';
import { granted, type SweepCall } from './sweep-actor.ts';
import { takeNumber } from './sweep-start.ts';

/**
 * Enters a kind of problem into the register with the figures of today. The same id with the same content
 * is answered as done.
 *
 * @throws Refused 400 with the place of an unknown unit, category or item; 403 for everybody but the
 *   campaign office; 409 where an open entry of this kind exists.
 */
export async function enterCommonProblem(
  call: SweepCall,
  body: z.output<typeof confirmCommonProblem.body>,
  options: { readonly isSample?: boolean } = {},
): Promise<CommonEntry> {
  const { tx, cityId, actor, ask, now } = call;
  ask.requireAnywhere('problem.dispatch');
  await sql`select pg_advisory_xact_lock(hashtextextended(${body.id}, 0))`.execute(tx);
  const contentHash = commandHash({ ...body, personId: actor.personId });
  const known = await findEntry(tx, cityId, body.id);
  if (known && known.command_id !== body.id) throw new Refused(409, 'duplicate', { field: 'id' });
  if (isRepeated(known && { requestHash: known.command_hash }, contentHash, 'duplicate')) {
    return viewCommonProblem(call, body.id);
  }
  await requireOwner(call, body.ownerUnitId);
  const versionId = await findVersion(tx, cityId, body);
  await requireNoOpenEntry(tx, cityId, body);
  const rule = await findCommonProblemRule(tx, cityId);
  const figures = await countProblemKind(tx, cityId, body, periodOf(now, rule.periodDays).since);
  const events = granted(
    decideCommonProblem(
      null,
      { ...body, type: 'confirm', versionId, figures },
      { now, actor: registerActor(call, null), number: await takeNumber(tx, cityId, 'commonProblem') },
    ),
  );
  const { entry, chain } = link(cityId, null, chainStart, events);
  await tx
    .insertInto('common_problem')
    .values({
      ...commonProblemColumns(cityId, entry, chain.at(-1)?.hash ?? chainStart.hash),
      command_id: body.id,
      command_hash: contentHash,
      is_sample: options.isSample ?? false,
    })
    .execute();
  await tx.insertInto('event').values(eventRows(cityId, chain)).execute();
  return viewCommonProblem(call, body.id);
}

/** Moves an entry. The last command sent again is answered as done. */
export async function moveCommonProblem(
  call: SweepCall,
  given: {
    readonly id: string;
    readonly commandId: string;
    readonly command: Exclude<CommonProblemCommand, { type: 'confirm' }>;
  },
): Promise<CommonEntry> {
  const { tx, cityId, actor, ask, now } = call;
  const { id, commandId, command } = given;
  ask.requireAnywhere('problem.view');
  const row = await tx
    .selectFrom('common_problem')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound();
  const contentHash = commandHash({ ...command, personId: actor.personId });
  if (row.command_id === commandId) {
    if (row.command_hash === contentHash) return viewCommonProblem(call, id);
    throw new Refused(409, 'duplicate', { field: 'commandId' });
  }
  const owner = await findUnit(tx, cityId, row.owner_unit_id);
  const known = commonProblemOf(row);
  const events = granted(
    decideCommonProblem(known, command, {
      now,
      actor: registerActor(call, owner?.path ?? null),
      number: row.number,
    }),
  );
  if (command.type === 'revise') await requireOwner(call, command.ownerUnitId);
  if (command.type === 'reopen') await requireNoOpenEntry(tx, cityId, known);
  const { entry, chain } = link(cityId, known, { version: row.version, hash: row.last_hash }, events);
  await tx.insertInto('event').values(eventRows(cityId, chain)).execute();
  await tx
    .updateTable('common_problem')
    .set({
      ...commonProblemColumns(cityId, entry, chain.at(-1)?.hash ?? row.last_hash),
      command_id: commandId,
      command_hash: contentHash,
    })
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .execute();
  return viewCommonProblem(call, id);
}

function link(
  cityId: string,
  known: CommonProblem | null,
  end: ChainEnd,
  events: readonly CommonProblemEvent[],
) {
  let entry = known;
  for (const event of events) entry = applyCommonProblem(entry, event);
  const [first] = events;
  if (!entry || !first) throw new Error('a decision makes an event');
  const recorded = events.map(({ kind, data }) => ({ kind, data: data as unknown as Json }));
  const subject = { kind: 'commonProblem', id: entry.id, end } as const;
  return { entry, chain: chainEvents(cityId, subject, recorded, { personId: first.by }, first.at) };
}

async function findEntry(tx: Tx, cityId: string, id: string): Promise<CommonProblemRow | undefined> {
  return tx
    .selectFrom('common_problem')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .executeTakeFirst();
}

async function requireOwner({ tx, cityId, ask }: SweepCall, unitId: string): Promise<void> {
  const unit = await findUnit(tx, cityId, unitId);
  if (!unit || !ask.may('unit.view', unit.path)) throw invalid('ownerUnitId', 'notFound');
}

type Kind = { readonly categoryKey: string; readonly itemCode: string | null };

async function requireNoOpenEntry(tx: Tx, cityId: string, { categoryKey, itemCode }: Kind): Promise<void> {
  // two entries of one kind at once: the second waits here
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${cityId} ${categoryKey} ${itemCode}`}, 1))`.execute(
    tx,
  );
  const open = await tx
    .selectFrom('common_problem')
    .select('number')
    .where('city_id', '=', cityId)
    .where('category_key', '=', categoryKey)
    .where(sql<boolean>`item_code is not distinct from ${itemCode}`)
    .where('state', '=', 'confirmed')
    .executeTakeFirst();
  if (open) throw new Refused(409, 'commonProblem.alreadyOpen', { number: open.number });
}

async function findVersion(tx: Tx, cityId: string, { categoryKey, itemCode }: Kind): Promise<string | null> {
  const category = await tx
    .selectFrom('category')
    .select('key')
    .where('city_id', '=', cityId)
    .where('key', '=', categoryKey)
    .executeTakeFirst();
  if (!category) throw invalid('categoryKey', 'invalid_value');
  if (itemCode === null) return null;
  const current = await findCurrentVersion(tx, cityId);
  const item =
    current &&
    (await tx
      .selectFrom('checklist_item')
      .select('version_id')
      .where('city_id', '=', cityId)
      .where('version_id', '=', current.versionId)
      .where('code', '=', itemCode)
      .executeTakeFirst());
  if (!item) throw invalid('itemCode', 'invalid_value');
  return item.version_id;
}

/** Changes what counts as common in this city. @throws Refused 403 below the city. */
export async function changeCommonProblemRule(
  { tx, cityId, actor, ask, now }: SweepCall,
  rule: z.output<typeof commonProblemRule>,
): Promise<CommonProblemRule> {
  ask.requireAnywhere('ledger.configure');
  if (!ask.reach('ledger.configure').some((root) => !root.includes('.'))) throw forbidden();
  const { version } = await findCitySettings(tx, cityId);
  await lockSettings(tx, cityId, version);
  const before = await findCommonProblemRule(tx, cityId);
  const change = {
    kind: 'city.common_problem_rule_set',
    data: { before: { ...before }, after: { ...rule } },
    settings: { [ruleKey]: { ...rule } },
  } as const;
  await recordSettingChange(tx, cityId, change, { personId: actor.personId }, now);
  return rule;
}
