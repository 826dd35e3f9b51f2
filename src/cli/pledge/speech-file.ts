import { readFile, stat } from 'node:fs/promises';
import { accept, type Decision, refuse } from '../../domain/decision.ts';
import { isSpeechFile, speechText } from '../../server/documents/speech-text.ts';

const megabyte = 1024 * 1024;
const maxFileMegabytes = 20;

/** The text of a file of speeches (.txt in any usual encoding, .docx), or why it cannot be read. */
export async function readSpeechFile(file: string): Promise<Decision<string>> {
  // before reading: the kind is known from the name, and a wrong one need not be there at all
  if (!isSpeechFile(file)) return refuse('pledge-file-kind', { file });
  const bytes = await readBytes(file);
  return bytes.accepted ? speechText(file, bytes.value) : bytes;
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
