import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, it } from 'vitest';
import { databaseName, openFieldDatabase, storesVersion } from './field-database.ts';
import { enterOutbox, findPhoto, listOutbox } from './outbox-store.ts';
import { findDraft } from './packet-store.ts';

it('takes drafts, photos and unsent items of an older app along into the newer stores', async () => {
  // the stores as version 1 of the app made them
  const older = await openDB(databaseName('ann'), 1, {
    upgrade(database) {
      database.createObjectStore('facts');
      for (const name of ['visits', 'checklists', 'problems', 'drafts']) {
        database.createObjectStore(name, { keyPath: 'id' });
      }
      database.createObjectStore('photos', { keyPath: 'sha256' });
      database.createObjectStore('outbox', { keyPath: 'id' }).createIndex('order', 'order');
    },
  });
  const photo = { sha256: 'f'.repeat(64), blob: new Blob(['x']), safeAt: null };
  await older.put('photos', photo);
  const draft = { id: 'visit', kind: 'visit', changedAt: '2026-03-01T00:00:00Z', content: { at: 3 } };
  await older.put('drafts', draft);
  await older.put('outbox', { id: 'item', order: 1, state: 'waiting', photos: [photo.sha256] });
  older.close();

  const newer = await openFieldDatabase('ann');
  expect(newer.version).toBe(storesVersion);
  expect(await findDraft(newer, 'visit')).toEqual({ at: 3 });
  expect(await findPhoto(newer, photo.sha256)).toMatchObject({ safeAt: null });
  expect(await listOutbox(newer)).toMatchObject([{ id: 'item', state: 'waiting' }]);
  const next = {
    kind: 'problemMove',
    subjectId: 's',
    title: 't',
    path: '/api/x',
    body: {},
    photos: [],
  } as const;
  await enterOutbox(
    newer,
    { ...next, id: 'next', photosFirst: true, basedOnState: null, madeAt: '2026-03-01T00:00:00Z' },
    null,
  );
  expect((await listOutbox(newer)).map((item) => item.order)).toEqual([1, 2]);
  expect(await newer.count('layers')).toBe(0);
});
