import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { PhotoReference } from '../../contract/photos.ts';
import type { ProblemView } from '../../contract/problems.ts';
import type { Actor } from '../../domain/access/may.ts';
import type { Json } from '../../domain/canonical-json.ts';
import type { Decision } from '../../domain/decision.ts';
import { decideProblem } from '../../domain/problems/decide-problem.ts';
import type { ProblemCommand } from '../../domain/problems/problem-commands.ts';
import type { ProblemEvent } from '../../domain/problems/problem-events.ts';
import { loadLedgerSettings } from '../deadlines/ledger-settings-queries.ts';
import { findUnit } from '../organisation/unit-queries.ts';
import { usePhotos as recordPhotoUses } from '../photos/photo-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { eventRows } from '../platform/event-log.ts';
import type { Permissions } from '../platform/permissions.ts';
import { forbidden, notFound, Refused, unwrap } from '../platform/refused.ts';
import { commandHash } from '../platform/repeated-command.ts';
import { loadCommandFacts, loadMoveFacts } from './problem-facts.ts';
import { findProblemPlace, lockProblem } from './problem-queries.ts';
import { foldOn, link } from './problem-raising.ts';
import { type ProblemRow, problemColumns, problemOf } from './problem-rows.ts';
import { requireSightOfProblem } from './problem-sight.ts';
import { viewProblem } from './problem-view.ts';

/** What every command on an existing problem brings along. */
export interface GivenCommand {
  readonly problemId: string;
  /** Made by the client: the same id again is answered as done. */
  readonly commandId: string;
  /** Row version that the person saw when he decided. */
  readonly version: number;
  readonly command: Exclude<ProblemCommand, { type: 'raise' }>;
  readonly photos: readonly PhotoReference[];
  /** ISO instant; null: counted by the time limit. */
  readonly chosenDeadline: string | null;
  /** Stored with the event and no part of what was asked: why a rule chose this unit. */
  readonly remark?: { readonly [key: string]: Json };
}

interface CommandCall {
  readonly tx: Tx;
  readonly cityId: string;
  readonly actor: Actor;
  readonly ask: Permissions;
  readonly now: string;
}

/**
 * Load, ask, decide, record: the one way in which a person moves a problem.
 *
 * @returns the problem as the person sees it afterwards.
 * @throws Refused 404 out of sight, 403 without the verb, 409 `stale` where the problem moved on since the
 *   person looked (facts: its version and state), 409 with the rule's own code.
 */
export async function runProblemCommand(call: CommandCall, given: GivenCommand): Promise<ProblemView> {
  const { tx, cityId, actor, ask, now } = call;
  const row = await lockProblem(tx, cityId, given.problemId);
  if (!row) throw notFound();
  const place = await findProblemPlace(tx, cityId, row);
  const settings = await loadLedgerSettings(tx, cityId);
  requireSightOfProblem(ask, actor.personId, row, place, settings.arbiterPersonId);
  const contentHash = hashOf(given);
  if (await isDone(tx, cityId, given, contentHash, actor.personId)) {
    return viewProblem(tx, cityId, call, row, place, settings);
  }
  if (row.version !== given.version) {
    throw new Refused(409, 'stale', { version: row.version, state: row.state });
  }
  const moveFacts = await loadMoveFacts(tx, cityId, call, row, place, settings);
  const facts = await loadCommandFacts(tx, cityId, call, row, place, given, moveFacts, settings);
  const events = eventsOf(decideProblem(problemOf(row), given.command, facts));
  await requireReachOfUnits(call, given.command);
  const moved = await storeMove(tx, cityId, row, events, actor.personId, now, {
    ...given.remark,
    commandId: given.commandId,
    contentHash,
  });
  await recordPhotoUses(tx, cityId, usesOf(given, actor.personId, row.item_code, now));
  const newPlace = await findProblemPlace(tx, cityId, moved);
  return viewProblem(tx, cityId, call, moved, newPlace, settings);
}

/** A missing verb is a matter of permission (403), every other refusal of state (409). */
function eventsOf(decision: Decision<readonly ProblemEvent[]>): readonly ProblemEvent[] {
  if (!decision.accepted && decision.refusal.code === 'problem.missingVerb') {
    throw new Refused(403, decision.refusal.code, decision.refusal.facts);
  }
  return unwrap(decision);
}

function hashOf(given: GivenCommand): string {
  const { commandId: _id, version: _version, remark: _remark, ...content } = given;
  return commandHash(content);
}

/** @throws Refused 409 where the id was used for something else or by somebody else. */
async function isDone(
  tx: Tx,
  cityId: string,
  given: GivenCommand,
  contentHash: string,
  personId: string,
): Promise<boolean> {
  const done = await tx
    .selectFrom('event')
    .select(['data', 'actor_id'])
    .where('city_id', '=', cityId)
    .where('subject_kind', '=', 'problem')
    .where('subject_id', '=', given.problemId)
    .where(sql<boolean>`data->>'commandId' = ${given.commandId}`)
    .executeTakeFirst();
  if (!done) return false;
  const { contentHash: before } = done.data as { contentHash?: string };
  if (before !== contentHash || done.actor_id !== personId) {
    throw new Refused(409, 'duplicate', { field: 'commandId' });
  }
  return true;
}

/** Whoever dispatches gives orders only to units within his reach; the city's arbiter to all. */
async function requireReachOfUnits(call: CommandCall, command: GivenCommand['command']): Promise<void> {
  if (command.type !== 'dispatch' && command.type !== 'reopen') return;
  const verb = command.type === 'dispatch' ? 'problem.dispatch' : 'problem.reopen';
  const isGranted = call.ask.reach(verb).length > 0;
  for (const unitId of [command.unitId, ...command.assistingUnitIds]) {
    const unit = await findUnit(call.tx, call.cityId, unitId);
    if (!unit) throw new Refused(409, 'problem.unknownUnit');
    if (isGranted && !call.ask.may(verb, unit.path)) throw forbidden();
  }
}

/** Stores decided events and the row they make; the row must be locked. `personId` null: the system. */
export async function storeMove(
  tx: Tx,
  cityId: string,
  row: ProblemRow,
  events: readonly ProblemEvent[],
  personId: string | null,
  now: string,
  remark: { readonly [key: string]: Json } = {},
): Promise<ProblemRow> {
  const end = { version: row.version, hash: row.last_hash };
  const chain = link(cityId, row.id, end, events, { personId }, now, remark);
  const last = chain.at(-1) ?? end;
  const columns = problemColumns(cityId, foldOn(problemOf(row), events), last.hash);
  await tx.insertInto('event').values(eventRows(cityId, chain)).execute();
  return tx
    .updateTable('problem')
    .set(columns)
    .where('city_id', '=', cityId)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

function usesOf(given: GivenCommand, usedBy: string, itemCode: string | null, usedAt: string) {
  const purpose = given.command.type === 'claimFixed' ? ('after' as const) : ('verification' as const);
  const once = new Map(given.photos.map((photo) => [photo.sha256, photo]));
  return [...once.values()].map((photo) => ({
    id: uuid(),
    ...photo,
    subjectKind: 'problem' as const,
    subjectId: given.problemId,
    itemCode,
    purpose,
    usedBy,
    usedAt,
  }));
}
