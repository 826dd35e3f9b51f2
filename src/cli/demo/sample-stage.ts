import { type App, createApp } from '../../server/app.ts';
import { type Database, inCity, type Tx } from '../../server/platform/database/database.ts';
import { csrfOf } from '../../server/platform/sessions.ts';
import { sampleCityId, sampleId } from './sample-ids.ts';
import { createSampleClock, type SampleClock } from './sample-timeline.ts';

/** Where the sample story is played: a running application without a port, and a clock the loader moves. */
export interface SampleStage {
  readonly clock: SampleClock;
  /** A command or question of a person, over the same endpoints as in the browser. */
  call<Reply = unknown>(
    login: string,
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: unknown,
  ): Promise<Reply>;
  /** Sends a photo. @returns its SHA-256. */
  uploadPhoto(login: string, bytes: Uint8Array): Promise<string>;
  /** What no command can do: marks of the sample, and looking up what a command made. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Ends all sessions of the story. */
  close(): Promise<void>;
}

const userAgent = 'guatu-sample';
/** Sessions live for 14 days of the story; a new one is opened well before. */
const sessionLife = 10 * 86_400_000;

/** Opens the stage over a database that holds the sample city's registers. */
export async function openStage(
  options: { db: Database; filesDirectory: string },
  begin: Date,
): Promise<SampleStage> {
  const clock = createSampleClock(begin);
  const { db, filesDirectory } = options;
  const app = await createApp({
    db,
    filesDirectory,
    webDirectory: null,
    clock: () => clock.now,
    requestsPerMinute: 1_000_000_000,
  });
  const write = <T>(work: (tx: Tx) => Promise<T>) => inCity(db, sampleCityId, 'write', work);
  const sessions = new Map<string, { headers: Record<string, string>; openedAt: number }>();

  async function headersOf(login: string): Promise<Record<string, string>> {
    const known = sessions.get(login);
    if (known && clock.now.getTime() - known.openedAt < sessionLife) return known.headers;
    const person = { cityId: sampleCityId, personId: sampleId('person', login), userAgent };
    const token = await write((tx) => app.house.sessions.open(tx, person, clock.now.toISOString()));
    const headers = { cookie: `guatu_session=${token}`, 'x-csrf-token': csrfOf(token) };
    sessions.set(login, { headers, openedAt: clock.now.getTime() });
    return headers;
  }

  return {
    clock,
    write,
    async call(login, method, path, body) {
      const headers = await headersOf(login);
      const json: Record<string, string> = method === 'GET' ? {} : { 'content-type': 'application/json' };
      const payload = method === 'GET' ? undefined : JSON.stringify(body ?? {});
      return ask(app, login, { method, url: path, headers: { ...headers, ...json }, payload });
    },
    async uploadPhoto(login, bytes) {
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'sample.jpg');
      const encoded = new Response(form);
      const headers = {
        ...(await headersOf(login)),
        'content-type': encoded.headers.get('content-type') ?? '',
      };
      const payload = Buffer.from(await encoded.arrayBuffer());
      const reply = await ask<{ sha256: string }>(app, login, {
        method: 'POST',
        url: '/api/photos',
        headers,
        payload,
      });
      return reply.sha256;
    },
    async close() {
      await write((tx) =>
        tx
          .deleteFrom('session')
          .where('city_id', '=', sampleCityId)
          .where('user_agent', '=', userAgent)
          .execute(),
      );
      await app.close();
    },
  };
}

interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly payload: string | Buffer | undefined;
}

/** @throws Error with person, address, status and body where the application refuses. */
async function ask<Reply>(app: App, login: string, asked: Asked): Promise<Reply> {
  const reply = await app.fastify.inject(asked);
  if (reply.statusCode === 200) return reply.json() as Reply;
  const { method, url } = asked;
  throw new Error(`${login}: ${method} ${url} → ${reply.statusCode} ${reply.body.slice(0, 2000)}`);
}
