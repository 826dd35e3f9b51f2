import { v7 as uuid, v4 } from 'uuid';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { addressOf, listEndpoints, pathPartsOf } from '../support/every-endpoint.ts';
import { nameOf, openInputWall } from '../support/input-wall.ts';
import { buildKnownCity, type KnownCity } from '../support/known-city.ts';
import { placesIn, replaceAt, valueAt } from '../support/schema-samples.ts';
import { openTestHouse, type TestCity, type TestHouse } from '../support/test-city.ts';

let house: TestHouse;
let city: KnownCity;
let other: TestCity;
const endpoints = (await listEndpoints()).filter((one) => one.method !== 'GET' && one.carries === 'json');
const named = endpoints.map((one) => [one.name, one] as const);

beforeAll(async () => {
  house = await openTestHouse();
  city = await buildKnownCity(house);
  other = await house.city();
});
afterAll(() => house.close());

const deep = JSON.parse('['.repeat(900) + ']'.repeat(900));
const noObjects = [
  '{',
  '{"a":',
  'nonsense',
  '[1,2',
  '\u0000',
  '{"__proto__":{"admin":true}}',
  '"text"',
  '[]',
  '17',
  JSON.stringify(deep),
  `{"a":"${'x'.repeat(3 * 1024 * 1024)}"}`,
];
const wrongForms = [null, 17.5, -1, 1e308, true, [[]], { toString: 1 }, ''];
const oddTexts = [
  "'; drop table city; --",
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '../../../../etc/passwd',
  '%s%n$t(refusal.notFound)',
  '\u202e倒\u0000字',
  '\ud800',
  '𠮷'.repeat(2500),
  'x'.repeat(10_000),
];
const foreignIds = ['x', '%00', "' or 1=1 --", '../units', 'a'.repeat(2000), '\u0000', 'constructor'];

describe('every change', () => {
  it.each(named)('%s refuses what is no JSON object of its own', async (_, one) => {
    const [send, wall] = [await city.almighty(), await openInputWall(city)];
    for (const text of noObjects) {
      const reply = await send.sendRaw(one.method, city.addressOf(one), text, 'application/json');
      await wall.check(reply, false, text.slice(0, 60));
    }
    const form = await send.sendRaw(one.method, city.addressOf(one), '<a/>', 'application/xml');
    await wall.check(form, false, 'a form nobody reads');
    const more = { ...(city.bodyOf(one) as object), isAdmin: true };
    await wall.check(await send.send(one, city.addressOf(one), more), false, 'a part it does not know');
    await wall.close();
  });

  it.each(named)('%s refuses wrong types everywhere', async (_, one) => {
    const [send, wall] = [await city.almighty(), await openInputWall(city)];
    for (const place of placesIn(city.bodyOf(one))) {
      for (const wrong of wrongForms) {
        const body = replaceAt(city.bodyOf(one), place, wrong);
        const reply = await send.send(one, city.addressOf(one), body);
        const what = `${place.join('.')} = ${nameOf(wrong)}`;
        await wall.check(reply, one.body.safeParse(body).success, what);
      }
    }
    await wall.close();
  });

  it.each(named)('%s survives hostile text everywhere', async (_, one) => {
    const [send, wall] = [await city.almighty(), await openInputWall(city)];
    const sample = city.bodyOf(one);
    for (const place of placesIn(sample).filter((at) => typeof valueAt(sample, at) === 'string')) {
      for (const odd of oddTexts) {
        const body = replaceAt(city.bodyOf(one), place, odd);
        const reply = await send.send(one, city.addressOf(one), body);
        const what = `${place.join('.')} = ${nameOf(odd)}`;
        await wall.check(reply, one.body.safeParse(body).success, what);
      }
    }
    await wall.close();
  });

  it.each(named.filter(([, one]) => pathPartsOf(one).includes('id')))(
    '%s finds nothing under ids that are not of this city',
    async (_, one) => {
      const [send, wall] = [await city.almighty(), await openInputWall(city)];
      for (const id of [v4(), uuid(), other.root.id, other.id, ...foreignIds]) {
        const reply = await send.send(one, addressOf(one, { id }), city.bodyOf(one));
        await wall.check(reply, false, nameOf(id));
      }
      await wall.close();
    },
  );
});
