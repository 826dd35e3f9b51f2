import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';
import {
  applySite,
  contentOf,
  type Site,
  type SiteContent,
  type SiteEvent,
} from '../../domain/places/site.ts';
import { enterSites } from './site-bulk-writing.ts';
import { findSites } from './site-queries.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

async function openCity() {
  const city = await house.city();
  await city.write((tx) =>
    tx
      .insertInto('site_type')
      .values({
        city_id: city.id,
        code: 'YARD',
        name: '无主楼院',
        name_en: 'Yard',
        lead_unit_type: 'street_office',
        position: 1,
      })
      .execute(),
  );
  const contentFor = (code: string): SiteContent => ({
    code,
    name: `楼院 ${code}`,
    siteType: 'YARD',
    territoryUnitId: city.root.id,
    lineBureauId: null,
    operatorUnitId: null,
    keeperPersonId: null,
    isOwnerless: true,
    address: null,
    lon: 113.2,
    lat: 35.2,
    positionSource: '样本',
    note: null,
  });
  return { city, contentFor };
}

describe('many sites entered at once', () => {
  it('have a history that folds to their rows, with source and sample mark', async () => {
    const { city, contentFor } = await openCity();
    const sites = ['A', 'B', 'C'].map((code) => ({
      id: uuid(),
      content: contentFor(code),
      source: '公开报道',
      isSample: true,
    }));
    await city.write((tx) => enterSites(tx, city.id, sites, { personId: null }, '2026-11-23T02:00:00.000Z'));
    const ids = sites.map(({ id }) => id);
    const rows = await city.write((tx) => findSites(tx, city.id, ids));
    const events = await city.write((tx) =>
      tx.selectFrom('event').select(['subject_id', 'kind', 'data']).where('subject_id', 'in', ids).execute(),
    );
    expect(rows).toHaveLength(3);
    for (const row of rows) {
      const folded = events
        .filter((event) => event.subject_id === row.id)
        .reduce<Site | null>((site, { kind, data }) => applySite(site, { kind, data } as SiteEvent), null);
      expect(folded).toEqual({ ...contentOf(row), state: row.state });
      expect(row).toMatchObject({ source: '公开报道', isSample: true, version: 1 });
    }
  });

  it('are refused together when one breaks a rule or takes a code twice', async () => {
    const { city, contentFor } = await openCity();
    const enter = (contents: readonly SiteContent[]) => {
      const sites = contents.map((content) => ({ id: uuid(), content, source: null, isSample: false }));
      return city.write((tx) =>
        enterSites(tx, city.id, sites, { personId: null }, '2026-11-23T02:00:00.000Z'),
      );
    };
    await expect(enter([contentFor('A'), { ...contentFor('B'), lat: null }])).rejects.toThrow(
      'site-half-position',
    );
    await expect(enter([contentFor('A'), contentFor('A')])).rejects.toThrow();
    const left = await city.write((tx) =>
      tx.selectFrom('site').select('id').where('city_id', '=', city.id).execute(),
    );
    expect(left).toEqual([]);
  });
});
