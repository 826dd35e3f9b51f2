import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity, type LedgerPerson } from '../../../test/support/ledger-city.ts';
import { takePhoto } from '../../../test/support/synthetic-photo.ts';
import { openTestHouse, strangerClient, type TestHouse } from '../../../test/support/test-city.ts';
import type { EvidencePhoto } from '../../contract/evidence.ts';
import type { FileStore } from '../photos/file-store.ts';
import { photoJobs } from '../photos/photo-jobs.ts';
import { createPhotoStore } from '../photos/photo-store.ts';
import { Refused } from '../platform/refused.ts';

/** Photos in memory, in a store that can be taken away. */
const kept = new Map<string, Buffer>();
let isDown = false;
const down = () => Promise.reject(new Refused(503, 'photo.storeDown', { detail: 'test' }));
const files: FileStore = {
  put: (key, bytes) => (isDown ? down() : Promise.resolve(void kept.set(key, bytes))),
  get: (key) => (isDown ? down() : Promise.resolve(kept.get(key) ?? null)),
  sizeOf: (key) => (isDown ? down() : Promise.resolve(kept.get(key)?.length ?? null)),
};

let house: TestHouse;
let ledger: LedgerCity;
beforeAll(async () => {
  house = await openTestHouse({ photoFiles: files, jobs: photoJobs(() => createPhotoStore(files)) });
  ledger = await buildLedgerCity(house);
});
afterAll(() => house.close());

async function upload(person: LedgerPerson, bytes: Buffer) {
  const client = await ledger.client(person);
  return client.upload('/api/photos', { name: 'p.jpg', type: 'image/jpeg', bytes });
}

function reference(sha256: string) {
  return {
    sha256,
    deviceTakenAt: house.clock.now.toISOString(),
    lon: 113.2402,
    lat: 35.21,
    accuracyM: 8,
    fixAt: house.clock.now.toISOString(),
    clockOffsetS: 42,
  };
}

/** A problem of the street whose fix is claimed with this photo. */
async function claimedWith(bytes: Buffer): Promise<string> {
  const id = await ledger.assigned();
  const { body } = await upload('grid', bytes);
  const moved = await ledger.move('grid', id, 'claim-fixed', {
    photos: [reference(body.sha256)],
    reason: null,
  });
  expect(moved.status, JSON.stringify(moved.body)).toBe(200);
  ledger.later();
  return id;
}

async function look(person: LedgerPerson, id: string) {
  return (await ledger.client(person)).get(`/api/problems/${id}/evidence`);
}

async function fileOf(place: number): Promise<Buffer> {
  return takePhoto({ place, width: 400, height: 300 });
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('hints on the photos of a problem', () => {
  it('are for those who verify or reopen there, and for nobody else', async () => {
    const id = await claimedWith(await fileOf(1));
    for (const person of ['office', 'verifier', 'streetVerifier'] as const) {
      const reply = await look(person, id);
      expect(reply.status, person).toBe(200);
      expect(reply.body).toMatchObject({ radiusM: 100, photos: [{ purpose: 'after', distanceM: 18 }] });
    }
    // in sight, but whoever is verified is not taught how
    for (const person of ['leader', 'admin', 'inspector', 'head', 'liaison', 'grid'] as const) {
      expect((await look(person, id)).status, person).toBe(403);
    }
    for (const person of ['stranger', 'bureauHead'] as const)
      expect((await look(person, id)).status, person).toBe(404);
    expect((await strangerClient(house.app).get(`/api/problems/${id}/evidence`)).status).toBe(401);
    expect((await look('office', '019400e0-0000-7000-8000-000000000000')).status).toBe(404);
    expect((await look('office', 'none')).status).toBe(400);
  });

  it('come with what the device said, each source by itself', async () => {
    const id = await claimedWith(await fileOf(2));
    const { body } = await (await ledger.client('head')).get(`/api/problems/${id}`);
    expect(body.photos[0]).toMatchObject({
      clockOffsetS: 42,
      lon: 113.2402,
      accuracyM: 8,
      exifTakenAt: null,
    });
    expect(body.photos[0].fixAt).toBe(body.photos[0].deviceTakenAt);
  });

  it('show the twin to whoever may see it, and only that there is one to all others', async () => {
    const original = await fileOf(3);
    const elsewhere = await ledger.raise({
      siteId: null,
      placeText: '巷口',
      photos: [reference((await upload('office', original)).body.sha256)],
      reason: null,
    });
    await ledger.move('office', elsewhere.body.id, 'dispatch', {
      unitId: ledger.elsewhere.id,
      assistingUnitIds: [],
      deadlineAt: null,
    });
    ledger.later();
    const copy = await sharp(original).flop().jpeg({ quality: 60 }).toBuffer();
    const id = await claimedWith(copy);
    const [seen] = (await look('verifier', id)).body.photos as EvidencePhoto[];
    expect(seen?.hints[0]).toMatchObject({
      code: 'twinElsewhere',
      strength: 'strong',
      facts: { view: 'mirrored', site: '巷口' },
    });
    expect(seen?.twins).toMatchObject([
      { sha256: hashOf(original), view: 'mirrored', use: { problemNumber: elsewhere.body.number } },
    ]);
    const [hidden] = (await look('streetVerifier', id)).body.photos as EvidencePhoto[];
    expect(hidden?.hints[0]).toMatchObject({
      code: 'twinElsewhere',
      facts: { number: null, site: null, at: null },
    });
    expect(hidden?.twins).toMatchObject([{ sha256: null, use: null, receivedAt: null }]);
    const street = await ledger.client('streetVerifier');
    expect((await street.get(`/api/photos/${hashOf(original)}?size=thumb`)).status).toBe(404);
  });
});

describe('comparing photos again', () => {
  it('finds two that arrived at the same moment, and those from before there were prints', async () => {
    const original = await fileOf(4);
    const copies = [
      original,
      await sharp(original).jpeg({ quality: 50 }).toBuffer(),
      await sharp(original).modulate({ brightness: 1.2 }).jpeg().toBuffer(),
    ];
    const ids = [];
    for (const bytes of copies) ids.push(await claimedWith(bytes));
    // as if none had seen the other, and the first had come before the program knew prints
    await ledger.city.write(async (tx) => {
      await tx.deleteFrom('photo_twin').execute();
      await tx.deleteFrom('photo_hash_band').where('sha256', '=', hashOf(original)).execute();
      await tx.deleteFrom('photo_print').where('sha256', '=', hashOf(original)).execute();
    });
    const codesOf = async (id = '') =>
      (await look('office', id)).body.photos[0].hints.map((hint: { code: string }) => hint.code);
    expect(await codesOf(ids[0])).toContain('notCompared');
    ledger.later(5);
    await house.runPeriodic('photos.compare');
    expect(await codesOf(ids[0])).not.toContain('notCompared');
    expect(await codesOf(ids[0])).not.toContain('twinElsewhere');
    expect(await codesOf(ids[1])).toContain('twinElsewhere');
    expect(await codesOf(ids[2])).toContain('twinElsewhere');
    const pairs = () =>
      ledger.city.write((tx) =>
        tx
          .selectFrom('photo_twin')
          .select(['sha256', 'twin_sha256', 'similarity'])
          .orderBy('sha256')
          .orderBy('twin_sha256')
          .execute(),
      );
    const before = await pairs();
    await ledger.city.write((tx) => tx.updateTable('photo').set({ compared_at: null }).execute());
    await house.runPeriodic('photos.compare');
    expect(await pairs()).toEqual(before);
  });

  it('is not held up by a photo whose file is gone, but waits while the store is down', async () => {
    const bytes = await fileOf(5);
    const { body } = await upload('grid', bytes);
    const waiting = () =>
      ledger.city.write((tx) =>
        tx.selectFrom('photo').select('sha256').where('compared_at', 'is', null).execute(),
      );
    ledger.later(5);
    isDown = true;
    await expect(house.runPeriodic('photos.compare')).rejects.toThrow('photo.storeDown');
    isDown = false;
    expect((await waiting()).map((row) => row.sha256)).toContain(body.sha256);
    for (const key of [...kept.keys()]) if (key.endsWith(body.sha256)) kept.delete(key);
    await house.runPeriodic('photos.compare');
    expect(await waiting()).toEqual([]);
  });
});

describe('while the photo store is down', () => {
  it('photos are refused clearly, and everything else goes on', async () => {
    const bytes = await fileOf(6);
    const id = await claimedWith(await fileOf(7));
    isDown = true;
    try {
      const refused = await upload('grid', bytes);
      expect([refused.status, refused.body.code]).toEqual([503, 'photo.storeDown']);
      expect(refused.body.message).not.toContain('{{');
      const office = await ledger.client('office');
      const { body } = await office.get(`/api/problems/${id}`);
      expect((await office.get(`/api/photos/${body.photos[0].sha256}?size=thumb`)).status).toBe(503);
      expect((await office.get('/api/problems')).status).toBe(200);
      expect((await look('verifier', id)).status).toBe(200);
      expect((await ledger.raise()).status).toBe(200);
      const reopened = await ledger.move('verifier', id, 'send-back', {
        photos: [await ledger.photo('verifier')],
        reason: '还没有清理',
        deadlineAt: null,
      });
      expect(reopened.status).toBe(200);
    } finally {
      isDown = false;
    }
    const rows = await ledger.city.write((tx) =>
      tx.selectFrom('photo').select('sha256').where('sha256', '=', hashOf(bytes)).execute(),
    );
    expect(rows).toEqual([]);
    expect((await upload('grid', bytes)).status).toBe(200);
  });
});

describe('a clock that is off', () => {
  it('helps nobody past the claim, and stands in nobody’s way', async () => {
    const confirm = async (id: string, minutes: number, clockOffsetS: number) => {
      const { body } = await upload('verifier', await fileOf(20 + Math.abs(minutes)));
      const deviceTakenAt = new Date(house.clock.now.getTime() + minutes * 60_000).toISOString();
      const photos = [{ ...reference(body.sha256), deviceTakenAt, clockOffsetS }];
      return ledger.move('verifier', id, 'confirm', { photos, offSiteReason: null });
    };
    const id = await claimedWith(await fileOf(9));
    ledger.later(10);
    // taken half an hour ago by a clock an hour ahead; taken now by a clock an hour behind
    const early = await confirm(id, 30, 3600);
    expect([early.status, early.body.code]).toEqual([409, 'problem.photoBeforeClaim']);
    expect((await confirm(id, -60, -3600)).body.state).toBe('struck_off');
  });
});

describe('a stamped copy', () => {
  it('carries number, time, place and hash below the picture, and is no original', async () => {
    const original = await fileOf(8);
    const id = await claimedWith(original);
    const head = await ledger.client('head');
    const [photo] = (await head.get(`/api/problems/${id}`)).body.photos;
    const copy = await head.get(`/api/photo-uses/${photo.id}/stamped`);
    expect([copy.status, copy.headers['content-type']]).toEqual([200, 'image/jpeg']);
    const facts = await sharp(copy.bytes).metadata();
    expect([facts.width, (facts.height ?? 0) > 330]).toEqual([400, true]);
    expect(hashOf(copy.bytes)).not.toBe(hashOf(original));
    // nothing of the picture is covered: its upper part is that of the original
    const top = (bytes: Buffer) =>
      sharp(bytes).extract({ left: 0, top: 0, width: 400, height: 296 }).greyscale().raw().toBuffer();
    const [a, b] = [await top(copy.bytes), await top(original)];
    const apart = a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;
    expect(apart).toBeLessThan(6);
    // the band below holds white letters on dark ground
    const band = await sharp(copy.bytes)
      .extract({ left: 0, top: 302, width: 400, height: (facts.height ?? 0) - 302 })
      .greyscale()
      .raw()
      .toBuffer();
    const white = band.filter((value) => value > 180).length / band.length;
    expect(white).toBeGreaterThan(0.02);
    expect(white).toBeLessThan(0.4);
    expect((await (await ledger.client('stranger')).get(`/api/photo-uses/${photo.id}/stamped`)).status).toBe(
      404,
    );
    expect((await head.get('/api/photo-uses/019400e0-0000-7000-8000-000000000000/stamped')).status).toBe(404);
  });
});
