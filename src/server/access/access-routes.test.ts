import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openTestHouse,
  strangerClient,
  type TestHouse,
  testPassword,
} from '../../../test/support/test-city.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

describe('sign-in', () => {
  it('opens a session with a cookie that scripts cannot read', async () => {
    const city = await house.city();
    await city.person('office1', 'campaignOffice');
    const stranger = strangerClient(house.app);
    const reply = await stranger.post('/api/session', { login: 'office1', password: testPassword });
    expect(reply.status).toBe(200);
    expect(String(reply.headers['set-cookie'])).toMatch(/guatu_session=.+; Path=\/; HttpOnly; SameSite=Lax/);
    expect(reply.body.csrfToken).toMatch(/^[\w-]{43}$/);
  });

  it('answers a wrong password and an unknown login alike, then slows down', async () => {
    const stranger = strangerClient(house.app);
    const unknown = await stranger.post('/api/session', { login: 'nobody', password: 'x' });
    expect(unknown.status).toBe(401);
    expect(unknown.body).toEqual({ code: 'wrongPassword', message: '账号或密码不正确。', facts: {} });
    for (let round = 0; round < 9; round += 1)
      await stranger.post('/api/session', { login: 'nobody', password: 'x' });
    const blocked = await stranger.post('/api/session', { login: 'nobody', password: 'x' });
    expect(blocked.status).toBe(429);
    expect(blocked.body.code).toBe('tooMany');
  });

  it('refuses unknown fields, wrong types and malformed JSON with the place of the fault', async () => {
    const stranger = strangerClient(house.app);
    const wrong = await stranger.post('/api/session', { login: 7, password: testPassword, admin: true });
    expect(wrong.status).toBe(400);
    expect(wrong.body.fields.map((field: { path: string }) => field.path)).toEqual(['login', 'body']);
    expect(wrong.body.message).toContain('admin');
    const malformed = await house.app.fastify.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'content-type': 'application/json' },
      payload: '{"login":',
    });
    expect(malformed.statusCode).toBe(400);
    expect(malformed.json().code).toBe('malformed');
  });
});

describe('a session', () => {
  it('shows who is signed in and what he may do', async () => {
    const city = await house.city();
    const street = await city.unit('001', '东方红街道办事处');
    const head = await city.person('head1', 'unitHead', street);
    const reply = await (await head.client()).get('/api/session');
    expect(reply.body.person.grants).toEqual([
      { role: 'unitHead', unitId: street.id, unitName: street.name, unitPath: street.path },
    ]);
    expect(reply.body.person.verbs).toContain('problem.assign');
    expect(reply.body.person.verbs).not.toContain('problem.dispatch');
  });

  it('ends at once when it is signed out', async () => {
    const city = await house.city();
    const client = await (await city.person('office1', 'campaignOffice')).client();
    expect((await client.get('/api/session')).body.person).not.toBeNull();
    expect((await client.delete('/api/session')).status).toBe(200);
    expect((await client.get('/api/session')).body.person).toBeNull();
  });

  it('refuses changes without the token that only our own page knows', async () => {
    const city = await house.city();
    const person = await city.person('office1', 'campaignOffice');
    const client = await person.client();
    const cookie = await house.app.fastify.inject({ method: 'GET', url: '/api/session' });
    expect(cookie.json().csrfToken).toBeNull();
    const foreign = await house.app.fastify.inject({
      method: 'DELETE',
      url: '/api/session',
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(foreign.statusCode).toBe(401);
    expect((await client.get('/api/session')).status).toBe(200);
  });

  it('keeps only the session that changed the password', async () => {
    const city = await house.city();
    const person = await city.person('office1', 'campaignOffice');
    const [here, there] = [await person.client(), await person.client()];
    const next = 'a much better password';
    const wrong = await here.post('/api/session/password', { current: 'not it at all', next });
    expect(wrong.status).toBe(400);
    expect(wrong.body.fields[0].path).toBe('current');
    expect((await here.post('/api/session/password', { current: testPassword, next })).status).toBe(200);
    expect((await here.get('/api/session')).body.person).not.toBeNull();
    expect((await there.get('/api/session')).body.person).toBeNull();
  });
});

describe('words', () => {
  it('are converted to the traditional script by words', async () => {
    const reply = await strangerClient(house.app).get('/api/words/zh-Hant');
    expect(reply.body['nav.ledger']).toBe('問題臺賬');
    expect(Object.keys(reply.body).length).toBeGreaterThan(50);
  });
});
