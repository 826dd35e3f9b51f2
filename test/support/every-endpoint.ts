import { readdir } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Endpoint } from '../../src/contract/endpoint.ts';
import { roles } from '../../src/domain/access/verbs.ts';
import { inCity } from '../../src/server/platform/database/database.ts';
import { csrfOf } from '../../src/server/platform/sessions.ts';
import { keysOf, sampleOf } from './schema-samples.ts';
import type { TestCity, TestHouse, TestReply } from './test-city.ts';

const contractFolder = new URL('../../src/contract/', import.meta.url);

function isEndpoint(value: unknown): value is Endpoint {
  return (
    typeof value === 'object' && value !== null && 'path' in value && 'access' in value && 'reply' in value
  );
}

/** Every endpoint the contract exports, alone or in a list, by name. */
export async function listEndpoints(): Promise<Endpoint[]> {
  const found = new Set<Endpoint>();
  for (const name of await readdir(contractFolder)) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    const exported = (await import(new URL(name, contractFolder).href)) as Record<string, unknown>;
    for (const value of Object.values(exported)) {
      const parts = typeof value === 'object' && value !== null ? Object.values(value) : [];
      for (const one of [value, ...parts]) if (isEndpoint(one)) found.add(one);
    }
  }
  return [...found].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The address of an endpoint with these path parts and query, each a sample where left out. */
export function addressOf(
  endpoint: Endpoint,
  parts: Readonly<Record<string, string>> = {},
  query?: Readonly<Record<string, string>>,
): string {
  const params = { ...(sampleOf(endpoint.params) as Record<string, string>), ...parts };
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name] ?? 'x')),
  );
  const asked = query ?? (sampleOf(endpoint.query) as Record<string, string>);
  const text = new URLSearchParams(
    Object.entries(asked).map(([key, value]) => [key, String(value)]),
  ).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Names of what stands in the path: `id`. */
export function pathPartsOf(endpoint: Endpoint): string[] {
  return keysOf(endpoint.params);
}

/** A person's raw hand on the wire: any bytes, any headers. */
export interface Caller {
  send(endpoint: Pick<Endpoint, 'method'>, url: string, body?: unknown): Promise<TestReply>;
  sendRaw(
    method: Endpoint['method'],
    url: string,
    payload: string | Buffer,
    type: string,
  ): Promise<TestReply>;
  sendFile(url: string, file: SentFile, fields?: Readonly<Record<string, string>>): Promise<TestReply>;
}

export interface SentFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A caller with these headers only. */
export function callerWith(house: TestHouse, headers: Readonly<Record<string, string>>): Caller {
  async function sendRaw(
    method: Endpoint['method'],
    url: string,
    payload: string | Buffer | undefined,
    type: string | undefined,
  ): Promise<TestReply> {
    const reply = await house.app.fastify.inject({
      method,
      url,
      headers: { ...headers, ...(type ? { 'content-type': type } : {}) },
      payload,
    });
    const isJson = String(reply.headers['content-type'] ?? '').startsWith('application/json');
    return {
      status: reply.statusCode,
      body: isJson ? reply.json() : reply.body,
      headers: reply.headers,
      bytes: reply.rawPayload,
    };
  }
  return {
    sendRaw,
    send: ({ method }, url, body) =>
      body === undefined
        ? sendRaw(method, url, undefined, undefined)
        : sendRaw(method, url, JSON.stringify(body), 'application/json'),
    async sendFile(url, file, fields = {}) {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append('file', new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
      const encoded = new Response(form);
      const type = encoded.headers.get('content-type') ?? '';
      return sendRaw('POST', url, Buffer.from(await encoded.arrayBuffer()), type);
    },
  };
}

/** Headers of a person signed in just now; without the page's token on request. */
export async function signedIn(
  house: TestHouse,
  city: TestCity,
  personId: string,
  options: { withoutToken?: boolean } = {},
): Promise<Record<string, string>> {
  const token = await city.write((tx) =>
    house.app.house.sessions.open(
      tx,
      { cityId: city.id, personId, userAgent: 'test' },
      house.clock.now.toISOString(),
    ),
  );
  const cookie = { cookie: `guatu_session=${token}` };
  return options.withoutToken ? cookie : { ...cookie, 'x-csrf-token': csrfOf(token) };
}

/** Somebody with every role on the whole city, so that only the input can be refused. */
export async function addAlmighty(city: TestCity): Promise<string> {
  const { id } = await city.person('almighty', 'admin');
  await city.write((tx) =>
    tx
      .insertInto('role_grant')
      .values(
        roles
          .filter((role) => role !== 'admin')
          .map((role) => ({
            city_id: city.id,
            id: crypto.randomUUID(),
            person_id: id,
            role,
            unit_id: city.root.id,
            valid_from: '2019-01-01',
          })),
      )
      .execute(),
  );
  return id;
}

/** Somebody with an account and no role. */
export async function addPowerless(city: TestCity): Promise<string> {
  const { id } = await city.person('powerless', 'gridWorker');
  await city.write((tx) => tx.deleteFrom('role_grant').where('person_id', '=', id).execute());
  return id;
}

/**
 * Every row of a city by table, as one number each: equal before and after = nothing was stored.
 * Sessions are left out, since asking renews them.
 */
export async function fingerprint(house: TestHouse, city: TestCity): Promise<Record<string, string>> {
  const tables = await tableNames(house);
  const parts = tables.map(
    (name) => sql`select ${name}::text as name,
      count(*)::text || ':' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text as rows
      from ${sql.table(name)} t`,
  );
  const { rows } = await inCity(house.db, city.id, 'read', (tx) =>
    sql<{ name: string; rows: string }>`${sql.join(parts, sql` union all `)}`.execute(tx),
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.rows]));
}

async function tableNames(house: TestHouse): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'
      and table_name not in ('session', 'schema_migration')
    order by 1`.execute(house.db);
  return rows.map((row) => row.name);
}
