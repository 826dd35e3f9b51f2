import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { PhotoReference } from '../../contract/photos.ts';
import type { Actor } from '../../domain/access/may.ts';
import { deadlineAt } from '../../domain/deadlines/deadline.ts';
import type { Audience } from '../../domain/deadlines/escalation.ts';
import type { LedgerSettings } from '../../domain/deadlines/ledger-settings.ts';
import {
  decideOrder,
  type OrderCommand,
  type OrderContent,
  type OrderFacts,
} from '../../domain/orders/decide-order.ts';
import { type OrderColour, orderColour } from '../../domain/orders/order.ts';
import { loadCalendar } from '../deadlines/calendar-queries.ts';
import { loadLedgerSettings } from '../deadlines/ledger-settings-queries.ts';
import { findUnit } from '../organisation/unit-queries.ts';
import { findPhotos, usePhotos as recordPhotoUses } from '../photos/photo-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Permissions } from '../platform/permissions.ts';
import { invalid, notFound, Refused } from '../platform/refused.ts';
import { commandHash, isRepeated } from '../platform/repeated-command.ts';
import { loadHearers, unitAudience } from './audience-queries.ts';
import { takeNumberAndDay } from './order-issuing.ts';
import { findOrder, listOrderProblemIds, lockOrder } from './order-queries.ts';
import { eventOf, type HeldOrder, recordOrder } from './order-recording.ts';
import { orderOf } from './order-rows.ts';
import { colourFacts, findDemandable } from './ordered-problems.ts';

export interface OrderCall {
  readonly tx: Tx;
  readonly cityId: string;
  readonly actor: Pick<Actor, 'personId'>;
  readonly ask: Permissions;
  readonly now: string;
}

/** What a person writes; the colour is left to the dates where he does not choose. */
export type TypedContent = Omit<OrderContent, 'colour'> & { readonly colour?: OrderColour };

export interface NewOrder extends TypedContent {
  readonly id: string;
  readonly unitId: string;
  readonly issue: boolean;
  readonly isSample?: boolean;
}

/**
 * Drafts a letter by hand and, if asked, sends it at once. The same id with the same content again is
 * answered as done.
 *
 * @throws Refused 404 on a unit out of sight, 403 without the verb there, 409 with the rule's code.
 */
export async function draftOrder(call: OrderCall, given: NewOrder): Promise<void> {
  const { tx, cityId, ask } = call;
  const unit = await findUnit(tx, cityId, given.unitId);
  ask.requireSight('problem.view', unit?.path ?? '');
  if (!unit) throw notFound();
  ask.require('problem.dispatch', unit.path);
  await sql`select pg_advisory_xact_lock(hashtextextended(${given.id}, 0))`.execute(tx);
  const { isSample, ...typed } = given;
  const requestHash = commandHash(typed);
  const known = await findOrder(tx, cityId, given.id);
  if (isRepeated(known && { requestHash: known.request_hash }, requestHash, 'order.idTaken')) return;
  const { issue, id: orderId, unitId, ...content } = typed;
  const facts = await factsOf(call, unit.path, unitId, content.problemIds);
  const colour = content.colour ?? facts.colour;
  const draft = { type: 'draft', orderId, unitId, stepKey: null, ...content, colour } as const;
  const event = eventOf(decideOrder(null, draft, facts));
  const held = await recordOrder(tx, cityId, null, event, call.actor, {}, { requestHash, isSample });
  if (issue) await issueHeld(call, held, facts);
}

/** A move of an order by a person. */
export interface GivenOrderCommand {
  readonly orderId: string;
  readonly commandId: string;
  /** Row version that the person saw. */
  readonly version: number;
  readonly command:
    | Exclude<OrderCommand, { type: 'draft' | 'edit' | 'addProblems' | 'noteOverdue' | 'sendBack' }>
    | ({ readonly type: 'edit' } & TypedContent)
    | { readonly type: 'sendBack'; readonly reason: string; readonly answerDueAt: string | null };
  readonly photos: readonly PhotoReference[];
}

/**
 * Load, ask, decide, record: the one way in which a person moves an order.
 *
 * @throws Refused 404 out of sight, 403 without the verb, 409 `stale` or with the rule's own code.
 */
export async function runOrderCommand(call: OrderCall, given: GivenOrderCommand): Promise<void> {
  const { tx, cityId, actor, ask, now } = call;
  const row = await lockOrder(tx, cityId, given.orderId);
  const unit = row && (await findUnit(tx, cityId, row.unit_id));
  const sight = row?.state === 'draft' ? 'problem.dispatch' : 'problem.view';
  ask.requireSight(sight, unit?.path ?? '');
  if (!row || !unit) throw notFound();
  const { commandId, version, ...content } = given;
  const contentHash = commandHash(content);
  if (await isDone(call, given, contentHash)) return;
  if (row.version !== version) throw new Refused(409, 'stale', { version: row.version, state: row.state });
  const problemIds = await listOrderProblemIds(tx, cityId, row.id);
  const held = {
    order: orderOf(row, problemIds),
    end: { version: row.version, hash: row.last_hash },
  };
  const wanted = given.command.type === 'edit' ? given.command.problemIds : problemIds;
  const facts = await factsOf(call, unit.path, row.unit_id, wanted);
  const remark = { commandId, contentHash };
  if (given.command.type === 'issue') {
    await issueHeld(call, held, facts, remark);
    return;
  }
  const command = await completeCommand(call, given.command, held, facts.colour);
  await requireKnownPhotos(tx, cityId, given.photos);
  const event = eventOf(decideOrder(held.order, command, facts));
  const personIds = await hearersOf(call, row.unit_id, audienceOf(command.type));
  await recordOrder(tx, cityId, held, event, actor, { ...remark, personIds: [...personIds] });
  const uses = given.photos.map((photo) => ({
    id: uuid(),
    ...photo,
    subjectKind: 'order' as const,
    subjectId: row.id,
    itemCode: null,
    purpose: 'after' as const,
    usedBy: actor.personId,
    usedAt: now,
  }));
  await recordPhotoUses(tx, cityId, uses);
}

/** Who hears of a move: the unit of what the office does, the office of what the unit does. */
function audienceOf(type: OrderCommand['type']): readonly Audience[] {
  if (type === 'answer' || type === 'acknowledge') return ['office'];
  return type === 'edit' ? [] : unitAudience;
}

async function hearersOf(
  { tx, cityId, now }: OrderCall,
  unitId: string,
  audience: readonly Audience[],
): Promise<readonly string[]> {
  if (audience.length === 0) return [];
  const hearers = await loadHearers(tx, cityId, [unitId], [], now);
  return hearers.of({ unitId, personId: null, audience });
}

async function issueHeld(
  call: OrderCall,
  held: HeldOrder,
  facts: CallFacts,
  remark: { readonly [key: string]: string } = {},
): Promise<void> {
  const { tx, cityId, actor, now } = call;
  // Decided once before a number is taken: a refused letter leaves no gap.
  const trial = { prefix: '', year: 2000, number: 1 };
  const later = new Date(Date.parse(now) + 1).toISOString();
  eventOf(decideOrder(held.order, { type: 'issue' }, { ...facts, number: trial, answerDueAt: later }));
  const taken = await takeNumberAndDay(tx, cityId, facts.settings, held.order.answerHours, now);
  const event = eventOf(decideOrder(held.order, { type: 'issue' }, { ...facts, ...taken }));
  const personIds = await hearersOf(call, held.order.unitId, unitAudience);
  await recordOrder(tx, cityId, held, event, actor, { ...remark, personIds: [...personIds] });
}

async function completeCommand(
  { tx, cityId, now }: OrderCall,
  command: GivenOrderCommand['command'],
  { order }: HeldOrder,
  colour: OrderColour,
): Promise<OrderCommand> {
  if (command.type === 'edit') return { ...command, colour: command.colour ?? colour };
  if (command.type !== 'sendBack') return command;
  if (command.answerDueAt !== null) {
    return { ...command, answerDueAt: new Date(command.answerDueAt).toISOString() };
  }
  const calendar = await loadCalendar(tx, cityId);
  return { ...command, answerDueAt: deadlineAt(now, order.answerHours, 'work', calendar) };
}

interface CallFacts extends OrderFacts {
  readonly settings: LedgerSettings;
  /** By the dates of the problems. */
  readonly colour: OrderColour;
}

async function factsOf(
  { tx, cityId, actor, ask, now }: OrderCall,
  unitPath: string,
  unitId: string,
  problemIds: readonly string[],
): Promise<CallFacts> {
  const open = await findDemandable(tx, cityId, unitId, problemIds);
  return {
    now,
    actor: { personId: actor.personId, may: (verb) => ask.may(verb, unitPath) },
    openProblemIds: new Set(open.map((problem) => problem.id)),
    number: null,
    answerDueAt: null,
    settings: await loadLedgerSettings(tx, cityId),
    colour: orderColour(colourFacts(open), now),
  };
}

/** @throws Refused 409 where the id was used for something else or by somebody else. */
async function isDone(
  { tx, cityId, actor }: OrderCall,
  given: GivenOrderCommand,
  contentHash: string,
): Promise<boolean> {
  const done = await tx
    .selectFrom('event')
    .select(['data', 'actor_id'])
    .where('city_id', '=', cityId)
    .where('subject_kind', '=', 'order')
    .where('subject_id', '=', given.orderId)
    .where(sql<boolean>`data->>'commandId' = ${given.commandId}`)
    .executeTakeFirst();
  if (!done) return false;
  const { contentHash: before } = done.data as { contentHash?: string };
  if (before !== contentHash || done.actor_id !== actor.personId) {
    throw new Refused(409, 'duplicate', { field: 'commandId' });
  }
  return true;
}

async function requireKnownPhotos(tx: Tx, cityId: string, photos: readonly PhotoReference[]): Promise<void> {
  if (photos.length === 0) return;
  const known = await findPhotos(
    tx,
    cityId,
    photos.map((photo) => photo.sha256),
  );
  const hashes = new Set(known.map((photo) => photo.sha256));
  const missing = photos.findIndex((photo) => !hashes.has(photo.sha256));
  if (missing >= 0) throw invalid(`photos.${missing}.sha256`, 'problem.unknownPhoto');
}
