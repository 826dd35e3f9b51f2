import { Client } from 'pg';
import { withoutPassword } from './database-url.ts';
import { type PlatformLanguage, sayPlatform } from './platform-words.ts';
import { postgresMajor } from './postgres-binaries.ts';
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from './postgres-supervisor.ts';
import { SupervisorError } from './supervisor-error.ts';

export interface OpenedDatabase {
  /** For `pg`; may hold a password, so it belongs in no log. */
  readonly url: string;
  readonly kind: 'embedded' | 'server';
  /** Such as `15.18`. */
  readonly version: string;
  /** Stops an embedded server; leaves any other as it is. Can be called twice. */
  stop(): Promise<void>;
}

export interface OpenDatabaseOptions extends EmbeddedPostgresOptions {
  /** An existing server (`DATABASE_URL`). Absent or empty: an embedded one on `directory`. */
  readonly url?: string | undefined;
}

/**
 * The database to work on: the server that was named, checked for what the project needs, or else
 * our own on a directory.
 *
 * @throws SupervisorError, for a named server `server-unreachable`, `server-too-old`, `server-not-utf8`.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenedDatabase> {
  if (options.url) return openServer(options.url, options.log, options.language ?? 'zh-CN');
  const embedded = await startEmbeddedPostgres(options);
  return { url: embedded.url, kind: 'embedded', version: embedded.version, stop: embedded.stop };
}

interface ServerFacts {
  readonly version_number: number;
  readonly version: string;
  readonly encoding: string;
  readonly database: string;
  readonly role: string;
  readonly powerful: boolean;
}

async function openServer(
  url: string,
  log: ((line: string) => void) | undefined,
  language: PlatformLanguage,
): Promise<OpenedDatabase> {
  const facts = await askFacts(url);
  const version = facts.version.split(' ')[0] ?? facts.version;
  if (facts.version_number < postgresMajor * 10_000) {
    throw new SupervisorError('server-too-old', { found: version, needed: postgresMajor });
  }
  if (facts.encoding !== 'UTF8') {
    throw new SupervisorError('server-not-utf8', { database: facts.database, found: facts.encoding });
  }
  if (facts.powerful) log?.(sayPlatform('role-too-powerful', { role: facts.role }, language));
  return { url, kind: 'server', version, stop: async () => undefined };
}

async function askFacts(url: string): Promise<ServerFacts> {
  let client: Client | null = null;
  try {
    client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query<ServerFacts>(
      `select current_setting('server_version_num')::int as version_number,
              current_setting('server_version') as version,
              pg_encoding_to_char(encoding) as encoding,
              datname as database, rolname as role, rolsuper or rolbypassrls as powerful
       from pg_database, pg_roles where datname = current_database() and rolname = current_user`,
    );
    const facts = rows[0];
    if (!facts) throw new Error('no answer');
    return facts;
  } catch (error) {
    const detail = error instanceof Error ? error.message || error.name : String(error);
    throw new SupervisorError(
      'server-unreachable',
      { server: withoutPassword(url), detail },
      { cause: error },
    );
  } finally {
    await client?.end().catch(() => undefined);
  }
}
