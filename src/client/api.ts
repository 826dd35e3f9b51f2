import type { z } from 'zod';
import type { Endpoint, ErrorReply } from '../contract/endpoint.ts';
import { noteServerTime } from './server-clock.ts';

// biome-ignore lint/suspicious/noExplicitAny: accepts endpoints of every shape
type AnyEndpoint = Endpoint<any, any, any, any>;

type PartOf<Name extends string, Schema extends z.ZodType> =
  Record<string, never> extends z.input<Schema>
    ? { [K in Name]?: z.input<Schema> }
    : { [K in Name]: z.input<Schema> };

/** What a call needs: only the parts the endpoint takes. */
export type InputOf<E extends AnyEndpoint> = PartOf<'params', E['params']> &
  PartOf<'query', E['query']> &
  PartOf<'body', E['body']>;

/** A refusal or fault the server answered; `message` is ready to show. `code` 'offline': no answer came. */
export class ApiRefusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly fields: readonly { path: string; message: string }[];
  readonly facts: NonNullable<ErrorReply['facts']>;

  constructor(status: number, reply: ErrorReply) {
    super(reply.message);
    this.name = 'ApiRefusal';
    this.status = status;
    this.code = reply.code;
    this.fields = reply.fields ?? [];
    this.facts = reply.facts ?? {};
  }
}

let csrfToken: string | null = null;
let language = 'zh-CN';
let onSignedOut: () => void = () => undefined;
let onChanged: (endpointName: string) => void = () => undefined;

/** The token of the current session; every change shows it. */
export function setCsrfToken(token: string | null): void {
  csrfToken = token;
}

/** Language of the server's messages. */
export function setApiLanguage(locale: string): void {
  language = locale;
}

/** Called when the server says that the session has ended. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** Called when the server has accepted a change. */
export function whenChanged(listener: (endpointName: string) => void): void {
  onChanged = listener;
}

/** Calls an endpoint with typed input; the reply is typed by the contract. @throws ApiRefusal */
export async function call<E extends AnyEndpoint>(
  endpoint: E,
  input: InputOf<E> = {} as InputOf<E>,
): Promise<z.output<E['reply']>> {
  const { params, query, body } = input as { params?: Facts; query?: Facts; body?: unknown };
  const reply = await send(endpoint.method, addressOf(endpoint, params, query), body);
  if (endpoint.method !== 'GET') onChanged(endpoint.name);
  return (await reply.json()) as z.output<E['reply']>;
}

/** Sends one file with text fields. @throws ApiRefusal */
export async function uploadFile<E extends AnyEndpoint>(
  endpoint: E,
  file: File | Blob,
  input: { params?: z.input<E['params']>; fields?: Readonly<Record<string, string>> } = {},
): Promise<z.output<E['reply']>> {
  const form = new FormData();
  // fields first: the server reads them before the file
  for (const [name, value] of Object.entries(input.fields ?? {})) form.append(name, value);
  form.append('file', file, file instanceof File ? file.name : 'photo.jpg');
  const reply = await send(endpoint.method, addressOf(endpoint, input.params as Facts | undefined), form);
  onChanged(endpoint.name);
  return (await reply.json()) as z.output<E['reply']>;
}

type Facts = Readonly<Record<string, unknown>>;

/** The address of an endpoint, for links and images. Undefined and null query members are left out. */
export function addressOf(endpoint: AnyEndpoint, params: Facts = {}, query: Facts = {}): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    for (const part of Array.isArray(value) ? value : [value]) search.append(name, String(part));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

async function send(method: string, address: string, body: unknown): Promise<Response> {
  const headers: Record<string, string> = { 'accept-language': language };
  if (csrfToken && method !== 'GET') headers['x-csrf-token'] = csrfToken;
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (body instanceof FormData) init.body = body;
  else if (method !== 'GET' && method !== 'DELETE') {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(body ?? {});
  }
  const sentAt = Date.now();
  const reply = await fetch(address, init).catch(() => {
    throw new ApiRefusal(0, { code: 'offline', message: '' });
  });
  noteServerTime(reply.headers.get('date'), sentAt, Date.now());
  if (reply.ok) return reply;
  const refusal = (await reply
    .json()
    .catch(() => ({ code: 'unexpected', message: reply.statusText }))) as ErrorReply;
  if (refusal.code === 'signedOut') onSignedOut();
  throw new ApiRefusal(reply.status, refusal);
}
