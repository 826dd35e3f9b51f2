import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ask,
  kill,
  killWithGuard,
  type Parent,
  startParent,
  startQuick,
} from '../../../../test/support/supervised-database.ts';
import { makeTemporaryFolder, removeTemporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { isAlive } from './process-identity.ts';

let folder: string;
let directory: string;
let parent: Parent | null;

beforeEach(async () => {
  folder = await makeTemporaryFolder('orphan');
  directory = path.join(folder, 'database');
  parent = null;
});

afterEach(async () => {
  if (parent) await kill(parent, 'SIGKILL');
  await removeTemporaryFolder(folder);
});

describe('when the process that started the database dies', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'by %s, the database stops properly',
    async (signal) => {
      parent = await startParent(directory);
      await kill(parent, signal);
      const { pid } = parent.said;
      await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
      expect(existsSync(path.join(directory, 'cluster', 'postmaster.pid'))).toBe(false);
    },
  );

  it('the next start may come at once', async () => {
    parent = await startParent(directory);
    await ask(parent.said.url, 'create table thing (name text)');
    await kill(parent, 'SIGKILL');
    const next = await startQuick(directory);
    expect(await ask(next.url, 'select name from thing')).toEqual([]);
    await next.stop();
  });

  it('and its guard with it, the next start adopts the running server', async () => {
    parent = await startParent(directory);
    await ask(parent.said.url, 'create table thing (name text)');
    await killWithGuard(parent, directory);
    const lines: string[] = [];
    const next = await startQuick(directory, { log: (line) => lines.push(line), language: 'en' });
    expect(next).toMatchObject({ adopted: true, pid: parent.said.pid });
    expect(lines.join()).toContain(`process ${next.pid}`);
    expect(await ask(next.url, 'select name from thing')).toEqual([]);
    await next.stop();
    expect(await isAlive(next.pid)).toBe(false);
    await (await startQuick(directory)).stop();
  });

  it('an adopted server is watched like an own one', async () => {
    parent = await startParent(directory);
    await killWithGuard(parent, directory);
    let told = 0;
    const next = await startQuick(directory, { onExit: () => (told += 1) });
    expect(next.adopted).toBe(true);
    process.kill(next.pid, 'SIGINT');
    await expect.poll(() => told, { timeout: 10_000 }).toBe(1);
    await next.stop();
    await (await startQuick(directory)).stop();
  });

  it('and the server hangs, it is ended and started anew', async () => {
    parent = await startParent(directory);
    await ask(parent.said.url, 'create table thing (name text)');
    await killWithGuard(parent, directory);
    process.kill(parent.said.pid, 'SIGSTOP');
    const next = await startQuick(directory);
    expect(next.adopted).toBe(false);
    expect(next.pid).not.toBe(parent.said.pid);
    expect(await isAlive(parent.said.pid)).toBe(false);
    expect(await ask(next.url, 'select name from thing')).toEqual([]);
    await next.stop();
  });
});

describe('a process number that a server left behind', () => {
  it('and nobody has any more is no obstacle', async () => {
    await (await startQuick(directory)).stop();
    await leaveNumber(4_000_000);
    await (await startQuick(directory)).stop();
  });

  it('and a stranger has now is no obstacle, and the stranger lives on', async () => {
    await (await startQuick(directory)).stop();
    const stranger = spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 60000)'], {
      stdio: 'ignore',
    });
    try {
      await leaveNumber(stranger.pid ?? 0);
      await (await startQuick(directory)).stop();
      expect(await isAlive(stranger.pid ?? 0)).toBe(true);
    } finally {
      stranger.kill('SIGKILL');
    }
  });
});

describe('two at once', () => {
  it('the second process is told who has the data', async () => {
    parent = await startParent(directory);
    await expect(startQuick(directory)).rejects.toMatchObject({
      code: 'data-in-use',
      facts: { pid: parent.process.pid },
    });
    expect(await ask(parent.said.url, 'select 1')).toEqual([1]);
  });

  it('the same process is told so as well', async () => {
    const first = await startQuick(directory);
    await expect(startQuick(directory)).rejects.toMatchObject({
      code: 'data-in-use',
      facts: { pid: process.pid },
    });
    expect(await ask(first.url, 'select 1')).toEqual([1]);
    await first.stop();
  });

  it('of three that race for new data, one has them', async () => {
    const parents = await Promise.all([1, 2, 3].map(() => startParent(directory)));
    expect(parents.map(({ said }) => said.code ?? 'started').sort()).toEqual([
      'data-in-use',
      'data-in-use',
      'started',
    ]);
    for (const each of parents) await kill(each, 'SIGKILL');
    const started = parents.find(({ said }) => said.code === undefined);
    await expect.poll(() => isAlive(started?.said.pid ?? 0), { timeout: 10_000 }).toBe(false);
  });

  it('of three that race for data whose owner died, one has them', async () => {
    parent = await startParent(directory);
    await killWithGuard(parent, directory);
    const parents = await Promise.all([1, 2, 3].map(() => startParent(directory)));
    const outcomes = parents.map(({ said }) => said.code ?? (said.adopted ? 'adopted' : 'started')).sort();
    expect(outcomes).toEqual(['adopted', 'data-in-use', 'data-in-use']);
    for (const each of parents) await kill(each, 'SIGKILL');
    const { pid } = parent.said;
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });
});

function leaveNumber(pid: number): Promise<void> {
  const lines = [pid, path.join(directory, 'cluster'), 1, 5432, '/tmp/guatu-gone', '', '', 'ready'];
  return writeFile(path.join(directory, 'cluster', 'postmaster.pid'), `${lines.join('\n')}\n`);
}
