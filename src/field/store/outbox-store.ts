import { isUnsent, type OutboxItem } from '../../domain/sync/outbox-item.ts';
import type { FieldDatabase } from './field-database.ts';
import type { KeptPhoto } from './field-schema.ts';

/** Every item, in the order of making. */
export async function listOutbox(db: FieldDatabase): Promise<OutboxItem[]> {
  return db.getAllFromIndex('outbox', 'order');
}

/** What is needed of a new item; the store gives its place in the order. */
export type NewOutboxItem = Pick<
  OutboxItem,
  | 'id'
  | 'kind'
  | 'subjectId'
  | 'title'
  | 'path'
  | 'body'
  | 'photos'
  | 'photosFirst'
  | 'basedOnState'
  | 'madeAt'
>;

/**
 * Takes a finished form: the item enters and the draft goes in one transaction, so that an app killed at
 * this moment has the one or the other and never both or neither. The same id again changes nothing.
 *
 * @param draftId draft that this item was made of; null: none.
 */
export async function enterOutbox(
  db: FieldDatabase,
  item: NewOutboxItem,
  draftId: string | null,
): Promise<void> {
  const tx = db.transaction(['outbox', 'drafts'], 'readwrite');
  const outbox = tx.objectStore('outbox');
  if ((await outbox.get(item.id)) === undefined) {
    const draft = draftId === null ? undefined : await tx.objectStore('drafts').get(draftId);
    const last = await outbox.index('order').openCursor(null, 'prev');
    // of a file that was read in only what was made counts, not what became of it elsewhere
    const { id, kind, subjectId, title, path, body, photos, photosFirst, basedOnState, madeAt } = item;
    await outbox.add({
      ...{ id, kind, subjectId, title, path, body, photos, photosFirst, basedOnState, madeAt },
      order: (last?.value.order ?? 0) + 1,
      state: 'waiting',
      attempts: 0,
      retryAt: null,
      failure: null,
      receipt: null,
      receivedAt: null,
      doneAt: null,
      form: draft ? { id: draft.id, kind: draft.kind, content: draft.content } : null,
    });
  }
  if (draftId !== null) await tx.objectStore('drafts').delete(draftId);
  await tx.done;
}

/** Changes one item as it stands now; a vanished item stays vanished. */
export async function changeOutboxItem(
  db: FieldDatabase,
  id: string,
  change: (item: OutboxItem) => OutboxItem,
): Promise<void> {
  const tx = db.transaction('outbox', 'readwrite');
  const item = await tx.store.get(id);
  if (item) await tx.store.put(change(item));
  await tx.done;
}

/** The person lets an item go that the server refused; its photos stay until nothing names them. */
export async function dropOutboxItem(db: FieldDatabase, id: string): Promise<void> {
  await db.delete('outbox', id);
}

/**
 * Turns a refused item back into the form it was made of, in one step. The server took nothing of it, so the
 * command gets a new id where the form holds one.
 *
 * @returns false where there was no form to go back to.
 */
export async function reopenForm(
  db: FieldDatabase,
  id: string,
  newId: string,
  now: string,
): Promise<boolean> {
  const tx = db.transaction(['outbox', 'drafts'], 'readwrite');
  const item = await tx.objectStore('outbox').get(id);
  const form = item?.form;
  if (!item || !form || item.state === 'done' || item.receipt !== null) return false;
  const content = form.content as object;
  const renewed = 'commandId' in content ? { ...content, commandId: newId } : content;
  await tx.objectStore('drafts').put({ id: form.id, kind: form.kind, changedAt: now, content: renewed });
  await tx.objectStore('outbox').delete(id);
  await tx.done;
  return true;
}

/** Keeps a photo by its content: the same bytes are one photo, and what was known of it first stays. */
export async function keepPhoto(db: FieldDatabase, photo: KeptPhoto): Promise<void> {
  const tx = db.transaction('photos', 'readwrite');
  if ((await tx.store.get(photo.sha256)) === undefined) await tx.store.add(photo);
  await tx.done;
}

export async function findPhoto(db: FieldDatabase, sha256: string): Promise<KeptPhoto | undefined> {
  return db.get('photos', sha256);
}

/** The server acknowledged every byte. */
export async function markPhotoSafe(db: FieldDatabase, sha256: string, now: string): Promise<void> {
  const tx = db.transaction('photos', 'readwrite');
  const photo = await tx.store.get(sha256);
  if (photo && photo.safeAt === null) await tx.store.put({ ...photo, safeAt: now });
  await tx.done;
}

const msPerDay = 86_400_000;

/**
 * Deletes what has been safe on the server for some days: items with their receipts, and photos that the
 * server acknowledged and no draft and no unsent item names.
 *
 * @param photosInDrafts hashes that drafts still name.
 * @returns how many photos went.
 */
export async function clearSafe(
  db: FieldDatabase,
  photosInDrafts: ReadonlySet<string>,
  now: string,
  keptDays: number,
): Promise<number> {
  const before = new Date(Date.parse(now) - keptDays * msPerDay).toISOString();
  const tx = db.transaction(['outbox', 'photos'], 'readwrite');
  const named = new Set(photosInDrafts);
  for (const item of await tx.objectStore('outbox').getAll()) {
    if (isUnsent(item)) for (const sha256 of item.photos) named.add(sha256);
    else if (item.doneAt !== null && item.doneAt < before) await tx.objectStore('outbox').delete(item.id);
  }
  let gone = 0;
  for (const photo of await tx.objectStore('photos').getAll()) {
    if (photo.safeAt === null || photo.safeAt >= before || named.has(photo.sha256)) continue;
    await tx.objectStore('photos').delete(photo.sha256);
    gone += 1;
  }
  await tx.done;
  return gone;
}
