import { type IDBPDatabase, openDB } from 'idb';
import type { FieldSchema } from './field-schema.ts';

export type FieldDatabase = IDBPDatabase<FieldSchema>;

/**
 * Version of the stores. A new one adds a step to {@link upgradeStores}; steps only add, so that drafts
 * and unsent items of an older app are still there after an update.
 */
export const storesVersion = 2;

/** Name of a person's database: the next one on the same phone sees nothing of it. */
export function databaseName(personId: string): string {
  return `guatu-field-${personId}`;
}

/**
 * Opens the stores of one person.
 *
 * @param onBlocked another tab holds an older version open; the page asks to close it.
 */
export async function openFieldDatabase(
  personId: string,
  onBlocked: () => void = () => undefined,
): Promise<FieldDatabase> {
  return openDB<FieldSchema>(databaseName(personId), storesVersion, {
    upgrade: upgradeStores,
    blocked: onBlocked,
    // a newer app in another tab needs the stores: let go, the page reloads
    blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
  });
}

function upgradeStores(database: IDBPDatabase<FieldSchema>, from: number): void {
  if (from < 1) {
    database.createObjectStore('facts');
    database.createObjectStore('visits', { keyPath: 'id' });
    database.createObjectStore('checklists', { keyPath: 'id' });
    database.createObjectStore('problems', { keyPath: 'id' });
    database.createObjectStore('drafts', { keyPath: 'id' });
    database.createObjectStore('photos', { keyPath: 'sha256' });
    database.createObjectStore('outbox', { keyPath: 'id' }).createIndex('order', 'order');
  }
  if (from < 2) database.createObjectStore('layers', { keyPath: 'id' });
}
