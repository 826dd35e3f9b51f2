import { sql } from 'kysely';
import type { RecheckLine, RevisitResults } from '../../contract/revisits.ts';
import { rateRechecks, shrinkRates, weightedShare } from '../../domain/verification/recheck-rate.ts';
import { withinSubtrees } from '../organisation/unit-subtree.ts';
import type { Tx } from '../platform/database/database.ts';
import type { RevisitSight } from './revisit-sight.ts';

/** Which rounds are counted: one, or those whose period ends within a span. */
export interface ResultFilter {
  readonly roundId: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

interface CountRow {
  readonly id: string;
  readonly name: string;
  readonly claimed: number;
  readonly checked: number;
  readonly failed: number;
  readonly notPossible: number;
}

/**
 * How many fixes held, as far as it may be seen: units in sight; verifiers only for those who see the
 * whole city. A fix that stands in the registers of two rounds counts in each.
 */
export async function loadRevisitResults(
  tx: Tx,
  cityId: string,
  filter: ResultFilter,
  sight: RevisitSight,
  toleratedPercent: number,
): Promise<Pick<RevisitResults, 'rounds' | 'open' | 'total' | 'byUnit' | 'byVerifier'>> {
  const ids = await listCountedRounds(tx, cityId, filter);
  const units = await countBy(tx, cityId, ids, sight, 'unit');
  const verifiers = sight.seesPlan ? await countBy(tx, cityId, ids, sight, 'verifier') : [];
  const share = weightedShare(units);
  const sum = (key: 'claimed' | 'checked' | 'failed' | 'notPossible') =>
    units.reduce((total, unit) => total + unit[key], 0);
  return {
    rounds: ids.length,
    open: sight.seesPlan ? await countOpen(tx, cityId, ids) : 0,
    total: {
      claimed: sum('claimed'),
      checked: sum('checked'),
      failed: sum('failed'),
      notPossible: sum('notPossible'),
      share: share?.share ?? null,
      unseenUnits: share?.unseen ?? units.length,
    },
    byUnit: linesOf(units, toleratedPercent),
    byVerifier: linesOf(verifiers, toleratedPercent),
  };
}

function linesOf(rows: readonly CountRow[], toleratedPercent: number): RecheckLine[] {
  const shrunken = shrinkRates(rows);
  return rows.map((row, index) => {
    const { interval, saying } = rateRechecks(row, toleratedPercent / 100);
    return { ...row, interval, saying, shrunken: shrunken?.rates[index] ?? null };
  });
}

async function listCountedRounds(tx: Tx, cityId: string, filter: ResultFilter): Promise<string[]> {
  let query = tx
    .selectFrom('revisit_round')
    .select('id')
    .where('city_id', '=', cityId)
    .where('state', 'in', ['drawn', 'closed']);
  if (filter.roundId) query = query.where('id', '=', filter.roundId);
  if (filter.from) query = query.where('period_to', '>=', filter.from);
  if (filter.to) query = query.where('period_to', '<=', filter.to);
  return (await query.execute()).map(({ id }) => id);
}

async function countOpen(tx: Tx, cityId: string, roundIds: readonly string[]): Promise<number> {
  const { rows } = await sql<{ open: number }>`select count(*) as open from revisit v
    where v.city_id = ${cityId} and v.round_id = any (${[...roundIds]}::uuid[]) and v.state = 'open'`.execute(
    tx,
  );
  return rows[0]?.open ?? 0;
}

async function countBy(
  tx: Tx,
  cityId: string,
  roundIds: readonly string[],
  sight: RevisitSight,
  by: 'unit' | 'verifier',
): Promise<CountRow[]> {
  const named =
    by === 'unit'
      ? sql`join unit n on n.city_id = c.city_id and n.id = c.unit_id`
      : sql`join person n on n.city_id = c.city_id and n.id = c.verifier_id`;
  const { rows } = await sql<CountRow>`
    select n.id, n.name, count(*) as claimed,
      count(*) filter (where v.state in ('held','failed')) as checked,
      count(*) filter (where v.state = 'failed') as failed,
      count(*) filter (where v.state = 'notPossible') as "notPossible"
    from revisit_candidate c ${named}
    left join revisit v on v.city_id = c.city_id and v.round_id = c.round_id and v.problem_id = c.problem_id
    where c.city_id = ${cityId} and c.round_id = any (${[...roundIds]}::uuid[])
      and ${withinSubtrees('c.unit_id', cityId, sight.roots)}
    group by n.id, n.name order by failed desc, checked desc, n.name, n.id limit 1000`.execute(tx);
  return rows;
}
