import type { Task, TaskList } from 'graphile-worker';
import { z } from 'zod';
import type { Json } from '../../../domain/canonical-json.ts';
import { inCity } from '../database/database.ts';
import type { Job, JobHouse, Jobs, PeriodicJob } from './job.ts';

const queued = z.object({ cityId: z.uuid(), payload: z.json() });

/** Name of the periodic job's task in the queue. */
export function periodicTask(name: string): string {
  return `periodic.${name}`;
}

/** The jobs as the queue's library calls them. @throws Error where two jobs have one name. */
export function taskListOf(house: JobHouse, { jobs, periodic }: Jobs): TaskList {
  const tasks: [string, Task][] = [
    ...jobs.map((job): [string, Task] => [job.name, (payload) => runQueued(house, job, payload)]),
    ...periodic.map((job): [string, Task] => [periodicTask(job.name), () => runPeriodic(house, job)]),
  ];
  const names = tasks.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two jobs are called ${twice}`);
  return Object.fromEntries(tasks);
}

async function runQueued(house: JobHouse, job: Job, given: unknown): Promise<void> {
  const { cityId, payload } = queued.parse(given);
  await job.run(house, cityId, payload as Json);
}

/**
 * Runs a periodic job for every city. A city where it fails does not keep it from the others.
 *
 * @throws AggregateError with what went wrong, after all cities had their turn.
 */
export async function runPeriodic(house: JobHouse, job: PeriodicJob): Promise<void> {
  const cities = await house.db.selectFrom('city').select('city_id').orderBy('created_at').execute();
  const faults: unknown[] = [];
  for (const { city_id: cityId } of cities) {
    await noteStart(house, cityId, job.name);
    try {
      await job.run(house, cityId);
      await noteEnd(house, cityId, job.name, null);
    } catch (error) {
      faults.push(error);
      await noteEnd(house, cityId, job.name, error);
    }
  }
  if (faults.length === 1) throw faults[0];
  if (faults.length > 0) throw new AggregateError(faults, `${job.name} failed in ${faults.length} cities`);
}

async function noteStart(house: JobHouse, cityId: string, name: string): Promise<void> {
  const started = { started_at: house.clock().toISOString(), finished_at: null };
  await inCity(house.db, cityId, 'write', (tx) =>
    tx
      .insertInto('periodic_run')
      .values({ city_id: cityId, name, ...started })
      .onConflict((conflict) => conflict.columns(['city_id', 'name']).doUpdateSet(started))
      .execute(),
  );
}

async function noteEnd(house: JobHouse, cityId: string, name: string, fault: unknown): Promise<void> {
  await inCity(house.db, cityId, 'write', (tx) =>
    tx
      .updateTable('periodic_run')
      .set((row) => ({
        finished_at: house.clock().toISOString(),
        failures: fault === null ? 0 : row('failures', '+', 1),
        last_error: fault === null ? null : faultText(fault),
      }))
      .where('city_id', '=', cityId)
      .where('name', '=', name)
      .execute(),
  );
}

/** For people who run the house: the first words of what a program said, no stack. */
function faultText(fault: unknown): string {
  return (fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault)).slice(0, 500);
}
