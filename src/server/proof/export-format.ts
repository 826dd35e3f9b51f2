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

/** An event: `event` is what is hashed, behind the 32 bytes of `prevHash`; `leaf` its place in the tree. */
export const exportEvent = z
  .object({
    event: z
      .object({
        actorId: z.string().nullable(),
        at: z.string(),
        cityId: z.uuid(),
        data: z.json(),
        kind: z.string(),
        subjectId: z.uuid(),
        subjectKind: z.string(),
        version: z.number().int().min(1),
      })
      .strict(),
    hash: hexHash,
    leaf: z.number().int().min(0),
    prevHash: hexHash,
  })
  .strict();

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

/** An event read from a line; null where the line is none. */
export function readEventLine(
  cityId: string,
  value: Json,
): (LoggedEvent & { readonly leaf: { index: number } }) | null {
  const { data: line } = exportEvent.safeParse(value);
  if (line?.event.cityId !== cityId) return null;
  const { cityId: _cityId, subjectKind, data, ...event } = line.event;
  const hash = Buffer.from(line.hash, 'hex');
  return {
    ...event,
    subjectKind: subjectKind as SubjectKind,
    data: data as Json,
    prevHash: Buffer.from(line.prevHash, 'hex'),
    hash,
    leaf: { index: line.leaf, eventHash: hash },
  };
}
