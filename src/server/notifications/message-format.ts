import { createHmac } from 'node:crypto';
import type { Locale } from '../platform/words.ts';
import type { NoticeFacts } from './notice-context.ts';
import { linkOf, type NoticeText, noticeText } from './notice-words.ts';

/** One event of a delivery, as it was when it was planned. */
export interface DeliveryItem {
  readonly kind: string;
  readonly group: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly version: number;
  readonly seq: number;
  readonly at: string;
  readonly facts: NoticeFacts;
}

/** What goes over the wire to a program or a group chat. */
export interface WebMessage {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A sentence with its address, where the house knows its own. */
interface Told extends NoticeText {
  readonly address: string | null;
}

/** The events of a delivery in words. */
export function toldOf(
  items: readonly DeliveryItem[],
  locale: Locale,
  publicUrl: string | null,
): readonly Told[] {
  return items.map((item) => {
    const link = linkOf(item.subjectKind, item.subjectId, item.facts);
    const address = publicUrl === null || link === null ? null : `${publicUrl}${link}`;
    return { ...noticeText(locale, item.kind, item.facts), address };
  });
}

/**
 * Signature of a webhook: `sha256=` and the HMAC-SHA256 in hex of `<timestamp>.<body>` under the channel's
 * secret. The receiver computes it again and refuses old timestamps.
 */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** One event for a program: what happened, in data and in words. */
export function webhookMessage(
  channel: { readonly url: string; readonly secret: string | null },
  deliveryId: string,
  items: readonly DeliveryItem[],
  told: readonly Told[],
  now: string,
): WebMessage {
  const events = items.map((item, index) => ({ ...item, ...told[index] }));
  const body = JSON.stringify({ deliveryId, sentAt: now, events });
  const timestamp = String(Math.floor(Date.parse(now) / 1000));
  return {
    url: channel.url,
    body,
    headers: {
      'x-guatu-delivery': deliveryId,
      'x-guatu-timestamp': timestamp,
      ...(channel.secret ? { 'x-guatu-signature': signatureOf(channel.secret, timestamp, body) } : {}),
    },
  };
}

/** Longest text of a message in bytes: WeCom takes 4096 of markdown, DingTalk 20000 in all. */
const longestText = { wecom: 3800, dingtalk: 15_000 } as const;

/** Message of a WeCom group robot: markdown. */
export function wecomMessage(url: string, told: readonly Told[]): WebMessage {
  const content = markdownOf(told, longestText.wecom);
  return { url, body: JSON.stringify({ msgtype: 'markdown', markdown: { content } }), headers: {} };
}

/**
 * Message of a DingTalk group robot: markdown. With a secret the address carries a timestamp and its
 * HMAC-SHA256 in base64, over `<timestamp>\n<secret>`, as the robot's settings demand.
 */
export function dingtalkMessage(
  channel: { readonly url: string; readonly secret: string | null },
  told: readonly Told[],
  now: string,
): WebMessage {
  const title = told[0]?.title ?? '';
  const text = markdownOf(told, longestText.dingtalk);
  const address = new URL(channel.url);
  if (channel.secret) {
    const timestamp = String(Date.parse(now));
    const sign = createHmac('sha256', channel.secret)
      .update(`${timestamp}\n${channel.secret}`)
      .digest('base64');
    address.searchParams.set('timestamp', timestamp);
    address.searchParams.set('sign', sign);
  }
  const body = JSON.stringify({ msgtype: 'markdown', markdown: { title, text } });
  return { url: address.href, body, headers: {} };
}

/** Signs of markdown in a title would change the message's shape. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>#]/g, ' ');
}

function markdownOf(told: readonly Told[], mostBytes: number): string {
  const lines: string[] = [];
  let bytes = 0;
  for (const [index, { title, text, address }] of told.entries()) {
    const head = address === null ? `**${plain(title)}**` : `**[${plain(title)}](${address})**`;
    const line = `${head}\n${plain(text)}`;
    const size = Buffer.byteLength(line) + 2;
    if (bytes + size > mostBytes) {
      lines.push(`… +${told.length - index}`);
      break;
    }
    bytes += size;
    lines.push(line);
  }
  return lines.join('\n\n');
}

/** A mail: its subject names the first event and how many more there are. */
export function mailText(told: readonly Told[]): { subject: string; text: string } {
  const [first] = told;
  const more = told.length > 1 ? ` (+${told.length - 1})` : '';
  const text = told
    .map(({ title, text: words, address }) => [title, words, address].filter(Boolean).join('\n'))
    .join('\n\n');
  return { subject: `${first?.title ?? ''}${more}`.replace(/[\r\n]+/g, ' '), text };
}
