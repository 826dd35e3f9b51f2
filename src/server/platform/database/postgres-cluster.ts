import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type PostgresBinaries, postgresMajor, programPath } from './postgres-binaries.ts';
import type { Place } from './postgres-place.ts';
import { asServerUser, explainOutput } from './postgres-process.ts';
import { explainFileError, SupervisorError } from './supervisor-error.ts';

/** The one role that the project connects as: owns its database, is no superuser, so row security binds it. */
export const databaseRole = 'guatu';
export const databaseName = 'guatu';

/** Where the server listens. */
export type Address =
  | { readonly kind: 'socket'; readonly directory: string; readonly port: number }
  | { readonly kind: 'loopback'; readonly port: number };

/**
 * Refuses data that this major cannot open.
 *
 * @returns whether there are data at all.
 * @throws SupervisorError `other-major`, `not-a-cluster`.
 */
export async function checkCluster(place: Place): Promise<boolean> {
  if (!existsSync(place.cluster)) return false;
  const text = await readFile(path.join(place.cluster, 'PG_VERSION'), 'utf8').catch(() => '');
  const found = text.trim();
  if (found === '') throw new SupervisorError('not-a-cluster', { directory: place.cluster });
  if (found !== String(postgresMajor)) {
    throw new SupervisorError('other-major', { directory: place.cluster, found, needed: postgresMajor });
  }
  return true;
}

/**
 * Makes the cluster with its role and database, complete or not at all: everything happens in a
 * draft folder that gets its name at the end. The superuser has no password and so can never log in;
 * role and database are made by the server's single-user mode.
 */
export async function createCluster(
  binaries: PostgresBinaries,
  place: Place,
  options: { password: string; createDatabases: boolean; durable: boolean },
): Promise<void> {
  const draft = { ...place, cluster: path.join(place.home, `cluster.new-${process.pid}`) };
  try {
    await initialise(binaries, draft, 'C.UTF-8');
    await setRole(binaries, draft, options, [
      `create role ${databaseRole} login nosuperuser nocreaterole ${options.createDatabases ? 'createdb' : 'nocreatedb'};`,
      `create database ${databaseName} owner ${databaseRole};`,
      `revoke all on database postgres from public;`,
    ]);
    if (options.durable) await runInitdb(binaries, draft, ['--sync-only']);
    await rename(draft.cluster, place.cluster);
  } catch (error) {
    await rm(draft.cluster, { recursive: true, force: true });
    throw explainFileError(error, place.home);
  }
}

/** Removes what a killed first start left. Only under the directory's lock. */
export async function removeDrafts(place: Place): Promise<void> {
  for (const name of await readdir(place.home)) {
    if (name.startsWith('cluster.new-'))
      await rm(path.join(place.home, name), { recursive: true, force: true });
  }
}

/** `C.UTF-8` sorts by code point and knows Unicode letters; systems without it (macOS) get plain `C`. */
async function initialise(binaries: PostgresBinaries, draft: Place, locale: 'C.UTF-8' | 'C'): Promise<void> {
  await rm(draft.cluster, { recursive: true, force: true });
  await mkdir(draft.cluster, { mode: 0o700 });
  if (draft.user) await chown(draft.cluster, draft.user.uid, draft.user.gid);
  try {
    await runInitdb(binaries, draft, [
      '--username=postgres',
      '--encoding=UTF8',
      `--locale=${locale}`,
      // For whoever later opens the directory with a server of their own; ours brings its own file.
      `--auth-local=${process.platform === 'win32' ? 'reject' : 'peer'}`,
      '--auth-host=scram-sha-256',
      '--data-checksums',
      '--no-sync',
      '--no-instructions',
    ]);
  } catch (error) {
    const invalid =
      error instanceof SupervisorError && /invalid locale name/.test(String(error.facts.detail));
    if (locale === 'C' || !invalid) throw error;
    await initialise(binaries, draft, 'C');
  }
}

async function runInitdb(binaries: PostgresBinaries, place: Place, options: string[]): Promise<void> {
  await runProgram(binaries, 'initdb', place, ['-D', place.cluster, ...options], '');
}

/**
 * Sets the role's password through single-user mode; the server must not run.
 *
 * @param before statements that come first, such as those that make the role.
 */
export async function setRole(
  binaries: PostgresBinaries,
  place: Place,
  options: { password: string },
  before: readonly string[] = [],
): Promise<void> {
  if (!/^[0-9a-f]+$/.test(options.password))
    throw new SupervisorError('setting-invalid', { setting: 'password' });
  const statements = [...before, `alter role ${databaseRole} password '${options.password}';`];
  // Single-user mode exits with 0 even after an error, so its words are read.
  const output = await runProgram(
    binaries,
    'postgres',
    place,
    [
      '--single',
      '-j',
      '-D',
      place.cluster,
      '-c',
      'log_destination=stderr',
      '-c',
      'logging_collector=off',
      'postgres',
    ],
    `${statements.join('\n\n')}\n\n`,
  );
  if (/\b(ERROR|FATAL|PANIC):/.test(output))
    throw explainOutput(output.replaceAll(options.password, '…'), place.home);
}

function runProgram(
  binaries: PostgresBinaries,
  program: 'initdb' | 'postgres',
  place: Place,
  parameters: string[],
  input: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(programPath(binaries, program), parameters, {
      ...asServerUser(place),
      stdio: 'pipe',
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.stdin.on('error', () => undefined);
    child.on('error', (error) =>
      reject(
        new SupervisorError(
          'start-failed',
          { directory: place.home, detail: error.message },
          { cause: error },
        ),
      ),
    );
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(explainOutput(output, place.home))));
    child.stdin.end(input);
  });
}

/** The role's password, from a file only its owner can read; `null` when there is none yet (or no longer). */
export async function readPassword(place: Place): Promise<string | null> {
  const text = await readFile(path.join(place.home, 'password'), 'utf8').catch(() => '');
  return /^[0-9a-f]{32,}$/.test(text.trim()) ? text.trim() : null;
}

export async function writePassword(place: Place): Promise<string> {
  const password = randomBytes(24).toString('hex');
  const file = path.join(place.home, 'password');
  try {
    await rm(file, { force: true });
    await writeFile(file, `${password}\n`, { mode: 0o600 });
  } catch (error) {
    throw explainFileError(error, place.home);
  }
  return password;
}

/**
 * Writes the server's settings beside (not into) its data directory: as root, nothing is ever written
 * where the server's user could have laid a link. An operator's own settings go into `local.conf` there.
 */
export async function writeSettings(
  place: Place,
  address: Address,
  extra: Readonly<Record<string, string>>,
): Promise<void> {
  const logFolder = path.join(place.home, 'log');
  const hbaFile = path.join(place.home, 'pg_hba.conf');
  const settings: Record<string, string> = {
    listen_addresses: address.kind === 'socket' ? '' : '127.0.0.1',
    unix_socket_directories: address.kind === 'socket' ? address.directory : '',
    unix_socket_permissions: '0700',
    port: String(address.port),
    hba_file: hbaFile,
    password_encryption: 'scram-sha-256',
    ssl: 'off',
    max_connections: '50',
    shared_buffers: '128MB',
    jit: 'off',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    logging_collector: 'on',
    log_directory: logFolder,
    log_filename: 'postgres-%a.log',
    log_file_mode: '0600',
    log_rotation_age: '1d',
    log_rotation_size: '20MB',
    log_truncate_on_rotation: 'on',
    log_line_prefix: '%m [%p] %q%u@%d ',
    ...extra,
  };
  const lines = Object.entries(settings).map(([name, value]) => settingLine(name, value));
  try {
    await mkdir(logFolder, { recursive: true, mode: 0o700 });
    if (place.user) await chown(logFolder, place.user.uid, place.user.gid);
    await writeReadable(
      path.join(place.home, 'postgresql.conf'),
      `# Written at every start; put your own settings into local.conf beside this file.\n${lines.join('\n')}\ninclude_if_exists 'local.conf'\n`,
    );
    const line =
      address.kind === 'socket' ? `local all ${databaseRole}` : `host all ${databaseRole} 127.0.0.1/32`;
    await writeReadable(hbaFile, `${line} scram-sha-256\n`);
  } catch (error) {
    throw explainFileError(error, place.home);
  }
}

/** Readable by the server's user, who is not the owner when root starts it; holds no secret. */
async function writeReadable(file: string, content: string): Promise<void> {
  await writeFile(file, content);
  await chmod(file, 0o644);
}

function settingLine(name: string, value: string): string {
  if (!/^[a-z][a-z0-9_.]*$/.test(name) || /[\n\r\0]/.test(value)) {
    throw new SupervisorError('setting-invalid', { setting: name });
  }
  return `${name} = '${value.replaceAll("'", "''")}'`;
}
