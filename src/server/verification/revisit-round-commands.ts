import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { announceRevisits } from '../../contract/revisits.ts';
import type { Json } from '../../domain/canonical-json.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import {
  drawRevisits,
  periodOf,
  type RegisteredFix,
  registerText,
  seedOf,
  type UnitFixes,
} from '../../domain/verification/revisit-draw.ts';
import {
  announceRound,
  checkPeriod,
  closeRound,
  drawRound,
  type RevisitRoundEvent,
  voidRound,
} from '../../domain/verification/revisit-round.ts';
import type { Tx } from '../platform/database/database.ts';
import { type EventActor, recordEvents } from '../platform/event-log.ts';
import { notFound, unwrap } from '../platform/refused.ts';
import { commandHash, isRepeated } from '../platform/repeated-command.ts';
import { instantsOf, type Period } from './recurrence-rate-queries.ts';
import { enterRevisits } from './revisit-entering.ts';
import {
  type Candidate,
  listCandidates,
  lockRevisitRound,
  type RevisitRoundRow,
  revisitRoundOf,
} from './revisit-round-queries.ts';

/** Where a command on revisits stands. */
export interface RevisitCall {
  readonly tx: Tx;
  readonly cityId: string;
  readonly actor: EventActor & { readonly personId: string };
  readonly now: string;
}

/** SHA-256 of a text's UTF-8 bytes, as rules and outsiders compute it. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * Announces a round: freezes the register of fixes struck off in the period, keeps a secret and publishes
 * the hashes of both. The same command again changes nothing.
 *
 * @throws Refused 409 with the rule's code, or where the id stands for another round.
 */
export async function announce(
  call: RevisitCall,
  body: z.output<typeof announceRevisits.body> & { readonly isSample?: boolean },
): Promise<void> {
  const { tx, cityId, actor, now } = call;
  const { id, isSample = false, ...wish } = body;
  const requestHash = commandHash(wish);
  // two sendings of one form at once: the second waits here and finds the first
  await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(tx);
  const known = await lockRevisitRound(tx, cityId, id);
  if (isRepeated(known && { requestHash: known.request_hash }, requestHash, 'revisit.idTaken')) return;
  unwrap(checkPeriod(wish.periodFrom, wish.periodTo, cityDay(now)));
  const secret = randomBytes(16).toString('hex');
  const secretHash = sha256(secret);
  await tx
    .insertInto('revisit_round')
    .values({
      city_id: cityId,
      id,
      ...roundColumns(wish),
      state: 'announced',
      secret,
      secret_hash: secretHash,
      // known once the register is frozen, which needs the round's row
      register_hash: '',
      register_count: 0,
      announced_at: now,
      announced_by: actor.personId,
      request_hash: requestHash,
      is_sample: isSample,
      version: 1,
    })
    .execute();
  const fixes = await freezeRegister(tx, cityId, id, { from: wish.periodFrom, to: wish.periodTo });
  const register = fixes.map(registeredFix);
  const announced = {
    ...wish,
    secretHash,
    registerHash: sha256(registerText(register)),
    registerCount: register.length,
  };
  const events = unwrap(announceRound(announced, fixesByUnit(register)));
  await tx
    .updateTable('revisit_round')
    .set({ register_hash: announced.registerHash, register_count: announced.registerCount })
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .execute();
  await recordRound(call, id, events);
}

function roundColumns(wish: Omit<z.output<typeof announceRevisits.body>, 'id'>) {
  return {
    name: wish.name,
    period_from: wish.periodFrom,
    period_to: wish.periodTo,
    size: wish.size,
    minimum_per_unit: wish.minimumPerUnit,
    seed_source: wish.seedSource,
  };
}

/** Fixes that were struck off on the days of a period: claimed by a unit, verified, and not a duplicate's. */
export function fixesOf(cityId: string, period: Period) {
  const { since, before } = instantsOf(period);
  return sql`from problem p join unit u on u.city_id = p.city_id and u.id = p.unit_id
    where p.city_id = ${cityId} and p.state = 'struck_off' and p.fix_claimed_at is not null
      and p.struck_off_at >= ${since}::timestamptz and p.struck_off_at < ${before}::timestamptz`;
}

async function freezeRegister(tx: Tx, cityId: string, roundId: string, period: Period): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    insert into revisit_candidate (city_id, round_id, problem_id, number, unit_id, unit_code, verifier_id)
    select p.city_id, ${roundId}::uuid, p.id, p.number, u.id, u.code, p.struck_off_by ${fixesOf(cityId, period)}
    returning problem_id as "problemId", number, unit_id as "unitId", unit_code as "unitCode"`.execute(tx);
  return rows;
}

export function registeredFix(candidate: Pick<Candidate, 'number' | 'unitCode'>): RegisteredFix {
  return { unit: candidate.unitCode, id: String(candidate.number) };
}

function fixesByUnit(register: readonly RegisteredFix[]): UnitFixes[] {
  return [...Map.groupBy(register, ({ unit }) => unit)].map(([unit, fixes]) => ({
    unit,
    fixes: fixes.length,
  }));
}

/**
 * Draws a round with the public number and gives each revisit to an independent inspector. The same number
 * again changes nothing.
 */
export async function draw(
  call: RevisitCall,
  roundId: string,
  publicNumber: string,
): Promise<{ drawn: number; withoutInspector: number }> {
  const { tx, cityId, actor, now } = call;
  const row = await requireLockedRound(call, roundId);
  if (row.public_number === publicNumber && row.drawn_by === actor.personId) {
    return countDrawn(tx, cityId, roundId);
  }
  const round = revisitRoundOf(row);
  // refuses before anything is drawn
  unwrap(drawRound(round, publicNumber, { drawn: 0, withoutInspector: 0 }));
  const candidates = await listCandidates(tx, cityId, roundId);
  const byNumber = new Map(candidates.map((candidate) => [String(candidate.number), candidate]));
  const frame = frameOf({ ...row, public_number: publicNumber });
  const drawn = drawRevisits(frame, candidates.map(registeredFix), row.size, row.minimum_per_unit);
  const placed = drawn.flatMap((unit) =>
    [...unit.drawn, ...unit.reserves].flatMap(({ id, key }, index) => {
      const candidate = byNumber.get(id);
      return candidate ? [{ ...candidate, key, place: index + 1, isDrawn: index < unit.drawn.length }] : [];
    }),
  );
  await storePlaces(tx, cityId, roundId, placed);
  const chosen = placed.filter(({ isDrawn }) => isDrawn).map((one) => ({ ...one, replacesId: null }));
  const entered = await enterRevisits(call, roundId, chosen, frame);
  const result = {
    drawn: entered.length,
    withoutInspector: entered.filter(({ inspectorId }) => inspectorId === null).length,
  };
  await tx
    .updateTable('revisit_round')
    .set({ state: 'drawn', public_number: publicNumber, drawn_at: now, drawn_by: actor.personId })
    .where('city_id', '=', cityId)
    .where('id', '=', roundId)
    .execute();
  await recordRound(call, roundId, unwrap(drawRound(round, publicNumber, result)));
  return result;
}

/** The frame of a round's draw; it must have its public number. */
export function frameOf(
  row: Pick<RevisitRoundRow, 'public_number' | 'secret' | 'period_from' | 'period_to'>,
) {
  return {
    seed: seedOf(row.public_number ?? '', row.secret),
    period: periodOf(row.period_from, row.period_to),
    sha256,
  };
}

async function storePlaces(
  tx: Tx,
  cityId: string,
  roundId: string,
  placed: readonly { problemId: string; key: string; place: number }[],
): Promise<void> {
  await sql`update revisit_candidate c set draw_key = d.key, place = d.place
    from unnest(${placed.map((one) => one.problemId)}::uuid[], ${placed.map((one) => one.key)}::text[],
      ${placed.map((one) => one.place)}::int[]) as d (problem_id, key, place)
    where c.city_id = ${cityId} and c.round_id = ${roundId} and c.problem_id = d.problem_id`.execute(tx);
}

async function countDrawn(tx: Tx, cityId: string, roundId: string) {
  const { rows } = await sql<{ drawn: number; withoutInspector: number }>`
    select (data->>'drawn')::int as drawn, (data->>'withoutInspector')::int as "withoutInspector" from event
    where city_id = ${cityId} and subject_kind = 'revisit' and subject_id = ${roundId}
      and kind = 'revisit.round_drawn'`.execute(tx);
  return rows[0] ?? { drawn: 0, withoutInspector: 0 };
}

/** Closes a round and reveals its secret. A closed one stays as it is. */
export async function close(call: RevisitCall, roundId: string, leaveOpen: boolean): Promise<void> {
  const { tx, cityId, actor, now } = call;
  const row = await requireLockedRound(call, roundId);
  if (row.state === 'closed') return;
  const { open } = await tx
    .selectFrom('revisit')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('city_id', '=', cityId)
    .where('round_id', '=', roundId)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  const events = unwrap(closeRound(revisitRoundOf(row), row.secret, Number(open), leaveOpen));
  await tx
    .updateTable('revisit_round')
    .set({ state: 'closed', closed_at: now, closed_by: actor.personId })
    .where('city_id', '=', cityId)
    .where('id', '=', roundId)
    .execute();
  await recordRound(call, roundId, events);
}

/** Takes an announcement back. The same reason again changes nothing. */
export async function voidAnnounced(call: RevisitCall, roundId: string, reason: string): Promise<void> {
  const { tx, cityId } = call;
  const row = await requireLockedRound(call, roundId);
  if (row.state === 'voided' && row.void_reason === reason) return;
  const events = unwrap(voidRound(revisitRoundOf(row), reason));
  await tx
    .updateTable('revisit_round')
    .set({ state: 'voided', void_reason: reason })
    .where('city_id', '=', cityId)
    .where('id', '=', roundId)
    .execute();
  await recordRound(call, roundId, events);
}

async function requireLockedRound({ tx, cityId }: RevisitCall, roundId: string): Promise<RevisitRoundRow> {
  const row = await lockRevisitRound(tx, cityId, roundId);
  if (!row) throw notFound();
  return row;
}

/** Appends to the history and moves the row's version along with it. */
async function recordRound(
  { tx, cityId, actor, now }: RevisitCall,
  roundId: string,
  events: readonly RevisitRoundEvent[],
): Promise<void> {
  const facts = events.map(({ kind, data }) => ({ kind, data: data as unknown as Json }));
  const end = await recordEvents(tx, cityId, { kind: 'revisit', id: roundId }, facts, actor, now);
  await tx
    .updateTable('revisit_round')
    .set({ version: end.version })
    .where('city_id', '=', cityId)
    .where('id', '=', roundId)
    .execute();
}
