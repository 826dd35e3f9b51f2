import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { Refused } from '../platform/refused.ts';
import type { FileStore } from './file-store.ts';

/** Where and as whom S3-compatible storage is spoken to. */
export interface S3Settings {
  /** `https://s3.example.cn` */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Stands before every key; empty or ending in `/`. */
  readonly prefix: string;
  /** True: `endpoint/bucket/key`; false: `bucket.endpoint/key`. */
  readonly pathStyle: boolean;
  /** Milliseconds that one request may take, the bytes included. */
  readonly timeoutMs: number;
}

/** A second try after this many milliseconds, for what passes by itself. */
const pauseMs = 200;

/**
 * Files in S3-compatible storage, requests signed by AWS Signature Version 4 with the hash of the body, so
 * that the storage itself refuses bytes that changed on the way. A put is atomic there: readers see the
 * whole object or none.
 */
export function s3Files(settings: S3Settings): FileStore {
  const client = new AwsClient({
    accessKeyId: settings.accessKey,
    secretAccessKey: settings.secretKey,
    service: 's3',
    region: settings.region,
    retries: 0,
  });
  const base = baseOf(settings);

  /** One request, its reply read to the end. */
  async function ask(method: 'GET' | 'HEAD' | 'PUT', key: string, body?: Buffer): Promise<Answer> {
    const headers: Record<string, string> = {
      'x-amz-content-sha256': createHash('sha256')
        .update(body ?? '')
        .digest('hex'),
    };
    if (body) headers['content-type'] = 'application/octet-stream';
    const url = `${base}${settings.prefix}${key}`;
    const request = await client.sign(url, {
      method,
      headers,
      ...(body ? { body: new Uint8Array(body) } : {}),
    });
    // the limit holds for the body too: a store that drips bytes is down
    const reply = await fetch(request, { signal: AbortSignal.timeout(settings.timeoutMs) });
    const bytes = Buffer.from(await reply.arrayBuffer());
    const length = reply.headers.get('content-length');
    return { status: reply.status, bytes, length: length === null ? null : Number(length) };
  }

  async function askTwice(method: 'GET' | 'HEAD' | 'PUT', key: string, body?: Buffer): Promise<Answer> {
    const first = await ask(method, key, body).catch(causeOf);
    const passes = 'failed' in first || first.status >= 500 || first.status === 429;
    if (!passes) return first;
    await new Promise((done) => setTimeout(done, pauseMs));
    const second = await ask(method, key, body).catch(causeOf);
    if ('failed' in second) throw storeDown(second.failed);
    return second;
  }

  return {
    async put(key, bytes) {
      const answer = await askTwice('PUT', key, bytes);
      if (answer.status === 507 || codeIn(answer) === 'XMinioStorageFull')
        throw new Refused(507, 'storageFull');
      if (answer.status < 200 || answer.status > 299) throw storeDown(wordsOf(answer));
    },
    async get(key) {
      const answer = await askTwice('GET', key);
      if (answer.status === 404 && codeIn(answer) !== 'NoSuchBucket') return null;
      if (answer.status !== 200) throw storeDown(wordsOf(answer));
      return answer.bytes;
    },
    async sizeOf(key) {
      const answer = await askTwice('HEAD', key);
      if (answer.status === 404) return null;
      if (answer.status !== 200 || answer.length === null) throw storeDown(wordsOf(answer));
      return answer.length;
    },
  };
}

interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
  readonly length: number | null;
}

function baseOf({ endpoint, bucket, pathStyle }: S3Settings): string {
  const url = new URL(endpoint);
  const path = url.pathname.replace(/\/$/, '');
  return pathStyle ? `${url.origin}${path}/${bucket}/` : `${url.protocol}//${bucket}.${url.host}${path}/`;
}

/** `fetch` throws for a lost connection and for the time limit. */
function causeOf(error: unknown): { readonly failed: string } {
  if (!(error instanceof Error)) return { failed: 'unknown' };
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
  return { failed: code };
}

/** Error code in the XML of a refusal: `<Code>SignatureDoesNotMatch</Code>`. */
function codeIn({ bytes }: Answer): string | null {
  return /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(bytes.subarray(0, 4000).toString('utf8'))?.[1] ?? null;
}

function wordsOf(answer: Answer): string {
  return [answer.status, codeIn(answer)].filter((part) => part !== null).join(' ');
}

function storeDown(detail: string): Refused {
  return new Refused(503, 'photo.storeDown', { detail });
}
