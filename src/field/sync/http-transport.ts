import type { OutboxItem } from '../../domain/sync/outbox-item.ts';
import type { KeptPhoto } from '../store/field-schema.ts';
import { fieldRequest } from './field-request.ts';
import { SendFailure } from './send-failure.ts';
import type { Transport } from './send-outbox.ts';

/** Bytes sent in one go; the server takes twice as much. */
const pieceBytes = 256 * 1024;

interface UploadState {
  readonly held: number;
  readonly photo: { readonly sha256: string } | null;
}

/** Reaches the server over HTTP, photos in pieces that go on where a cut left them. */
export const httpTransport: Transport = {
  command: sendCommand,
  photo: sendPhoto,
};

async function sendCommand(item: OutboxItem): Promise<unknown> {
  try {
    return await fieldRequest('POST', item.path, item.body);
  } catch (error) {
    if (!(error instanceof SendFailure) || error.code !== 'stale') throw error;
    // somebody added to the problem meanwhile, and it stands where the person saw it: his move still fits
    const { state, version } = error.facts;
    if (item.basedOnState === null || state !== item.basedOnState) throw error;
    return fieldRequest('POST', item.path, { ...item.body, version });
  }
}

/**
 * Sends what is missing, piece by piece. Where the server holds all bytes and still has no photo (it was full,
 * or the line broke while it looked at them), the last piece goes once more and it looks again.
 */
async function sendPhoto(photo: KeptPhoto): Promise<void> {
  const path = `/api/field/photos/${photo.sha256}`;
  const lastPiece = Math.floor((photo.byteSize - 1) / pieceBytes) * pieceBytes;
  let state = await fieldRequest<UploadState>('GET', path);
  while (state.photo === null) {
    const offset = Math.min(state.held, lastPiece);
    const form = new FormData();
    form.append('file', photo.blob.slice(offset, offset + pieceBytes), 'piece');
    const next: UploadState = await fieldRequest(
      'POST',
      `${path}?offset=${offset}&size=${photo.byteSize}`,
      form,
    );
    // a piece that brings nothing would be sent for ever
    if (next.photo === null && next.held <= offset) throw new SendFailure(422, 'photoStuck', '');
    state = next;
  }
}
