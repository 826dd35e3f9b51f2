import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import type { OsUser } from '../../src/server/platform/database/os-user.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/server/platform/database/postgres-supervisor.ts';

/** Settings that make a throw-away database quick. */
export const quick = { fsync: 'off', shared_buffers: '16MB' };

export function startQuick(
  directory: string,
  more: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {},
): Promise<EmbeddedPostgres> {
  const systemDirectory = path.join(path.dirname(directory), 'system');
  return startEmbeddedPostgres({ directory, systemDirectory, settings: quick, ...more });
}

/** The first column of every row. */
export async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return rows.map((row) => row[0]);
  } finally {
    await client.end();
  }
}

export interface Parent {
  readonly process: ChildProcess;
  /** What `startEmbeddedPostgres` gave in that process, or `{ code, facts }` of its error. */
  readonly said: {
    url: string;
    pid: number;
    adopted: boolean;
    code?: string;
    facts?: Record<string, unknown>;
    dataDirectory: string;
  };
}

/** Another process that starts the database on `directory`, as another user of the system if one is given. */
export async function startParent(directory: string, user?: OsUser): Promise<Parent> {
  const script = fileURLToPath(new URL('supervised-parent.ts', import.meta.url));
  const systemDirectory = path.join(path.dirname(directory), 'system');
  const child = spawn(process.execPath, [script, directory, systemDirectory], {
    // The channel ends with this process, and the parent with the channel: none is left when a run is cut.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    cwd: '/',
    ...(user ? { uid: user.uid, gid: user.gid } : {}),
  });
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return { process: child, said: JSON.parse(text) as Parent['said'] };
}

export async function kill(parent: Parent, signal: NodeJS.Signals): Promise<void> {
  if (parent.process.exitCode !== null || parent.process.signalCode !== null) return;
  const gone = once(parent.process, 'exit');
  parent.process.kill(signal);
  await gone;
}

/** Kills the guard first, then the parent: what an out-of-memory killer or a lost machine may do. */
export async function killWithGuard(parent: Parent, home: string): Promise<void> {
  const noted = JSON.parse(await readFile(path.join(home, 'owner.json'), 'utf8')) as {
    watchdog: { pid: number };
  };
  process.kill(noted.watchdog.pid, 'SIGKILL');
  await kill(parent, 'SIGKILL');
}
