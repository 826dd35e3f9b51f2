import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { v7 as uuid } from 'uuid';
import type { ProblemFilter } from '../src/contract/problems.ts';
import { exportPath } from '../src/server/ledger-files/ledger-export-run.ts';
import { csrfOf } from '../src/server/platform/sessions.ts';
import { type BenchCity, buildBenchCity } from './support/bench-city.ts';
import { type BenchHouse, openBenchHouse } from './support/bench-house.ts';
import { fillLedger } from './support/bench-ledger.ts';
import type { BenchOptions } from './support/bench-options.ts';
import type { ExportAnswer, ExportRequest } from './support/run-export.ts';
import { median, printTable } from './support/samples.ts';

/** What issue and office ask for: 50,000 rows in ten seconds and 300 MB. */
const wantedRows = 50_000;
const importedRows = 15_000;

/**
 * The ledger to a file and a file into the ledger, beside the bare statements in the same run: reading the
 * same rows with a cursor without making a file, and copying the same rows inside the database.
 */
export async function benchLedgerFiles(options: BenchOptions): Promise<void> {
  for (const size of new Set([wantedRows, options.problems])) await benchSize(size, options);
}

async function benchSize(size: number, options: BenchOptions): Promise<void> {
  const house = await openBenchHouse();
  const folder = await mkdtemp(path.join(tmpdir(), `guatu-bench-files-${process.pid}-`));
  const client = new Client({ connectionString: house.databaseUrl });
  await client.connect();
  try {
    const city = await buildBenchCity(house);
    await fillLedger(house.databaseUrl, city, size);
    await client.query(`select set_config('app.city_id', $1, false)`, [city.id]);
    const rounds = Math.min(options.rounds, 3);
    console.log(`${size} problems, ${rounds} rounds, median`);
    const rows: string[][] = [];
    for (const format of ['xlsx', 'csv'] as const) {
      const runs: ExportAnswer[] = [];
      const bare: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        bare.push(await readBare(client, city, size));
        runs.push((await runExport(house, folder, city, format, allOf)).answer);
      }
      const took = median(runs.map(({ milliseconds }) => milliseconds));
      const growth = Math.max(...runs.map(({ before, peak }) => peak - before));
      rows.push([
        `export .${format}`,
        (took / 1000).toFixed(2),
        (median(runs.map(({ processor }) => processor)) / 1000).toFixed(2),
        Math.round(size / (took / 1000)).toString(),
        (growth / 1e6).toFixed(0),
        `${(took / median(bare)).toFixed(2)}×`,
      ]);
    }
    if (size === wantedRows) rows.push(await benchImport(house, folder, city, client));
    printTable(['', 'seconds', 'of them processor', 'rows/s', 'memory growth MB', 'ratio to bare'], rows);
    console.log('bare: the same rows read with a cursor; for the import, copied inside the database');
  } finally {
    await client.end();
    await rm(folder, { recursive: true, force: true });
    await house.close();
  }
}

const allOf: Partial<ProblemFilter> = {};

async function runExport(
  house: BenchHouse,
  filesDirectory: string,
  city: BenchCity,
  format: 'xlsx' | 'csv',
  filter: Partial<ProblemFilter>,
): Promise<{ answer: ExportAnswer; path: string }> {
  const id = uuid();
  const asked = { sort: 'newest', limit: 50, ...filter };
  await city.write((tx) =>
    tx
      .insertInto('ledger_export')
      .values({
        city_id: city.id,
        id,
        person_id: city.officeId,
        format,
        locale: 'zh-CN',
        filter: JSON.stringify(asked),
        since: null,
        request_hash: '0'.repeat(64),
        asked_at: new Date().toISOString(),
      })
      .execute(),
  );
  const child = fork(fileURLToPath(new URL('support/run-export.ts', import.meta.url)));
  const request: ExportRequest = {
    url: house.databaseUrl,
    filesDirectory,
    cityId: city.id,
    exportId: id,
  };
  child.send(request);
  const [answer] = (await once(child, 'message')) as [ExportAnswer];
  await once(child, 'exit');
  return { answer, path: exportPath({ filesDirectory }, city.id, { id, format }) };
}

/** The same columns with the names joined, a thousand rows at a time, and nothing made of them. */
async function readBare(client: Client, city: BenchCity, size: number): Promise<number> {
  const start = performance.now();
  await client.query('begin read only');
  await client.query(`declare bare no scroll cursor for
    select p.*, s.code, s.name, u.name, w.name, c.name, r.name
    from problem p
    left join site s on s.city_id = p.city_id and s.id = p.site_id
    left join unit u on u.city_id = p.city_id and u.id = p.unit_id
    left join person w on w.city_id = p.city_id and w.id = p.person_id
    left join category c on c.city_id = p.city_id and c.key = p.category_key
    left join round r on r.city_id = p.city_id and r.id = p.round_id
    where p.city_id = '${city.id}' order by p.number`);
  let count = 0;
  for (;;) {
    const { rowCount } = await client.query('fetch forward 1000 from bare');
    count += rowCount ?? 0;
    if ((rowCount ?? 0) < 1000) break;
  }
  await client.query('commit');
  if (count !== size) throw new Error(`read ${count} of ${size} rows`);
  return performance.now() - start;
}

/** A year's part of the ledger, as if another office had kept it, over HTTP into the same city. */
async function benchImport(
  house: BenchHouse,
  folder: string,
  city: BenchCity,
  client: Client,
): Promise<string[]> {
  const { rows } = await client.query<{ day: string }>(
    `select (raised_at at time zone 'Asia/Shanghai')::date::text as day from problem
    where city_id = $1 and raised_at < now() - interval '40 days' order by raised_at desc offset $2 limit 1`,
    [city.id, importedRows],
  );
  const dayBefore = new Date(Date.now() - 41 * 86_400_000).toISOString().slice(0, 10);
  const filter = { raisedFrom: rows[0]?.day ?? '2020-01-01', raisedTo: dayBefore };
  const { path: file } = await runExport(house, folder, city, 'xlsx', filter);
  const bytes = await readFile(file);
  const token = await city.signIn(city.officeId);
  const looked = await upload(house, token, '/api/ledger-imports/preview', bytes, {});
  if (looked.faultCount !== 0) throw new Error(JSON.stringify(looked.faults).slice(0, 2000));
  const start = performance.now();
  const applied = await upload(house, token, '/api/ledger-imports', bytes, {
    contentHash: String(looked.contentHash),
    mapping: JSON.stringify(looked.mapping),
  });
  const took = performance.now() - start;
  const count = Number(applied.fresh);
  if (!(count > 1000)) throw new Error(`imported ${count} rows: ${JSON.stringify(applied).slice(0, 2000)}`);
  const bare = await copyBare(client, String(applied.importId));
  return [
    `import .xlsx of ${count}`,
    (took / 1000).toFixed(2),
    '–',
    Math.round(count / (took / 1000)).toString(),
    '–',
    `${(took / bare).toFixed(2)}×`,
  ];
}

async function upload(
  house: BenchHouse,
  token: string,
  address: string,
  bytes: Buffer,
  fields: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(bytes)]), '外区台账.xlsx');
  const reply = await fetch(`http://127.0.0.1:${house.port}${address}`, {
    method: 'POST',
    headers: { cookie: `guatu_session=${token}`, 'x-csrf-token': csrfOf(token) },
    body: form,
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${address}: ${reply.status} ${text.slice(0, 2000)}`);
  return JSON.parse(text) as Record<string, unknown>;
}

/** The rows of an import copied into tables like those of the ledger, indexes and all, and thrown away. */
async function copyBare(client: Client, importId: string): Promise<number> {
  await client.query('begin');
  for (const table of ['problem', 'event', 'ledger_import_row']) {
    await client.query(`create temp table copy_${table} (like ${table} including all) on commit drop`);
  }
  const ids = `select problem_id from ledger_import_row where import_id = '${importId}'`;
  const start = performance.now();
  await client.query(`insert into copy_problem select * from problem where id in (${ids})`);
  await client.query(
    `insert into copy_event overriding system value select * from event where subject_kind = 'problem' and subject_id in (${ids})`,
  );
  await client.query(
    `insert into copy_ledger_import_row select * from ledger_import_row where import_id = '${importId}'`,
  );
  const took = performance.now() - start;
  await client.query('rollback');
  return took;
}
