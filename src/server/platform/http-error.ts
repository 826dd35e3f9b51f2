import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorReply } from '../../contract/endpoint.ts';
import { largestUpload } from './http-upload.ts';
import { type FieldFault, Refused } from './refused.ts';
import { type Locale, say } from './words.ts';

/** Answers a refusal in the caller's language, or, for a fault of ours, a number to look up in the log. */
export function answerError(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  locale: Locale,
  reference: string,
): void {
  const refused = refusedOf(error);
  if (!refused) {
    request.log.error({ err: error, reference }, 'request failed');
    const message = say(locale, 'error.unexpected', { reference });
    reply.code(500).send({ code: 'unexpected', message } satisfies ErrorReply);
    return;
  }
  reply.code(refused.status).header('cache-control', 'no-store').send(errorBody(refused, locale));
}

/** The body of a refusal. */
export function errorBody(refused: Refused, locale: Locale): ErrorReply {
  const fields = refused.fields.map((fault) => ({ path: fault.path, message: faultWords(fault, locale) }));
  const places = fields
    .map((field) => say(locale, 'place.at', { path: field.path, fault: field.message }))
    .join(locale === 'en' ? '; ' : '；');
  const { code, facts } = refused.refusal;
  return {
    code,
    message: say(locale, `refusal.${code}`, { ...facts, places }),
    facts: { ...facts },
    ...(fields.length > 0 ? { fields } : {}),
  };
}

function faultWords(fault: FieldFault, locale: Locale): string {
  const key = `fault.${fault.code}`;
  const words = say(locale, key, fault.facts);
  return words === key ? say(locale, `refusal.${fault.code}`, fault.facts) : words;
}

interface CodedError {
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly constraint?: unknown;
}

function refusedOf(error: unknown): Refused | null {
  if (error instanceof Refused) return error;
  if (typeof error !== 'object' || error === null) return null;
  const { code, statusCode, constraint } = error as CodedError;
  switch (code) {
    case '23505':
      return new Refused(409, 'duplicate', { field: String(constraint) });
    case '23503':
    case '23514':
    case '22P02':
    case '22003':
    case '22007':
    case '22008':
    case '22021':
      return new Refused(400, 'invalid', {}, [{ path: String(constraint ?? 'body'), code: 'custom' }]);
    case '40001':
    case '40P01':
      return new Refused(409, 'stale');
    case '57014':
      return new Refused(503, 'timeout');
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return new Refused(413, 'tooLarge', { limit: `${largestUpload / 1024 / 1024} MB` });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return new Refused(415, 'mediaType', { given: '—' });
    default:
      break;
  }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new Refused(400, 'malformed');
  return null;
}
