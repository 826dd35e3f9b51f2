import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Photos on their way in, piece by piece: a folder of files named by person and hash. */
export interface PhotoPieces {
  /** Bytes held of a photo; 0 where nothing came yet. */
  held(owner: PieceOwner): Promise<number>;
  /**
   * Appends one piece at `offset`; a piece that is held already changes nothing.
   *
   * @returns bytes held after it: not `offset + length` where the piece belongs elsewhere.
   */
  append(owner: PieceOwner, offset: number, bytes: Buffer): Promise<number>;
  /** The whole file, if its bytes make the hash it was announced with; null otherwise, and it is gone. */
  takeWhole(owner: PieceOwner): Promise<Buffer | null>;
  discard(owner: PieceOwner): Promise<void>;
  /** Removes what nobody went on with since `before`. @returns how many. */
  clearOlderThan(before: Date): Promise<number>;
}

/** Whose photo: two people who send the same bytes do not write into one file. */
export interface PieceOwner {
  readonly cityId: string;
  readonly personId: string;
  readonly sha256: string;
}

/**
 * Keeps pieces in a folder of this process's machine; finished photos go on to the store of photos.
 *
 * Two requests for one photo at once are serialised by the caller's lock in the database.
 */
export function createPhotoPieces(directory: string): PhotoPieces {
  const fileOf = ({ cityId, personId, sha256 }: PieceOwner) =>
    path.join(directory, `${cityId}.${personId}.${sha256}`);
  return {
    held: async (owner) => sizeOf(fileOf(owner)),
    async append(owner, offset, bytes) {
      const file = fileOf(owner);
      const held = await sizeOf(file);
      if (held !== offset) return held;
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const handle = await open(file, 'a');
      try {
        await handle.write(bytes);
        await handle.datasync();
      } finally {
        await handle.close();
      }
      return held + bytes.length;
    },
    async takeWhole(owner) {
      const file = fileOf(owner);
      const hash = createHash('sha256');
      for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
      if (hash.digest('hex') === owner.sha256) return readFile(file);
      await rm(file, { force: true });
      return null;
    },
    discard: (owner) => rm(fileOf(owner), { force: true }),
    async clearOlderThan(before) {
      let gone = 0;
      for (const name of await readdir(directory).catch(() => [])) {
        const file = path.join(directory, name);
        const facts = await stat(file).catch(() => null);
        if (!facts || facts.mtime >= before) continue;
        await rm(file, { force: true });
        gone += 1;
      }
      return gone;
    },
  };
}

async function sizeOf(file: string): Promise<number> {
  const facts = await stat(file).catch(() => null);
  return facts?.size ?? 0;
}
