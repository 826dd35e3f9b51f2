import type { OutboxItem } from '../../domain/sync/outbox-item.ts';
import type { FieldDatabase } from '../store/field-database.ts';
import { enterOutbox, keepPhoto } from '../store/outbox-store.ts';
import { exportForm } from './export-item.ts';

interface ItemFile {
  readonly form: string;
  readonly item: OutboxItem;
  readonly photos: readonly {
    readonly sha256: string;
    readonly mediaType: string;
    readonly base64: string;
  }[];
}

/**
 * Reads an item that was saved as a file into this outbox, on another phone or on a computer of the office.
 * It goes out under the name of whoever is signed in, so only its own author gets it through.
 *
 * @returns the code of a fault, with nothing read; null where all of it was.
 */
export async function readItemFile(
  db: FieldDatabase,
  text: string,
): Promise<'notAnItem' | 'hashDiffers' | null> {
  const file = parse(text);
  if (!file) return 'notAnItem';
  const photos: { sha256: string; blob: Blob; mediaType: string; byteSize: number }[] = [];
  for (const { sha256, mediaType, base64 } of file.photos) {
    const bytes = bytesOf(base64);
    if (!bytes || (await hashOf(bytes)) !== sha256) return 'hashDiffers';
    photos.push({ sha256, mediaType, byteSize: bytes.length, blob: new Blob([bytes], { type: mediaType }) });
  }
  for (const photo of photos) {
    // what the device said of the photo stands in the command itself
    const facts = { lon: null, lat: null, accuracyM: null, fixAt: null, clockOffsetS: null };
    await keepPhoto(db, { ...photo, ...facts, takenAt: file.item.madeAt, safeAt: null });
  }
  await enterOutbox(db, file.item, null);
  return null;
}

function parse(text: string): ItemFile | null {
  try {
    const file = JSON.parse(text) as Partial<ItemFile> | null;
    const item = file?.item as Partial<OutboxItem> | undefined;
    const isWhole =
      file?.form === exportForm &&
      Array.isArray(file.photos) &&
      typeof item?.id === 'string' &&
      typeof item.path === 'string' &&
      item.path.startsWith('/api/') &&
      typeof item.body === 'object' &&
      item.body !== null &&
      Array.isArray(item.photos) &&
      typeof item.subjectId === 'string' &&
      typeof item.title === 'string' &&
      typeof item.madeAt === 'string';
    return isWhole ? (file as ItemFile) : null;
  } catch {
    return null;
  }
}

function bytesOf(base64: unknown): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(String(base64)), (sign) => sign.charCodeAt(0));
  } catch {
    return null;
  }
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
