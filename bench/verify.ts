import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as uuid } from 'uuid';
import { inCity } from '../src/server/platform/database/database.ts';
import { raiseAndDispatch } from '../src/server/problems/problem-raising.ts';
import { checkCity } from '../src/server/proof/city-check.ts';
import { readyForAll } from '../src/server/proof/cursor-reading.ts';
import { checkExport } from '../src/server/proof/export-check.ts';
import { exportHistory } from '../src/server/proof/history-export.ts';
import { readEntries, readSubjects } from '../src/server/proof/history-reading.ts';
import type { ProofReport } from '../src/server/proof/proof-finding.ts';
import { writeTreeHeads } from '../src/server/proof/tree-growing.ts';
import { type BenchCity, buildBenchCity } from './support/bench-city.ts';
import { type BenchHouse, openBenchHouse } from './support/bench-house.ts';
import type { BenchOptions } from './support/bench-options.ts';
import { printTable, spread } from './support/samples.ts';

/** Problems raised in one transaction. */
const batch = 2000;

/**
 * `verify`: checks a live database, beside a bare reading of the same rows through the same cursors, and an
 * export of it, beside SHA-256 of the same bytes. Two events for each problem, written by the application's
 * own code; all under tree heads.
 */
export async function benchVerify(options: BenchOptions): Promise<void> {
  const house = await openBenchHouse();
  const folder = await mkdtemp(path.join(tmpdir(), 'guatu-bench-verify-'));
  try {
    const city = await buildBenchCity(house);
    await fill(city, options.problems);
    const begun = performance.now();
    await writeTreeHeads(house.db, city.id, new Date().toISOString(), null);
    const events = await readAll(house, city);
    console.log(`${events} events under tree heads, made in ${secondsSince(begun).toFixed(1)} s`);
    await measure(house, city, { file: path.join(folder, 'history.ndjson'), events, rounds: options.rounds });
  } finally {
    await rm(folder, { recursive: true, force: true });
    await house.close();
  }
}

async function fill(city: BenchCity, count: number): Promise<void> {
  const sites = await city.write((tx) => tx.selectFrom('site').select('id').execute());
  for (let from = 0; from < count; from += batch) {
    const problems = Array.from({ length: Math.min(batch, count - from) }, (_, index) => ({
      problem: {
        problemId: uuid(),
        siteId: sites[(from + index) % sites.length]?.id ?? null,
        placeText: '',
        lon: 113.2,
        lat: 35.2,
        itemCode: null,
        versionId: null,
        categoryKey: 'litter',
        severity: 'normal' as const,
        title: `第${(from + index) % 500}处墙角有暴露垃圾`,
        description: '',
        defects: null,
        deadlineHours: 8,
        deadlineClock: 'work' as const,
        sourceKind: 'meeting' as const,
        sourceRef: null,
        inspectionId: null,
        roundId: null,
        recurrenceOf: null,
        sweepId: null,
        parentId: null,
        reason: '会上口头交办，没有照片',
      },
      responsibleUnitType: 'street_office',
      photos: [],
      isSample: true,
    }));
    await city.write((tx) =>
      raiseAndDispatch(tx, city.id, problems, { personId: city.officeId }, new Date().toISOString()),
    );
  }
}

/** As little as a check can read: the same rows through the same cursors, nothing computed. */
function readAll(house: BenchHouse, city: BenchCity): Promise<number> {
  return inCity(house.db, city.id, 'snapshot', async (tx) => {
    await readyForAll(tx);
    let events = 0;
    for await (const history of readSubjects(tx, city.id)) events += history.length;
    for await (const _entries of readEntries(tx, city.id));
    return events;
  });
}

interface Plan {
  readonly file: string;
  readonly events: number;
  readonly rounds: number;
}

async function measure(house: BenchHouse, city: BenchCity, { file, events, rounds }: Plan): Promise<void> {
  const write = async () => {
    const place = await open(file, 'w');
    const names = { id: city.id, code: '900000', name: '基准市' };
    const made = { city: names, madeAt: '2026-01-01T00:00:00.000Z', key: null };
    await exportHistory(house.db, made, async (text) => place.appendFile(text));
    await place.close();
  };
  await write();
  const { size } = await stat(file);
  const ways: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['bare reading of the rows', () => readAll(house, city)],
    ['verify the database', async () => mustHold(await checkCity(house.db, city.id))],
    ['write the export', write],
    ['sha256 of the export', () => digest(file)],
    [
      'verify the export',
      async () => {
        const chunks = createReadStream(file, { highWaterMark: 1024 * 1024 });
        mustHold(await checkExport({ chunks, size }));
      },
    ],
  ];
  const took = new Map<string, number[]>(ways.map(([name]) => [name, []]));
  let highest = 0;
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of ways) {
      const begun = performance.now();
      await run();
      highest = Math.max(highest, process.memoryUsage.rss());
      // the first round warms
      if (round > 0) took.get(name)?.push(secondsSince(begun));
    }
  }
  const reference: Readonly<Record<string, string>> = {
    'verify the database': 'bare reading of the rows',
    'verify the export': 'sha256 of the export',
  };
  console.log(
    `export: ${(size / 1e6).toFixed(0)} MB; highest memory of this process: ${(highest / 1e6).toFixed(0)} MB`,
  );
  printTable(
    ['way', 'events per second, min / median / max', 'times its reference, min / median / max'],
    [...took].map(([name, seconds]) => {
      const against = took.get(reference[name] ?? '');
      const ratios = against?.map((base, round) => (seconds[round] ?? Number.NaN) / base);
      return [name, spread(seconds.map((one) => events / one)), ratios ? spread(ratios, 2) : ''];
    }),
  );
}

function mustHold(report: ProofReport): void {
  if (report.findingCount > 0) throw new Error(JSON.stringify(report.findings[0]));
}

async function digest(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function secondsSince(begun: number): number {
  return (performance.now() - begun) / 1000;
}
