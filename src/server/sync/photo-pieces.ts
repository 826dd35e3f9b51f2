import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Folder of unfinished photos, beside the other files of the house. */
export const piecesFolder = 'pieces';

/** Photos on their way in, piece by piece: a folder of files named by person and hash. */
export interface PhotoPieces {
  /** Bytes held of a photo; 0 where nothing came yet. */
  held(owner: PieceOwner): Promise<number>;
  /**
   * Appends one piece at `offset`; a piece that is held already changes nothing. Pieces of one photo wait for
   * each other, so that a request cut by the network and its repetition never write at once.
   *
   * @param size bytes of the whole photo.
   */
  add(owner: PieceOwner, offset: number, bytes: Buffer, size: number): Promise<AddedPiece>;
  discard(owner: PieceOwner): Promise<void>;
  /** Removes what nobody went on with since `before`. @returns how many. */
  clearOlderThan(before: Date): Promise<number>;
}

/** What became of a piece. */
export interface AddedPiece {
  /** Bytes held after it: not `offset + length` where the piece belongs elsewhere. */
  readonly held: number;
  /** The whole file once it is all there and makes the announced hash. */
  readonly whole: Buffer | null;
  /** All bytes were there and made another hash: the file is gone, and sending begins anew. */
  readonly isDifferent: boolean;
}

/** Whose photo: two people who send the same bytes do not write into one file. */
export interface PieceOwner {
  readonly cityId: string;
  readonly personId: string;
  readonly sha256: string;
}

/**
 * Keeps pieces in a folder of this process's machine; finished photos go on to the store of photos. A phone
 * that meets another process in the middle of a photo begins that photo anew.
 */
export function createPhotoPieces(directory: string): PhotoPieces {
  const fileOf = ({ cityId, personId, sha256 }: PieceOwner) =>
    path.join(directory, `${cityId}.${personId}.${sha256}`);
  const busy = new Map<string, Promise<void>>();
  return {
    held: async (owner) => sizeOf(fileOf(owner)),
    add(owner, offset, bytes, size) {
      const file = fileOf(owner);
      const work = (busy.get(file) ?? Promise.resolve()).then(() =>
        addPiece(file, owner, offset, bytes, size),
      );
      const settled = work.then(
        () => undefined,
        () => undefined,
      );
      busy.set(file, settled);
      void settled.then(() => busy.get(file) === settled && busy.delete(file));
      return work;
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

async function addPiece(
  file: string,
  owner: PieceOwner,
  offset: number,
  bytes: Buffer,
  size: number,
): Promise<AddedPiece> {
  let held = await sizeOf(file);
  const isNext = held === offset;
  if (isNext) {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, 'a');
    try {
      await handle.write(bytes);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    held += bytes.length;
  }
  if (held < size) return { held, whole: null, isDifferent: false };
  const whole = await readFile(file);
  if (createHash('sha256').update(whole).digest('hex') === owner.sha256) {
    return { held, whole, isDifferent: false };
  }
  await rm(file, { force: true });
  return { held: 0, whole: null, isDifferent: true };
}

async function sizeOf(file: string): Promise<number> {
  const facts = await stat(file).catch(() => null);
  return facts?.size ?? 0;
}
