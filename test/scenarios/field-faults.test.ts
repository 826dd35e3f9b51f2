import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import sharp from 'sharp';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nextTryAt } from '../../src/domain/sync/outbox-item.ts';
import { openFieldDatabase } from '../../src/field/store/field-database.ts';
import { enterOutbox, keepPhoto, listOutbox } from '../../src/field/store/outbox-store.ts';
import { setRequestToken } from '../../src/field/sync/field-request.ts';
import { httpTransport } from '../../src/field/sync/http-transport.ts';
import { sendOutbox } from '../../src/field/sync/send-outbox.ts';
import { csrfOf } from '../../src/server/platform/sessions.ts';
import { buildRoundCity, type RoundCity } from '../support/round-city.ts';
import { openTestHouse, type TestHouse } from '../support/test-city.ts';

/** Schedules of faults that are played; more on demand. */
const schedules = Number(process.env.GUATU_FAULT_SCHEDULES ?? 40);

let house: TestHouse;
let here: RoundCity;
let address: string;
let token: string;
const untouchedFetch = globalThis.fetch;

beforeAll(async () => {
  house = await openTestHouse();
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
  await house.close();
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

/** Visits of a fresh round, filled in on a fresh phone without a network. */
async function capture(photosPerVisit: readonly number[]) {
  const db = await openFieldDatabase(uuid());
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
  return { db, captured };
}

it(`ends ${schedules} mornings of a bad network with exactly what was captured, once, hash by hash`, async () => {
  await fc.assert(
    fc.asyncProperty(morning, async ({ photosPerVisit, faults }) => {
      const { db, captured } = await capture(photosPerVisit);
      globalThis.fetch = faultyFetch([...faults]);
      let now = Date.parse('2026-11-23T02:00:00.000Z');
      for (let round = 0; round < 200; round += 1) {
        const ports = { db, transport: httpTransport, chance: () => 0.5 };
        await sendOutbox({ ...ports, now: () => new Date(now).toISOString() }).catch((error: unknown) => {
          if (!(error instanceof Killed)) throw error;
        });
        const next = nextTryAt(await listOutbox(db));
        if (next === null) break;
        now = Math.max(now + 1000, Date.parse(next) + 1);
      }
      const items = await listOutbox(db);
      expect(items.map((item) => [item.state, item.failure?.message])).toEqual(
        captured.map(() => ['done', undefined]),
      );
      const held = await here.city.write(async (tx) => ({
        inspections: await tx
          .selectFrom('inspection')
          .select(['id', 'awaits_photos'])
          .where(
            'id',
            'in',
            captured.map(({ id }) => id),
          )
          .execute(),
        uses: await tx
          .selectFrom('photo_use')
          .select(['sha256', 'subject_id'])
          .where('subject_kind', '=', 'inspection')
          .where(
            'subject_id',
            'in',
            captured.map(({ id }) => id),
          )
          .execute(),
      }));
      expect(held.inspections.map((row) => row.awaits_photos)).toEqual(captured.map(() => 0));
      expect(held.uses.map((use) => `${use.subject_id} ${use.sha256}`).sort()).toEqual(
        captured.flatMap(({ id, hashes }) => hashes.map((sha256) => `${id} ${sha256}`)).sort(),
      );
      db.close();
    }),
    { numRuns: schedules },
  );
}, 600_000);
