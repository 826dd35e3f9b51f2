import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestHouse, type TestCity, type TestHouse } from '../../../../test/support/test-city.ts';
import { openJobPool } from '../database/job-tables.ts';
import { type Jobs, queueJob } from './job.ts';
import { unlockDeadRunners } from './job-presence.ts';
import { startJobRunner } from './job-runner.ts';
import { runPeriodic } from './job-tasks.ts';

let done: unknown[] = [];
let broken = false;
let atOnce = 0;
let mostAtOnce = 0;
const jobs: Jobs = {
  jobs: [
    {
      name: 'test.note',
      async run(_house, cityId, payload) {
        if (broken) throw new Error('no luck');
        done.push({ cityId, payload });
      },
    },
  ],
  periodic: [
    {
      name: 'test.slow',
      everyMinutes: 60,
      async run(_house, cityId) {
        atOnce += 1;
        mostAtOnce = Math.max(mostAtOnce, atOnce);
        await new Promise((resolve) => setTimeout(resolve, 30));
        atOnce -= 1;
        done.push(cityId);
      },
    },
    {
      name: 'test.failing',
      everyMinutes: 1440,
      async run(_house, cityId) {
        done.push(cityId);
        if (cityId === city.id) throw new Error('no luck here');
      },
    },
  ],
};

let house: TestHouse;
let city: TestCity;
beforeAll(async () => {
  house = await openTestHouse({ jobs });
  city = await house.city();
});
afterAll(() => house.close());
beforeEach(() => {
  done = [];
  broken = false;
  atOnce = 0;
  mostAtOnce = 0;
});

/** Waits for what a runner in this process does; the time limit of the test is the limit. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function countQueued(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from graphile_worker.jobs where key like ${`${city.id}:%`}`.execute(house.db);
  return rows[0]?.count ?? -1;
}

describe('a queued job', () => {
  it('runs after the change that asked for it, with its payload', async () => {
    await city.write((tx) => queueJob(tx, city.id, 'test.note', { ids: ['a', '例'] }));
    expect(done).toEqual([]);
    await house.runJobs();
    expect(done).toEqual([{ cityId: city.id, payload: { ids: ['a', '例'] } }]);
    await house.runJobs();
    expect(done).toHaveLength(1);
  });

  it('is gone when the change is taken back', async () => {
    const change = city.write(async (tx) => {
      await queueJob(tx, city.id, 'test.note', {});
      throw new Error('taken back');
    });
    await expect(change).rejects.toThrow('taken back');
    await house.runJobs();
    expect(done).toEqual([]);
  });

  it('waits once under one key, with what was asked last', async () => {
    for (const payload of [1, 2, 3]) {
      await city.write((tx) => queueJob(tx, city.id, 'test.note', payload, { key: 'same' }));
    }
    await house.runJobs();
    expect(done).toEqual([{ cityId: city.id, payload: 3 }]);
  });

  it('that fails stays, with what went wrong and a pause before the next try', async () => {
    broken = true;
    await city.write((tx) => queueJob(tx, city.id, 'test.note', 'later', { key: 'failing' }));
    await expect(house.runJobs()).rejects.toThrow('no luck');
    const read = await sql<{ attempts: number; last_error: string; paused: boolean }>`
      select attempts, last_error, run_at > now() as paused from graphile_worker.jobs
      where key = ${`${city.id}:test.note:failing`}`.execute(house.db);
    expect(read.rows).toEqual([{ attempts: 1, last_error: 'no luck', paused: true }]);
    broken = false;
    await sql`select graphile_worker.reschedule_jobs(array_agg(id), run_at => now())
      from graphile_worker.jobs where attempts = 1`.execute(house.db);
    await house.runJobs();
    expect(done).toEqual([{ cityId: city.id, payload: 'later' }]);
    expect(await countQueued()).toBe(0);
  });
});

describe('the runner', () => {
  it('takes a job as soon as it is queued, and leaves nothing behind when it stops', async () => {
    const runner = await startJobRunner(
      house.url,
      house.jobHouse,
      { ...jobs, periodic: [] },
      () => undefined,
    );
    try {
      await city.write((tx) => queueJob(tx, city.id, 'test.note', 'live'));
      await until(() => done.length > 0);
      expect(done).toEqual([{ cityId: city.id, payload: 'live' }]);
    } finally {
      await runner.stop();
    }
    expect(await countQueued()).toBe(0);
  });

  it('never runs a periodic job twice at once, though two processes are told to', async () => {
    const slow = { jobs: [], periodic: jobs.periodic.filter((job) => job.name === 'test.slow') };
    const runners = await Promise.all(
      [1, 2].map(() => startJobRunner(house.url, house.jobHouse, slow, () => undefined)),
    );
    try {
      await until(() => done.includes(city.id));
    } finally {
      await Promise.all(runners.map((runner) => runner.stop()));
    }
    expect(mostAtOnce).toBe(1);
  });

  it('tells of faults by the name of the job', async () => {
    broken = true;
    const faults: string[] = [];
    const runner = await startJobRunner(
      house.url,
      house.jobHouse,
      { ...jobs, periodic: [] },
      (name, error) => {
        faults.push(`${name}: ${(error as Error).message}`);
      },
    );
    try {
      await city.write((tx) => queueJob(tx, city.id, 'test.note', 'fault', { key: 'told' }));
      await until(() => faults.length > 0);
    } finally {
      await runner.stop();
    }
    expect(faults).toEqual(['test.note: no luck']);
    await sql`select graphile_worker.remove_job(${`${city.id}:test.note:told`})`.execute(house.db);
  });

  it('gives back what a killed process had in hand, and nothing of one that lives', async () => {
    const pool = openJobPool(house.url, 1);
    const watching = openJobPool(house.url, 1);
    try {
      await city.write((tx) => queueJob(tx, city.id, 'test.note', 'orphan', { key: 'orphan' }));
      await sql`update graphile_worker._private_jobs
        set locked_by = 'pool-killed', locked_at = now() - interval '3 minutes'
        where key = ${`${city.id}:test.note:orphan`}`.execute(house.db);
      await house.runJobs();
      // a periodic job of a minute just begun may run beside it
      expect(done).not.toContainEqual({ cityId: city.id, payload: 'orphan' });

      await pool.query(`set application_name to 'guatu-jobs pool-killed'`);
      expect(await unlockDeadRunners(watching)).toBe(0);
      await pool.query('reset application_name');
      expect(await unlockDeadRunners(watching)).toBe(1);
      expect(await unlockDeadRunners(watching)).toBe(0);
    } finally {
      await pool.end();
      await watching.end();
    }
    await house.runJobs();
    expect(done).toContainEqual({ cityId: city.id, payload: 'orphan' });
  });
});

describe('a periodic job', () => {
  it('has its turn in every city, though it fails in one', async () => {
    const other = await house.city();
    const job = jobs.periodic.find((one) => one.name === 'test.failing');
    if (!job) throw new Error('test.failing is listed above');
    await expect(runPeriodic(house.jobHouse, job)).rejects.toThrow('no luck here');
    expect(done).toEqual([city.id, other.id]);
    const runs = (of: TestCity) =>
      of.write((tx) =>
        tx
          .selectFrom('periodic_run')
          .select(['name', 'failures', 'last_error'])
          .where('name', '=', 'test.failing')
          .execute(),
      );
    expect(await runs(city)).toEqual([
      { name: 'test.failing', failures: 1, last_error: 'Error: no luck here' },
    ]);
    expect(await runs(other)).toEqual([{ name: 'test.failing', failures: 0, last_error: null }]);
  });

  it('needs steps that fall alike every day', async () => {
    const odd = { jobs: [], periodic: [{ name: 'test.odd', everyMinutes: 7, run: async () => undefined }] };
    await expect(startJobRunner(house.url, house.jobHouse, odd, () => undefined)).rejects.toThrow(
      '7 minutes do not divide a day',
    );
  });
});
