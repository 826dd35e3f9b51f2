import type { FieldDatabase } from './field-database.ts';

const hash = /"([0-9a-f]{64})"/g;

/** Hashes that drafts name, wherever in their content: these photos are never cleared. */
export async function listDraftPhotos(db: FieldDatabase): Promise<ReadonlySet<string>> {
  const named = new Set<string>();
  for (const { content } of await db.getAll('drafts')) {
    for (const match of JSON.stringify(content).matchAll(hash)) named.add(match[1] ?? '');
  }
  return named;
}
