import type { WrittenHead } from './head-file.ts';
import { emptyTree, type GrowingTree, growTree, rootOf } from './merkle-tree.ts';
import type { FindingList } from './proof-finding.ts';
import { finding } from './proof-finding.ts';
import { headHash, headHolds, type TreeHead } from './tree-head.ts';

/** Roots that the growing tree must have at certain sizes. */
interface ExpectedRoot {
  readonly head: TreeHead;
  /** Written down outside of what is checked. */
  readonly isWritten: boolean;
}

/**
 * Recomputes the tree leaf by leaf and compares it with every head, stored or written down elsewhere.
 *
 * @param heads as stored, by size.
 * @param entries entries of the log in their order; how they end tells whether some are missing.
 */
export async function checkTree(
  heads: readonly TreeHead[],
  written: readonly TreeHead[],
  entries: AsyncIterable<readonly Buffer[]>,
  findings: FindingList,
): Promise<{ tree: GrowingTree }> {
  const expected: ExpectedRoot[] = [
    ...heads.map((head) => ({ head, isWritten: false })),
    ...written.map((head) => ({ head, isWritten: true })),
  ].sort((a, b) => a.head.size - b.head.size || Number(a.isWritten) - Number(b.isWritten));
  const stored = new Map(heads.map((head) => [head.size, head.hash]));
  let tree = emptyTree;
  let next = 0;
  let lastGood = 0;
  // after the first wrong root every later one is wrong too: only the first says where
  let isLost = { stored: false, written: false };
  const compare = (): void => {
    for (let one = expected[next]; one && one.head.size === tree.size; one = expected[next]) {
      next += 1;
      const root = rootOf(tree);
      // of the same size and root, but another head: the stored one was written anew
      const isSame = !one.isWritten || (stored.get(tree.size)?.equals(one.head.hash) ?? true);
      if (root.equals(one.head.root) && isSame) {
        lastGood = tree.size;
        continue;
      }
      const list = one.isWritten ? 'written' : 'stored';
      if (!isLost[list]) {
        const { size, at } = one.head;
        const facts = {
          size,
          at,
          after: lastGood,
          expected: one.head.root.toString('hex'),
          found: root.toString('hex'),
        };
        findings.add(finding(one.isWritten ? 'writtenHeadDiffers' : 'rootDiffers', facts));
      }
      isLost = { ...isLost, [list]: true };
    }
  };
  for await (const batch of entries) {
    for (let from = 0; from < batch.length; ) {
      const wanted = expected[next]?.head.size ?? Number.POSITIVE_INFINITY;
      const stop = Math.min(batch.length, from + wanted - tree.size);
      tree = growTree(tree, batch.slice(from, stop));
      from = stop;
      compare();
    }
  }
  reportBeyond(expected.slice(next), tree.size, findings);
  const covered = heads.at(-1)?.size ?? 0;
  if (tree.size > covered)
    findings.add(finding('leafBeyondHeads', { size: covered, count: tree.size - covered }));
  return { tree };
}

/** Heads over more entries than there are: something was cut off, or the database restored to an earlier day. */
function reportBeyond(left: readonly ExpectedRoot[], size: number, findings: FindingList): void {
  const storedHead = left.find((one) => !one.isWritten)?.head;
  if (storedHead) {
    findings.add(finding('leafMissing', { size: storedHead.size, at: storedHead.at, found: size }));
  }
  const written = left.filter((one) => one.isWritten).at(-1)?.head;
  if (written)
    findings.add(finding('writtenHeadBeyond', { size: written.size, at: written.at, found: size }));
}

/**
 * Checks heads one against the other: hash and signature of each, its link to the one before, one key.
 *
 * @param key public key that the reader knows from elsewhere; null = the one of the newest head.
 */
export function checkHeads(
  cityId: string,
  heads: readonly TreeHead[],
  key: Buffer | null,
  findings: FindingList,
): void {
  let prevHash = Buffer.alloc(32);
  let size = 0;
  for (const head of heads) {
    const facts = { size: head.size, at: head.at };
    if (head.cityId !== cityId || !headHolds(head)) {
      const hashes = { expected: head.hash.toString('hex'), found: headHash(head).toString('hex') };
      findings.add(finding('headChanged', { ...facts, ...hashes }));
      return;
    }
    if (!head.prevHash.equals(prevHash) || head.size <= size) {
      findings.add(finding('headMissing', { ...facts, after: size }));
      return;
    }
    if (key && !head.publicKey?.equals(key)) {
      findings.add(finding('headForeignKey', { ...facts, expected: key.toString('hex') }));
      return;
    }
    prevHash = Buffer.from(head.hash);
    size = head.size;
  }
}

/**
 * Picks the heads of a city that can be relied on from a file of heads, each checked by itself. Those of
 * other cities are passed over, and so is a line that a crash cut short: it is written again in full.
 */
export async function readWrittenHeads(
  cityId: string,
  lines: AsyncIterable<WrittenHead>,
  key: Buffer | null,
  findings: FindingList,
): Promise<TreeHead[]> {
  const heads: TreeHead[] = [];
  let torn: WrittenHead | null = null;
  for await (const one of lines) {
    const { line, text, head } = one;
    if (torn && !text.startsWith(torn.text))
      findings.add(finding('writtenHeadUnreadable', { line: torn.line }));
    torn = head ? null : one;
    if (head?.cityId !== cityId) continue;
    if (headHolds(head) && (!key || head.publicKey?.equals(key))) heads.push(head);
    else findings.add(finding('writtenHeadForged', { line, size: head.size, at: head.at }));
  }
  if (torn?.text.endsWith('}')) findings.add(finding('writtenHeadUnreadable', { line: torn.line }));
  return heads;
}
