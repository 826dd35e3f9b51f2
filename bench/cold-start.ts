import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { BenchOptions } from './support/bench-options.ts';
import { median, printTable, spread } from './support/samples.ts';

const program = fileURLToPath(new URL('../bin/guatu.js', import.meta.url));
const patienceSeconds = 120;

/**
 * From starting the process to the first healthy answer of `guatu serve` on an empty city that was set up
 * before, database included; beside the start of the bare runtime.
 */
export async function benchColdStart(options: BenchOptions): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), `guatu-bench-${process.pid}-`));
  await chmod(folder, 0o711);
  try {
    const env = { ...process.env, GUATU_DATA: folder, DATABASE_URL: '' };
    const names = ['--code', '900000', '--name', '基准市', '--name-en', 'Bench City'];
    const set = performance.now();
    await runToEnd([program, 'init', ...names], env);
    const setUp = performance.now() - set;
    // the first start may build the pages, which later ones find
    await timeServe(env);
    const bare: number[] = [];
    const serve: number[] = [];
    for (let round = 1; round <= options.rounds; round += 1) {
      const start = performance.now();
      await runToEnd(['-e', '0'], env);
      bare.push(performance.now() - start);
      serve.push(await timeServe(env));
    }
    printTable(
      ['start', 'ms, min / median / max', 'times the bare runtime'],
      [
        ['bare runtime', spread(bare), '1.0'],
        ['guatu serve to first answer', spread(serve), (median(serve) / median(bare)).toFixed(1)],
        ['guatu init, new database', setUp.toFixed(0), (setUp / median(bare)).toFixed(1)],
      ],
    );
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function runToEnd(parameters: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, parameters, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${parameters.slice(0, 2).join(' ')} ended with ${code}`);
}

/** Milliseconds until the first healthy answer; the server is stopped again. */
async function timeServe(env: NodeJS.ProcessEnv): Promise<number> {
  const port = await freePort();
  const start = performance.now();
  const child = spawn(process.execPath, [program, 'serve', '--port', String(port)], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    while (!(await isHealthy(port))) {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
      if (performance.now() - start > patienceSeconds * 1000) throw new Error('the server gave no answer');
      await pause(5);
    }
    return performance.now() - start;
  } finally {
    await endServer(child);
  }
}

async function endServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

function isHealthy(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get({ host: '127.0.0.1', port, path: '/api/health', agent: false }, (reply) => {
      reply.resume();
      resolve(reply.statusCode === 200);
    });
    asked.on('error', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
