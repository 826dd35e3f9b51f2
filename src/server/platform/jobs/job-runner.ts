import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { parseCronItems, type Runner, run, runOnce, type WorkerEvents } from 'graphile-worker';
import { type JobPool, openJobPool } from '../database/job-tables.ts';
import type { JobHouse, Jobs, PeriodicJob } from './job.ts';
import { queueLogger } from './job-logger.ts';
import { markRunner, unlockDeadRunners } from './job-presence.ts';
import { periodicTask, taskListOf } from './job-tasks.ts';

export interface JobRunner {
  /** Waits for what is running; nothing new is begun. */
  stop(): Promise<void>;
}

/** Hears of jobs that failed, by name; they are tried again by themselves. */
export type JobFault = (name: string, error: unknown) => void;

const minutesADay = 1440;
const lookForDeadEveryMs = 60_000;
const restartAfterMs = 5_000;

/**
 * Starts the runner of one process. Several processes share the work: a queued job is taken by one of
 * them, a periodic job waits in a line of its own, so that it never runs twice at once. What was due while
 * nobody ran is done at the start. A runner that lost the database begins again by itself.
 *
 * @param url of the database; the runner opens its own connections.
 */
export async function startJobRunner(
  url: string,
  house: JobHouse,
  jobs: Jobs,
  onFault: JobFault,
): Promise<JobRunner> {
  // one connection listens, one shows that this process lives, the rest serve the jobs' bookkeeping
  const pool = openJobPool(url, 5);
  const stopping = new AbortController();
  let running: RunningQueue;
  try {
    running = await startQueue(pool, house, jobs, onFault);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const keepRunning = async () => {
    while (!stopping.signal.aborted) {
      await running.ended;
      await running.stop();
      if (stopping.signal.aborted) return;
      await pause(restartAfterMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      try {
        running = await startQueue(pool, house, jobs, onFault);
      } catch (error) {
        onFault('queue', error);
      }
    }
  };
  const kept = keepRunning();
  return {
    async stop() {
      stopping.abort();
      await running.stop();
      await kept;
      await pool.end();
    },
  };
}

interface RunningQueue {
  /** Settles when the queue stopped, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

async function startQueue(
  pool: JobPool,
  house: JobHouse,
  jobs: Jobs,
  onFault: JobFault,
): Promise<RunningQueue> {
  const events = new EventEmitter() as WorkerEvents;
  const created = new Promise<string>((resolve) => {
    events.once('pool:create', ({ workerPool }) => resolve(workerPool.id));
  });
  events.on('job:error', ({ job, error }) => onFault(job.task_identifier, error));
  const runner = await run({
    pgPool: pool,
    concurrency: 2,
    noHandleSignals: true,
    taskList: taskListOf(house, jobs),
    parsedCronItems: parseCronItems(jobs.periodic.map(cronItem)),
    events,
    logger: queueLogger((error) => onFault('queue', error)),
  });
  const ended = runner.promise.catch((error) => onFault('queue', error));
  try {
    const presence = await markRunner(pool, await created);
    const unlock = () =>
      unlockDeadRunners(pool).then(
        () => undefined,
        (error) => onFault('queue', error),
      );
    await unlock();
    for (const job of jobs.periodic) {
      const { task, options } = cronItem(job);
      await runner.addJob(task, {}, options);
    }
    const timer = setInterval(unlock, lookForDeadEveryMs);
    let stopped: Promise<void> | undefined;
    const stop = async () => {
      clearInterval(timer);
      await stopRunner(runner);
      await ended;
      presence.release(true);
    };
    return {
      ended,
      stop: () => {
        stopped ??= stop();
        return stopped;
      },
    };
  } catch (error) {
    await stopRunner(runner);
    throw error;
  }
}

/** Stopping what has stopped by itself is no fault. */
async function stopRunner(runner: Runner): Promise<void> {
  await runner.stop().catch(() => undefined);
}

function cronItem(job: PeriodicJob) {
  if (!Number.isInteger(job.everyMinutes) || minutesADay % job.everyMinutes !== 0) {
    throw new Error(`${job.name}: ${job.everyMinutes} minutes do not divide a day`);
  }
  const task = periodicTask(job.name);
  return {
    task,
    match: ({ hour, min }: { hour: number; min: number }) => (hour * 60 + min) % job.everyMinutes === 0,
    // one line per job makes them wait for each other; one key makes waiting ones into one
    options: { queueName: task, jobKey: task, jobKeyMode: 'replace' as const },
  };
}

/**
 * Runs everything that is queued, until nothing is left that may run now.
 *
 * @throws the fault of a job that failed, or an AggregateError of several, after all had their turn.
 */
export async function drainJobs(url: string, house: JobHouse, jobs: Jobs): Promise<void> {
  const pool = openJobPool(url, 3);
  const faults: unknown[] = [];
  const events = new EventEmitter() as WorkerEvents;
  events.on('job:error', ({ error }) => faults.push(error));
  try {
    await runOnce({
      pgPool: pool,
      concurrency: 1,
      noHandleSignals: true,
      taskList: taskListOf(house, jobs),
      events,
      logger: queueLogger((error) => faults.push(error)),
    });
  } finally {
    await pool.end();
  }
  if (faults.length === 1) throw faults[0];
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} jobs failed`);
}
