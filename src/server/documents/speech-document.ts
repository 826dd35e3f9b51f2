import yauzl from 'yauzl';
import { accept, type Decision, refuse } from '../../domain/decision.ts';

const megabyte = 1024 * 1024;
export const maxUnpackedMegabytes = 20;
const body = 'word/document.xml';
const maxEntries = 5_000;

/**
 * Text of a Word document (.docx), one line per paragraph. Only its main part is unpacked, and no more
 * of it than the limit, whatever size its directory declares.
 */
export async function documentText(file: string, bytes: Buffer): Promise<Decision<string>> {
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === 0xd0cf11e0) return refuse('pledge-docx-old', { file });
  if (bytes.length < 4 || bytes.readUInt32BE(0) !== 0x504b0304) {
    return refuse(bytes.includes(0) ? 'pledge-docx-damaged' : 'pledge-docx-text', { file });
  }
  try {
    const xml = await unpackBody(bytes);
    if (xml === 'too-large') return refuse('pledge-docx-too-large', { file, limit: maxUnpackedMegabytes });
    if (xml === null) return refuse('pledge-docx-damaged', { file });
    return accept(paragraphText(new TextDecoder('utf-8', { fatal: true }).decode(xml)));
  } catch {
    return refuse('pledge-docx-damaged', { file });
  }
}

async function unpackBody(bytes: Buffer): Promise<Buffer | 'too-large' | null> {
  const zip = await openZip(bytes);
  const entry = await findBody(zip);
  if (!entry) return null;
  if (entry.uncompressedSize > maxUnpackedMegabytes * megabyte) return 'too-large';
  return readEntry(zip, entry);
}

function openZip(bytes: Buffer): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, zip) =>
      zip ? resolve(zip) : reject(error ?? new Error('no zip file')),
    );
  });
}

function findBody(zip: yauzl.ZipFile): Promise<yauzl.Entry | null> {
  return new Promise((resolve, reject) => {
    let seen = 0;
    zip.on('error', reject);
    zip.on('end', () => resolve(null));
    zip.on('entry', (entry: yauzl.Entry) => {
      seen += 1;
      if (entry.fileName === body) resolve(entry);
      else if (seen >= maxEntries) resolve(null);
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

/** Rejects where the entry holds more than it declares: the reader of the archive watches over that. */
function readEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (!stream) return reject(error ?? new Error('no entry'));
      const chunks: Buffer[] = [];
      stream.on('error', reject);
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => resolve(Buffer.concat(chunks)));
    });
  });
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Lines of a WordprocessingML body. Text stands in `w:t`; deleted text (`w:delText`) and field codes
 * do not. `mc:Fallback` repeats what its choice already said.
 */
export function paragraphText(xml: string): string {
  const parts: string[] = [];
  let inText = false;
  let fallback = 0;
  for (const [token, tag = ''] of xml.matchAll(/<(\/?[\w:]+)(?:[^<>"']|"[^"]*"|'[^']*')*>|[^<]+/g)) {
    const closed = token.endsWith('/>');
    if (tag === 'mc:Fallback' && !closed) fallback += 1;
    else if (tag === '/mc:Fallback') fallback -= 1;
    else if (fallback > 0) continue;
    else if (tag === 'w:t') inText = !closed;
    else if (tag === '/w:t') inText = false;
    else if (tag === '/w:p' || tag === 'w:br' || tag === 'w:cr') parts.push('\n');
    else if (tag === 'w:tab') parts.push('\t');
    else if (tag === '' && inText) parts.push(decodeEntities(token));
  }
  return parts.join('');
}

function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
