import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { CliFault, sayCli } from './cli-words.ts';
import { programDirectory, webDirectory } from './data-folder.ts';

const sources = [
  'src/web',
  'src/field',
  'src/client',
  'src/contract',
  'src/domain',
  'src/text',
  'vite.config.ts',
  'vite.field.config.ts',
  'package-lock.json',
];
/** Every app with the recipe of its build. */
const apps = [
  ['src/web', 'vite.config.ts'],
  ['src/field', 'vite.field.config.ts'],
] as const;
const stamp = path.join(webDirectory, 'built-from');

/** Builds the pages when their sources changed since the last build; a second start only compares names and times. */
export async function buildWeb(
  log: (line: string) => void,
  options: { force?: boolean } = {},
): Promise<void> {
  const wanted = await sourceMark();
  const built = await readFile(stamp, 'utf8').catch(() => '');
  if (built === wanted && !options.force) return;
  log(sayCli('cli.building'));
  const begun = performance.now();
  // loaded only here: a second start does not pay for the build tool
  const { build } = await import('vite');
  // the build takes it as it finds it, and under tests would carry the slow development half of React
  const { NODE_ENV: before } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    for (const [app, config] of apps) {
      await build({
        root: path.join(programDirectory, app),
        configFile: path.join(programDirectory, config),
        logLevel: 'error',
      });
    }
  } catch (error) {
    throw new CliFault('cli.buildFailed', { detail: error instanceof Error ? error.message : String(error) });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
  await compressAssets();
  await writeFile(stamp, wanted);
  log(sayCli('cli.built', { seconds: ((performance.now() - begun) / 1000).toFixed(1) }));
}

/** Names, sizes and times of all sources, hashed. */
async function sourceMark(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    const place = path.join(programDirectory, source);
    const facts = await stat(place);
    const names = facts.isDirectory() ? (await readdir(place, { recursive: true })).sort() : [''];
    for (const name of names) {
      const file = await stat(path.join(place, name));
      if (file.isFile()) hash.update(`${source}/${name} ${file.size} ${Math.trunc(file.mtimeMs)}\n`);
    }
  }
  return hash.digest('hex');
}

/** Compressed once here, so that no request pays for it; the server picks what the browser takes. */
async function compressAssets(): Promise<void> {
  await compressFolder(path.join(webDirectory, 'assets'));
  await compressFolder(path.join(webDirectory, '..', 'field', 'assets'));
}

async function compressFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/\.(js|css|svg|json)$/.test(name)) continue;
    const bytes = await readFile(path.join(folder, name));
    if (bytes.length < 1024) continue;
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
    await writeFile(path.join(folder, `${name}.br`), await promisify(brotliCompress)(bytes, quality));
    await writeFile(path.join(folder, `${name}.gz`), await promisify(gzip)(bytes, { level: 9 }));
  }
}
