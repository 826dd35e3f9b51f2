import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addProblem, editBody, openRegister, siteBody } from '../../../test/support/site-register.ts';
import { openTestHouse, strangerClient, type TestHouse } from '../../../test/support/test-city.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

describe('entering a site', () => {
  it('stores it with its history, and repeating the same changes nothing', async () => {
    const { city, street } = await openRegister(house);
    const office = await (await city.person('office1', 'campaignOffice')).client();
    const body = siteBody(street, { position: { lon: 113.24, lat: 35.21, source: 'map' } });
    const first = await office.post('/api/sites', body);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      id: body.id,
      lon: 113.24,
      positionSource: 'map',
      territory: { id: street.id, name: street.name },
      territoryNames: ['测试市', '山阳区', '东方红街道'],
      version: 1,
      may: { edit: true },
    });
    expect((await office.post('/api/sites', body)).body).toEqual(first.body);
    expect((await office.post('/api/sites', { ...body, name: '别处' })).status).toBe(409);
    const history = await office.get(`/api/sites/${body.id}/history`);
    expect(history.body.entries).toMatchObject([
      { version: 1, kind: 'site.created', actorName: '样本office1' },
    ]);
  });

  it('is refused with the name of the field that is wrong, and stores nothing', async () => {
    const { city, street } = await openRegister(house);
    const office = await (await city.person('office1', 'campaignOffice')).client();
    const wrong: [Record<string, unknown>, string][] = [
      [{ siteType: 'PALACE' }, 'siteType'],
      [{ territoryUnitId: uuid() }, 'territoryUnitId'],
      [{ lineBureauId: uuid() }, 'lineBureauId'],
      [{ keeperPersonId: uuid() }, 'keeperPersonId'],
      [{ name: '' }, 'name'],
      [{ code: 'x'.repeat(61) }, 'code'],
      [{ name: 'a\u0000b' }, 'name'],
      [{ position: { lon: 181, lat: 0, source: 'map' } }, 'position.lon'],
      [{ position: { lon: 113, source: 'map' } }, 'position.lat'],
      [{ state: 'retired' }, 'body'],
    ];
    for (const [change, path] of wrong) {
      const reply = await office.post('/api/sites', siteBody(street, change));
      expect(reply.status, path).toBe(400);
      expect(reply.body.fields[0].path).toBe(path);
    }
    const owned = await office.post(
      '/api/sites',
      siteBody(street, { isOwnerless: true, operatorUnitId: street.id }),
    );
    expect(owned.body.code).toBe('site-ownerless-has-operator');
    expect((await office.get('/api/sites?state=all')).body.counts.all).toBe(0);
  });

  it('is refused under a code that is in use, naming whose it is', async () => {
    const { city, street } = await openRegister(house);
    const office = await (await city.person('office1', 'campaignOffice')).client();
    await office.post('/api/sites', siteBody(street, { code: 'Y-1', name: '甲院' }));
    const reply = await office.post('/api/sites', siteBody(street, { code: 'Y-1' }));
    expect(reply.status).toBe(409);
    expect(reply.body).toMatchObject({ code: 'site-code-taken', facts: { name: '甲院' } });
  });
});

describe('changing a site', () => {
  it('keeps the position when it is left out, counts versions and refuses a stale page', async () => {
    const { city, street, otherStreet } = await openRegister(house);
    const office = await (await city.person('office1', 'campaignOffice')).client();
    const body = siteBody(street, { position: { lon: 113.24, lat: 35.21, source: 'device' } });
    await office.post('/api/sites', body);
    const { position: _left, ...rest } = editBody(body, 1, { name: '新名', territoryUnitId: otherStreet.id });
    const changed = await office.put(`/api/sites/${body.id}`, rest);
    expect(changed.body).toMatchObject({
      name: '新名',
      lon: 113.24,
      positionSource: 'device',
      version: 2,
      territory: { name: '焦东街道' },
    });
    expect((await office.put(`/api/sites/${body.id}`, { ...rest, name: '又改' })).status).toBe(409);
    const same = await office.put(`/api/sites/${body.id}`, { ...rest, version: 2 });
    expect(same.body.version).toBe(2);
    const history = await office.get(`/api/sites/${body.id}/history`);
    expect(history.body.entries[0]).toMatchObject({
      kind: 'site.changed',
      fields: expect.arrayContaining(['name', 'territoryUnitId']),
    });
  });

  it('retires and restores with a reason, and a retired site is not changed', async () => {
    const { city, street } = await openRegister(house);
    const office = await (await city.person('office1', 'campaignOffice')).client();
    const body = siteBody(street);
    await office.post('/api/sites', body);
    expect((await office.post(`/api/sites/${body.id}/retire`, { version: 1, reason: '' })).status).toBe(400);
    const retired = await office.post(`/api/sites/${body.id}/retire`, { version: 1, reason: '已拆除' });
    expect(retired.body).toMatchObject({ state: 'retired', version: 2 });
    const refused = await office.put(`/api/sites/${body.id}`, editBody(body, 2, { name: '新名' }));
    expect(refused).toMatchObject({ status: 409, body: { code: 'site-retired' } });
    expect((await office.get('/api/sites')).body.counts.all).toBe(0);
    const back = await office.post(`/api/sites/${body.id}/restore`, { version: 2, reason: '登记错误' });
    expect(back.body.state).toBe('active');
    expect((await office.get('/api/sites')).body.counts.all).toBe(1);
  });
});

describe('who sees and changes sites', () => {
  it('is decided by role and subtree, for every endpoint', async () => {
    const { city, street, otherStreet } = await openRegister(house);
    const office = await (await city.person('office1', 'campaignOffice')).client();
    const here = siteBody(street, { code: 'A', position: { lon: 113.2, lat: 35.2, source: 'map' } });
    const there = siteBody(otherStreet, { code: 'B', position: { lon: 113.3, lat: 35.3, source: 'map' } });
    await office.post('/api/sites', here);
    await office.post('/api/sites', there);
    const reason = { version: 1, reason: '试' };

    for (const role of [
      'unitHead',
      'liaison',
      'gridWorker',
      'inspector',
      'verifier',
      'cityLeader',
    ] as const) {
      const client = await (await city.person(role.toLowerCase(), role, street)).client();
      expect((await client.get(`/api/sites/${here.id}`)).status, role).toBe(200);
      expect((await client.get(`/api/sites/${here.id}/history`)).status).toBe(200);
      expect((await client.get(`/api/sites/${there.id}`)).status, role).toBe(404);
      expect((await client.get(`/api/sites/${there.id}/history`)).status).toBe(404);
      const list = await client.get('/api/sites');
      expect(list.body.sites.map((site: { code: string }) => site.code)).toEqual(['A']);
      expect(list.body.counts.all).toBe(1);
      const map = await client.get('/api/sites/map');
      expect(map.body.points.map((point: string[]) => point[0])).toEqual([here.id]);
      expect((await client.get('/api/map/districts')).status).toBe(200);
      expect((await client.post('/api/sites', siteBody(street))).status, role).toBe(403);
      expect((await client.put(`/api/sites/${here.id}`, editBody(here, 1))).status, role).toBe(403);
      expect((await client.put(`/api/sites/${there.id}`, editBody(there, 1))).status, role).toBe(404);
      expect((await client.post(`/api/sites/${here.id}/retire`, reason)).status, role).toBe(403);
      expect((await client.post(`/api/sites/${there.id}/retire`, reason)).status, role).toBe(404);
      expect((await client.post(`/api/sites/${here.id}/restore`, reason)).status, role).toBe(403);
    }

    const admin = await (await city.person('admin1', 'admin', street)).client();
    expect((await admin.post('/api/sites', siteBody(street))).status).toBe(200);
    expect((await admin.post('/api/sites', siteBody(otherStreet))).status).toBe(403);
    const moved = await admin.put(
      `/api/sites/${here.id}`,
      editBody(here, 1, { territoryUnitId: otherStreet.id }),
    );
    expect(moved.status).toBe(403);

    const stranger = strangerClient(house.app);
    for (const path of ['', '/map', `/${here.id}`, `/${here.id}/history`]) {
      expect((await stranger.get(`/api/sites${path}`)).status).toBe(401);
    }
    expect((await stranger.get('/api/map/districts')).status).toBe(401);
    expect((await stranger.post('/api/sites', siteBody(street))).status).toBe(401);
    const untouched = await office.get(`/api/sites/${here.id}`);
    expect(untouched.body.version).toBe(1);
  });

  it('never reaches another city', async () => {
    const one = await openRegister(house);
    const other = await openRegister(house);
    const office = await (await one.city.person('office1', 'campaignOffice')).client();
    const foreign = await (await other.city.person('office1', 'campaignOffice')).client();
    const body = siteBody(one.street);
    await office.post('/api/sites', body);
    expect((await foreign.get(`/api/sites/${body.id}`)).status).toBe(404);
    expect((await foreign.get('/api/sites')).body.counts.all).toBe(0);
    expect((await foreign.post('/api/sites', siteBody(one.street))).status).toBe(400);
  });
});

describe('the list', () => {
  it('pages by code without gaps or repeats, with the same counts on every page', async () => {
    const { city, street } = await openRegister(house);
    const office = await (await city.person('office1', 'campaignOffice')).client();
    for (let index = 0; index < 7; index += 1)
      await office.post('/api/sites', siteBody(street, { code: `S-${index}` }));
    const codes: string[] = [];
    let cursor: string | null = null;
    do {
      const reply = await office.get(`/api/sites?limit=3${cursor ? `&cursor=${cursor}` : ''}`);
      codes.push(...reply.body.sites.map((site: { code: string }) => site.code));
      expect(reply.body.counts.all).toBe(7);
      cursor = reply.body.next;
    } while (cursor);
    expect(codes).toEqual(['S-0', 'S-1', 'S-2', 'S-3', 'S-4', 'S-5', 'S-6']);
  });

  it('filters by subtree, type, owner, position, text and how the site stands', async () => {
    const { city, district, street, otherStreet } = await openRegister(house);
    const office = await (await city.person('office1', 'campaignOffice')).client();
    const at = { lon: 113.2, lat: 35.2, source: 'typed' };
    const clear = siteBody(street, { code: 'CLEAR', name: '百分百_楼院', isOwnerless: true });
    const open = siteBody(street, { code: 'OPEN', siteType: 'MARKET', position: at });
    const late = siteBody(otherStreet, { code: 'LATE', position: at });
    for (const body of [clear, open, late]) await office.post('/api/sites', body);
    await addProblem(city, open.id, '2026-12-01T00:00:00Z');
    await addProblem(city, open.id, '2026-12-24T00:00:00Z', 'deferred');
    await addProblem(city, late.id, '2026-11-02T00:00:00Z');
    await addProblem(city, late.id, '2026-12-02T00:00:00Z');
    await addProblem(city, clear.id, '2026-11-02T00:00:00Z', 'struck_off');
    const found = async (query: string) =>
      (await office.get(`/api/sites?${query}`)).body.sites.map((site: { code: string }) => site.code);
    expect(await found(`unitId=${district.id}`)).toEqual(['CLEAR', 'LATE', 'OPEN']);
    expect(await found(`unitId=${otherStreet.id}`)).toEqual(['LATE']);
    expect(await found(`unitId=${uuid()}`)).toEqual([]);
    expect(await found('siteType=MARKET')).toEqual(['OPEN']);
    expect(await found('ownerless=true')).toEqual(['CLEAR']);
    expect(await found('ownerless=false')).toEqual(['LATE', 'OPEN']);
    expect(await found('hasPosition=false')).toEqual(['CLEAR']);
    expect(await found('light=clear')).toEqual(['CLEAR']);
    expect(await found('light=open')).toEqual(['OPEN']);
    expect(await found('light=overdue')).toEqual(['LATE']);
    expect(await found(`search=${encodeURIComponent('分_百')}`)).toEqual([]);
    expect(await found(`search=${encodeURIComponent('%')}`)).toEqual([]);
    expect(await found(`search=${encodeURIComponent('百_楼')}`)).toEqual(['CLEAR']);
    expect(await found('search=lat')).toEqual(['LATE']);
    const all = await office.get('/api/sites');
    expect(all.body.counts).toEqual({ all: 3, clear: 1, open: 1, overdue: 1, ownerless: 1, positioned: 2 });
    const lateLine = all.body.sites.find((site: { code: string }) => site.code === 'LATE');
    expect(lateLine).toMatchObject({ openProblems: 2, overdueProblems: 1, lastScore: null });
    const page = await office.get(`/api/sites/${clear.id}`);
    expect(page.body.counts).toEqual({ problems: 1, struckOff: 1, inspections: 0 });
    for (const query of ['unitId=x', 'limit=0', 'light=red', 'state=gone', 'ownerless=maybe', 'nonsense=1']) {
      expect((await office.get(`/api/sites?${query}`)).status, query).toBe(400);
    }
  });
});
