import { once } from 'node:events';
import { open } from 'node:fs/promises';
import yauzl from 'yauzl';
import { accept, type Decision, refuse } from '../../domain/decision.ts';

const maxUnpackedMegabytes = 100;
const maxUnpackedBytes = maxUnpackedMegabytes * 1024 * 1024;
const maxEntries = 5_000;

/**
 * Looks into a file before a spreadsheet library unpacks it: is it a zip at all, and how large does
 * it get? Every entry is unpacked once into nothing, because a hostile directory understates sizes;
 * the reader stops at the first byte above what is declared.
 */
export async function guardWorkbook(file: string): Promise<Decision<null>> {
  const start = await firstBytes(file);
  if (start.length >= 4 && start.readUInt32BE(0) === 0xd0cf11e0) return refuse('rank-xlsx-old', { file });
  if (start.length < 4 || start.readUInt32BE(0) !== 0x504b0304) {
    return refuse(looksLikeText(start) ? 'rank-xlsx-text' : 'rank-xlsx-damaged', { file });
  }
  try {
    return await measure(file);
  } catch {
    return refuse('rank-xlsx-damaged', { file });
  }
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function looksLikeText(start: Buffer): boolean {
  return start.length > 0 && !start.includes(0);
}

async function measure(file: string): Promise<Decision<null>> {
  const zip = await openZip(file);
  try {
    const entries = await listEntries(zip);
    const tooLarge = refuse('rank-xlsx-too-large', { file, limit: maxUnpackedMegabytes });
    const declared = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    if (declared > maxUnpackedBytes || entries.length > maxEntries) return tooLarge;
    if (!entries.some((entry) => entry.fileName === 'xl/workbook.xml'))
      return refuse('rank-xlsx-damaged', { file });
    for (const entry of entries) await unpackIntoNothing(zip, entry);
    return accept(null);
  } finally {
    zip.close();
  }
}

function openZip(file: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) =>
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

function unpackIntoNothing(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<void> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (!stream) return reject(error ?? new Error('no entry'));
      stream.on('error', reject).on('end', resolve).resume();
    });
  });
}
