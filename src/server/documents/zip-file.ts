import { once } from 'node:events';
import { open, rm } from 'node:fs/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A zip that is written to the disk entry by entry, whatever its size, in little memory. */
export interface ZipFile {
  /** Begins an entry; the one before must have ended. */
  entry(name: string): Promise<ZipEntry>;
  /** Writes the directory and closes the file. @returns bytes of the whole file. */
  close(): Promise<number>;
  /** Gives up: closes and removes the file. */
  discard(): Promise<void>;
}

export interface ZipEntry {
  write(text: string): Promise<void>;
  end(): Promise<void>;
}

/** 1 January 1980, the first day a zip can name: the same content gives the same bytes. */
const dosDate = 0x0021;
const utf8Names = 0x0800;
const deflated = 8;
const largest = 0xffff_ffff;
/** Characters gathered before they are packed; a fixed size, so that the same text packs alike. */
const gathered = 64 * 1024;

interface WrittenEntry {
  readonly title: Buffer;
  readonly facts: Buffer;
  readonly offset: number;
}

/** @throws RangeError where an entry or the whole grows beyond 4 GiB, which this plain form cannot name. */
export async function openZipFile(path: string): Promise<ZipFile> {
  const handle = await open(path, 'w');
  const entries: WrittenEntry[] = [];
  let end = 0;

  async function append(bytes: Buffer): Promise<void> {
    await writeAt(bytes, end);
    end += bytes.length;
    if (end > largest) throw new RangeError('zip beyond 4 GiB');
  }

  async function writeAt(bytes: Buffer, place: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      done += (await handle.write(bytes, done, bytes.length - done, place + done)).bytesWritten;
    }
  }

  async function entry(name: string): Promise<ZipEntry> {
    const title = Buffer.from(name, 'utf8');
    const offset = end;
    await append(localHeader(factsOf(title.length, 0, 0, 0), title));
    const begin = end;
    const packer = createDeflateRaw({ level: 6 });
    const packed = (async () => {
      for await (const chunk of packer) await append(chunk as Buffer);
    })();
    // heard again where the entry ends; a fault in between must not end the process
    packed.catch(() => packer.destroy());
    let [crc, size, text] = [0, 0, ''];
    async function pack(): Promise<void> {
      const bytes = Buffer.from(text, 'utf8');
      text = '';
      crc = crc32(bytes, crc);
      size += bytes.length;
      if (size > largest) throw new RangeError('zip entry beyond 4 GiB');
      if (packer.destroyed) await packed;
      if (!packer.write(bytes)) await Promise.race([once(packer, 'drain'), packed]);
    }
    return {
      async write(more) {
        text += more;
        if (text.length >= gathered) await pack();
      },
      async end() {
        await pack();
        packer.end();
        await packed;
        const facts = factsOf(title.length, crc, end - begin, size);
        await writeAt(localHeader(facts, title), offset);
        entries.push({ title, facts, offset });
      },
    };
  }

  return {
    entry,
    async close() {
      const directory = end;
      for (const one of entries) await append(directoryEntry(one));
      await append(endOfDirectory(entries.length, end - directory, directory));
      await handle.sync();
      await handle.close();
      return end;
    },
    async discard() {
      await handle.close().catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}

function mark(signature: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature, 0);
  return bytes;
}

function localHeader(facts: Buffer, title: Buffer): Buffer {
  return Buffer.concat([mark(0x04034b50), facts, title]);
}

/** The 26 bytes that stand alike in an entry's own header and in the directory. */
function factsOf(nameLength: number, crc: number, packedSize: number, size: number): Buffer {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt16LE(utf8Names, 2);
  facts.writeUInt16LE(deflated, 4);
  facts.writeUInt16LE(dosDate, 8);
  facts.writeUInt32LE(crc, 10);
  facts.writeUInt32LE(packedSize, 14);
  facts.writeUInt32LE(size, 18);
  facts.writeUInt16LE(nameLength, 22);
  return facts;
}

function directoryEntry({ title, facts, offset }: WrittenEntry): Buffer {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([mark(0x02014b50), Buffer.from([20, 0]), facts, rest, title]);
}

function endOfDirectory(count: number, length: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
