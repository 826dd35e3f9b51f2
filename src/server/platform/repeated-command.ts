import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../../domain/canonical-json.ts';
import { Refused } from './refused.ts';

/** SHA-256 in hex over the canonical JSON of what was asked: tells a repeated command from another under its id. */
export function commandHash(content: object): string {
  // members that JSON does not carry are gone before the order is made
  const plain = JSON.parse(JSON.stringify(content)) as Json;
  return createHash('sha256').update(canonicalJson(plain), 'utf8').digest('hex');
}

/** Whether the thing is there already by this very command. @throws Refused 409 `code` where its id stands for another. */
export function isRepeated(
  known: { readonly requestHash: string | null } | undefined,
  requestHash: string,
  code: string,
): boolean {
  if (!known) return false;
  if (known.requestHash === requestHash) return true;
  throw new Refused(409, code);
}
