import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the store does with the next requests. */
export type S3Mood =
  | 'well'
  /** Answers 500 to everything. */
  | 'broken'
  /** Takes the request and never answers. */
  | 'silent'
  /** Answers half of the bytes it promised, then hangs up. */
  | 'cut'
  /** Hangs up before it has read the body. */
  | 'hangsUp'
  | 'full'
  /** Answers 500 once, then is well. */
  | 'stumbles';

export interface S3Server {
  readonly endpoint: string;
  readonly objects: Map<string, Buffer>;
  readonly requests: string[];
  mood: S3Mood;
  close(): Promise<void>;
}

interface S3Account {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
  readonly bucket: string;
}

/**
 * A small S3: put, get and head of objects in one bucket. It checks AWS Signature Version 4 by its own
 * reckoning, from the published description and not from the client's library, and refuses a body that does
 * not fit its signed hash.
 */
export async function openS3Server(account: S3Account): Promise<S3Server> {
  const objects = new Map<string, Buffer>();
  const requests: string[] = [];
  const state: { mood: S3Mood } = { mood: 'well' };
  const server = createServer((request, reply) => {
    answer(request, reply).catch(() => reply.destroy());
  });

  async function answer(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    requests.push(`${request.method} ${request.url}`);
    if (state.mood === 'silent') return;
    if (state.mood === 'hangsUp') {
      request.socket.destroy();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (state.mood === 'broken') return refuse(reply, 500, 'InternalError');
    if (state.mood === 'stumbles') {
      state.mood = 'well';
      return refuse(reply, 500, 'InternalError');
    }
    const fault = signatureFault(request, body, account);
    if (fault) return refuse(reply, 403, fault);
    const [, bucket = '', ...rest] = (request.url ?? '').split('/');
    if (bucket !== account.bucket) return refuse(reply, 404, 'NoSuchBucket');
    const key = decodeURIComponent(rest.join('/'));
    if (request.method === 'PUT') {
      if (state.mood === 'full') return refuse(reply, 507, 'XMinioStorageFull');
      objects.set(key, body);
      reply.writeHead(200).end();
      return;
    }
    const object = objects.get(key);
    if (!object) return refuse(reply, 404, 'NoSuchKey');
    reply.writeHead(200, { 'content-length': object.length });
    if (request.method === 'HEAD') reply.end();
    else if (state.mood === 'cut') reply.write(object.subarray(0, object.length / 2), () => reply.destroy());
    else reply.end(object);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    requests,
    get mood() {
      return state.mood;
    },
    set mood(mood) {
      state.mood = mood;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function refuse(reply: ServerResponse, status: number, code: string): void {
  reply
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
}

/** The S3 error code of a request that is not signed rightly; `null`: all is well. */
function signatureFault(request: IncomingMessage, body: Buffer, account: S3Account): string | null {
  const { headers } = request;
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/;
  const [, accessKey = '', day = '', region = '', signed = '', signature = ''] =
    form.exec(headers.authorization ?? '') ?? [];
  if (accessKey !== account.accessKey) return 'InvalidAccessKeyId';
  const contentHash = String(headers['x-amz-content-sha256']);
  if (contentHash !== createHash('sha256').update(body).digest('hex')) return 'XAmzContentSHA256Mismatch';
  const time = String(headers['x-amz-date']);
  const sent = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(Date.now() - sent) < 900_000) || !time.startsWith(day)) return 'RequestTimeTooSkewed';
  const names = signed.split(';');
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name)))
    return 'AccessDenied';
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const canonical = [
    request.method,
    path,
    query,
    ...names.map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    signed,
    contentHash,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(canonical).digest('hex')].join(
    '\n',
  );
  const key = [day, account.region, 's3', 'aws4_request'].reduce<Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    Buffer.from(`AWS4${account.secretKey}`),
  );
  const expected = createHmac('sha256', key).update(toSign).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? null : 'SignatureDoesNotMatch';
}
