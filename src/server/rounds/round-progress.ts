import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import { type RoundSight, visitInSight } from './round-sight.ts';

/** Counts over some visits. `meanScore`: two decimals, null without a scored visit. */
export interface Progress {
  readonly visits: number;
  readonly assigned: number;
  readonly done: number;
  readonly scored: number;
  readonly meanScore: string | null;
  readonly vetoed: number;
  readonly problems: number;
}

export const noProgress: Progress = {
  visits: 0,
  assigned: 0,
  done: 0,
  scored: 0,
  meanScore: null,
  vetoed: 0,
  problems: 0,
};

const groupings = {
  round: sql`v.round_id`,
  inspector: sql`v.inspector_id`,
  unit: sql`s.territory_unit_id`,
} as const;

/**
 * Progress of rounds, by round, by inspector (null: nobody yet) or by territorial unit; one statement.
 *
 * @returns by the id of the group; groups without a visit in sight are missing.
 */
export async function findProgress(
  tx: Tx,
  cityId: string,
  roundIds: readonly string[],
  sight: RoundSight,
  by: keyof typeof groupings,
): Promise<ReadonlyMap<string | null, Progress>> {
  if (roundIds.length === 0) return new Map();
  const group = groupings[by];
  const { rows } = await sql<Progress & { group: string | null }>`
    select ${group} as "group", count(*) as visits, count(v.inspector_id) as assigned, count(i.id) as done,
      count(*) filter (where i.is_scored and i.awaits_photos = 0) as scored,
      round(avg(i.score) filter (where i.is_scored and i.awaits_photos = 0), 2)::text as "meanScore",
      count(*) filter (where i.veto_failed) as vetoed,
      coalesce(sum(p.problems), 0)::bigint as problems
    from round_visit v
    join site s on s.city_id = v.city_id and s.id = v.site_id
    left join inspection i on i.city_id = v.city_id and i.visit_id = v.id
    left join (select inspection_id, count(*) as problems from problem
      where city_id = ${cityId} and round_id = any (${[...roundIds]}::uuid[]) and inspection_id is not null
      group by inspection_id) p on p.inspection_id = i.id
    where v.city_id = ${cityId} and v.round_id = any (${[...roundIds]}::uuid[])
      and ${visitInSight(cityId, sight)}
    group by ${group}`.execute(tx);
  return new Map(rows.map(({ group: key, ...progress }) => [key, progress]));
}
