import { sql } from 'kysely';
import type { Json } from '../../domain/canonical-json.ts';
import type { Tx } from '../platform/database/database.ts';
import type { SubjectKind } from '../platform/event-log.ts';
import { readInBatches } from './cursor-reading.ts';
import type { LoggedEvent } from './subject-check.ts';

interface HistoryRow {
  readonly subjectKind: SubjectKind;
  readonly subjectId: string;
  readonly version: number;
  readonly kind: string;
  readonly data: Json;
  readonly actorId: string | null;
  readonly at: string;
  readonly prevHash: Buffer;
  readonly hash: Buffer;
  readonly leafIndex: number | null;
  readonly leafEventHash: Buffer | null;
}

/**
 * The whole history of a city, one list of events for each subject: by kind, id and version. Only the
 * longest history of one subject is held in memory.
 */
export async function* readSubjects(tx: Tx, cityId: string): AsyncGenerator<LoggedEvent[]> {
  const rows = readInBatches<HistoryRow>(
    tx,
    'proof_history',
    sql`select e.subject_kind as "subjectKind", e.subject_id as "subjectId", e.version, e.kind, e.data,
          e.actor_id as "actorId", e.at, e.prev_hash as "prevHash", e.hash,
          l.leaf_index as "leafIndex", l.event_hash as "leafEventHash"
        from event e
        left join tree_leaf l on l.city_id = e.city_id and l.subject_kind = e.subject_kind
          and l.subject_id = e.subject_id and l.version = e.version
        where e.city_id = ${cityId}
        order by e.subject_kind, e.subject_id, e.version`,
  );
  let subject: LoggedEvent[] = [];
  for await (const batch of rows) {
    for (const { leafIndex, leafEventHash, ...event } of batch) {
      const [first] = subject;
      if (first && (first.subjectId !== event.subjectId || first.subjectKind !== event.subjectKind)) {
        yield subject;
        subject = [];
      }
      const leaf =
        leafIndex === null || leafEventHash === null ? null : { index: leafIndex, eventHash: leafEventHash };
      subject.push({ ...event, leaf });
    }
  }
  if (subject.length > 0) yield subject;
}

/** Entries of the log in their order. A place that is empty ends it. */
export async function* readEntries(tx: Tx, cityId: string): AsyncGenerator<Buffer[]> {
  const rows = readInBatches<{ leafIndex: number; eventHash: Buffer }>(
    tx,
    'proof_leaves',
    sql`select leaf_index as "leafIndex", event_hash as "eventHash"
        from tree_leaf where city_id = ${cityId} order by leaf_index`,
  );
  let place = 0;
  for await (const batch of rows) {
    const gap = batch.findIndex((leaf, index) => leaf.leafIndex !== place + index);
    const whole = gap < 0 ? batch : batch.slice(0, gap);
    yield whole.map((leaf) => leaf.eventHash);
    place += whole.length;
    if (gap >= 0) return;
  }
}

/** Leaves of one subject whose events are gone. */
export interface LostEvents {
  readonly subjectKind: SubjectKind;
  readonly subjectId: string;
  readonly firstVersion: number;
  readonly count: number;
  /** Version of the last event that is still there; null where the whole subject is gone. */
  readonly lastKept: number | null;
}

/** Subjects of which the tree knows events that the history does not have. */
export async function listLostEvents(tx: Tx, cityId: string, limit: number): Promise<LostEvents[]> {
  const { rows } = await sql<LostEvents>`
    with lost as (
      select l.subject_kind, l.subject_id, min(l.version) as first_version, count(*)::int as count
      from tree_leaf l
      where l.city_id = ${cityId} and not exists (
        select from event e where e.city_id = l.city_id and e.subject_kind = l.subject_kind
          and e.subject_id = l.subject_id and e.version = l.version)
      group by l.subject_kind, l.subject_id
      order by min(l.leaf_index) limit ${limit})
    select subject_kind as "subjectKind", subject_id as "subjectId", first_version as "firstVersion", count,
      (select max(e.version) from event e where e.city_id = ${cityId}
        and e.subject_kind = lost.subject_kind and e.subject_id = lost.subject_id) as "lastKept"
    from lost`.execute(tx);
  return rows;
}

/** Human number of a problem as its row has it, for a history that lost its beginning. */
export async function findProblemNumber(tx: Tx, cityId: string, problemId: string): Promise<number | null> {
  const row = await tx
    .selectFrom('problem')
    .select('number')
    .where('city_id', '=', cityId)
    .where('id', '=', problemId)
    .executeTakeFirst();
  return row?.number ?? null;
}
