const entryBytes = 32;
const entriesPerBlock = 8192;
/** Entries of a log that come in any order and leave in theirs; 32 bytes and a bit each. */
export interface EntryStore {
  /** False where the place is taken already or no place at all. */
  put(place: number, entry: Buffer): boolean;
  /** From place 0 up to the first that is empty, in batches. */
  inOrder(): AsyncGenerator<Buffer[]>;
}

interface Block {
  readonly entries: Buffer;
  readonly taken: Uint8Array;
}

/**
 * An empty store.
 *
 * @param capacity places from here on are refused, so that a forged file cannot ask for all memory.
 */
export function openEntryStore(capacity: number): EntryStore {
  const blocks = new Map<number, Block>();
  return {
    put(place, entry) {
      if (place >= capacity || entry.length !== entryBytes) return false;
      const number = Math.floor(place / entriesPerBlock);
      const block = blocks.get(number) ?? {
        entries: Buffer.alloc(entriesPerBlock * entryBytes),
        taken: new Uint8Array(entriesPerBlock),
      };
      blocks.set(number, block);
      const at = place % entriesPerBlock;
      if (block.taken[at]) return false;
      block.taken[at] = 1;
      entry.copy(block.entries, at * entryBytes);
      return true;
    },
    async *inOrder() {
      for (let number = 0; ; number += 1) {
        const block = blocks.get(number);
        if (!block) return;
        const empty = block.taken.indexOf(0);
        const count = empty < 0 ? entriesPerBlock : empty;
        yield Array.from({ length: count }, (_, at) =>
          block.entries.subarray(at * entryBytes, (at + 1) * entryBytes),
        );
        if (empty >= 0) return;
      }
    },
  };
}
