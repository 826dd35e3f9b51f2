import { createReadStream } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { Command } from 'commander';
import { type Database, inCity } from '../../server/platform/database/database.ts';
import { checkCity } from '../../server/proof/city-check.ts';
import { checkExport } from '../../server/proof/export-check.ts';
import { appendHeads, headFilePath, readHeadFile, type WrittenHead } from '../../server/proof/head-file.ts';
import { exportHistory } from '../../server/proof/history-export.ts';
import { openSigningKey } from '../../server/proof/signing-key.ts';
import { writeTreeHeads } from '../../server/proof/tree-growing.ts';
import { CliFault, sayCli } from '../house/cli-words.ts';
import { printReport } from './verify-output.ts';

/** Exit status where something does not hold. */
const differs = 1;

interface VerifyOptions {
  readonly export?: string;
  readonly heads?: string;
  readonly key?: string;
  readonly city?: string;
  readonly writeExport?: string;
  readonly demo?: boolean;
}

/** A database to check, with the folder of the city's files. */
export interface VerifyHouse {
  readonly db: Database;
  readonly filesDirectory: string;
  stop(): Promise<void>;
}

/** Opens the city's house, or that of the demo. */
export type OpenVerifyHouse = (house: 'city' | 'demo') => Promise<VerifyHouse>;

/**
 * `guatu verify`: proves the history of a live database, or with `--export` of a file without server and
 * database. Exit status 0: everything holds; 1: something does not, the first place named; any other fault
 * ends with 1 and its own sentence.
 */
export function verifyCommand(openHouse: OpenVerifyHouse, now: () => Date = () => new Date()): Command {
  return new Command('verify')
    .description('prove the history of a database or of an export / 核验历史记录')
    .option('--export <file>', 'check this export, without server and database')
    .option('--heads <file>', 'compare with tree heads that were written down')
    .option('--key <hex>', 'public key that must have signed the heads')
    .option('--city <code>', 'code of the city, where the database holds several')
    .option('--write-export <file>', 'check the database and write its history to a file')
    .option('--demo', 'the database of the demo')
    .action(async (options: VerifyOptions) => {
      if (options.export && options.writeExport) throw new CliFault('proof.cli.notBoth');
      const holds = options.export
        ? await verifyExport(options.export, options)
        : await verifyDatabase(openHouse, options, now().toISOString());
      if (!holds) process.exitCode = differs;
    });
}

async function verifyExport(file: string, options: VerifyOptions): Promise<boolean> {
  const key = readKey(options.key);
  const written = await writtenHeads(options.heads);
  const size = await stat(file).then((facts) => facts.size, unreadable(file));
  const begun = performance.now();
  const chunks = createReadStream(file, { highWaterMark: 1024 * 1024 });
  const report = await checkExport({ chunks, size }, { key, ...written }).catch(unreadable(file));
  const { header } = report;
  const place = { seconds: secondsSince(begun), headFile: options.heads ?? null };
  return printReport(report, { ...place, city: header && { code: header.cityCode, name: header.cityName } });
}

async function verifyDatabase(open: OpenVerifyHouse, options: VerifyOptions, now: string): Promise<boolean> {
  const key = readKey(options.key);
  const house = await open(options.demo ? 'demo' : 'city');
  try {
    const city = await findCity(house.db, options.city);
    if (options.writeExport) {
      await writeTreeHeads(house.db, city.id, now, await openSigningKey(house.filesDirectory));
      await inCity(house.db, city.id, 'read', (tx) => appendHeads(tx, city.id, house.filesDirectory));
    }
    const own = headFilePath(house.filesDirectory, city.id);
    const headFile = options.heads ?? ((await exists(own)) ? own : undefined);
    const begun = performance.now();
    const written = await writtenHeads(headFile);
    const report = await checkCity(house.db, city.id, { key, ...written });
    const place = { city, seconds: secondsSince(begun), headFile: headFile ?? null };
    const holds = printReport(report, place);
    if (options.writeExport) await writeExport(house, city, options.writeExport, now);
    return holds;
  } finally {
    await house.stop();
  }
}

interface FoundCity {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

async function findCity(db: Database, code: string | undefined): Promise<FoundCity> {
  const cities = await db
    .selectFrom('city')
    .select(['city_id as id', 'code', 'name'])
    .orderBy('code')
    .execute();
  const chosen = code === undefined ? cities : cities.filter((city) => city.code === code);
  const [city] = chosen;
  if (!city) throw new CliFault('proof.cli.noCity', { code: code ?? '' });
  if (chosen.length > 1) {
    throw new CliFault('proof.cli.whichCity', { codes: chosen.map((one) => one.code).join(' ') });
  }
  return city;
}

async function writeExport(house: VerifyHouse, city: FoundCity, file: string, madeAt: string): Promise<void> {
  const key = await openSigningKey(house.filesDirectory);
  const place = await open(file, 'w', 0o600).catch(unreadable(file));
  try {
    const counts = await exportHistory(house.db, { city, madeAt, key }, async (text) => {
      await place.appendFile(text);
    });
    await place.sync();
    process.stdout.write(`${sayCli('proof.cli.exported', { file, ...counts })}\n`);
  } finally {
    await place.close();
  }
}

async function writtenHeads(file: string | undefined): Promise<{ written?: AsyncIterable<WrittenHead> }> {
  if (file === undefined) return {};
  await access(file).catch(unreadable(file));
  return { written: readHeadFile(file) };
}

function readKey(text: string | undefined): Buffer | null {
  if (text === undefined) return null;
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new CliFault('proof.cli.badKey');
  return Buffer.from(text, 'hex');
}

function unreadable(file: string): (error: unknown) => never {
  return (error) => {
    const detail = error instanceof Error ? error.message : String(error);
    throw new CliFault('proof.cli.unreadable', { file, detail });
  };
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function secondsSince(begun: number): number {
  return (performance.now() - begun) / 1000;
}
