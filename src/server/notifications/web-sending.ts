import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Attempt } from '../../domain/notifications/delivery-retry.ts';
import { guardedLookup, insideAddress, isAddressAllowed } from './address-guard.ts';
import type { WebMessage } from './message-format.ts';
import type { WebhookReach } from './notification-settings.ts';

const patienceMs = 15_000;
/** Longest answer that is read, in bytes. */
const longestAnswer = 64 * 1024;

/**
 * Posts a message. Redirects are not followed: the address that was allowed is the one that is called.
 *
 * @param codeField where the receiver answers 200 with a code of its own (0: taken), its name.
 */
export async function postMessage(
  message: WebMessage,
  reach: WebhookReach,
  codeField?: 'errcode',
): Promise<Attempt> {
  if (!isAddressAllowed(message.url, reach)) {
    return { sent: false, lasting: true, error: 'the address is not allowed' };
  }
  try {
    const { status, text } = await post(message, reach);
    if (status < 200 || status > 299) {
      // gone, or never there: trying again cannot help; too many at once passes by itself
      return { sent: false, lasting: status === 404 || status === 410, error: `HTTP ${status}` };
    }
    const code = codeField === undefined ? 0 : codeIn(text, codeField);
    return code === 0 ? { sent: true } : { sent: false, lasting: false, error: `${codeField} ${code}` };
  } catch (error) {
    const { code, message: said } = error as { code?: string; message?: string };
    return { sent: false, lasting: code === insideAddress, error: code ?? said ?? 'unknown' };
  }
}

function codeIn(text: string, field: string): unknown {
  try {
    return (JSON.parse(text) as Record<string, unknown>)[field];
  } catch {
    return 'unreadable';
  }
}

function post(message: WebMessage, reach: WebhookReach): Promise<{ status: number; text: string }> {
  const address = new URL(message.url);
  const request = address.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    const call = request(
      address,
      {
        method: 'POST',
        lookup: guardedLookup(reach),
        signal: AbortSignal.timeout(patienceMs),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(message.body),
          'user-agent': 'guatu',
          ...message.headers,
        },
      },
      (reply) => {
        let text = '';
        reply.setEncoding('utf8');
        reply.on('data', (part: string) => {
          text += part;
          if (text.length > longestAnswer) reply.destroy();
        });
        reply.on('close', () => resolve({ status: reply.statusCode ?? 0, text }));
        reply.on('error', reject);
      },
    );
    call.on('error', reject);
    call.end(message.body);
  });
}
