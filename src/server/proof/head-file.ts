import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Tx } from '../platform/database/database.ts';
import { headLine, readHeadLine, type TreeHead } from './tree-head.ts';
import { listHeadsAfter } from './tree-head-queries.ts';

/** Where heads of a city are written down outside the database; one line each, only ever appended to. */
export function headFilePath(filesDirectory: string, cityId: string): string {
  return path.join(filesDirectory, cityId, 'proof', 'tree-heads.ndjson');
}

/** A line of a file of heads; `head` null where it cannot be read. */
export interface WrittenHead {
  readonly line: number;
  readonly text: string;
  readonly head: TreeHead | null;
}

/** Reads a file of heads, oldest first. Empty lines are passed over. */
export async function* readHeadFile(place: string): AsyncGenerator<WrittenHead> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(place), crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() !== '') yield { line, text, head: readHeadLine(text) };
  }
}

/**
 * Appends the heads that the file does not have yet. After a restore to an earlier state the file keeps the
 * heads the database has lost, and goes on with those that are new: it forgets nothing.
 *
 * @returns how many lines were written.
 */
export async function appendHeads(tx: Tx, cityId: string, filesDirectory: string): Promise<number> {
  const place = headFilePath(filesDirectory, cityId);
  await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
  const file = await open(place, 'a+', 0o600);
  try {
    const tail = await readTail(file);
    // a line that a crash cut short stays alone
    if (tail !== '' && !tail.endsWith('\n')) await file.appendFile('\n');
    const last = readHeadLine(tail.trimEnd().split('\n').at(-1) ?? '');
    const goesOn = last !== null && (await isStored(tx, cityId, last));
    const known = goesOn || tail === '' ? new Set<string>() : await readKnown(place);
    let written = 0;
    for (let size = goesOn ? last.size : 0; ; ) {
      const heads = await listHeadsAfter(tx, cityId, size, 1000);
      const fresh = heads.filter((head) => !known.has(head.hash.toString('hex')));
      if (fresh.length > 0) await file.appendFile(fresh.map((head) => `${headLine(head)}\n`).join(''));
      written += fresh.length;
      size = heads.at(-1)?.size ?? size;
      if (heads.length < 1000) break;
    }
    if (written > 0) await file.sync();
    return written;
  } finally {
    await file.close();
  }
}

/** The end of the file, longer than any line. */
async function readTail(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  const length = Math.min(size, 4096);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.toString('utf8');
}

async function isStored(tx: Tx, cityId: string, head: TreeHead): Promise<boolean> {
  const [stored] = await listHeadsAfter(tx, cityId, head.size - 1, 1);
  return stored?.hash.equals(head.hash) ?? false;
}

async function readKnown(place: string): Promise<Set<string>> {
  const known = new Set<string>();
  for await (const { head } of readHeadFile(place)) if (head) known.add(head.hash.toString('hex'));
  return known;
}
