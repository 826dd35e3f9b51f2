import { crc32 } from 'node:zlib';

/** A file to put into a zip. */
export interface ZipPart {
  readonly name: string;
  readonly bytes: Buffer;
}

/** 1 January 1980, the first day a zip can name: the same content gives the same bytes. */
const dosDate = 0x0021;
const utf8Names = 0x0800;

/**
 * A zip without compression, in pieces: what was unpacked and measured is handed on to a reader that
 * takes only zips, without packing it again.
 */
export function* storedZip(parts: readonly ZipPart[]): Generator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of parts) {
    const title = Buffer.from(name, 'utf8');
    const facts = factsOf(bytes, title.length);
    const local = Buffer.concat([mark(0x04034b50), facts, title]);
    directory.push(directoryEntry(facts, title, offset));
    offset += local.length + bytes.length;
    yield local;
    yield bytes;
  }
  const entries = Buffer.concat(directory);
  yield entries;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  yield end;
}

function mark(signature: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature, 0);
  return bytes;
}

/** The 26 bytes that stand alike in an entry's own header and in the directory. */
function factsOf(bytes: Buffer, nameLength: number): Buffer {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt16LE(utf8Names, 2);
  facts.writeUInt16LE(dosDate, 8);
  facts.writeUInt32LE(crc32(bytes), 10);
  facts.writeUInt32LE(bytes.length, 14);
  facts.writeUInt32LE(bytes.length, 18);
  facts.writeUInt16LE(nameLength, 22);
  return facts;
}

function directoryEntry(facts: Buffer, title: Buffer, offset: number): Buffer {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  const madeBy = Buffer.from([20, 0]);
  return Buffer.concat([mark(0x02014b50), madeBy, facts, rest, title]);
}
