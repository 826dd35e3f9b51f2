import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Refused } from './refused.ts';

/** A file as it arrived, whole, with the text fields that came before it. */
export interface Upload {
  readonly fileName: string;
  /** What the sender says; never trusted: content decides. */
  readonly mediaType: string;
  readonly bytes: Buffer;
  readonly fields: Readonly<Record<string, string>>;
}

/** Bytes a single uploaded file may have. */
export const largestUpload = 20 * 1024 * 1024;

/** Reads one uploaded file into memory. @throws Refused for no file, a wrong form or too many bytes. */
export async function readUpload(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) {
    throw new Refused(415, 'mediaType', {
      given: String(request.headers['content-type'] ?? '—').slice(0, 80),
    });
  }
  const file = await request.file().catch(refuseBrokenForm);
  if (!file) throw new Refused(400, 'invalid', {}, [{ path: 'file', code: 'required' }]);
  const bytes = await file.toBuffer().catch(refuseBrokenForm);
  return {
    // only the last part of the name, as data; never used as a path
    fileName: file.filename
      .replace(/^.*[\\/]/, '')
      .normalize('NFC')
      .slice(0, 200),
    mediaType: file.mimetype,
    bytes,
    fields: fieldsOf(file),
  };
}

/** The form reader names its limits by a code; a form it cannot read it throws as a plain error. */
function refuseBrokenForm(error: unknown): never {
  if (error instanceof Error && 'code' in error) throw error;
  throw new Refused(400, 'malformed');
}

function fieldsOf(file: MultipartFile): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, part] of Object.entries(file.fields)) {
    if (part && !Array.isArray(part) && part.type === 'field') fields[name] = String(part.value);
  }
  return fields;
}
