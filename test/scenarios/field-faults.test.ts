import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import sharp from 'sharp';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nextTryAt } from '../../src/domain/sync/outbox-item.ts';
import { type FieldDatabase, openFieldDatabase } from '../../src/field/store/field-database.ts';
import { enterOutbox, keepPhoto, listOutbox } from '../../src/field/store/outbox-store.ts';
import { setRequestToken } from '../../src/field/sync/field-request.ts';
import { httpTransport } from '../../src/field/sync/http-transport.ts';
import { sendOutbox } from '../../src/field/sync/send-outbox.ts';
import { type App, createApp } from '../../src/server/app.ts';
import type { FileStore } from '../../src/server/photos/file-store.ts';
import { openPhotoFiles } from '../../src/server/photos/photo-storage.ts';
import { Refused } from '../../src/server/platform/refused.ts';
import { csrfOf } from '../../src/server/platform/sessions.ts';
import { buildRoundCity, type RoundCity } from '../support/round-city.ts';
import { makeTemporaryFolder, removeTemporaryFolder } from '../support/temporary-folder.ts';
import { openTestHouse, type TestHouse } from '../support/test-city.ts';

/** Schedules of faults that are played; more on demand. */
const schedules = Number(process.env.GUATU_FAULT_SCHEDULES ?? 40);

let options: { photoFiles: FileStore; filesDirectory: string };
let house: TestHouse;
let here: RoundCity;
let address: string;
let token: string;
/** How often the disk of the server is still full. */
let fullDisk = 0;
let restarted: App | null = null;
const untouchedFetch = globalThis.fetch;

beforeAll(async () => {
  const folder = await makeTemporaryFolder('field-faults');
  const files = openPhotoFiles(folder, {});
  const sometimesFull: FileStore = {
    ...files,
    async put(key, bytes) {
      if (fullDisk > 0) {
        fullDisk -= 1;
        throw new Refused(507, 'storageFull');
      }
      await files.put(key, bytes);
    },
  };
  options = { photoFiles: sometimesFull, filesDirectory: folder };
  house = await openTestHouse(options);
  here = await buildRoundCity(house);
  address = await house.app.fastify.listen({ host: '127.0.0.1', port: 0 });
  const [inspector] = here.inspectors;
  token = await here.city.write((tx) =>
    house.app.house.sessions.open(
      tx,
      { cityId: here.city.id, personId: inspector?.id ?? '', userAgent: 'phone' },
      house.clock.now.toISOString(),
    ),
  );
  setRequestToken(csrfOf(token));
});
afterAll(async () => {
  globalThis.fetch = untouchedFetch;
  await restarted?.close();
  await house.close();
  await removeTemporaryFolder(options.filesDirectory);
});

/** What happens to one request: the line breaks before it, in its body, or before the answer is back. */
type Fault = 'none' | 'before' | 'inBody' | 'after' | 'killed';

class Killed extends Error {}

/** The phone's network, on which one fault after another happens. */
function faultyFetch(faults: Fault[]): typeof fetch {
  return async (input, init = {}) => {
    const fault = faults.shift() ?? 'none';
    const lost = () => new TypeError('the network is gone');
    if (fault === 'before') throw lost();
    const headers = new Headers(init.headers);
    headers.set('cookie', `guatu_session=${token}`);
    const cut = new AbortController();
    // cut while the body is on its way: the server sees a request that never ends
    if (fault === 'inBody') setTimeout(() => cut.abort(), 1);
    const reply = await untouchedFetch(`${address}${String(input)}`, {
      ...init,
      headers,
      signal: fault === 'inBody' ? cut.signal : null,
    });
    if (fault === 'after') throw lost();
    if (fault === 'killed') throw new Killed();
    return reply;
  };
}

let pictures = 0;
const canvas = sharp({ create: { width: 48, height: 36, channels: 3, background: '#567' } })
  .jpeg()
  .toBuffer();

/** A photo unlike every other in its bytes: a comment is part of the file and not of the picture. */
async function nextPicture(): Promise<Buffer> {
  pictures += 1;
  const bytes = await canvas;
  const text = Buffer.from(`picture ${pictures}`);
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, text.length + 2]), text]);
  return Buffer.concat([bytes.subarray(0, 2), comment, bytes.subarray(2)]);
}

const fault: fc.Arbitrary<Fault> = fc.constantFrom(
  'none',
  'none',
  'none',
  'before',
  'inBody',
  'after',
  'killed',
);
const morning = fc.record({
  photosPerVisit: fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 5 }),
  faults: fc.array(fault, { maxLength: 25 }),
});

/** Visits of a fresh round, filled in on a phone without a network. */
async function capture(db: FieldDatabase, photosPerVisit: readonly number[]) {
  const round = await here.openRound();
  const captured: { id: string; hashes: string[] }[] = [];
  for (const [index, count] of photosPerVisit.entries()) {
    const hashes: string[] = [];
    for (let photo = 0; photo < count; photo += 1) {
      const bytes = await nextPicture();
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const facts = { lon: null, lat: null, accuracyM: null, fixAt: null, clockOffsetS: null };
      await keepPhoto(db, {
        ...facts,
        sha256,
        blob: new Blob([new Uint8Array(bytes)]),
        mediaType: 'image/jpeg',
        byteSize: bytes.length,
        takenAt: '2026-11-23T01:50:00.000Z',
        safeAt: null,
      });
      hashes.push(sha256);
    }
    const references = hashes.map((sha256) => ({
      sha256,
      deviceTakenAt: '2026-11-23T01:50:00.000Z',
      lon: null,
      lat: null,
      accuracyM: null,
    }));
    const met = { value: 'met', defects: null, note: '', photos: [] };
    const id = uuid();
    const body = {
      id,
      visitId: round.visitIds[index],
      startedAt: '2026-11-23T01:40:00Z',
      finishedAt: '2026-11-23T01:55:00Z',
      position: null,
      noFixReason: '没有信号',
      note: '',
      photosFollow: true,
      answers: [
        { itemCode: 'YARD-01', ...met },
        { itemCode: 'YARD-02', value: 'counted', defects: count, note: '', photos: references },
        { itemCode: 'YARD-03', ...met },
      ],
    };
    await enterOutbox(
      db,
      {
        id,
        kind: 'inspection',
        subjectId: round.visitIds[index] ?? '',
        title: '检查',
        path: '/api/inspections',
        body,
        photos: hashes,
        photosFirst: index % 2 === 1,
        basedOnState: null,
        madeAt: '2026-11-23T01:55:00.000Z',
      },
      null,
    );
    captured.push({ id, hashes });
  }
  return captured;
}

type Captured = Awaited<ReturnType<typeof capture>>;

/** Sends until nothing waits by itself; a killed app is simply started again. */
async function sendAll(db: FieldDatabase, between: (round: number) => Promise<void> = async () => undefined) {
  let now = Date.parse('2026-11-23T02:00:00.000Z');
  for (let round = 0; round < 500; round += 1) {
    const ports = { db, transport: httpTransport, chance: () => 0.5, now: () => new Date(now).toISOString() };
    await sendOutbox(ports).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    await between(round);
    const next = nextTryAt(await listOutbox(db));
    if (next === null) return;
    now = Math.max(now + 1000, Date.parse(next) + 1);
  }
}

/** The server holds exactly what was captured: every visit and every photo, once. */
async function expectWhole(db: FieldDatabase, captured: Captured): Promise<void> {
  const items = await listOutbox(db);
  expect(items.map((item) => [item.state, item.failure?.message])).toEqual(
    captured.map(() => ['done', undefined]),
  );
  const ids = captured.map(({ id }) => id);
  const held = await here.city.write(async (tx) => ({
    inspections: await tx
      .selectFrom('inspection')
      .select(['id', 'awaits_photos'])
      .where('id', 'in', ids)
      .execute(),
    uses: await tx
      .selectFrom('photo_use')
      .select(['sha256', 'subject_id'])
      .where('subject_kind', '=', 'inspection')
      .where('subject_id', 'in', ids)
      .execute(),
  }));
  expect(held.inspections.map((row) => row.awaits_photos)).toEqual(captured.map(() => 0));
  expect(held.uses.map((use) => `${use.subject_id} ${use.sha256}`).sort()).toEqual(
    captured.flatMap(({ id, hashes }) => hashes.map((sha256) => `${id} ${sha256}`)).sort(),
  );
}

it(`ends ${schedules} mornings of a bad network with exactly what was captured, once, hash by hash`, async () => {
  await fc.assert(
    fc.asyncProperty(morning, async ({ photosPerVisit, faults }) => {
      const db = await openFieldDatabase(uuid());
      const captured = await capture(db, photosPerVisit);
      globalThis.fetch = faultyFetch([...faults]);
      await sendAll(db);
      await expectWhole(db, captured);
      db.close();
    }),
    { numRuns: schedules },
  );
}, 600_000);

it('loses nothing of a day of 40 visits and 120 photos, though the server restarts and its disk fills up', async () => {
  const db = await openFieldDatabase(uuid());
  const captured: Captured[number][] = [];
  for (let round = 0; round < 8; round += 1) captured.push(...(await capture(db, [3, 3, 3, 3, 3])));
  expect(captured.flatMap(({ hashes }) => hashes)).toHaveLength(120);
  globalThis.fetch = faultyFetch(fc.sample(fault, { numRuns: 200, seed: 7 }));
  fullDisk = 5;
  await sendAll(db, async (round) => {
    if (round !== 10) return;
    // the server stops in the middle of the day and another one takes its place
    house.app.fastify.server.closeAllConnections();
    await house.app.close();
    const { port } = new URL(address);
    const app = await createApp({
      ...options,
      db: house.db,
      webDirectory: null,
      clock: () => house.clock.now,
      requestsPerMinute: 100_000,
    });
    await app.fastify.listen({ host: '127.0.0.1', port: Number(port) });
    restarted = app;
  });
  expect(restarted).not.toBe(null);
  expect(fullDisk).toBe(0);
  await expectWhole(db, captured);
}, 300_000);
