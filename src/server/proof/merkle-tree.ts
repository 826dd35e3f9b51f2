import { hash } from 'node:crypto';

/**
 * The Merkle tree of RFC 6962, section 2.1: a leaf is SHA-256(0x00 ‖ entry), an inner node
 * SHA-256(0x01 ‖ left ‖ right), so that no leaf can pass for a node. Grown from its right edge: of any tree
 * only the roots of its full subtrees are kept, one for each 1 in the binary number of its leaves.
 */
export interface GrowingTree {
  readonly size: number;
  /** Roots of the full subtrees, largest first. */
  readonly peaks: readonly Buffer[];
}

export const emptyTree: GrowingTree = { size: 0, peaks: [] };

const leafMark = Buffer.from([0]);
const nodeMark = Buffer.from([1]);

function sha256(...parts: readonly Uint8Array[]): Buffer {
  return hash('sha256', Buffer.concat(parts), 'buffer');
}

/** Hash of one entry of the log; here an entry is the 32-byte hash of an event. */
export function leafHash(entry: Uint8Array): Buffer {
  return sha256(leafMark, entry);
}

/** Hash of an inner node. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(nodeMark, left, right);
}

/** The tree with more entries at its end. The tree given stays as it was. */
export function growTree(tree: GrowingTree, entries: Iterable<Uint8Array>): GrowingTree {
  const peaks = [...tree.peaks];
  let { size } = tree;
  for (const entry of entries) {
    let top = leafHash(entry);
    // a 1 at the end of the number of leaves is a subtree as high as the one just made: join them
    for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      const left = peaks.pop();
      if (!left) throw new RangeError(`a tree of ${tree.size} leaves has too few peaks`);
      top = nodeHash(left, top);
    }
    peaks.push(top);
    size += 1;
  }
  return { size, peaks };
}

/** The tree head: one hash over all entries in their order. Of no entries SHA-256 of nothing. */
export function rootOf(tree: GrowingTree): Buffer {
  if (tree.peaks.length === 0) return sha256();
  return tree.peaks.reduceRight((right, left) => nodeHash(left, right));
}

/** The peaks one after the other, as they are stored. */
export function packPeaks(tree: GrowingTree): Buffer {
  return Buffer.concat(tree.peaks);
}

/** @throws RangeError where there are not as many peaks as a tree of this size has. */
export function unpackTree(size: number, packed: Buffer): GrowingTree {
  const peaks = Array.from({ length: packed.length / 32 }, (_, at) => packed.subarray(at * 32, at * 32 + 32));
  const ones = [...size.toString(2)].filter((digit) => digit === '1').length;
  if (peaks.length !== ones || packed.length % 32 !== 0) {
    throw new RangeError(`a tree of ${size} leaves has ${ones} peaks, not ${packed.length / 32}`);
  }
  return { size, peaks };
}
