import { once } from 'node:events';
import yauzl from 'yauzl';
import { accept, type Decision, refuse } from '../../domain/decision.ts';

const maxUnpackedMegabytes = 100;
const maxUnpackedBytes = maxUnpackedMegabytes * 1024 * 1024;
const maxEntries = 5_000;
const neededPart =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/workbook\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/sharedStrings\.xml|xl\/styles\.xml|xl\/worksheets\/[^/]+\.xml)$/;

/** A part of a workbook: its name inside the package and its unpacked bytes. */
export interface WorkbookPart {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Unpacks a workbook before a spreadsheet library sees it: is it a zip at all, and how large does it
 * get? Only the parts that hold cells leave here, measured byte by byte, because a hostile directory
 * understates sizes and a library that reads a zip from its front may see entries the directory hides.
 *
 * @returns refusals `spreadsheet-old`, `-encrypted`, `-text`, `-damaged`, `-too-large`.
 */
export async function unpackWorkbook(bytes: Uint8Array): Promise<Decision<readonly WorkbookPart[]>> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mark = buffer.length >= 4 ? buffer.readUInt32BE(0) : 0;
  if (mark === 0xd0cf11e0) {
    const encrypted = buffer.includes(Buffer.from('EncryptedPackage', 'utf16le'));
    return refuse(encrypted ? 'spreadsheet-encrypted' : 'spreadsheet-old');
  }
  if (mark !== 0x504b0304) {
    const isText = buffer.length > 0 && !buffer.subarray(0, 512).includes(0);
    return refuse(isText ? 'spreadsheet-text' : 'spreadsheet-damaged');
  }
  try {
    return await unpack(buffer);
  } catch {
    return refuse('spreadsheet-damaged');
  }
}

async function unpack(buffer: Buffer): Promise<Decision<readonly WorkbookPart[]>> {
  const zip = await openZip(buffer);
  try {
    const entries = await listEntries(zip);
    const declared = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    if (declared > maxUnpackedBytes || entries.length > maxEntries) {
      return refuse('spreadsheet-too-large', { limit: maxUnpackedMegabytes });
    }
    const needed = entries.filter((entry) => neededPart.test(entry.fileName));
    if (!needed.some((entry) => entry.fileName === 'xl/workbook.xml')) return refuse('spreadsheet-damaged');
    const parts: WorkbookPart[] = [];
    // the reader stops at the first byte above what an entry declares, so the sum above holds
    for (const entry of needed) parts.push({ name: entry.fileName, bytes: await unpackEntry(zip, entry) });
    return accept(parts);
  } finally {
    zip.close();
  }
}

function openZip(buffer: Buffer): Promise<yauzl.ZipFile> {
  const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true };
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(buffer, options, (error, zip) =>
      zip ? resolve(zip) : reject(error ?? new Error('no zip file')),
    );
  });
}

async function listEntries(zip: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  const entries: yauzl.Entry[] = [];
  zip.on('entry', (entry: yauzl.Entry) => {
    entries.push(entry);
    if (entries.length <= maxEntries) zip.readEntry();
    else zip.emit('end');
  });
  const end = once(zip, 'end');
  zip.readEntry();
  await end;
  return entries;
}

function unpackEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (!stream) return reject(error ?? new Error('no entry'));
      const chunks: Buffer[] = [];
      stream
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('error', reject)
        .on('end', () => resolve(Buffer.concat(chunks)));
    });
  });
}
