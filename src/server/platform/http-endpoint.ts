import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Endpoint } from '../../contract/endpoint.ts';
import type { Actor } from '../../domain/access/may.ts';
import { type Database, inCity, type Tx } from './database/database.ts';
import { answerError } from './http-error.ts';
import { readUpload, type Upload } from './http-upload.ts';
import { Permissions } from './permissions.ts';
import { faultsOf, Refused } from './refused.ts';
import { csrfOf, type Sessions, tokenOf } from './sessions.ts';
import { type Locale, localeFrom } from './words.ts';

// biome-ignore lint/suspicious/noExplicitAny: the registry holds endpoints of every shape
type AnyEndpoint = Endpoint<any, any, any, any>;

/** What a handler gets: parsed input, who asks, and one transaction in one city. */
export interface Call<E extends AnyEndpoint> {
  readonly tx: Tx;
  readonly cityId: string;
  /** Of a `public` endpoint called by a stranger: no grants, empty ids. */
  readonly actor: Actor;
  /** Permission questions; an `asked` endpoint must ask at least one. */
  readonly ask: Permissions;
  readonly params: z.output<E['params']>;
  readonly query: z.output<E['query']>;
  readonly body: z.output<E['body']>;
  /** ISO instant of the server; tests move it. */
  readonly now: string;
  readonly locale: Locale;
  readonly caller: Caller;
}

/** Facts of the connection. */
export interface Caller {
  readonly address: string;
  readonly userAgent: string | null;
  /** Session token of this call, if signed in. */
  readonly token: string | null;
  /** Sets or clears the session cookie with the reply, after commit. */
  setSession(token: string | null): void;
}

/** What a `download` endpoint answers: bytes, or a file on the disk that is sent piece by piece. */
export type Download = DownloadFacts &
  ({ readonly bytes: Uint8Array } | { readonly path: string; readonly byteSize: number });

interface DownloadFacts {
  readonly fileName: string;
  readonly mediaType: string;
  /** True where the address names the content by hash, so that a browser may keep it. */
  readonly immutable?: boolean;
}

/** A call before its transaction: for slow work such as decoding a photo or a workbook. */
export type EarlyCall<E extends AnyEndpoint> = Omit<Call<E>, 'tx' | 'ask'> & {
  readonly upload: Upload | null;
};

export interface Route {
  readonly endpoint: AnyEndpoint;
  // biome-ignore lint/suspicious/noExplicitAny: erased here, typed where `implement` is called
  readonly prepare?: (call: any) => Promise<unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: erased here, typed where `implement` is called
  readonly handle: (call: any, prepared: any) => Promise<unknown>;
}

type ReplyOf<E extends AnyEndpoint> = E['carries'] extends 'download' ? Download : z.input<E['reply']>;

/** Binds a handler to its endpoint. */
export function implement<E extends AnyEndpoint>(
  endpoint: E,
  handle: (call: Call<E>) => Promise<ReplyOf<E> | Download>,
): Route {
  return { endpoint, handle };
}

/**
 * Like {@link implement}, with slow work first and outside the transaction. The person is known in
 * `prepare`, but permissions are asked in `handle`.
 */
export function implementPrepared<E extends AnyEndpoint, P>(
  endpoint: E,
  prepare: (call: EarlyCall<E>) => Promise<P>,
  handle: (call: Call<E>, prepared: P) => Promise<ReplyOf<E> | Download>,
): Route {
  return { endpoint, prepare, handle };
}

export interface EndpointHouse {
  readonly db: Database;
  readonly sessions: Sessions;
  readonly clock: () => Date;
  /** City of callers without a session. */
  readonly publicCityId: () => Promise<string>;
  readonly secureCookies: boolean;
}

const stranger: Actor = {
  personId: '',
  cityId: '',
  name: '',
  login: '',
  locale: 'zh-CN',
  mustChangePassword: false,
  grants: [],
};

/** Registers a route: parse, sign-in, cross-site check, transaction, reply after commit. */
export function registerRoute(app: FastifyInstance, house: EndpointHouse, route: Route): void {
  const { endpoint } = route;
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    handler: async (request, reply) => {
      const locale = localeFrom(request.headers['accept-language']);
      try {
        await answer(house, route, request, reply, locale);
      } catch (error) {
        answerError(request, reply, error, locale, randomUUID());
      }
      return reply;
    },
  });
}

async function answer(
  house: EndpointHouse,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  locale: Locale,
): Promise<void> {
  const { endpoint } = route;
  const token = tokenOf(request.headers.cookie);
  const actor = token ? await house.sessions.find(token) : null;
  if (!actor && endpoint.access !== 'public') throw new Refused(401, 'signedOut');
  if (endpoint.method !== 'GET') refuseForeignSite(request, actor ? token : null);
  if (actor?.mustChangePassword && endpoint.access === 'asked') throw new Refused(403, 'mustChangePassword');

  const upload = endpoint.carries === 'upload' ? await readUpload(request) : null;
  const input = {
    params: parsePart(endpoint.params, request.params ?? {}, ''),
    query: parsePart(endpoint.query, request.query ?? {}, ''),
    body: parsePart(endpoint.body, upload ? upload.fields : (request.body ?? {}), ''),
  };
  let newSession: string | null | undefined;
  const cityId = actor?.cityId ?? (await house.publicCityId());
  const early = {
    ...input,
    cityId,
    actor: actor ?? stranger,
    now: house.clock().toISOString(),
    locale,
    caller: {
      address: request.ip,
      userAgent: request.headers['user-agent'] ?? null,
      token: actor ? token : null,
      setSession: (value: string | null) => {
        newSession = value;
      },
    },
  };
  const prepared = route.prepare ? await route.prepare({ ...early, upload }) : undefined;
  const ask = new Permissions(early.actor);
  const mode = endpoint.method === 'GET' ? 'read' : 'write';
  const result = await inCity(house.db, cityId, mode, async (tx) => {
    const value = await route.handle({ ...early, tx, ask }, prepared);
    if (endpoint.access === 'asked' && !ask.asked) {
      throw new Error(`${endpoint.name} ended without asking a permission`);
    }
    return value;
  });
  if (newSession !== undefined) setSessionCookie(reply, newSession, house.secureCookies);
  send(reply, endpoint, result);
}

function send(reply: FastifyReply, endpoint: AnyEndpoint, result: unknown): void {
  if (endpoint.carries === 'download') {
    const file = result as Download;
    reply
      .header('content-type', file.mediaType)
      .header('cache-control', file.immutable ? 'private, max-age=31536000, immutable' : 'no-store')
      .header('content-disposition', dispositionOf(file));
    if ('bytes' in file) {
      reply.send(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength));
    } else {
      reply.header('content-length', file.byteSize).send(createReadStream(file.path));
    }
    return;
  }
  reply
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(endpoint.reply.parse(result)));
}

/** Only pictures are shown in the page; everything else is saved, whatever its bytes say. */
function dispositionOf(file: Download): string {
  const kind = file.mediaType.startsWith('image/') ? 'inline' : 'attachment';
  return `${kind}; filename*=UTF-8''${encodeURIComponent(file.fileName)}`;
}

function setSessionCookie(reply: FastifyReply, token: string | null, secure: boolean): void {
  const parts = [`guatu_session=${token ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  parts.push(token ? `Max-Age=${14 * 86_400}` : 'Max-Age=0');
  if (secure) parts.push('Secure');
  reply.header('set-cookie', parts.join('; '));
}

/**
 * A change must come from our own page: the browser says so (Sec-Fetch-Site, Origin), and a signed-in
 * page shows a token that another site cannot read.
 */
function refuseForeignSite(request: FastifyRequest, token: string | null): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refused(403, 'csrf');
  const origin = request.headers.origin;
  if (origin !== undefined && URL.parse(origin)?.host !== request.headers.host)
    throw new Refused(403, 'csrf');
  if (token && request.headers['x-csrf-token'] !== csrfOf(token)) throw new Refused(403, 'csrf');
}

function parsePart(schema: z.ZodType, value: unknown, prefix: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refused(400, 'invalid', {}, faultsOf(parsed.error, prefix));
}
