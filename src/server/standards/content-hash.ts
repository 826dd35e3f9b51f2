import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { frozenContent, type StandardContent } from '../../domain/standards/standard-content.ts';

/**
 * SHA-256 in hex over the canonical JSON of a version's content ({@link frozenContent}): two versions with
 * one hash score every site alike. Anybody can repeat it from an exported pack.
 */
export function versionContentHash(content: StandardContent): string {
  return createHash('sha256')
    .update(canonicalJson(frozenContent(content)), 'utf8')
    .digest('hex');
}
