import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Role } from '../../src/domain/access/verbs.ts';
import { hashPassword } from '../../src/server/access/passwords.ts';
import { type App, type AppOptions, createApp, featureJobs } from '../../src/server/app.ts';
import { type Database, inCity, openPool, type Tx } from '../../src/server/platform/database/database.ts';
import type { JobHouse, Jobs } from '../../src/server/platform/jobs/job.ts';
import { drainJobs } from '../../src/server/platform/jobs/job-runner.ts';
import { runPeriodic } from '../../src/server/platform/jobs/job-tasks.ts';
import { createTestDatabase } from './test-database.ts';

/** One password for everybody in tests; hashed once per file, since hashing is slow by design. */
export const testPassword = 'correct horse battery';

/** A running application on a database of its own, with a clock the test moves. */
export interface TestHouse {
  readonly db: Database;
  readonly app: App;
  readonly clock: { now: Date };
  /** A new city with a campaign office, so that tests never share rows. */
  city(): Promise<TestCity>;
  /** Runs everything that is queued. Throws what a job threw. */
  runJobs(): Promise<void>;
  /**
   * Waits until the event feed gives all that was committed. Transaction numbers belong to the whole
   * server, so transactions of test files beside this one hold the feed back for moments.
   */
  settle(): Promise<void>;
  /** Runs one periodic job for all cities, at the time of the clock, after {@link settle}. */
  runPeriodic(name: string): Promise<void>;
  readonly jobHouse: JobHouse;
  /** Of the database, for what opens its own connections. */
  readonly url: string;
  close(): Promise<void>;
}

export interface TestUnit {
  readonly id: string;
  readonly path: string;
  readonly name: string;
}

/** A city under test: builders write what a story needs, `as` speaks HTTP for a person. */
export interface TestCity {
  readonly id: string;
  readonly root: TestUnit;
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  unit(
    code: string,
    name: string,
    options?: { parent?: TestUnit; kind?: string; unitType?: string },
  ): Promise<TestUnit>;
  /** A person with one role; `contact` makes him the named person of the unit. */
  person(login: string, role: Role, unit?: TestUnit, options?: { contact?: boolean }): Promise<TestPerson>;
}

export interface TestPerson {
  readonly id: string;
  readonly login: string;
  /** A signed-in client; sessions are opened directly, the sign-in page has tests of its own. */
  client(): Promise<TestClient>;
}

export interface TestReply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read replies as the wire has them
  readonly body: any;
  readonly headers: Record<string, unknown>;
  readonly bytes: Buffer;
}

export interface TestClient {
  get(path: string): Promise<TestReply>;
  post(path: string, body?: unknown): Promise<TestReply>;
  put(path: string, body?: unknown): Promise<TestReply>;
  delete(path: string): Promise<TestReply>;
  /** Sends a file the way a browser form does. */
  upload(
    path: string,
    file: { name: string; type: string; bytes: Uint8Array },
    fields?: Record<string, string>,
  ): Promise<TestReply>;
}

/** Opens a house for one test file. Call `close` in `afterAll`. With `clock` given, time runs by it. */
export async function openTestHouse(options: Partial<AppOptions> & { jobs?: Jobs } = {}): Promise<TestHouse> {
  const database = await createTestDatabase();
  const db = openPool(database.url, { max: 8 });
  const clock = options.clock ? runningClock(options.clock) : { now: new Date('2026-11-23T02:00:00Z') };
  const { mkdtemp, rm } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const filesDirectory = await mkdtemp(`${tmpdir()}/guatu-files-`);
  const app = await createApp({
    db,
    filesDirectory,
    webDirectory: null,
    clock: () => clock.now,
    requestsPerMinute: 100_000,
    ...options,
  });
  const passwordHash = await hashPassword(testPassword);
  const jobs = options.jobs ?? featureJobs();
  const jobHouse: JobHouse = {
    db,
    clock: () => clock.now,
    filesDirectory: options.filesDirectory ?? filesDirectory,
  };
  return {
    db,
    app,
    clock,
    city: () => createTestCity(db, app, clock, passwordHash),
    jobHouse,
    url: database.url,
    runJobs: () => drainJobs(database.url, jobHouse, jobs),
    settle: () => settle(db),
    async runPeriodic(name) {
      const job = jobs.periodic.find((one) => one.name === name);
      if (!job) throw new Error(`no periodic job ${name}`);
      await settle(db);
      await runPeriodic(jobHouse, job);
    },
    async close() {
      await app.close();
      await db.destroy();
      await database.drop();
      await rm(filesDirectory, { recursive: true, force: true });
    },
  };
}

async function settle(db: Database): Promise<void> {
  const begun = await sql<{ number: string }>`select pg_current_xact_id()::text as number`.execute(db);
  const number = begun.rows[0]?.number ?? '0';
  for (;;) {
    const seen = await sql<{ passed: boolean }>`
      select pg_snapshot_xmin(pg_current_snapshot()) > ${number}::xid8 as passed`.execute(db);
    if (seen.rows[0]?.passed) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A clock that nobody sets. */
function runningClock(read: () => Date): { now: Date } {
  return Object.defineProperty({ now: read() }, 'now', { get: read });
}

let cityCount = 0;

async function createTestCity(
  db: Database,
  app: App,
  clock: { now: Date },
  passwordHash: string,
): Promise<TestCity> {
  cityCount += 1;
  const cityId = uuid();
  const code = `9${String(cityCount).padStart(5, '0')}`;
  const rootId = uuid();
  const write = <T>(work: (tx: Tx) => Promise<T>) => inCity(db, cityId, 'write', work);
  await write(async (tx) => {
    await tx
      .insertInto('city')
      .values({ city_id: cityId, code, name: '测试市', name_en: 'Test City' })
      .execute();
    await tx
      .insertInto('unit')
      .values({
        city_id: cityId,
        id: rootId,
        code,
        name: '测试市',
        kind: 'city',
        path: code,
        valid_from: '2019-01-01',
      })
      .execute();
  });
  const root: TestUnit = { id: rootId, path: code, name: '测试市' };
  return {
    id: cityId,
    root,
    write,
    async unit(unitCode, name, options = {}) {
      const parent = options.parent ?? root;
      const unit = { id: uuid(), path: `${parent.path}.${unitCode}`, name };
      await write((tx) =>
        tx
          .insertInto('unit')
          .values({
            city_id: cityId,
            id: unit.id,
            code: unitCode,
            name,
            kind: options.kind ?? 'street',
            unit_type: options.unitType ?? null,
            parent_id: parent.id,
            path: unit.path,
            valid_from: '2019-01-01',
          })
          .execute(),
      );
      return unit;
    },
    async person(login, role, unit = root, options = {}) {
      const id = uuid();
      await write(async (tx) => {
        await tx
          .insertInto('person')
          .values({
            city_id: cityId,
            id,
            login,
            name: `样本${login}`,
            password_hash: passwordHash,
            must_change_password: false,
            is_sample: true,
          })
          .execute();
        await tx
          .insertInto('role_grant')
          .values({
            city_id: cityId,
            id: uuid(),
            person_id: id,
            role,
            unit_id: unit.id,
            valid_from: '2019-01-01',
          })
          .execute();
        if (options.contact) {
          await tx.updateTable('unit').set({ contact_person_id: id }).where('id', '=', unit.id).execute();
        }
      });
      return { id, login, client: () => openClient(app, cityId, id, clock) };
    },
  };
}

/** A client without a session. */
export function strangerClient(app: App): TestClient {
  return clientOf(app, {});
}

async function openClient(
  app: App,
  cityId: string,
  personId: string,
  clock: { now: Date },
): Promise<TestClient> {
  const { csrfOf } = await import('../../src/server/platform/sessions.ts');
  const token = await inCity(app.house.db, cityId, 'write', (tx) =>
    app.house.sessions.open(tx, { cityId, personId, userAgent: 'test' }, clock.now.toISOString()),
  );
  return clientOf(app, { cookie: `guatu_session=${token}`, 'x-csrf-token': csrfOf(token) });
}

function clientOf(app: App, headers: Record<string, string>): TestClient {
  async function call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: string | Buffer,
    more: Record<string, string> = {},
  ): Promise<TestReply> {
    const reply = await app.fastify.inject({ method, url, headers: { ...headers, ...more }, payload });
    const isJson = String(reply.headers['content-type'] ?? '').startsWith('application/json');
    return {
      status: reply.statusCode,
      body: isJson ? reply.json() : reply.body,
      headers: reply.headers,
      bytes: reply.rawPayload,
    };
  }
  const json = { 'content-type': 'application/json' };
  return {
    get: (path) => call('GET', path),
    post: (path, body = {}) => call('POST', path, JSON.stringify(body), json),
    put: (path, body = {}) => call('PUT', path, JSON.stringify(body), json),
    delete: (path) => call('DELETE', path),
    async upload(path, file, fields = {}) {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append('file', new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
      const encoded = new Response(form);
      const body = Buffer.from(await encoded.arrayBuffer());
      return call('POST', path, body, { 'content-type': encoded.headers.get('content-type') ?? '' });
    },
  };
}
