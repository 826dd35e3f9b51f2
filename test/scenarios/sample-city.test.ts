import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterRegisters } from '../../src/cli/demo/enter-registers.ts';
import { findSampleCity, loadSampleCity } from '../../src/cli/demo/load-sample-city.ts';
import type { SignInHint } from '../../src/contract/access.ts';
import { type App, createApp } from '../../src/server/app.ts';
import { type Database, inCity, openPool, type Tx } from '../../src/server/platform/database/database.ts';
import { chainStart, eventHash, type SubjectKind } from '../../src/server/platform/event-log.ts';
import { foldsToRow } from '../../src/server/problems/problem-history.ts';
import { strangerClient, type TestClient } from '../support/test-city.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const now = new Date('2026-11-23T02:00:00Z');
let database: TestDatabase;
let db: Database;
let app: App;
let filesDirectory: string;
let cityId: string;
let hints: readonly SignInHint[];
const lines: string[] = [];
const before: unknown[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  db = openPool(database.url, { max: 4 });
  filesDirectory = await mkdtemp(path.join(tmpdir(), 'guatu-sample-'));
  before.push(await findSampleCity(db));
  const options = {
    db,
    filesDirectory,
    now,
    password: 'sample password',
    log: (line: string) => lines.push(line),
  };
  ({ cityId, hints } = await loadSampleCity(options));
  app = await createApp({ db, filesDirectory, webDirectory: null, clock: () => now, signInHints: hints });
}, 300_000);
afterAll(async () => {
  await app.close();
  await db.destroy();
  await database.drop();
  await rm(filesDirectory, { recursive: true, force: true });
});

const read = <T>(work: (tx: Tx) => Promise<T>) => inCity(db, cityId, 'read', work);

/** A client that signed in on the page, as a visitor of the demo does. */
async function clientOf(login: string): Promise<TestClient> {
  const password = hints.find((hint) => hint.login === login)?.password;
  const reply = await strangerClient(app).post('/api/session', { login, password });
  const cookie = String(reply.headers['set-cookie']).split(';')[0] ?? '';
  return {
    ...strangerClient(app),
    async get(url) {
      const got = await app.fastify.inject({ method: 'GET', url, headers: { cookie } });
      const isJson = String(got.headers['content-type']).startsWith('application/json');
      return {
        status: got.statusCode,
        body: isJson ? got.json() : null,
        headers: got.headers,
        bytes: got.rawPayload,
      };
    },
  };
}

async function count(
  table: 'unit' | 'person' | 'site' | 'inspection' | 'problem' | 'session' | 'common_problem',
): Promise<number> {
  const row = await read((tx) =>
    tx
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow(),
  );
  return row.rows;
}

describe('the sample city', () => {
  it('is found only when it is whole, and told of while it loads', async () => {
    expect(before).toEqual([undefined]);
    expect(await findSampleCity(db)).toEqual({ cityId, finished: true });
    expect(lines.length).toBeGreaterThan(3);
  });

  it('is told of as unfinished where loading was broken off', async () => {
    const other = await createTestDatabase();
    const otherDb = openPool(other.url, { max: 1 });
    try {
      await inCity(otherDb, cityId, 'write', (tx) => enterRegisters(tx, 'no hash', now.toISOString()));
      expect(await findSampleCity(otherDb)).toEqual({ cityId, finished: false });
    } finally {
      await otherDb.destroy();
      await other.drop();
    }
  });

  it('holds every record of the sample files', async () => {
    expect(await count('unit')).toBe(494);
    expect(await count('person')).toBe(406);
    expect(await count('site')).toBe(355);
    expect(await count('inspection')).toBe(138);
    const problems = await read((tx) =>
      tx
        .selectFrom('problem')
        .select(['source_kind', 'is_sample', (eb) => eb.fn.countAll<number>().as('rows')])
        .groupBy(['source_kind', 'is_sample'])
        .orderBy('source_kind')
        .execute(),
    );
    expect(problems).toEqual([
      { source_kind: 'import', is_sample: false, rows: 79 },
      { source_kind: 'inspection', is_sample: true, rows: expect.any(Number) },
      // found by the units themselves, in sweeps
      { source_kind: 'selfCheck', is_sample: true, rows: expect.any(Number) },
    ]);
    expect(problems[1]?.rows).toBeGreaterThanOrEqual(329);
  });

  it('has sweeps that are done, and one under way', async () => {
    const sweeps = await read((tx) => tx.selectFrom('sweep').selectAll().execute());
    expect(sweeps.every((sweep) => sweep.is_sample)).toBe(true);
    const done = sweeps.filter(({ state }) => state === 'done');
    expect(done.length).toBeGreaterThan(1);
    for (const sweep of done) expect(sweep.clear_count + sweep.found_count).toBe(sweep.total_count);
    const open = sweeps.filter(({ state }) => state === 'open');
    expect(open.some((sweep) => sweep.clear_count > 0 && sweep.clear_count < sweep.total_count)).toBe(true);
    expect(await count('common_problem')).toBe(1);
  });

  it('leaves no session of the story behind', async () => {
    expect(await count('session')).toBe(0);
  });

  it('gives every dispatched problem one unit, one person and one deadline, and tells it of it', async () => {
    const open = await read((tx) =>
      tx
        .selectFrom('problem')
        .select(['unit_id', 'person_id', 'deadline_at'])
        .where('state', 'not in', ['reported', 'rejected', 'duplicate', 'voided'])
        .execute(),
    );
    expect(open.length).toBeGreaterThan(300);
    expect(open.filter((row) => !row.unit_id || !row.person_id || !row.deadline_at)).toEqual([]);
  });

  it('has problems in every stage, some late and most not', async () => {
    const rows = await read((tx) =>
      tx.selectFrom('problem').select(['state', 'deadline_at']).where('is_sample', '=', true).execute(),
    );
    const states = new Map(
      [...Map.groupBy(rows, (row) => row.state)].map(([state, list]) => [state, list.length]),
    );
    for (const state of ['struck_off', 'fix_claimed', 'in_progress', 'assigned', 'dispatched', 'returned'])
      expect(states.get(state), state).toBeGreaterThan(0);
    const open = rows.filter((row) => row.state !== 'struck_off');
    const late = open.filter((row) => row.deadline_at !== null && row.deadline_at < now.toISOString());
    expect(late.length).toBeGreaterThan(20);
    expect(late.length).toBeLessThan(open.length / 2);
  });

  it('can be folded from its history, problem by problem', async () => {
    const ids = await read((tx) => tx.selectFrom('problem').select('id').execute());
    const broken = await read(async (tx) => {
      const found: string[] = [];
      for (const { id } of ids) if (!(await foldsToRow(tx, cityId, id))) found.push(id);
      return found;
    });
    expect(broken).toEqual([]);
  });

  it('has one unbroken chain of events for each subject, none of them in the future', async () => {
    const events = await read((tx) =>
      tx
        .selectFrom('event')
        .selectAll()
        .orderBy('subject_kind')
        .orderBy('subject_id')
        .orderBy('version')
        .execute(),
    );
    let end = { ...chainStart, subject: '' };
    for (const row of events) {
      const subject = `${row.subject_kind} ${row.subject_id}`;
      if (subject !== end.subject) end = { ...chainStart, subject };
      const hash = eventHash(cityId, {
        subjectKind: row.subject_kind as SubjectKind,
        subjectId: row.subject_id,
        version: row.version,
        kind: row.kind,
        data: row.data as never,
        actorId: row.actor_id,
        at: row.at,
        prevHash: end.hash,
      });
      expect(row.version, subject).toBe(end.version + 1);
      expect(row.hash.equals(hash), `${subject} ${row.version}`).toBe(true);
      expect(row.at <= now.toISOString(), `${subject} ${row.version}`).toBe(true);
      end = { version: row.version, hash, subject };
    }
    expect(events.length).toBeGreaterThan(4000);
  });

  it('has a published ranking whose flags are those of the rules, and asks the last for pledges', async () => {
    const flags = await read((tx) =>
      tx
        .selectFrom('flag')
        .innerJoin('ranking', 'ranking.id', 'flag.ranking_id')
        .select(['flag.group_name', 'flag.colour', 'flag.unit_id'])
        .where('ranking.is_sample', '=', true)
        .execute(),
    );
    const groups = Map.groupBy(flags, (flag) => `${flag.group_name} ${flag.colour}`);
    expect(Object.fromEntries([...groups].map(([name, list]) => [name, list.length]))).toEqual({
      '城区 red': 2,
      '城区 blue': 1,
      '中心城区街道 red': 2,
      '中心城区街道 blue': 2,
    });
    const pledges = await read((tx) =>
      tx.selectFrom('pledge').select(['unit_id', 'state', 'flag_id']).execute(),
    );
    const asked = pledges.filter((pledge) => pledge.flag_id !== null).map((pledge) => pledge.unit_id);
    const blue = flags.filter((flag) => flag.colour === 'blue').map((flag) => flag.unit_id);
    expect(asked.sort()).toEqual(blue.sort());
    expect(pledges.map((pledge) => pledge.state)).toEqual(
      expect.arrayContaining(['confirmed', 'draft', 'due']),
    );
  });

  it('prints the bulletin of its ranking and shows its photos', async () => {
    const office = await clientOf('office1');
    const { body } = await office.get('/api/rankings?state=published');
    const ranking = body.rankings.find((each: { isSample: boolean }) => each.isSample);
    const bulletin = await office.get(`/api/rankings/${ranking.id}/bulletin.docx`);
    expect(bulletin.status).toBe(200);
    expect(bulletin.bytes.subarray(0, 2).toString()).toBe('PK');
    const use = await read((tx) =>
      tx.selectFrom('photo_use').select('sha256').limit(1).executeTakeFirstOrThrow(),
    );
    expect((await office.get(`/api/photos/${use.sha256}?size=thumb`)).status).toBe(200);
  });

  it('leaves work on the desks that it offers', async () => {
    for (const login of ['office1', 'verifier1', 'liaison-410811001', 'grid-410811001-1']) {
      const desk = await (await clientOf(login)).get('/api/problems/desk');
      const sum = desk.body.heaps.reduce((total: number, heap: { count: number }) => total + heap.count, 0);
      expect(sum, login).toBeGreaterThan(0);
    }
    const visits = await (await clientOf('inspector1')).get('/api/my/visits');
    expect(visits.body.toDo).toBeGreaterThan(0);
    expect(visits.body.done).toBeGreaterThan(0);
  });

  it('keeps the published rankings of the city with their source', async () => {
    const rows = await read((tx) =>
      tx
        .selectFrom('ranking')
        .select(['title', 'source'])
        .where('is_sample', '=', false)
        .orderBy('published_at')
        .execute(),
    );
    expect(rows.map((row) => row.title)).toEqual([
      '城市精细化管理 2012年4月考核结果',
      '四城联创工作督导结果通报',
    ]);
    expect(rows.every((row) => row.source?.startsWith('http'))).toBe(true);
  });

  it('lets every offered account sign in without changing the password', async () => {
    expect(hints.length).toBe(8);
    for (const { login, password } of hints) {
      const reply = await strangerClient(app).post('/api/session', { login, password });
      expect(reply.status, login).toBe(200);
    }
    const people = await read((tx) => tx.selectFrom('person').select('must_change_password').execute());
    expect(people.some((person) => person.must_change_password)).toBe(false);
  });
});
