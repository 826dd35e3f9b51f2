import {
  changePassword,
  getSession,
  getWords,
  type SessionView,
  type SignInHint,
  setLocale,
  signIn,
  signOut,
} from '../../contract/access.ts';
import { verbsOf } from '../../domain/access/may.ts';
import { en } from '../../text/en.ts';
import { zhCN } from '../../text/zh-CN.ts';
import { inCity, type Tx } from '../platform/database/database.ts';
import { recordEvents } from '../platform/event-log.ts';
import { type EndpointHouse, implement, implementPrepared, type Route } from '../platform/http-endpoint.ts';
import { invalid, Refused } from '../platform/refused.ts';
import { csrfOf } from '../platform/sessions.ts';
import { traditionalWords } from '../platform/words.ts';
import { findCity, findPasswordHash, findPersonByLogin, listUnitNames } from './access-queries.ts';
import { hashPassword, passwordFits } from './passwords.ts';
import { createSignInLimit } from './sign-in-limit.ts';

/** Sign-in, sign-out, own password and language. */
export function accessRoutes(house: EndpointHouse, hints: readonly SignInHint[]): Route[] {
  const limit = createSignInLimit(house.clock);

  async function sessionViewOf(tx: Tx, cityId: string, token: string | null): Promise<SessionView> {
    const city = await findCity(tx, cityId);
    const actor = token ? await house.sessions.find(token) : null;
    const names = await listUnitNames(tx, cityId, actor?.grants.map((grant) => grant.unitId) ?? []);
    return {
      city: { id: city.city_id, name: city.name, nameEn: city.name_en, isSample: city.is_sample },
      person: actor && {
        id: actor.personId,
        name: actor.name,
        login: actor.login,
        locale: actor.locale,
        mustChangePassword: actor.mustChangePassword,
        grants: actor.grants.map((grant) => ({ ...grant, unitName: names.get(grant.unitId) ?? '' })),
        verbs: verbsOf(actor),
      },
      csrfToken: actor && token ? csrfOf(token) : null,
      hints: city.is_sample ? [...hints] : [],
    };
  }

  return [
    implement(getSession, ({ tx, cityId, caller }) => sessionViewOf(tx, cityId, caller.token)),

    // The password is checked before the transaction opens: hashing is slow by design.
    implementPrepared(
      signIn,
      async ({ cityId, body, caller }) => {
        const key = `${caller.address} ${body.login}`;
        const seconds = limit.wait(key);
        if (seconds > 0) throw new Refused(429, 'tooMany', { seconds });
        const person = await inCity(house.db, cityId, 'read', (tx) =>
          findPersonByLogin(tx, cityId, body.login),
        );
        const fits = await passwordFits(person?.password_hash, body.password);
        if (!person || !fits || !person.is_active) {
          limit.failed(key);
          throw new Refused(401, 'wrongPassword');
        }
        limit.succeeded(key);
        return person.id;
      },
      async ({ tx, cityId, caller, now }, personId) => {
        const token = await house.sessions.open(tx, { cityId, personId, userAgent: caller.userAgent }, now);
        caller.setSession(token);
        return { csrfToken: csrfOf(token) };
      },
    ),

    implement(signOut, async ({ tx, caller, now }) => {
      if (caller.token) await house.sessions.close(tx, caller.token, now);
      caller.setSession(null);
      return {};
    }),

    implementPrepared(
      changePassword,
      async ({ cityId, actor, body }) => {
        const stored = await inCity(house.db, cityId, 'read', (tx) =>
          findPasswordHash(tx, cityId, actor.personId),
        );
        if (!(await passwordFits(stored, body.current))) throw invalid('current', 'wrongPassword');
        if (body.current === body.next) throw invalid('next', 'samePassword');
        return hashPassword(body.next);
      },
      async ({ tx, cityId, actor, caller, now }, passwordHash) => {
        await tx
          .updateTable('person')
          .set({ password_hash: passwordHash, must_change_password: false })
          .where('city_id', '=', cityId)
          .where('id', '=', actor.personId)
          .execute();
        await recordEvents(
          tx,
          cityId,
          { kind: 'person', id: actor.personId },
          [{ kind: 'person.password_changed', data: {} }],
          actor,
          now,
        );
        await house.sessions.closeAll(tx, cityId, actor.personId, now, caller.token);
        const view = await sessionViewOf(tx, cityId, caller.token);
        house.sessions.forget(actor.personId);
        return { ...view, person: view.person && { ...view.person, mustChangePassword: false } };
      },
    ),

    implement(setLocale, async ({ tx, cityId, actor, body }) => {
      await tx
        .updateTable('person')
        .set({ locale: body.locale })
        .where('city_id', '=', cityId)
        .where('id', '=', actor.personId)
        .execute();
      house.sessions.forget(actor.personId);
      return {};
    }),

    implement(getWords, async ({ params }) => {
      if (params.locale === 'en') return en;
      return params.locale === 'zh-Hant' ? traditionalWords() : zhCN;
    }),
  ];
}
