import type { DBSchema } from 'idb';
import type { OutboxItem } from '../../domain/sync/outbox-item.ts';

/** A photo as the camera made it. Named by its content, so no file name can lose or double it. */
export interface KeptPhoto {
  readonly sha256: string;
  readonly blob: Blob;
  readonly mediaType: string;
  readonly byteSize: number;
  /** By the device's clock. */
  readonly takenAt: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly accuracyM: number | null;
  /** When the device knew this position, by its own clock. */
  readonly fixAt: string | null;
  /** Seconds the device was ahead of the server when the photo was taken; null: not known. */
  readonly clockOffsetS: number | null;
  /** When the server acknowledged every byte; null: it is only here. */
  readonly safeAt: string | null;
}

/** A form under way: a visit or a move of a problem. */
export interface KeptDraft {
  /** Visit or problem. */
  readonly id: string;
  readonly kind: string;
  readonly changedAt: string;
  readonly content: unknown;
}

/** Part of the packet. */
export interface KeptRecord {
  readonly id: string;
  readonly content: unknown;
}

/** Stores of one person's phone. Another person has a database of his own. */
export interface FieldSchema extends DBSchema {
  facts: { key: string; value: unknown };
  visits: { key: string; value: KeptRecord };
  checklists: { key: string; value: KeptRecord };
  problems: { key: string; value: KeptRecord };
  drafts: { key: string; value: KeptDraft };
  photos: { key: string; value: KeptPhoto };
  /** Borders under the sketch map. */
  layers: { key: string; value: KeptRecord };
  outbox: { key: string; value: OutboxItem; indexes: { order: number } };
}
