import { v4 } from 'uuid';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { addressOf, listEndpoints, pathPartsOf } from '../support/every-endpoint.ts';
import { expectReadable, nameOf } from '../support/input-wall.ts';
import { buildKnownCity, type KnownCity } from '../support/known-city.ts';
import { keysOf, sampleOf } from '../support/schema-samples.ts';
import { openTestHouse, type TestHouse } from '../support/test-city.ts';

let house: TestHouse;
let city: KnownCity;
const endpoints = (await listEndpoints()).filter((one) => one.method === 'GET');
const named = endpoints.map((one) => [one.name, one] as const);

beforeAll(async () => {
  house = await openTestHouse();
  city = await buildKnownCity(house);
});
afterAll(() => house.close());

function cursor(text: string): string {
  return Buffer.from(text).toString('base64url');
}

const odd = [
  '',
  '0',
  '-1',
  '1e9',
  '1e309',
  'NaN',
  '99999999999999999999',
  'null',
  '[object Object]',
  'x'.repeat(5000),
  '\u0000',
  "'; drop table city; --",
  '%',
  '\\',
  '_%',
  '2026-02-31',
  '0000-01-01',
  '9999-12-31',
  '275760-09-13',
  'eyJ',
  cursor('[]'),
  cursor('null'),
  cursor('[1e400,"x"]'),
  cursor('{"number":"x"}'),
  '1,2,3,4',
  '0,0,0,0',
  '-1e308,-1e308,1e308,1e308',
  v4(),
];
const oddAddresses = [
  '/api/nothing',
  '/api/',
  '/api/units/../../etc/passwd',
  '/api/%',
  '/api/%zz',
  '//',
  `/api/${'a/'.repeat(500)}`,
];

describe('every read', () => {
  it.each(named)('%s survives a hostile query', async (_, one) => {
    const send = await city.almighty();
    // filters of a sample would hide the rows that the odd one should meet
    const needed = one.query.safeParse({}).success ? {} : (sampleOf(one.query) as Record<string, string>);
    const [plain] = city.addressOf(one).split('?');
    for (const key of keysOf(one.query)) {
      for (const value of odd) {
        const reply = await send.send(one, `${plain}?${new URLSearchParams({ ...needed, [key]: value })}`);
        if (reply.status >= 300) expectReadable(reply, `${key}=${nameOf(value)}`);
      }
      const reply = await send.send(one, `${plain}?${key}=1&${key}=2&${key}[]=3&${key}[a]=4`);
      expectReadable(reply, `${key} many times`);
    }
    expectReadable(await send.send(one, `${plain}?surprise=1`), 'a part it does not know');
  });

  it.each(named.filter(([, one]) => pathPartsOf(one).length > 0))(
    '%s finds nothing under hostile path parts',
    async (_, one) => {
      const send = await city.almighty();
      for (const value of [...odd.slice(1), '..', '../..', '%2e%2e%2f', 'constructor', '__proto__']) {
        for (const name of pathPartsOf(one)) {
          const reply = await send.send(one, addressOf(one, { [name]: value }));
          expectReadable(reply, `${name}=${nameOf(value)}`);
        }
      }
    },
  );

  it('answers an address that does not exist like every refusal', async () => {
    const send = await city.almighty();
    for (const url of oddAddresses) expectReadable(await send.send({ method: 'GET' }, url), url);
  });
});
