import { readdir, readFile } from 'node:fs/promises';

/** Clock ticks a second in /proc; 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/**
 * Processor time of the database so far, in milliseconds: its main process, what that has already counted
 * of ended ones, and all of its living children. Null where there is no /proc.
 */
export async function databaseProcessorTime(mainPid: number): Promise<number | null> {
  const names = await readdir('/proc').catch(() => null);
  if (names === null) return null;
  let ticks = 0;
  for (const name of names) {
    if (!/^\d+$/.test(name)) continue;
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // the name of the program stands in parentheses and may hold blanks
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent, own, inside] = [fields[1], (fields[11] ?? 0) + (fields[12] ?? 0), fields.slice(13, 15)];
    if (Number(name) === mainPid) ticks += own + (inside[0] ?? 0) + (inside[1] ?? 0);
    else if (parent === mainPid) ticks += own;
  }
  return (ticks * 1000) / ticksPerSecond;
}

/** Processor time of this process so far, in milliseconds. */
export function ownProcessorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
