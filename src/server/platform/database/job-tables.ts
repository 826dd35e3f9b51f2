import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';

export type JobPool = pg.Pool;
export type JobConnection = pg.PoolClient;

/** Connections for the runner of jobs, apart from those of requests: slow work must not keep people waiting. */
export function openJobPool(url: string, max: number): JobPool {
  const pool = new pg.Pool({ connectionString: url, max });
  // an idle connection that breaks must not end the process; the pool drops it
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * Makes or updates the tables of the job queue (schema `graphile_worker`). Several starters at once wait
 * for each other.
 */
export async function installJobTables(url: string): Promise<void> {
  const pool = openJobPool(url, 2);
  try {
    const lock = await pool.connect();
    try {
      await lock.query(`begin; select pg_advisory_xact_lock(hashtext('graphile_worker'))`);
      await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) });
      await lock.query('commit');
    } finally {
      lock.release(true);
    }
  } finally {
    await pool.end();
  }
}
