import type { JobConnection, JobPool } from '../database/job-tables.ts';

const prefix = 'guatu-jobs ';

/**
 * Shows that the runner with this id lives, as the name of a connection that it keeps: when the process
 * dies, whatever the way, the database server drops the name with the connection.
 */
export async function markRunner(pool: JobPool, runnerId: string): Promise<JobConnection> {
  const client = await pool.connect();
  await client.query('select set_config($1, $2, false)', ['application_name', prefix + runnerId]);
  return client;
}

/**
 * Gives back what dead runners had in hand; the library alone would wait four hours. Only what was taken
 * more than two minutes ago: a runner that has just begun, or connects anew, must not lose its work.
 *
 * @returns how many runners were found dead.
 */
export async function unlockDeadRunners(pool: JobPool): Promise<number> {
  const { rows } = await pool.query<{ dead: number }>(
    `with holder as (
       select locked_by as id, min(locked_at) as since from (
         select locked_by, locked_at from graphile_worker._private_jobs where locked_by is not null
         union all
         select locked_by, locked_at from graphile_worker._private_job_queues where locked_by is not null) held
       group by locked_by),
     dead as (
       select id from holder
       where since < now() - interval '2 minutes'
         and not exists (select from pg_stat_activity where application_name = $1 || id)),
     unlocked as (select graphile_worker.force_unlock_workers(array_agg(id)) from dead having count(*) > 0)
     select (select count(*) from dead)::int as dead from (select count(*) from unlocked) done`,
    [prefix],
  );
  return rows[0]?.dead ?? 0;
}
