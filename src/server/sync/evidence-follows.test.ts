import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRoundCity, type RoundCity, type TestRound } from '../../../test/support/round-city.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';

let house: TestHouse;
let here: RoundCity;
let round: TestRound;

beforeAll(async () => {
  house = await openTestHouse();
  here = await buildRoundCity(house);
  round = await here.openRound();
});
afterAll(() => house.close());

async function picture(): Promise<{ bytes: Buffer; sha256: string }> {
  const noise = { type: 'gaussian', mean: 100, sigma: 50 } as const;
  const bytes = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#777', noise } })
    .jpeg()
    .toBuffer();
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function reference(sha256: string) {
  return { sha256, deviceTakenAt: '2026-11-23T09:50:00+08:00', lon: 113.24, lat: 35.211, accuracyM: 8 };
}

function visit(visitId: string | undefined, hashes: readonly string[], change: object = {}) {
  const met = { value: 'met', defects: null, note: '', photos: [] };
  return {
    id: uuid(),
    visitId,
    startedAt: '2026-11-23T09:40:00+08:00',
    finishedAt: '2026-11-23T09:55:00+08:00',
    position: { lon: 113.24, lat: 35.211, accuracyM: 8 },
    noFixReason: null,
    note: '',
    photosFollow: true,
    answers: [
      { itemCode: 'YARD-01', ...met },
      { itemCode: 'YARD-02', value: 'counted', defects: 3, note: '', photos: hashes.map(reference) },
      { itemCode: 'YARD-03', ...met },
    ],
    ...change,
  };
}

async function awaitedOf(id: string) {
  return here.city.write(async (tx) => ({
    inspection: await tx
      .selectFrom('inspection')
      .select('awaits_photos')
      .where('id', '=', id)
      .executeTakeFirstOrThrow(),
    uses: await tx.selectFrom('photo_use').select(['subject_kind', 'sha256', 'lon']).execute(),
    events: await tx
      .selectFrom('event')
      .select('kind')
      .where('subject_id', '=', id)
      .orderBy('version')
      .execute(),
  }));
}

describe('answers that come before their photos', () => {
  it('are received at once and complete when the last photo is there, by whatever way it came', async () => {
    const client = here.first;
    const [first, second] = [await picture(), await picture()];
    const body = visit(round.visitIds[0], [first.sha256, second.sha256]);
    const receipt = await client.post('/api/inspections', body);
    expect(receipt.body).toMatchObject({ photos: [], awaited: [first.sha256, second.sha256] });
    expect(receipt.body.problems).toHaveLength(1);
    expect((await client.post('/api/inspections', body)).body).toEqual(receipt.body);
    expect(await awaitedOf(body.id)).toMatchObject({ inspection: { awaits_photos: 2 }, uses: [] });

    const file = { name: '1.jpg', type: 'image/jpeg', bytes: first.bytes };
    expect((await client.upload('/api/photos', file)).status).toBe(200);
    expect((await awaitedOf(body.id)).inspection.awaits_photos).toBe(1);
    const piece = { name: 'piece', type: 'application/octet-stream', bytes: second.bytes };
    const path = `/api/field/photos/${second.sha256}?offset=0&size=${second.bytes.length}`;
    expect((await client.upload(path, piece)).body.photo.sha256).toBe(second.sha256);

    const after = await awaitedOf(body.id);
    expect(after.inspection.awaits_photos).toBe(0);
    expect(after.events.map((event) => event.kind)).toEqual([
      'inspection.submitted',
      'inspection.evidence_complete',
    ]);
    // each photo is evidence of the visit and of the problem it raised, with what the device had said
    expect(after.uses.map((use) => `${use.subject_kind} ${use.lon}`).sort()).toEqual([
      'inspection 113.24',
      'inspection 113.24',
      'problem 113.24',
      'problem 113.24',
    ]);
    await client.upload('/api/photos', file);
    expect((await awaitedOf(body.id)).uses).toHaveLength(4);
  });

  it('are still refused where nobody said that photos follow', async () => {
    const client = here.first;
    const { sha256 } = await picture();
    const body = visit(round.visitIds[1], [sha256], { photosFollow: undefined });
    expect((await client.post('/api/inspections', body)).status).toBe(400);
  });
});
