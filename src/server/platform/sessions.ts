import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor, Grant } from '../../domain/access/may.ts';
import type { Role } from '../../domain/access/verbs.ts';
import { type Database, inCity, type Tx } from './database/database.ts';

const cookieForm = /(?:^|;\s*)guatu_session=([0-9a-f-]{36}\.[A-Za-z0-9_-]{43})(?:;|$)/;

/** The session token in a Cookie header, or null. Form: city id, dot, 256 random bits. */
export function tokenOf(cookies: string | undefined): string | null {
  return cookieForm.exec(cookies ?? '')?.[1] ?? null;
}

/** A token the page shows with every change; computed from the session, so nothing more is stored. */
export function csrfOf(token: string): string {
  return createHash('sha256').update(`csrf:${token}`).digest('base64url');
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

const sessionDays = 14;
/** How long a person's roles may be remembered; also how late another process hears of a forced sign-out. */
const memorySeconds = 5;
const mostRemembered = 20_000;

/** Server-side sessions: only the hash of a token is stored, and a revoked one ends at once. */
export interface Sessions {
  /** Who holds this token, or null when it is unknown, ended or revoked. */
  find(token: string): Promise<Actor | null>;
  /** Opens a session. @returns the token for the cookie. */
  open(
    tx: Tx,
    person: { cityId: string; personId: string; userAgent: string | null },
    now: string,
  ): Promise<string>;
  /** Ends one session. */
  close(tx: Tx, token: string, now: string): Promise<void>;
  /** Ends all sessions of a person (forced sign-out, new password), but `except`. @returns how many. */
  closeAll(tx: Tx, cityId: string, personId: string, now: string, except?: string | null): Promise<number>;
  /** Forgets what is remembered of a person, so that new roles hold with his next click. */
  forget(personId: string): void;
}

/** Sessions over a database, with a short memory in front. */
export function createSessions(db: Database, clock: () => Date): Sessions {
  const remembered = new Map<string, { actor: Actor; until: number }>();
  const forget = (personId: string) => {
    for (const [token, entry] of remembered) if (entry.actor.personId === personId) remembered.delete(token);
  };
  return {
    forget,
    async find(token) {
      const now = clock();
      const known = remembered.get(token);
      if (known && known.until > now.getTime()) return known.actor;
      remembered.delete(token);
      const [cityId = ''] = token.split('.');
      const actor = await inCity(db, cityId, 'read', (tx) => loadActor(tx, cityId, token, now.toISOString()));
      if (!actor) return null;
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.set(token, { actor, until: now.getTime() + memorySeconds * 1000 });
      return actor;
    },
    async open(tx, person, now) {
      const token = `${person.cityId}.${randomBytes(32).toString('base64url')}`;
      await tx
        .insertInto('session')
        .values({
          city_id: person.cityId,
          token_hash: hashOf(token),
          person_id: person.personId,
          created_at: now,
          last_seen_at: now,
          expires_at: new Date(Date.parse(now) + sessionDays * 86_400_000).toISOString(),
          user_agent: person.userAgent?.slice(0, 300) ?? null,
        })
        .execute();
      return token;
    },
    async close(tx, token, now) {
      remembered.delete(token);
      await tx
        .updateTable('session')
        .set({ revoked_at: now })
        .where('token_hash', '=', hashOf(token))
        .where('revoked_at', 'is', null)
        .execute();
    },
    async closeAll(tx, cityId, personId, now, except) {
      forget(personId);
      const result = await tx
        .updateTable('session')
        .set({ revoked_at: now })
        .where('city_id', '=', cityId)
        .where('person_id', '=', personId)
        .where('revoked_at', 'is', null)
        .where('token_hash', '<>', except ? hashOf(except) : Buffer.alloc(0))
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },
  };
}

async function loadActor(tx: Tx, cityId: string, token: string, now: string): Promise<Actor | null> {
  const rows = await tx
    .selectFrom('session as s')
    .innerJoin('person as p', (join) =>
      join.onRef('p.city_id', '=', 's.city_id').onRef('p.id', '=', 's.person_id'),
    )
    .leftJoin('role_grant as g', (join) =>
      join
        .onRef('g.city_id', '=', 'p.city_id')
        .onRef('g.person_id', '=', 'p.id')
        .on('g.valid_from', '<=', sql<string>`(${now}::timestamptz at time zone 'Asia/Shanghai')::date`)
        .on((on) =>
          on.or([
            on('g.valid_to', 'is', null),
            on('g.valid_to', '>', sql<string>`(${now}::timestamptz at time zone 'Asia/Shanghai')::date`),
          ]),
        ),
    )
    .leftJoin('unit as u', (join) =>
      join.onRef('u.city_id', '=', 'g.city_id').onRef('u.id', '=', 'g.unit_id'),
    )
    .select([
      'p.id',
      'p.name',
      'p.login',
      'p.locale',
      'p.must_change_password',
      'g.role',
      'g.unit_id',
      'u.path',
    ])
    .where('s.city_id', '=', cityId)
    .where('s.token_hash', '=', hashOf(token))
    .where('s.revoked_at', 'is', null)
    .where('s.expires_at', '>', now)
    .where('p.is_active', '=', true)
    .execute();
  const [first] = rows;
  if (!first) return null;
  const grants = rows.flatMap((row): Grant[] =>
    row.role && row.unit_id && row.path
      ? [{ role: row.role as Role, unitId: row.unit_id, unitPath: row.path }]
      : [],
  );
  return {
    personId: first.id,
    cityId,
    name: first.name,
    login: first.login,
    locale: first.locale,
    mustChangePassword: first.must_change_password,
    grants,
  };
}
