import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSampleCity, loadSampleCity } from '../../src/cli/demo/load-sample-city.ts';
import { type Database, openPool } from '../../src/server/platform/database/database.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const now = new Date('2026-11-23T02:00:00Z');
let database: TestDatabase;
let db: Database;
let filesDirectory: string;
const lines: string[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  db = openPool(database.url, { max: 4 });
  filesDirectory = await mkdtemp(path.join(tmpdir(), 'guatu-sample-'));
  await loadSampleCity({
    db,
    filesDirectory,
    now,
    password: 'x-sample-password',
    log: (line) => lines.push(line),
  });
}, 180_000);
afterAll(async () => {
  await db.destroy();
  await database.drop();
  await rm(filesDirectory, { recursive: true, force: true });
});

describe('the sample city', () => {
  it('is whole', async () => {
    expect((await findSampleCity(db))?.finished).toBe(true);
  });
});
