import { Agent, request } from 'node:http';
import { csrfOf } from '../../src/server/platform/sessions.ts';

/** A signed-in caller with one connection that stays open. */
export interface BenchClient {
  get(path: string): Promise<BenchReply>;
  post(path: string, body: unknown): Promise<BenchReply>;
  close(): void;
}

export interface BenchReply {
  readonly status: number;
  readonly text: string;
}

/** @param token of a session, see `Sessions.open`. */
export function openBenchClient(port: number, token: string): BenchClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const signedIn = { cookie: `guatu_session=${token}`, 'x-csrf-token': csrfOf(token) };
  function call(
    method: string,
    path: string,
    headers: Record<string, string | number>,
    body: string | null,
  ): Promise<BenchReply> {
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, agent, method, path, headers }, (reply) => {
        const parts: Buffer[] = [];
        reply.on('data', (part: Buffer) => parts.push(part));
        reply.on('error', reject);
        reply.on('end', () =>
          resolve({ status: reply.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
  return {
    get: (path) => call('GET', path, signedIn, null),
    post(path, body) {
      const text = JSON.stringify(body);
      const json = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      return call('POST', path, { ...signedIn, ...json }, text);
    },
    close: () => agent.destroy(),
  };
}
