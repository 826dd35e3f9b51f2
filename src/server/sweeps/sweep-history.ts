import { sql } from 'kysely';
import type { Json } from '../../domain/canonical-json.ts';
import { foldSweep } from '../../domain/sweeps/apply-sweep.ts';
import type { WholeSweep } from '../../domain/sweeps/sweep.ts';
import type { SweepEvent } from '../../domain/sweeps/sweep-events.ts';
import type { Tx } from '../platform/database/database.ts';
import { type ChainEnd, type ChainedEvent, chainEvents, type NewEvent } from '../platform/event-log.ts';

/** Decided events as history: time and person move to the event's own columns. */
export function linkSweep(
  cityId: string,
  sweepId: string,
  end: ChainEnd,
  events: readonly SweepEvent[],
): readonly ChainedEvent[] {
  const [first] = events;
  if (!first) return [];
  const recorded = events.map(({ kind, data }): NewEvent => ({ kind, data: data as unknown as Json }));
  return chainEvents(cityId, { kind: 'sweep', id: sweepId, end }, recorded, { personId: first.by }, first.at);
}

/** The sweep that its stored history makes; `null` where there is none. */
export async function foldStoredSweep(tx: Tx, cityId: string, sweepId: string): Promise<WholeSweep | null> {
  const rows = await tx
    .selectFrom('event')
    .select(['kind', 'data', 'actor_id as by', 'at'])
    .where('city_id', '=', cityId)
    .where('subject_kind', '=', 'sweep')
    .where('subject_id', '=', sweepId)
    .orderBy('version')
    .execute();
  return foldSweep(rows as unknown as readonly SweepEvent[]);
}

/** An event as the sweep's page shows it. */
export interface SweepEventRow {
  readonly version: number;
  readonly kind: string;
  readonly at: string;
  readonly actorId: string | null;
  readonly hash: Buffer;
  readonly reason: string | null;
}

/** The history without the single checks, oldest first; the snapshot of sites stays in the database. */
export async function listSweepEvents(tx: Tx, cityId: string, sweepId: string): Promise<SweepEventRow[]> {
  const { rows } = await sql<SweepEventRow>`
    select version, kind, at, actor_id as "actorId", hash,
      case when kind = 'sweep.started' then null
        else coalesce(data->>'reason', data->>'restReason', data->>'causeNote') end as reason
    from event
    where city_id = ${cityId} and subject_kind = 'sweep' and subject_id = ${sweepId}
      and kind not in ('sweep.checked', 'sweep.spot_checked')
    order by version limit 200`.execute(tx);
  return rows;
}
