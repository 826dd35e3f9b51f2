import { extname } from 'node:path';
import { accept, type Decision, refuse } from '../../domain/decision.ts';
import { documentText } from './speech-document.ts';
import { decodeSpeech } from './speech-encoding.ts';

const readable: readonly string[] = ['.txt', '.md', '.text', '.docx', '.doc', ''];

/** Whether a file by its name is one that {@link speechText} tries to read. */
export function isSpeechFile(file: string): boolean {
  return readable.includes(extname(file).toLowerCase());
}

/**
 * The text in the bytes of a file of speeches: a Word document (.docx) or plain text in any usual
 * encoding, told apart by the name; or why it cannot be read.
 */
export async function speechText(file: string, bytes: Buffer): Promise<Decision<string>> {
  if (!isSpeechFile(file)) return refuse('pledge-file-kind', { file });
  if (bytes.length === 0) return refuse('pledge-file-empty', { file });
  const extension = extname(file).toLowerCase();
  const text =
    extension === '.docx' || extension === '.doc' ? await documentText(file, bytes) : plainText(file, bytes);
  if (!text.accepted) return text;
  return text.value.trim() === '' ? refuse('pledge-file-empty', { file }) : text;
}

function plainText(file: string, bytes: Uint8Array): Decision<string> {
  const text = decodeSpeech(bytes);
  return text === null ? refuse('pledge-encoding', { file }) : accept(text);
}
