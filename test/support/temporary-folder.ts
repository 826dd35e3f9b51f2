import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive } from '../../src/server/platform/database/process-identity.ts';

const pattern = /^guatu-test-(\d+)-/;

/**
 * A temporary folder whose name says which process made it. Others may walk through it: as root the
 * database server runs as another user, who must get to its data.
 */
export async function makeTemporaryFolder(purpose: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), `guatu-test-${process.pid}-${purpose}-`));
  await chmod(folder, 0o711);
  return folder;
}

export function removeTemporaryFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Removes folders of runs that were killed; their servers stopped by themselves. */
export async function sweepTemporaryFolders(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(pattern.exec(name)?.[1] ?? 0);
    if (pid === 0 || (await isAlive(pid))) continue;
    await removeTemporaryFolder(path.join(tmpdir(), name)).catch(() => undefined);
  }
}
