import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson, type Json } from '../../domain/canonical-json.ts';
import type { SubjectKind } from '../platform/event-log.ts';
import type { LoggedEvent } from './subject-check.ts';

// The lines of an export of history, in this order: one header; events by subject and version; heads by
// size; one seal. Each is canonical JSON, so that one content has one text. Documented in docs/data-formats.md.

export const historyFormat = 'guatu-history/1';
export const sealFormat = 'guatu-history-seal/1';

/** First line: whose history this is. */
export const exportHeader = z
  .object({
    format: z.literal(historyFormat),
    cityId: z.uuid(),
    cityCode: z.string(),
    cityName: z.string(),
    madeAt: z.iso.datetime(),
  })
  .strict();
export type ExportHeader = z.infer<typeof exportHeader>;

const hexHash = z.string().regex(/^[0-9a-f]{64}$/);

/** Last line: what the file must hold, and SHA-256 of all bytes before this line. */
export const exportSeal = z
  .object({
    format: z.literal(sealFormat),
    events: z.number().int().min(0),
    heads: z.number().int().min(0),
    sha256: hexHash,
    publicKey: hexHash.nullable(),
    signature: z
      .string()
      .regex(/^[0-9a-f]{128}$/)
      .nullable(),
  })
  .strict();
export type ExportSeal = z.infer<typeof exportSeal>;

/** The text of a seal that is signed. */
export function sealText(seal: Pick<ExportSeal, 'events' | 'heads' | 'sha256'>): string {
  const { events, heads, sha256 } = seal;
  return canonicalJson({ format: sealFormat, events, heads, sha256 });
}

/** An event as a line, without the line feed. */
export function eventLine(cityId: string, event: LoggedEvent, leaf: number): string {
  const { subjectKind, subjectId, version, kind, data, actorId, at } = event;
  return canonicalJson({
    event: { actorId, at, cityId, data, kind, subjectId, subjectKind, version },
    hash: event.hash.toString('hex'),
    leaf,
    prevHash: event.prevHash.toString('hex'),
  });
}

/** An event of an export; its hash is that of the very bytes in the file. */
export type ExportedEvent = LoggedEvent & { readonly leaf: { readonly index: number } };

const eventStart = '{"event":';
const eventEnd = /,"hash":"([0-9a-f]{64})","leaf":(0|[1-9][0-9]{0,15}),"prevHash":"([0-9a-f]{64})"\}$/;
/** Longer than what {@link eventEnd} matches. */
const longestEnd = 240;
const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/**
 * Reads a line of {@link eventLine}. Null where it is none. The order of members and spaces inside are not
 * asked for: the hash is taken over the bytes as they are, and fits those that were recorded only.
 *
 * @param bytes the line without its line feed.
 * @param text the same, decoded.
 */
export function readEventLine(cityId: string, bytes: Buffer, text: string): ExportedEvent | null {
  if (!text.startsWith(eventStart)) return null;
  const [end, hash, leaf, prev] = eventEnd.exec(text.slice(-longestEnd)) ?? [];
  if (end === undefined || hash === undefined || prev === undefined) return null;
  const event = parse(text.slice(eventStart.length, -end.length));
  if (event?.cityId !== cityId) return null;
  const { subjectKind, subjectId, version, kind, data, actorId, at } = event;
  if (typeof subjectKind !== 'string' || !/^[a-zA-Z]{1,40}$/.test(subjectKind)) return null;
  if (typeof subjectId !== 'string' || !uuidForm.test(subjectId) || typeof kind !== 'string') return null;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1 || data === undefined)
    return null;
  if (typeof at !== 'string' || !instantForm.test(at)) return null;
  if (actorId !== null && typeof actorId !== 'string') return null;
  const prevHash = Buffer.from(prev, 'hex');
  const eventHash = Buffer.from(hash, 'hex');
  // the end is ASCII: as many bytes as characters
  const own = bytes.subarray(eventStart.length, bytes.length - end.length);
  return {
    subjectKind: subjectKind as SubjectKind,
    subjectId,
    version,
    kind,
    data,
    actorId,
    at,
    prevHash,
    hash: eventHash,
    leaf: { index: Number(leaf), eventHash },
    ownHash: createHash('sha256').update(prevHash).update(own).digest(),
  };
}

function parse(text: string): { readonly [member: string]: Json | undefined } | null {
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as { readonly [member: string]: Json })
      : null;
  } catch {
    return null;
  }
}
