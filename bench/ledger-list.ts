import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { problemFilter } from '../src/contract/problems.ts';
import type { Actor } from '../src/domain/access/may.ts';
import { inCity } from '../src/server/platform/database/database.ts';
import { Permissions } from '../src/server/platform/permissions.ts';
import { createSessions } from '../src/server/platform/sessions.ts';
import { listProblemPage } from '../src/server/problems/problem-list.ts';
import { loadLedgerScope } from '../src/server/problems/problem-scope.ts';
import { indexWords } from '../src/server/problems/problem-words.ts';
import { type BenchCity, buildBenchCity } from './support/bench-city.ts';
import { type BenchClient, openBenchClient } from './support/bench-client.ts';
import { type BenchHouse, openBenchHouse } from './support/bench-house.ts';
import { fillLedger } from './support/bench-ledger.ts';
import type { BenchOptions } from './support/bench-options.ts';
import { type CapturedStatement, captureStatements } from './support/captured-statements.ts';
import { openDirectClients } from './support/direct-rows.ts';
import {
  drawnQueries,
  findFilterValues,
  findViewers,
  type LedgerQuery,
  singleQueries,
  type Viewer,
} from './support/ledger-cases.ts';
import { percentile, printTable } from './support/samples.ts';

/** Requests for each filter alone, and for each drawn combination. */
const requestsAlone = 30;
const requestsTogether = 6;
const combinations = 80;
const seed = 20_261_124;
/** Combinations shown of each sight: those that took longest. */
const slowestShown = 5;

interface Measurement {
  readonly viewer: string;
  readonly query: LedgerQuery;
  readonly asked: readonly number[];
  readonly bare: readonly number[];
}

/**
 * The ledger's first page of fifty with its counts, for five sights: under every filter alone, and under
 * drawn combinations of two to four. Beside each request the very statements that it sent, on one
 * connection, in turns. The plan of every statement is written to a file.
 */
export async function benchLedgerList(options: BenchOptions): Promise<void> {
  const house = await openBenchHouse();
  try {
    const city = await buildBenchCity(house);
    const begun = performance.now();
    await fillLedger(house.databaseUrl, city, options.problems);
    await indexWords(house.db, city.id);
    console.log(
      `${options.problems} problems written in ${((performance.now() - begun) / 1000).toFixed(0)} s`,
    );
    const [client] = await openDirectClients(house.databaseUrl, city, 1);
    if (!client) throw new Error('no connection');
    try {
      const values = await findFilterValues(client, city);
      const queries = [...singleQueries(values), ...drawnQueries(values, combinations, seed)];
      const plans: string[] = [];
      const measured: Measurement[] = [];
      for (const viewer of await findViewers(client, city)) {
        measured.push(...(await measureViewer(house, city, client, viewer, queries, plans)));
        console.log(`${viewer.name}: done`);
      }
      printSights(measured);
      printSlowest(measured);
      await keepPlans(options.output, plans);
    } finally {
      await client.end();
    }
  } finally {
    await house.close();
  }
}

async function measureViewer(
  house: BenchHouse,
  city: BenchCity,
  client: Client,
  viewer: Viewer,
  queries: readonly LedgerQuery[],
  plans: string[],
): Promise<Measurement[]> {
  const token = await city.signIn(viewer.personId);
  const actor = await createSessions(house.db, () => new Date()).find(token);
  if (!actor) throw new Error(`${viewer.name} is not signed in`);
  const caller = openBenchClient(house.port, token);
  const measured: Measurement[] = [];
  try {
    for (const query of queries) {
      const statements = await statementsOf(house, city, actor, query);
      const requests = Object.keys(query).length > 1 ? requestsTogether : requestsAlone;
      const samples = await measure(caller, client, query, statements, requests);
      measured.push({ viewer: viewer.name, query, ...samples });
      plans.push(await explain(client, `${viewer.name}: ${nameOf(query)}`, statements));
    }
  } finally {
    caller.close();
  }
  return measured;
}

/** What the application asks the database for one page. */
function statementsOf(
  house: BenchHouse,
  city: BenchCity,
  actor: Actor,
  query: LedgerQuery,
): Promise<CapturedStatement[]> {
  const filter = problemFilter.parse(query);
  const now = new Date().toISOString();
  return captureStatements(house.databaseUrl, (db) =>
    inCity(db, city.id, 'read', async (tx) => {
      const asker = { ask: new Permissions(actor), personId: actor.personId, now };
      const scope = await loadLedgerScope(tx, city.id, asker, filter);
      return listProblemPage(tx, city.id, filter, scope);
    }),
  );
}

/** The two ways take turns, so that what else the machine does falls on both. */
async function measure(
  caller: BenchClient,
  client: Client,
  query: LedgerQuery,
  statements: readonly CapturedStatement[],
  requests: number,
): Promise<Pick<Measurement, 'asked' | 'bare'>> {
  const [asked, bare]: [number[], number[]] = [[], []];
  for (let request = -1; request < requests; request += 1) {
    const start = performance.now();
    const reply = await caller.get(`/api/problems?${new URLSearchParams(query)}`);
    const replied = performance.now();
    if (reply.status !== 200) throw new Error(`${nameOf(query)}: ${reply.status} ${reply.text}`);
    for (const { text, values } of statements) await client.query(text, [...values]);
    const done = performance.now();
    if (request < 0) continue;
    asked.push(replied - start);
    bare.push(done - replied);
  }
  return { asked, bare };
}

async function explain(
  client: Client,
  title: string,
  statements: readonly CapturedStatement[],
): Promise<string> {
  const parts = [`# ${title}`];
  for (const { text, values } of statements) {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers) ${text}`, [
      ...values,
    ]);
    // an array of ids says nothing to the reader and is longer than the plan
    const plan = rows.map((row) => row['QUERY PLAN'].replaceAll(/\{([^{},]*),[^{}]*\}/g, '{$1,…}'));
    parts.push(text.replaceAll(/\s+/g, ' '), ...plan, '');
  }
  return parts.join('\n');
}

async function keepPlans(folder: string, plans: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const place = path.join(folder, 'ledger-list-plans.txt');
  await writeFile(place, `${plans.join('\n')}\n`);
  console.log(`plans of every statement: ${place}`);
}

function nameOf(query: LedgerQuery): string {
  const parts = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  return parts.length === 0 ? 'everything' : parts.join(' ');
}

function printSights(measured: readonly Measurement[]): void {
  const viewers = [...new Set(measured.map(({ viewer }) => viewer))];
  const groups: readonly (readonly [string, (one: Measurement) => boolean])[] = [
    ['alone', ({ query }) => Object.keys(query).length <= 1],
    ['together', ({ query }) => Object.keys(query).length > 1],
  ];
  const rows = viewers.flatMap((viewer) =>
    groups.map(([group, belongs]) => {
      const own = measured.filter((one) => one.viewer === viewer && belongs(one));
      const asked = own.flatMap((one) => one.asked);
      const bare = own.flatMap((one) => one.bare);
      const figures = [0.5, 0.99].flatMap((share) => [percentile(asked, share), percentile(bare, share)]);
      const [ask50 = 0, bare50 = 0, ask99 = 0, bare99 = 0] = figures;
      return [
        `${viewer}, filters ${group} (${own.length})`,
        ask50.toFixed(1),
        ask99.toFixed(1),
        Math.max(...asked).toFixed(1),
        bare50.toFixed(1),
        bare99.toFixed(1),
        `${(ask50 / bare50).toFixed(2)}×`,
        `${(ask99 / bare99).toFixed(2)}×`,
      ];
    }),
  );
  printTable(['', 'p50 ms', 'p99 ms', 'longest', 'bare p50', 'bare p99', 'ratio p50', 'ratio p99'], rows);
}

function printSlowest(measured: readonly Measurement[]): void {
  const rows = [...new Set(measured.map(({ viewer }) => viewer))].flatMap((viewer) =>
    measured
      .filter((one) => one.viewer === viewer)
      .sort((a, b) => percentile(b.asked, 0.5) - percentile(a.asked, 0.5))
      .slice(0, slowestShown)
      .map(({ query, asked, bare }) => [
        `${viewer}, ${nameOf(query)}`,
        percentile(asked, 0.5).toFixed(1),
        percentile(asked, 0.99).toFixed(1),
        percentile(bare, 0.5).toFixed(1),
      ]),
  );
  console.log('\nthe slowest of each sight');
  printTable(['', 'p50 ms', 'p99 ms', 'bare p50'], rows);
}
