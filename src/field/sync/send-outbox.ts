import { failureKind, pauseBefore } from '../../domain/sync/failure-kind.ts';
import {
  nextItem,
  type OutboxItem,
  withEvidence,
  withFailure,
  withReceipt,
} from '../../domain/sync/outbox-item.ts';
import type { FieldDatabase } from '../store/field-database.ts';
import type { KeptPhoto } from '../store/field-schema.ts';
import { changeOutboxItem, findPhoto, listOutbox, markPhotoSafe } from '../store/outbox-store.ts';
import { SendFailure } from './send-failure.ts';

/** How the phone reaches the server; every call is harmless to repeat. */
export interface Transport {
  /** @returns the server's receipt. @throws SendFailure */
  command(item: OutboxItem): Promise<unknown>;
  /** Sends what the server does not yet hold of a photo. @throws SendFailure */
  photo(photo: KeptPhoto): Promise<void>;
}

/** What the sender needs from outside. */
export interface SendingPorts {
  readonly db: FieldDatabase;
  readonly transport: Transport;
  readonly now: () => string;
  /** From 0 to below 1. */
  readonly chance: () => number;
}

/** Why sending stopped. `signedOut`: everything waits until the person signs in again. */
export type SendingEnd = 'idle' | 'offline' | 'signedOut';

/**
 * Sends what is due, one thing after another, until nothing is due or the server cannot be reached.
 *
 * Every step is written down before the next one begins, and every step may be repeated: an app killed
 * anywhere goes on where the store says. Only one sender runs at a time (`withSendingLock`).
 */
export async function sendOutbox(ports: SendingPorts): Promise<SendingEnd> {
  const { db, now } = ports;
  for (;;) {
    const item = nextItem(await listOutbox(db), now());
    if (!item) return 'idle';
    try {
      await sendItem(ports, item);
    } catch (error) {
      const failure = asFailure(error);
      const pause = pauseBefore(item.attempts, ports.chance());
      const { status, code, message } = failure;
      const written = { kind: failureKind({ status, code }), code, message, at: now() };
      await changeOutboxItem(db, item.id, (stored) => withFailure(stored, written, pause));
      if (status === 401) return 'signedOut';
      // with no answer at all the next item would fail the same way
      if (status === 0) return 'offline';
    }
  }
}

async function sendItem(ports: SendingPorts, item: OutboxItem): Promise<void> {
  const { db, transport, now } = ports;
  if (item.photosFirst) await sendPhotos(ports, item);
  if (item.receipt === null) {
    const receipt = await transport.command(item);
    await changeOutboxItem(db, item.id, (stored) => withReceipt(stored, receipt, now()));
  }
  if (!item.photosFirst) await sendPhotos(ports, item);
  await changeOutboxItem(db, item.id, (stored) => withEvidence(stored, now()));
}

async function sendPhotos({ db, transport, now }: SendingPorts, item: OutboxItem): Promise<void> {
  for (const sha256 of item.photos) {
    const photo = await findPhoto(db, sha256);
    if (!photo) throw new SendFailure(422, 'photoLost', '');
    if (photo.safeAt !== null) continue;
    await transport.photo(photo);
    await markPhotoSafe(db, sha256, now());
  }
}

function asFailure(error: unknown): SendFailure {
  if (error instanceof SendFailure) return error;
  throw error;
}
