import type { Client } from 'pg';
import { type BenchCity, buildBenchCity } from './support/bench-city.ts';
import { type BenchClient, openBenchClient } from './support/bench-client.ts';
import { openBenchHouse } from './support/bench-house.ts';
import { fillLedger } from './support/bench-ledger.ts';
import type { BenchOptions } from './support/bench-options.ts';
import { openDirectClients } from './support/direct-rows.ts';
import { percentile, printTable } from './support/samples.ts';

const requests = 200;

/** A filter as the address has it and as conditions over `problem p`. */
interface Case {
  readonly name: string;
  readonly query: string;
  readonly where: string;
}

const owed = `p.state in ('dispatched','returned','assigned','in_progress','fix_claimed','deferred')`;
const cases: readonly Case[] = [
  { name: 'newest', query: '', where: 'true' },
  { name: 'state', query: '?states=in_progress', where: `p.state = 'in_progress'` },
  { name: 'overdue', query: '?overdue=true', where: `${owed} and p.deadline_at < now()` },
  { name: 'category', query: '?category=stall', where: `p.category_key = 'stall'` },
  {
    name: 'search',
    query: `?search=${encodeURIComponent('1号院')}`,
    where: `(p.title ilike '%1号院%' or p.place_text ilike '%1号院%'
      or p.site_id = any (array(select s.id from site s where s.name ilike '%1号院%')))`,
  },
];

/**
 * The ledger's first page of fifty, with counts beside it as the application always has them, for the
 * campaign office and for one street; beside the bare statements for the page, and for page and counts.
 */
export async function benchLedgerList(options: BenchOptions): Promise<void> {
  const house = await openBenchHouse();
  try {
    const city = await buildBenchCity(house);
    const begun = performance.now();
    await fillLedger(house.databaseUrl, city, options.problems);
    console.log(
      `${options.problems} problems written in ${((performance.now() - begun) / 1000).toFixed(0)} s`,
    );
    const [client] = await openDirectClients(house.databaseUrl, city, 1);
    if (!client) throw new Error('no connection');
    const office = openBenchClient(house.port, await city.signIn(city.officeId));
    const street = openBenchClient(house.port, await city.signIn(city.headId));
    try {
      const rows: string[][] = [];
      for (const one of cases)
        rows.push(await compare(city, client, office, `office, ${one.name}`, one, 'true'));
      const sight = sightOfStreet(city);
      for (const one of cases)
        rows.push(await compare(city, client, street, `street, ${one.name}`, one, sight));
      printTable(
        [
          `${requests} requests each`,
          'p50 ms',
          'p99 ms',
          'bare page p50',
          'bare page p99',
          'page + counts p50',
          'page + counts p99',
          'ratio p50',
          'ratio p99',
        ],
        rows,
      );
      console.log('ratio: the application against the bare statements for page and counts');
    } finally {
      office.close();
      street.close();
      await client.end();
    }
  } finally {
    await house.close();
  }
}

/** What a street may see: its own work, its own places, what it assists with or somebody of it raised. */
function sightOfStreet(city: BenchCity): string {
  const units = `select u.id from unit u where u.city_id = '${city.id}'
    and (u.path = '${city.streetPath}' or u.path >= '${city.streetPath}.' and u.path < '${city.streetPath}/')`;
  return `(p.unit_id in (${units})
    or p.site_id in (select s.id from site s where s.city_id = '${city.id}' and s.territory_unit_id in (${units}))
    or (p.assisting_unit_ids <> '{}' and p.assisting_unit_ids && array(${units}))
    or p.raised_by = '${city.headId}' or p.person_id = '${city.headId}')`;
}

/** The two ways take turns, so that what else the machine does falls on both. */
async function compare(
  city: BenchCity,
  client: Client,
  caller: BenchClient,
  name: string,
  { query, where }: Case,
  sight: string,
): Promise<string[]> {
  const common = `p.city_id = '${city.id}' and ${where} and ${sight}`;
  const page = `select p.id, p.number, p.version, p.state, p.severity, p.title, s.name as site, p.place_text,
      c.name as category, c.name_en, u.name as unit, w.name as person, p.raised_at, p.deadline_at,
      p.dispatched_at, p.rework_count, p.void_requested_by, p.is_sample
    from (select p.* from problem p where ${common} order by p.number desc limit 51) p
    join category c on c.city_id = p.city_id and c.key = p.category_key
    left join site s on s.city_id = p.city_id and s.id = p.site_id
    left join unit u on u.city_id = p.city_id and u.id = p.unit_id
    left join person w on w.city_id = p.city_id and w.id = p.person_id
    order by p.number desc`;
  // a choice of state narrows the page but not the counts beside it
  const counted = common.replace(`p.state = 'in_progress'`, 'true');
  const counts = `select p.state, count(*), count(*) filter (where p.deadline_at < now())
    from problem p where ${counted} group by p.state`;
  const [asked, bare, both]: [number[], number[], number[]] = [[], [], []];
  for (let request = -5; request < requests; request += 1) {
    const start = performance.now();
    const reply = await caller.get(`/api/problems${query}`);
    const replied = performance.now();
    if (reply.status !== 200) throw new Error(`${name}: ${reply.status} ${reply.text}`);
    const { rows } = await client.query(page);
    const paged = performance.now();
    await client.query(counts);
    const done = performance.now();
    if (request === -5) checkSame(name, reply.text, rows);
    if (request < 0) continue;
    asked.push(replied - start);
    bare.push(paged - replied);
    both.push(done - replied);
  }
  console.log(`${name}: done`);
  const [p50, p99] = [0.5, 0.99].map((share) => [asked, bare, both].map((took) => percentile(took, share)));
  const [ask50 = 0, bare50 = 0, both50 = 0] = p50 ?? [];
  const [ask99 = 0, bare99 = 0, both99 = 0] = p99 ?? [];
  const figures = [ask50, ask99, bare50, bare99, both50, both99].map((number) => number.toFixed(2));
  return [name, ...figures, `${(ask50 / both50).toFixed(2)}×`, `${(ask99 / both99).toFixed(2)}×`];
}

/** Both ways must find the same, or the comparison says nothing. */
function checkSame(name: string, reply: string, rows: readonly { id: string }[]): void {
  const found = (JSON.parse(reply) as { rows: { id: string }[] }).rows.map(({ id }) => id);
  const expected = rows.slice(0, 50).map(({ id }) => id);
  if (found.join() !== expected.join()) throw new Error(`${name}: application and statement differ`);
  if (found.length === 0) throw new Error(`${name}: nothing found`);
}
