import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { type DirectoryLock, lockDirectory } from './directory-lock.ts';
import { type NoticeCode, type PlatformLanguage, sayPlatform } from './platform-words.ts';
import { findBinaries, type PostgresBinaries, reachableBinaries } from './postgres-binaries.ts';
import {
  type Address,
  checkCluster,
  createCluster,
  readPassword,
  removeDrafts,
  setRole,
  writePassword,
  writeSettings,
} from './postgres-cluster.ts';
import { launchGuarded } from './postgres-launch.ts';
import { askServer, databaseUrl, settleOrphan } from './postgres-orphan.ts';
import { makeSocketDirectory, type Place, removeSocketDirectory, settlePlace } from './postgres-place.ts';
import { type RunningServer, stopServer, type Watchdog, waitForExit, watchOver } from './postgres-process.ts';
import { explainFileError, SupervisorError, type SupervisorFacts } from './supervisor-error.ts';

export interface EmbeddedPostgresOptions {
  /** Where the data live. Made when absent; a line in `log` says so when they must live elsewhere. */
  readonly directory: string;
  /** Told, in sentences, what an operator should know. */
  readonly log?: (line: string) => void;
  /** Of those sentences. */
  readonly language?: PlatformLanguage;
  /** Server settings that replace the defaults of this module, such as `shared_buffers`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Lets the role make databases (tests). Counts only when the data are first made. */
  readonly createDatabases?: boolean;
  /** Told once when the server ends without having been stopped. */
  readonly onExit?: () => void;
  /** Unix socket (default) or loopback with a port (default on Windows, which has no such sockets). */
  readonly transport?: Address['kind'];
  /** Where root puts data and programs that cannot be reached where they are. */
  readonly systemDirectory?: string;
  /** `installed` or `npm` forces whose programs run (default: `GUATU_POSTGRES`, else free choice). */
  readonly binaries?: string;
}

export interface EmbeddedPostgres {
  /** For `pg`; holds the role's password, so it belongs in no log. */
  readonly url: string;
  /** True when the server was found running, left by a killed parent. */
  readonly adopted: boolean;
  readonly binaries: 'installed' | 'npm';
  /** Such as `15.18`. */
  readonly version: string;
  /** The PostgreSQL data directory. */
  readonly dataDirectory: string;
  readonly pid: number;
  /** Stops the server and gives the directory free. Can be called twice. */
  stop(): Promise<void>;
}

function notify(options: EmbeddedPostgresOptions, code: NoticeCode, facts: SupervisorFacts): void {
  options.log?.(sayPlatform(code, facts, options.language ?? 'zh-CN'));
}

const defaultSystemDirectory = process.platform === 'darwin' ? '/usr/local/var/guatu' : '/var/lib/guatu';

/**
 * Starts the project's own PostgreSQL on a directory, or adopts the one that runs there.
 *
 * However this process ends, the server ends with it: `stop()` is for an orderly end, and a guard
 * process takes care of all others.
 *
 * @throws SupervisorError for everything an operator can put right.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const systemDirectory = options.systemDirectory ?? defaultSystemDirectory;
  const place = await settlePlace(resolve(options.directory), systemDirectory);
  if (place.elsewhere) notify(options, 'data-elsewhere', { directory: place.home });
  const lock = await lockDirectory(place.home);
  try {
    return (await adopt(options, place, lock)) ?? (await start(options, place, lock, systemDirectory));
  } catch (error) {
    await lock.release();
    throw explainFileError(error, place.home);
  }
}

async function adopt(
  options: EmbeddedPostgresOptions,
  place: Place,
  lock: DirectoryLock,
): Promise<EmbeddedPostgres | null> {
  if (!(await checkCluster(place))) return null;
  const password = await readPassword(place);
  const orphan = await settleOrphan(place, password, lock.leftBehind?.watchdog);
  if (orphan?.kind === 'stopped') notify(options, 'orphan-stopped', { pid: orphan.pid });
  if (orphan?.kind !== 'answers' || !password) return null;
  notify(options, 'server-adopted', { pid: orphan.pid });
  const binaries = lock.leftBehind?.binaries ?? (await findBinaries(options.binaries)).kind;
  const watchdog = await watchOver(place, orphan.pid, socketDirectoryOf(orphan.address));
  await lock.note({ binaries, ...(watchdog.identity ? { watchdog: watchdog.identity } : {}) });
  const server: RunningServer = { pid: orphan.pid, child: null };
  const handle = { adopted: true, binaries, version: orphan.version, password };
  return supervise(options, place, lock, server, watchdog, orphan.address, handle);
}

async function start(
  options: EmbeddedPostgresOptions,
  place: Place,
  lock: DirectoryLock,
  systemDirectory: string,
): Promise<EmbeddedPostgres> {
  const binaries = await reachableBinaries(await findBinaries(options.binaries), place, systemDirectory);
  await removeDrafts(place);
  const password = await preparePassword(options, place, binaries);
  const address = await chooseAddress(options, place);
  try {
    await writeSettings(place, address, options.settings ?? {});
    let launched = await launchGuarded(binaries, place, lock, socketDirectoryOf(address));
    let answer = await askServer(databaseUrl(address, password), 10_000);
    if (answer.kind === 'wrong-password') {
      // The password file was changed by hand, or came from another copy of the data: it counts.
      await launched.end();
      await setRole(binaries, place, { password });
      launched = await launchGuarded(binaries, place, lock, socketDirectoryOf(address));
      answer = await askServer(databaseUrl(address, password), 10_000);
    }
    if (answer.kind !== 'ready') {
      await launched.end();
      throw new SupervisorError('start-failed', { directory: place.home, detail: JSON.stringify(answer) });
    }
    const handle = { adopted: false, binaries: binaries.kind, version: answer.version, password };
    return supervise(options, place, lock, launched.server, launched.watchdog, address, handle);
  } catch (error) {
    if (address.kind === 'socket') await removeSocketDirectory(address.directory);
    throw error;
  }
}

/** Makes the cluster on the first start; gives the role a new password when its file was lost. */
async function preparePassword(
  options: EmbeddedPostgresOptions,
  place: Place,
  binaries: PostgresBinaries,
): Promise<string> {
  const known = await readPassword(place);
  if (await checkCluster(place)) {
    if (known) return known;
    const password = await writePassword(place);
    await setRole(binaries, place, { password });
    notify(options, 'password-replaced', { directory: place.home });
    return password;
  }
  const password = await writePassword(place);
  const durable = options.settings?.fsync !== 'off';
  await createCluster(binaries, place, {
    password,
    createDatabases: options.createDatabases === true,
    durable,
  });
  notify(options, 'cluster-created', { directory: place.cluster });
  return password;
}

function socketDirectoryOf(address: Address): string {
  return address.kind === 'socket' ? address.directory : '';
}

async function chooseAddress(options: EmbeddedPostgresOptions, place: Place): Promise<Address> {
  const kind = options.transport ?? (process.platform === 'win32' ? 'loopback' : 'socket');
  if (kind === 'socket') return { kind, directory: await makeSocketDirectory(place), port: 5432 };
  return { kind, port: await freePort() };
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const found = probe.address();
      probe.close(() => resolvePort(typeof found === 'object' && found !== null ? found.port : 0));
    });
  });
}

function supervise(
  options: EmbeddedPostgresOptions,
  place: Place,
  lock: DirectoryLock,
  server: RunningServer,
  watchdog: Watchdog,
  address: Address,
  facts: { adopted: boolean; binaries: 'installed' | 'npm'; version: string; password: string },
): EmbeddedPostgres {
  let stopping: Promise<void> | undefined;
  const tidy = async () => {
    watchdog.dismiss();
    if (address.kind === 'socket') await removeSocketDirectory(address.directory);
    await lock.release();
  };
  const watch = whenGone(server, () => {
    if (stopping !== undefined) return;
    stopping = tidy().catch(() => undefined);
    options.onExit?.();
  });
  const { adopted, binaries, version, password } = facts;
  return {
    url: databaseUrl(address, password),
    adopted,
    binaries,
    version,
    dataDirectory: place.cluster,
    pid: server.pid,
    stop: () => {
      stopping ??= (async () => {
        watch.cancel();
        await stopServer(server);
        await tidy();
      })();
      return stopping;
    },
  };
}

/** Calls once the server has ended: a child tells, an adopted server must be looked at. */
function whenGone(server: RunningServer, gone: () => void): { cancel: () => void } {
  if (server.child) {
    server.child.once('exit', gone);
    return { cancel: () => server.child?.off('exit', gone) };
  }
  const timer = setInterval(() => {
    void waitForExit(server, 0).then((ended) => {
      if (!ended) return;
      clearInterval(timer);
      gone();
    });
  }, 500);
  timer.unref();
  return { cancel: () => clearInterval(timer) };
}
