import { readFile, stat } from 'node:fs/promises';
import { accept, type Decision, refuse } from '../../domain/decision.ts';

const megabyte = 1024 * 1024;
const maxFileMegabytes = 20;

/** The bytes of a file that is not too large, or why not. */
export async function readBytes(file: string): Promise<Decision<Uint8Array>> {
  try {
    const { size } = await stat(file);
    if (size > maxFileMegabytes * megabyte)
      return refuse('rank-file-too-large', { file, limit: maxFileMegabytes });
    return accept(await readFile(file));
  } catch (error) {
    return refuseFileError(file, error);
  }
}

export function refuseFileError(
  file: string,
  error: unknown,
  code = 'rank-file-unreadable',
): Decision<never> {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return reason === 'ENOENT' && code === 'rank-file-unreadable'
    ? refuse('rank-file-not-found', { file })
    : refuse(code, { file, reason });
}

/** Refusals of the spreadsheet reader in the words of this command, which name the file. */
const rankCodes: Readonly<Record<string, string>> = {
  'spreadsheet-old': 'rank-xlsx-old',
  'spreadsheet-encrypted': 'rank-xlsx-old',
  'spreadsheet-text': 'rank-xlsx-text',
  'spreadsheet-damaged': 'rank-xlsx-damaged',
  'spreadsheet-too-large': 'rank-xlsx-too-large',
  'spreadsheet-too-many-rows': 'rank-too-many-rows',
  'spreadsheet-encoding': 'rank-encoding',
  'spreadsheet-csv-syntax': 'rank-csv-syntax',
};

/** The same decision; a refusal names the file. */
export function ofFile<T>(file: string, decision: Decision<T>): Decision<T> {
  if (decision.accepted) return decision;
  const { code, facts } = decision.refusal;
  return refuse(rankCodes[code] ?? 'rank-file-unreadable', { file, ...facts });
}
