import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Endpoint, errorReply } from '../../src/contract/endpoint.ts';
import {
  addAlmighty,
  addPowerless,
  addressOf,
  callerWith,
  fingerprint,
  listEndpoints,
  signedIn,
} from '../support/every-endpoint.ts';
import { sampleOf } from '../support/schema-samples.ts';
import { openTestHouse, type TestCity, type TestHouse, type TestReply } from '../support/test-city.ts';

let house: TestHouse;
let city: TestCity;
let almighty: string;
let powerless: string;
const endpoints = await listEndpoints();
const guarded = endpoints.filter((one) => one.access !== 'public');
const changes = guarded.filter((one) => one.method !== 'GET');
const asked = endpoints.filter((one) => one.access === 'asked');

beforeAll(async () => {
  house = await openTestHouse();
  city = await house.city();
  almighty = await addAlmighty(city);
  powerless = await addPowerless(city);
});
afterAll(() => house.close());

const speech = { name: 'speech.txt', type: 'text/plain', bytes: Buffer.from('我们是一街道。') };

/** Sends the endpoint what its schemas take. */
function sendSample(headers: Readonly<Record<string, string>>, one: Endpoint): Promise<TestReply> {
  const caller = callerWith(house, headers);
  const url = addressOf(one);
  if (one.carries === 'upload') {
    return caller.sendFile(url, speech, sampleOf(one.body) as Record<string, string>);
  }
  return caller.send(one, url, one.method === 'GET' ? undefined : sampleOf(one.body));
}

describe('the contract', () => {
  it('is answered in full, each endpoint once', () => {
    expect(endpoints.length).toBeGreaterThan(80);
    const routes = house.app.routes.map((route) => route.endpoint as Endpoint);
    expect(routes.map((route) => route.name).sort()).toEqual(endpoints.map((one) => one.name));
    const addresses = routes.map((one) => `${one.method} ${one.path}`);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it('makes no change by GET and none public but signing in', () => {
    const open = endpoints.filter((one) => one.access === 'public' && one.method !== 'GET');
    expect(open.map((one) => one.name)).toEqual(['access.signIn']);
  });

  it.each(endpoints.map((one) => [one.name, one] as const))('gives %s schemas that samples fit', (_, one) => {
    for (const schema of [one.params, one.query, one.body]) expect(() => sampleOf(schema)).not.toThrow();
  });

  it.each(endpoints.map((one) => [one.name, one] as const))(
    'lets %s take no part it does not know',
    (_, one) => {
      const whole = sampleOf(one.body);
      expect(one.body.safeParse({ ...(whole as object), surprise: 1 }).success).toBe(false);
      expect(one.query.safeParse({ ...(sampleOf(one.query) as object), surprise: '1' }).success).toBe(false);
    },
  );
});

describe('a stranger', () => {
  it.each(guarded.map((one) => [one.name, one] as const))('is told to sign in by %s', async (_, one) => {
    const reply = await sendSample({}, one);
    expect(reply.status).toBe(401);
    expect(errorReply.parse(reply.body)).toMatchObject({ code: 'signedOut' });
  });

  it('is nobody with a made-up session', async () => {
    for (const token of ['x', '../../etc/passwd', "' or 1=1 --", 'A'.repeat(4000), '%00']) {
      const reply = await callerWith(house, { cookie: `guatu_session=${token}` }).send(
        { method: 'GET' },
        '/api/units',
      );
      expect(reply.status, token).toBe(401);
    }
  });
});

describe('another site', () => {
  it.each(changes.map((one) => [one.name, one] as const))('cannot use a session for %s', async (_, one) => {
    const bare = await signedIn(house, city, almighty, { withoutToken: true });
    const headers = await signedIn(house, city, almighty);
    const before = await fingerprint(house, city);
    for (const foreign of [
      bare,
      { ...bare, 'x-csrf-token': 'guess' },
      { ...headers, origin: 'https://elsewhere.example' },
      { ...headers, 'sec-fetch-site': 'cross-site' },
    ]) {
      const reply = await sendSample(foreign, one);
      expect(reply.status).toBe(403);
      expect(errorReply.parse(reply.body)).toMatchObject({ code: 'csrf' });
    }
    expect(await fingerprint(house, city)).toEqual(before);
  });
});

describe('a person without a role', () => {
  it.each(asked.map((one) => [one.name, one] as const))('gets nothing from %s', async (_, one) => {
    const headers = await signedIn(house, city, powerless);
    const before = await fingerprint(house, city);
    const reply = await sendSample(headers, one);
    // a list shows what one may see, which is nothing
    if (reply.status === 200) expect(countIn(reply.body)).toBe(0);
    else {
      expect([403, 404], JSON.stringify(reply.body)).toContain(reply.status);
      expect(errorReply.parse(reply.body).message).not.toMatch(/^refusal\./);
    }
    expect(await fingerprint(house, city)).toEqual(before);
  });
});

/** Entries of the lists of a reply. */
function countIn(body: unknown): number {
  if (typeof body !== 'object' || body === null) return 1;
  const lists = Object.values(body).filter((value) => Array.isArray(value));
  return lists.length === 0 ? 1 : lists.reduce((sum, list) => sum + list.length, 0);
}
