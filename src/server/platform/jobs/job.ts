import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Json } from '../../../domain/canonical-json.ts';
import type { Database, Tx } from '../database/database.ts';

/** What a job works with. Time comes from `clock`, never from the database. */
export interface JobHouse {
  readonly db: Database;
  readonly clock: () => Date;
  readonly filesDirectory: string;
}

/** Work that a change asked for. It may run twice (a process may die after it), so it must bear that. */
export interface Job {
  /** Feature and what is done: `ledgerFiles.export`. */
  readonly name: string;
  readonly run: (house: JobHouse, cityId: string, payload: Json) => Promise<void>;
}

/** Work that is due again and again in every city; finds what is due by reading tables. */
export interface PeriodicJob {
  readonly name: string;
  /** A divisor of a day's 1440 minutes, so that the steps fall alike every day. */
  readonly everyMinutes: number;
  readonly run: (house: JobHouse, cityId: string) => Promise<void>;
}

/** The jobs of a feature, listed in `featureJobs` of app.ts. */
export interface Jobs {
  readonly jobs: readonly Job[];
  readonly periodic: readonly PeriodicJob[];
}

/** About three days with pauses of e, e², … seconds up to six hours; then the job is given up and shown. */
const mostAttempts = 20;

/**
 * Queues a job in the transaction of the change that needs it: both or neither.
 *
 * @param payload ids rather than contents: the queue is not fenced by city.
 * @param options.key a waiting job of the same name and key is replaced, so that it runs once.
 */
export async function queueJob(
  tx: Tx,
  cityId: string,
  name: string,
  payload: Json,
  options: { readonly key?: string } = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(
    identifier => ${name},
    payload => ${JSON.stringify({ cityId, payload })}::json,
    max_attempts => ${mostAttempts}::int,
    job_key => ${jobKey(cityId, name, options.key ?? randomUUID())})`.execute(tx);
}

/** Also the mark by which a city finds its own jobs again. */
export function jobKey(cityId: string, name: string, key: string): string {
  return `${cityId}:${name}:${key}`;
}
