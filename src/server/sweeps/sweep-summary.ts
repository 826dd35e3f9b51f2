import { sql } from 'kysely';
import { foldSweep } from '../../domain/sweeps/apply-sweep.ts';
import { type RootCause, rootCauses, type Sweep } from '../../domain/sweeps/sweep.ts';
import type { SweepEvent } from '../../domain/sweeps/sweep-events.ts';
import type { Tx } from '../platform/database/database.ts';

/** What a bulletin says about the sweeps of a period. */
export interface SweepSummary {
  readonly sweeps: number;
  readonly done: number;
  readonly waived: number;
  readonly sites: number;
  readonly checked: number;
  readonly found: number;
  readonly spotChecked: number;
  readonly contradicted: number;
  /** Named most often at the close; of equals the first in the order of causes. */
  readonly topCause: RootCause | null;
}

/**
 * The city's sweeps begun from one instant to another, as they stood at `asOf`; null where there were none.
 * Told by the history and not by the rows, so that the same bulletin says the same for ever. Cancelled ones
 * never were.
 */
export async function summariseSweeps(
  tx: Tx,
  cityId: string,
  span: { readonly from: string; readonly to: string; readonly asOf: string },
): Promise<SweepSummary | null> {
  const { rows } = await sql<SweepEvent & { id: string }>`
    select e.subject_id as id, e.kind, e.data, e.actor_id as by, e.at from event e
    where e.city_id = ${cityId} and e.subject_kind = 'sweep' and e.at <= ${span.asOf}::timestamptz
      and e.subject_id in (select s.subject_id from event s
        where s.city_id = ${cityId} and s.subject_kind = 'sweep' and s.kind = 'sweep.started'
          and s.at >= ${span.from}::timestamptz and s.at < ${span.to}::timestamptz)
    order by e.subject_id, e.version`.execute(tx);
  const sweeps = [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((events) => {
    const whole = foldSweep(events);
    return whole && whole.sweep.state !== 'cancelled' ? [whole.sweep] : [];
  });
  return sweeps.length === 0 ? null : summaryOf(sweeps);
}

function summaryOf(sweeps: readonly Sweep[]): SweepSummary {
  const sum = (of: (sweep: Sweep) => number): number => sweeps.reduce((total, one) => total + of(one), 0);
  const named = (cause: RootCause): number => sweeps.filter((sweep) => sweep.cause === cause).length;
  const [topCause = null] = rootCauses
    .filter((cause) => named(cause) > 0)
    .sort((a, b) => named(b) - named(a));
  return {
    sweeps: sweeps.length,
    done: sum(({ state }) => Number(state === 'done')),
    waived: sum(({ state }) => Number(state === 'waived')),
    sites: sum(({ total }) => total),
    checked: sum(({ clear, found }) => clear + found),
    found: sum(({ found }) => found),
    spotChecked: sum(({ spotChecked }) => spotChecked),
    contradicted: sum(({ contradicted }) => contradicted),
    topCause,
  };
}
