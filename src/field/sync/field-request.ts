import { SendFailure } from './send-failure.ts';

let csrfToken: string | null = null;
let language = 'zh-CN';
let clockOffset: number | null = null;

/** The token of the session; every change shows it. */
export function setRequestToken(token: string | null): void {
  csrfToken = token;
}

/** Language of the server's messages. */
export function setRequestLanguage(locale: string): void {
  language = locale;
}

/** Seconds this device's clock is ahead of the server's, from its latest reply; null before the first. */
export function clockOffsetSeconds(): number | null {
  return clockOffset;
}

/** Longest wait for an answer before the line counts as dead, in milliseconds. */
const longestWaitMs = 60_000;

/**
 * Asks the server and answers its JSON.
 *
 * @throws SendFailure status 0 where no answer came, else the server's refusal in its words.
 */
export async function fieldRequest<Reply>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: FormData | Readonly<Record<string, unknown>>,
): Promise<Reply> {
  const headers: Record<string, string> = { 'accept-language': language };
  if (csrfToken && method !== 'GET') headers['x-csrf-token'] = csrfToken;
  const init: RequestInit = {
    method,
    headers,
    credentials: 'same-origin',
    signal: AbortSignal.timeout(longestWaitMs),
  };
  if (body instanceof FormData) init.body = body;
  else if (body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  const reply = await fetch(path, init).catch(() => {
    throw new SendFailure(0, 'offline', '');
  });
  noteClock(reply);
  // a reply that breaks off is no answer: whatever happened, sending again is harmless
  const content = (await reply.json().catch(() => {
    throw new SendFailure(reply.ok ? 0 : reply.status, 'offline', '');
  })) as Reply & {
    code?: string;
    message?: string;
    facts?: Readonly<Record<string, unknown>>;
  };
  if (reply.ok) return content;
  const { code = 'unexpected', message = reply.statusText, facts } = content;
  throw new SendFailure(reply.status, code, message, facts);
}

function noteClock(reply: Response): void {
  const said = Date.parse(reply.headers.get('date') ?? '');
  if (!Number.isNaN(said)) clockOffset = Math.round((Date.now() - said) / 1000);
}
