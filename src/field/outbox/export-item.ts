import type { OutboxItem } from '../../domain/sync/outbox-item.ts';
import type { FieldDatabase } from '../store/field-database.ts';
import { findPhoto } from '../store/outbox-store.ts';

/** Form of the file; the office's import knows it by this. */
export const exportForm = 'guatu-field-item/1';

/**
 * Saves an item with its photos as one file, for when nothing else helps: the office enters it by hand or
 * by import.
 */
export async function exportItem(db: FieldDatabase, item: OutboxItem): Promise<void> {
  const photos: { sha256: string; mediaType: string; base64: string }[] = [];
  for (const sha256 of item.photos) {
    const photo = await findPhoto(db, sha256);
    if (photo) photos.push({ sha256, mediaType: photo.mediaType, base64: await base64Of(photo.blob) });
  }
  const text = JSON.stringify({ form: exportForm, savedAt: new Date().toISOString(), item, photos });
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `guatu-${item.kind}-${item.id.slice(-12)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Piece by piece: one call with a whole photo as arguments would break the browser. */
async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(text);
}
