import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { accept, type Decision, refuse } from '../../domain/decision.ts';
import { documentText } from './speech-document.ts';
import { decodeSpeech } from './speech-encoding.ts';

const megabyte = 1024 * 1024;
const maxFileMegabytes = 20;

/** The text of a file of speeches (.txt in any usual encoding, .docx), or why it cannot be read. */
export async function readSpeechFile(file: string): Promise<Decision<string>> {
  const extension = extname(file).toLowerCase();
  if (!['.txt', '.md', '.text', '.docx', '.doc', ''].includes(extension))
    return refuse('pledge-file-kind', { file });
  const bytes = await readBytes(file);
  if (!bytes.accepted) return bytes;
  if (bytes.value.length === 0) return refuse('pledge-file-empty', { file });
  const text =
    extension === '.docx' || extension === '.doc'
      ? await documentText(file, bytes.value)
      : plainText(file, bytes.value);
  if (!text.accepted) return text;
  return text.value.trim() === '' ? refuse('pledge-file-empty', { file }) : text;
}

function plainText(file: string, bytes: Uint8Array): Decision<string> {
  const text = decodeSpeech(bytes);
  return text === null ? refuse('pledge-encoding', { file }) : accept(text);
}

async function readBytes(file: string): Promise<Decision<Buffer>> {
  try {
    const { size } = await stat(file);
    if (size > maxFileMegabytes * megabyte)
      return refuse('pledge-file-too-large', { file, limit: maxFileMegabytes });
    return accept(await readFile(file));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return reason === 'ENOENT'
      ? refuse('pledge-file-not-found', { file })
      : refuse('pledge-file-unreadable', { file, reason });
  }
}
