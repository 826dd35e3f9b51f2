import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { type SigningKey, signatureFits, signText } from './signing-key.ts';

/** What a head says: this many events stood in the log at this moment, and this is the hash over them. */
export interface TreeHeadContent {
  readonly cityId: string;
  readonly size: number;
  readonly root: Buffer;
  readonly at: string;
  /** Hash of the head before; 32 zero bytes before the first. */
  readonly prevHash: Buffer;
}

/** A head as it is stored, shown and written down. */
export interface TreeHead extends TreeHeadContent {
  readonly hash: Buffer;
  readonly publicKey: Buffer | null;
  readonly signature: Buffer | null;
}

const format = 'guatu-tree-head/1';

/** The text that is hashed and signed: canonical JSON, hashes in hex. */
export function headText(head: TreeHeadContent): string {
  const { at, cityId, size } = head;
  const prevHash = head.prevHash.toString('hex');
  return canonicalJson({ at, cityId, format, prevHash, root: head.root.toString('hex'), size });
}

/** SHA-256 of {@link headText}. */
export function headHash(head: TreeHeadContent): Buffer {
  return createHash('sha256').update(headText(head), 'utf8').digest();
}

/** Completes a head with its hash and, where the installation has a key, its signature. */
export function sealHead(content: TreeHeadContent, key: SigningKey | null): TreeHead {
  return {
    ...content,
    hash: headHash(content),
    publicKey: key?.publicKey ?? null,
    signature: key ? signText(key, headText(content)) : null,
  };
}

/** Whether hash and signature of a head are those of what it says. An unsigned head has a fitting hash only. */
export function headHolds(head: TreeHead): boolean {
  if (!headHash(head).equals(head.hash)) return false;
  if (!head.publicKey || !head.signature) return head.publicKey === head.signature;
  return signatureFits(head.publicKey, headText(head), head.signature);
}

/** A head as one line of a file, without the line feed: its text with hash, public key and signature. */
export function headLine(head: TreeHead): string {
  const { at, cityId, size } = head;
  return canonicalJson({
    at,
    cityId,
    format,
    size,
    prevHash: head.prevHash.toString('hex'),
    root: head.root.toString('hex'),
    hash: head.hash.toString('hex'),
    publicKey: head.publicKey?.toString('hex') ?? null,
    signature: head.signature?.toString('hex') ?? null,
  });
}

const hex = (bytes: number) =>
  z
    .string()
    .length(bytes * 2)
    .regex(/^[0-9a-f]*$/)
    .transform((text) => Buffer.from(text, 'hex'));

/** A line of {@link headLine}, parsed. */
export const treeHeadSchema = z
  .object({
    format: z.literal(format),
    cityId: z.uuid(),
    at: z.iso.datetime(),
    size: z.number().int().min(1),
    root: hex(32),
    prevHash: hex(32),
    hash: hex(32),
    publicKey: hex(32).nullable(),
    signature: hex(64).nullable(),
  })
  .strict()
  .transform(({ format: _format, ...head }): TreeHead => head);

/** Reads a line that was written down. Null where it is no head. Spaces and order of members do not matter. */
export function readHeadLine(line: string): TreeHead | null {
  try {
    return treeHeadSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
