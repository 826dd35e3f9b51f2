import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openFieldDatabase } from '../store/field-database.ts';
import { listOutbox } from '../store/outbox-store.ts';
import { exportForm } from './export-item.ts';
import { readItemFile } from './read-item.ts';

function fileOf(change: object = {}): string {
  const bytes = Buffer.from('a photo');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const item = {
    id: 'item',
    kind: 'inspection',
    subjectId: 'visit',
    title: '东方红小区',
    path: '/api/inspections',
    body: { id: 'item' },
    photos: [sha256],
    photosFirst: false,
    basedOnState: null,
    madeAt: '2026-03-01T00:00:00Z',
    state: 'refused',
    receipt: { id: 'item' },
  };
  const photos = [{ sha256, mediaType: 'image/jpeg', base64: bytes.toString('base64') }];
  return JSON.stringify({ form: exportForm, item, photos, ...change });
}

it('brings a saved item back as one that waits to be sent, with its photos', async () => {
  const db = await openFieldDatabase('reader');
  expect(await readItemFile(db, fileOf())).toBe(null);
  expect(await listOutbox(db)).toMatchObject([{ id: 'item', state: 'waiting', receipt: null, attempts: 0 }]);
  expect(await db.count('photos')).toBe(1);
});

it('takes nothing of a file that is another, damaged, or hostile', async () => {
  const db = await openFieldDatabase('hostile');
  const photo = { sha256: '0'.repeat(64), mediaType: 'image/jpeg', base64: 'AAAA' };
  expect(await readItemFile(db, fileOf({ photos: [photo] }))).toBe('hashDiffers');
  expect(await readItemFile(db, fileOf({ form: 'other' }))).toBe('notAnItem');
  const elsewhere = { ...JSON.parse(fileOf()).item, path: 'https://elsewhere.example/' };
  expect(await readItemFile(db, fileOf({ item: elsewhere }))).toBe('notAnItem');
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
      expect(await readItemFile(db, text)).toBe('notAnItem');
    }),
  );
  expect([await db.count('outbox'), await db.count('photos')]).toEqual([0, 0]);
});
