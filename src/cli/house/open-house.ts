import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type OpenedDatabase, openDatabase } from '../../server/platform/database/connect.ts';
import { type Database, openPool } from '../../server/platform/database/database.ts';
import { installJobTables } from '../../server/platform/database/job-tables.ts';
import { migrate } from '../../server/platform/database/migrate.ts';
import { cliLanguage, sayCli } from './cli-words.ts';
import { dataDirectory } from './data-folder.ts';

/** An open database with its files, ready to work. */
export interface OpenHouse {
  readonly db: Database;
  readonly url: string;
  readonly directory: string;
  readonly filesDirectory: string;
  stop(): Promise<void>;
}

interface OpenHouseOptions {
  readonly log?: (line: string) => void;
  readonly onExit?: () => void;
  /** Called before migrations, with the address of the database. */
  readonly before?: (url: string, filesDirectory: string) => Promise<void>;
}

/** Opens `DATABASE_URL`, or the embedded database in the data folder, and brings its structure up to date. */
export async function openHouse(house: 'city' | 'demo', options: OpenHouseOptions = {}): Promise<OpenHouse> {
  const log = options.log ?? (() => undefined);
  const directory = dataDirectory(house);
  const filesDirectory = path.join(directory, 'files');
  const database = await openDatabase({
    url: process.env.DATABASE_URL,
    directory: path.join(directory, 'database'),
    log,
    language: cliLanguage,
    ...(options.onExit ? { onExit: options.onExit } : {}),
  });
  try {
    log(sayCli('cli.databaseReady', { version: database.version, kind: kindWords(database, directory) }));
    await mkdir(filesDirectory, { recursive: true, mode: 0o700 });
    await options.before?.(database.url, filesDirectory);
    const applied = await migrate(database.url);
    await installJobTables(database.url);
    if (applied.length > 0) log(sayCli('cli.migrated', { count: applied.length }));
  } catch (error) {
    await database.stop();
    throw error;
  }
  const db = openPool(database.url);
  return {
    db,
    url: database.url,
    directory,
    filesDirectory,
    async stop() {
      await db.destroy();
      await database.stop();
    },
  };
}

function kindWords(database: OpenedDatabase, directory: string): string {
  return sayCli(database.kind === 'embedded' ? 'cli.kind.embedded' : 'cli.kind.server', { directory });
}
