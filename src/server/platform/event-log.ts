import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../../domain/canonical-json.ts';
import type { Tx } from './database/database.ts';

/** What the history is about; one hash chain per subject. */
export type SubjectKind =
  | 'problem'
  | 'inspection'
  | 'round'
  | 'standardVersion'
  | 'site'
  | 'unit'
  | 'person'
  | 'scheme'
  | 'ranking'
  | 'pledge'
  | 'sweep'
  | 'commonProblem'
  | 'revisit'
  | 'order'
  | 'escalation'
  | 'ledgerImport'
  | 'city'
  | 'vacancy'
  | 'delivery';

/** Who made an event: a person, or the system by rule (never under a person's name). */
export interface EventActor {
  readonly personId: string | null;
}

/** A fact that is about to enter the history. */
export interface NewEvent {
  readonly kind: string;
  readonly data: Json;
}

/** An event as it is stored and exported. */
export interface ChainedEvent {
  readonly subjectKind: SubjectKind;
  readonly subjectId: string;
  readonly version: number;
  readonly kind: string;
  readonly data: Json;
  readonly actorId: string | null;
  readonly at: string;
  readonly prevHash: Buffer;
  readonly hash: Buffer;
}

/** The end of a subject's chain; version 0 and 32 zero bytes before the first event. */
export interface ChainEnd {
  readonly version: number;
  readonly hash: Buffer;
}

export const chainStart: ChainEnd = { version: 0, hash: Buffer.alloc(32) };

/**
 * SHA-256 over the predecessor's hash and the canonical text of the event. Any SHA-256 tool can repeat
 * it: `sha256(prevHash ‖ utf8(canonicalJson({actorId, at, cityId, data, kind, subjectId, subjectKind, version})))`.
 */
export function eventHash(cityId: string, event: Omit<ChainedEvent, 'hash'>): Buffer {
  const { subjectKind, subjectId, version, kind, data, actorId, at } = event;
  const text = canonicalJson({ cityId, subjectKind, subjectId, version, kind, data, actorId, at });
  return createHash('sha256').update(event.prevHash).update(text, 'utf8').digest();
}

/** Links new events to the end of their subject's chain. Pure: nothing is written. */
export function chainEvents(
  cityId: string,
  subject: { kind: SubjectKind; id: string; end: ChainEnd },
  events: readonly NewEvent[],
  actor: EventActor,
  at: string,
): readonly ChainedEvent[] {
  let { version, hash } = subject.end;
  return events.map((event) => {
    version += 1;
    const link = {
      subjectKind: subject.kind,
      subjectId: subject.id,
      version,
      kind: event.kind,
      data: event.data,
      actorId: actor.personId,
      at,
      prevHash: hash,
    };
    hash = eventHash(cityId, link);
    return { ...link, hash };
  });
}

/** Database columns of chained events, for one multi-row insert or a CTE. */
export function eventRows(cityId: string, events: readonly ChainedEvent[]) {
  return events.map((event) => ({
    city_id: cityId,
    subject_kind: event.subjectKind,
    subject_id: event.subjectId,
    version: event.version,
    kind: event.kind,
    data: JSON.stringify(event.data),
    actor_id: event.actorId,
    actor_kind: event.actorId ? 'person' : 'system',
    at: event.at,
    prev_hash: event.prevHash,
    hash: event.hash,
  }));
}

/** The end of a subject's chain as stored. Lock the subject's own row first: it orders the writers. */
export async function findChainEnd(
  tx: Tx,
  cityId: string,
  kind: SubjectKind,
  subjectId: string,
): Promise<ChainEnd> {
  const last = await tx
    .selectFrom('event')
    .select(['version', 'hash'])
    .where('city_id', '=', cityId)
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', subjectId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last ?? chainStart;
}

/**
 * Appends events to a subject's history, in the same transaction as the change of its row.
 *
 * @returns the new end of the chain.
 * @throws a unique violation when another transaction appended first (the caller did not lock the row).
 */
export async function recordEvents(
  tx: Tx,
  cityId: string,
  subject: { kind: SubjectKind; id: string; end?: ChainEnd },
  events: readonly NewEvent[],
  actor: EventActor,
  at: string,
): Promise<ChainEnd> {
  const end = subject.end ?? (await findChainEnd(tx, cityId, subject.kind, subject.id));
  const chained = chainEvents(cityId, { kind: subject.kind, id: subject.id, end }, events, actor, at);
  const last = chained.at(-1);
  if (!last) return end;
  await tx.insertInto('event').values(eventRows(cityId, chained)).execute();
  return last;
}
