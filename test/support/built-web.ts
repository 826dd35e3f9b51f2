import { cp } from 'node:fs/promises';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildWeb } from '../../src/cli/house/build-web.ts';
import { webDirectory } from '../../src/cli/house/data-folder.ts';
import { makeTemporaryFolder, removeTemporaryFolder } from './temporary-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    builtWeb: string;
  }
}

/**
 * The pages that browser tests open are built from today's sources, once per run, and copied: a build that
 * somebody starts meanwhile must not take them away.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildWeb((line) => console.log(line));
  const folder = await makeTemporaryFolder('web');
  // both apps: the phone's stands beside the office's
  await cp(path.dirname(webDirectory), folder, { recursive: true });
  project.provide('builtWeb', path.join(folder, path.basename(webDirectory)));
  return () => removeTemporaryFolder(folder);
}
