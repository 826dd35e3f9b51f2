import type { Client } from 'pg';
import type { InspectionReceipt } from '../src/contract/inspections.ts';
import { type BenchCity, buildBenchCity } from './support/bench-city.ts';
import { type BenchClient, openBenchClient } from './support/bench-client.ts';
import { type BenchHouse, openBenchHouse } from './support/bench-house.ts';
import type { BenchOptions } from './support/bench-options.ts';
import { type BenchVisit, inspectionOf, planVisits } from './support/bench-visits.ts';
import {
  insertAtOnce,
  insertOneByOne,
  openDirectClients,
  readSubmissionRows,
  rowsLike,
  type SubmissionRows,
} from './support/direct-rows.ts';
import { ownProcessorTime } from './support/processor-time.ts';
import { type Measured, median, printTable, runClosedLoops, spread } from './support/samples.ts';

const ways = ['one statement', 'statement per row', 'application'] as const;
type Way = (typeof ways)[number];
const crowds = [1, 16] as const;
/** More than any way can do in a second, so that no measurement runs out of visits. */
const visitsPerSecond = { 1: 2500, 16: 6000 } as const;

interface Bench {
  readonly house: BenchHouse;
  readonly city: BenchCity;
  readonly callers: readonly BenchClient[];
  readonly direct: readonly Client[];
  readonly template: SubmissionRows;
}

/**
 * Inspections submitted over HTTP, signed in, validated, scored, durable and chained, beside the same rows
 * sent straight to the database: as one statement, and as a statement per row. All take turns, so that what
 * else the machine does falls on all of them.
 */
export async function benchSubmitInspection(options: BenchOptions): Promise<void> {
  const house = await openBenchHouse();
  try {
    const city = await buildBenchCity(house);
    const callers: BenchClient[] = [];
    for (const id of city.inspectorIds) callers.push(openBenchClient(house.port, await city.signIn(id)));
    const direct = await openDirectClients(house.databaseUrl, city, Math.max(...crowds));
    try {
      const template = await firstSubmission(city, callers, direct);
      await measure({ house, city, callers, direct, template }, options);
    } finally {
      for (const caller of callers) caller.close();
      await Promise.all(direct.map((client) => client.end()));
    }
  } finally {
    await house.close();
  }
}

/** The application shows what one submission writes; the others write the same. */
async function firstSubmission(
  city: BenchCity,
  [caller]: readonly BenchClient[],
  [client]: readonly Client[],
): Promise<SubmissionRows> {
  const visit = (await planVisits(city, 1, 1))[0]?.[0];
  if (!caller || !client || !visit) throw new Error('nobody to submit');
  const reply = await caller.post('/api/inspections', inspectionOf(city, visit));
  if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
  const receipt = JSON.parse(reply.text) as InspectionReceipt;
  const dispatched = receipt.problems.filter(({ state }) => state === 'dispatched').length;
  if (dispatched !== 2) throw new Error(`two problems expected: ${reply.text}`);
  const rows = await readSubmissionRows(client, receipt.id);
  const counts = Object.entries(rows).map(([table, part]) => `${(part as unknown[]).length} ${table}`);
  console.log(`one submission writes: ${counts.join(', ')}`);
  return rows;
}

async function measure(bench: Bench, options: BenchOptions): Promise<void> {
  const found = new Map<string, Measured[]>();
  // warm: code compiled, connections open, memories filled
  for (const way of ways) await measureOnce(bench, way, 16, 1);
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const clients of crowds) {
      for (const way of ways) {
        const measured = await measureOnce(bench, way, clients, options.seconds);
        const key = `${way}, ${clients} client${clients === 1 ? '' : 's'}`;
        found.set(key, [...(found.get(key) ?? []), measured]);
      }
    }
    console.log(`round ${round} of ${options.rounds} done`);
  }
  printTable(
    [
      'way',
      'per second, min / median / max',
      'p50 ms',
      'p99 ms',
      'share of one statement',
      'CPU ms node',
      'CPU ms database',
    ],
    [...found].map(([key, rounds]) => {
      const limit = found.get(key.replace(/^[^,]+/, 'one statement')) ?? [];
      const shares = rounds.map(
        ({ perSecond }, index) => perSecond / (limit[index]?.perSecond ?? Number.NaN),
      );
      const database = rounds.flatMap(({ cpu }) => cpu.database ?? []);
      return [
        key,
        spread(rounds.map(({ perSecond }) => perSecond)),
        median(rounds.map(({ p50 }) => p50)).toFixed(2),
        median(rounds.map(({ p99 }) => p99)).toFixed(2),
        spread(shares, 2),
        median(rounds.map(({ cpu }) => cpu.node)).toFixed(2),
        database.length === 0 ? '' : median(database).toFixed(2),
      ];
    }),
  );
}

async function measureOnce(
  { house, city, callers, direct, template }: Bench,
  way: Way,
  clients: (typeof crowds)[number],
  seconds: number,
): Promise<Measured> {
  const heaps = await planVisits(city, clients, Math.ceil(visitsPerSecond[clients] * seconds));
  const processorTime = async () => ({
    node: way === 'application' ? await house.serverProcessorTime() : ownProcessorTime(),
    database: await house.databaseProcessorTime(),
  });
  const next = (client: number): BenchVisit | undefined => heaps[client]?.pop();
  const measured = await runClosedLoops(
    clients,
    seconds,
    async (client) => {
      const visit = next(client);
      const [caller, connection] = [callers[client], direct[client]];
      if (!visit || !caller || !connection) return false;
      if (way === 'application') {
        const reply = await caller.post('/api/inspections', inspectionOf(city, visit));
        if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
      } else {
        const insert = way === 'one statement' ? insertAtOnce : insertOneByOne;
        await insert(connection, rowsLike(template, visit));
      }
      return true;
    },
    processorTime,
  );
  if (heaps.some((heap) => heap.length === 0)) throw new Error(`${way}: ran out of visits`);
  return measured;
}
