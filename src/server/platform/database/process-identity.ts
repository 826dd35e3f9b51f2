import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { errorCode } from './supervisor-error.ts';

const run = promisify(execFile);

/**
 * Which process is meant, beyond its number: numbers are given out again, so the moment at which the
 * process began belongs to it. `started` is opaque (comparable only for equality on one machine) and
 * empty where the system does not tell.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly started: string;
}

/** True while a process has this number, whoever owns it; a zombie counts as gone. */
export async function isAlive(pid: number): Promise<boolean> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
  return (await linuxStat(pid))?.state !== 'Z';
}

/** The identity of a living process, or `null` when no process has this number. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | null> {
  if (!(await isAlive(pid))) return null;
  return { pid, started: await startMark(pid) };
}

/** True while exactly this process lives (not a later one that was given its number). */
export async function isSameProcess(identity: ProcessIdentity): Promise<boolean> {
  const now = await identifyProcess(identity.pid);
  return now !== null && (identity.started === '' || now.started === '' || now.started === identity.started);
}

/** The name of the program a process runs (`postgres`), or an empty string where it cannot be known. */
export async function programName(pid: number): Promise<string> {
  if (process.platform === 'win32') return '';
  if (process.platform === 'linux') return (await linuxStat(pid))?.program ?? '';
  const command = await ps(pid, 'comm=');
  return command.slice(command.lastIndexOf('/') + 1);
}

async function startMark(pid: number): Promise<string> {
  if (process.platform === 'win32') return '';
  if (process.platform === 'linux') return (await linuxStat(pid))?.startTicks ?? '';
  return ps(pid, 'lstart=');
}

async function ps(pid: number, column: string): Promise<string> {
  try {
    return (
      await run('ps', ['-o', column, '-p', String(pid)], { env: { ...process.env, LC_ALL: 'C' } })
    ).stdout.trim();
  } catch {
    return '';
  }
}

/** Fields of /proc/PID/stat. The program name is in brackets and may itself hold spaces and brackets. */
async function linuxStat(
  pid: number,
): Promise<{ program: string; state: string; startTicks: string } | null> {
  if (process.platform !== 'linux') return null;
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    const close = text.lastIndexOf(')');
    const fields = text.slice(close + 2).split(' ');
    return {
      program: text.slice(text.indexOf('(') + 1, close),
      state: fields[0] ?? '',
      startTicks: fields[19] ?? '',
    };
  } catch {
    return null;
  }
}
