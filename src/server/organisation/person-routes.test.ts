import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openTestHouse,
  strangerClient,
  type TestCity,
  type TestHouse,
  type TestUnit,
  testPassword,
} from '../../../test/support/test-city.ts';
import { inCity } from '../platform/database/database.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

async function story() {
  const city = await house.city();
  const here = await city.unit('100', '解放区', { kind: 'district' });
  const there = await city.unit('200', '山阳区', { kind: 'district' });
  const street = await city.unit('101', '焦西街道办事处', { parent: here });
  const top = await city.person('top', 'admin');
  const part = await city.person('part', 'admin', here);
  return {
    city,
    here,
    there,
    street,
    top: await top.client(),
    part: await part.client(),
    ids: { top, part },
  };
}

const grantOn = (unit: TestUnit, role = 'liaison') => ({
  id: uuid(),
  role,
  unitId: unit.id,
  validFrom: '2026-11-01',
});
const newPerson = (unit: TestUnit, more: object = {}) => ({
  id: uuid(),
  login: 'li.si',
  name: '李四（样）',
  grant: grantOn(unit),
  ...more,
});

async function personKinds(city: TestCity, personId: string): Promise<string[]> {
  const rows = await inCity(house.db, city.id, 'read', (tx) =>
    tx.selectFrom('event').select('kind').where('subject_id', '=', personId).orderBy('version').execute(),
  );
  return rows.map((row) => row.kind);
}

describe('a new account', () => {
  it('comes with a password that is shown once and must be changed', async () => {
    const { city, street, part } = await story();
    const wish = newPerson(street);
    const made = await part.post('/api/people', wish);
    expect(made.status).toBe(200);
    expect(made.body.password).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){2}$/);
    expect(made.body.person).toMatchObject({
      login: 'li.si',
      mustChangePassword: true,
      mayManage: true,
      grants: [{ role: 'liaison', unitName: '焦西街道办事处' }],
    });
    expect((await part.post('/api/people', wish)).body).toEqual({ ...made.body, password: null });
    expect((await part.post('/api/people', { ...wish, name: '王五' })).body.code).toBe('person.idTaken');
    expect(await personKinds(city, wish.id)).toEqual(['person.created', 'person.granted']);
    const rows = await city.write((tx) => tx.selectFrom('event').select('data').execute());
    expect(JSON.stringify(rows)).not.toContain(made.body.password);
  });

  it.each([
    ['login', { login: 'Li Si' }],
    ['login', { login: 'x' }],
    ['name', { name: '' }],
    ['password', { password: 'short' }],
    ['grant.role', { grant: { ...{ id: uuid(), unitId: uuid(), validFrom: '2026-01-01' }, role: 'king' } }],
    ['grant.unitId', { grant: { id: uuid(), unitId: uuid(), validFrom: '2026-01-01', role: 'liaison' } }],
    ['grant', { grant: undefined }],
    ['body', { isActive: true }],
  ])('is refused at %s', async (place, fault) => {
    const { city, street, top } = await story();
    const reply = await top.post('/api/people', newPerson(street, fault));
    expect(reply.status).toBe(400);
    expect(reply.body.fields.map((field: { path: string }) => field.path)).toContain(place);
    const rows = await city.write((tx) => tx.selectFrom('person').select('id').execute());
    expect(rows).toHaveLength(2);
  });

  it('is made only by person.manage and only within its reach', async () => {
    const { city, street, there, part, top } = await story();
    const head = await (await city.person('head', 'unitHead', street)).client();
    expect((await head.post('/api/people', newPerson(street))).status).toBe(403);
    expect((await part.post('/api/people', newPerson(there))).status).toBe(400);
    expect((await top.post('/api/people', newPerson(street, { login: 'head' }))).body.code).toBe(
      'person.loginTaken',
    );
    expect((await strangerClient(house.app).post('/api/people', newPerson(street))).status).toBe(401);
  });
});

describe('roles', () => {
  it('are granted and revoked, and hold with the next click', async () => {
    const { city, street, here, part } = await story();
    const person = await city.person('worker', 'gridWorker', street);
    const client = await person.client();
    expect((await client.get(`/api/units/${here.id}`)).status).toBe(404);
    const wish = grantOn(here, 'unitHead');
    const granted = await part.post(`/api/people/${person.id}/grants`, wish);
    expect(granted.body.grants).toHaveLength(2);
    expect((await part.post(`/api/people/${person.id}/grants`, wish)).body).toEqual(granted.body);
    expect((await client.get(`/api/units/${here.id}`)).status).toBe(200);
    const revoked = await part.post(`/api/people/${person.id}/grants/${wish.id}/revoke`);
    expect(revoked.body.grants).toHaveLength(1);
    expect((await client.get(`/api/units/${here.id}`)).status).toBe(404);
    expect((await part.post(`/api/people/${person.id}/grants/${uuid()}/revoke`)).status).toBe(404);
    expect(await personKinds(city, person.id)).toEqual(['person.granted', 'person.grant_revoked']);
  });

  it('can be given, ended and given again on one day', async () => {
    const { city, street, top } = await story();
    const person = await city.person('worker', 'gridWorker', street);
    for (const wish of [1, 2].map(() => ({ ...grantOn(street), validFrom: '2026-11-23' }))) {
      expect((await top.post(`/api/people/${person.id}/grants`, wish)).status).toBe(200);
      expect((await top.post(`/api/people/${person.id}/grants/${wish.id}/revoke`)).status).toBe(200);
    }
  });

  it('never go to oneself, outside one’s reach or twice', async () => {
    const { city, street, here, there, top, part, ids } = await story();
    const person = await city.person('worker', 'gridWorker', street);
    const grant = async (client: typeof top, id: string, wish: object) =>
      (await client.post(`/api/people/${id}/grants`, wish)).body.code;
    expect(await grant(top, ids.top.id, grantOn(city.root, 'campaignOffice'))).toBe('person.grantToSelf');
    expect(await grant(part, person.id, grantOn(there))).toBe('invalid');
    expect(await grant(part, person.id, grantOn(street, 'gridWorker'))).toBe('person.grantTwice');
    expect(await grant(part, ids.top.id, grantOn(here))).toBe('notFound');
    expect(await grant(await person.client(), person.id, grantOn(street, 'admin'))).toBe('forbidden');
  });

  it('take a contact’s place away when the last one ends', async () => {
    const { city, street, top } = await story();
    const person = await city.person('liaison', 'liaison', street, { contact: true });
    const list = await top.get(`/api/people?unitId=${street.id}`);
    const [grant] = list.body.people[0].grants;
    await top.post(`/api/people/${person.id}/grants/${grant.id}/revoke`);
    expect((await top.get(`/api/units/${street.id}`)).body.contact).toBeNull();
  });
});

describe('an account', () => {
  it('of somebody who also holds a role above is out of reach', async () => {
    const { city, street, here, part, ids } = await story();
    await city.write((tx) =>
      tx
        .insertInto('role_grant')
        .values({
          city_id: city.id,
          id: uuid(),
          person_id: ids.top.id,
          role: 'cityLeader',
          unit_id: street.id,
          valid_from: '2020-01-01',
        })
        .execute(),
    );
    for (const act of ['password', 'deactivate', 'sign-out']) {
      const reply = await part.post(`/api/people/${ids.top.id}/${act}`);
      expect([reply.status, reply.body.code]).toEqual([403, 'person.outsideReach']);
    }
    const line = (await part.get(`/api/people?unitId=${here.id}`)).body.people.find(
      (each: { id: string }) => each.id === ids.top.id,
    );
    expect(line).toMatchObject({ login: null, mayManage: false, grants: [{ role: 'cityLeader' }] });
  });

  it('loses its sessions with a new password, by force, or when it is closed', async () => {
    const { city, street, part } = await story();
    const person = await city.person('worker', 'liaison', street);
    const [one, two] = [await person.client(), await person.client()];
    expect((await part.post(`/api/people/${person.id}/sign-out`)).body).toEqual({ closed: 2 });
    expect((await one.get('/api/units')).status).toBe(401);
    expect((await two.get('/api/units')).status).toBe(401);

    const reset = await part.post(`/api/people/${person.id}/password`);
    const stranger = strangerClient(house.app);
    const signIn = (password: string) => stranger.post('/api/session', { login: 'worker', password });
    // strangers sign in to the first city of the house, so the stored hash is what is compared here
    const row = await city.write((tx) =>
      tx
        .selectFrom('person')
        .select(['password_hash', 'must_change_password'])
        .where('id', '=', person.id)
        .executeTakeFirstOrThrow(),
    );
    const { passwordFits } = await import('../access/passwords.ts');
    expect(await passwordFits(row.password_hash, reset.body.password)).toBe(true);
    expect(await passwordFits(row.password_hash, testPassword)).toBe(false);
    expect(row.must_change_password).toBe(true);
    expect((await signIn(testPassword)).status).toBe(401);

    const again = await person.client();
    expect((await part.post(`/api/people/${person.id}/deactivate`)).body.isActive).toBe(false);
    expect((await again.get('/api/units')).status).toBe(401);
    expect((await part.post(`/api/people/${person.id}/grants`, grantOn(street, 'unitHead'))).body.code).toBe(
      'person.inactive',
    );
    expect((await part.post(`/api/people/${person.id}/activate`)).body.isActive).toBe(true);
    expect(await personKinds(city, person.id)).toEqual([
      'person.signed_out',
      'person.password_reset',
      'person.deactivated',
      'person.activated',
    ]);
  });

  it('of the last administrator stays', async () => {
    const { city, top, ids } = await story();
    const list = await top.get('/api/people?role=admin');
    const own = list.body.people.find((each: { id: string }) => each.id === ids.top.id);
    const revoke = `/api/people/${ids.top.id}/grants/${own.grants[0].id}/revoke`;
    expect((await top.post(revoke)).body.code).toBe('person.lastAdmin');
    expect((await top.post(`/api/people/${ids.top.id}/deactivate`)).body.code).toBe('person.lastAdmin');
    const second = await city.person('second', 'admin');
    const other = await second.client();
    const both = await Promise.all([
      top.post(`/api/people/${second.id}/deactivate`),
      other.post(`/api/people/${ids.top.id}/deactivate`),
    ]);
    expect(both.map((reply) => reply.status).sort()).not.toEqual([200, 200]);
    const left = await city.write((tx) =>
      tx
        .selectFrom('person')
        .select('id')
        .where('is_active', '=', true)
        .where('id', 'in', [ids.top.id, second.id])
        .execute(),
    );
    expect(left).toHaveLength(1);
  });
});

describe('the list of people', () => {
  it('shows names and roles of one’s subtree, by pages, and logins only to who keeps them', async () => {
    const { city, street, there, top } = await story();
    for (const login of ['aa', 'bb', 'cc']) await city.person(login, 'gridWorker', street);
    await city.person('elsewhere', 'liaison', there);
    const head = await (await city.person('head', 'unitHead', street)).client();
    const seen = await head.get('/api/people');
    expect(seen.body.count).toBe(4);
    expect(seen.body.people.map((each: { login: string | null }) => each.login).filter(Boolean)).toEqual([
      'head',
    ]);
    const names: string[] = [];
    let cursor = '';
    for (let page = 0; page < 4; page += 1) {
      const reply = await top.get(
        `/api/people?limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      );
      names.push(...reply.body.people.map((each: { login: string }) => each.login));
      cursor = reply.body.nextCursor ?? '';
    }
    expect(names.sort()).toEqual(['aa', 'bb', 'cc', 'elsewhere', 'head', 'part', 'top']);
    expect((await top.get('/api/people?search=els')).body.count).toBe(1);
    expect((await top.get(`/api/people?unitId=${street.id}&role=gridWorker`)).body.count).toBe(3);
    expect((await top.get('/api/people?cursor=nonsense')).body.fields[0].path).toBe('cursor');
    expect((await head.get(`/api/people?unitId=${there.id}`)).status).toBe(404);
    expect((await strangerClient(house.app).get('/api/people')).status).toBe(401);
  });
});
