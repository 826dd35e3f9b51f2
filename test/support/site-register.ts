import { v7 as uuid } from 'uuid';
import type { TestCity, TestHouse, TestUnit } from './test-city.ts';

/** A city with a district, two streets and two types of site. */
export interface Register {
  readonly city: TestCity;
  readonly district: TestUnit;
  readonly street: TestUnit;
  readonly otherStreet: TestUnit;
}

/** Builds a {@link Register} of its own. */
export async function openRegister(house: TestHouse): Promise<Register> {
  const city = await house.city();
  const district = await city.unit('D1', '山阳区', { kind: 'district' });
  const street = await city.unit('S1', '东方红街道', { parent: district });
  const otherStreet = await city.unit('S2', '焦东街道', { parent: district });
  await city.write((tx) =>
    tx
      .insertInto('site_type')
      .values([
        {
          city_id: city.id,
          code: 'YARD',
          name: '无主楼院',
          name_en: 'Yard',
          lead_unit_type: 'street_office',
          position: 1,
        },
        {
          city_id: city.id,
          code: 'MARKET',
          name: '农贸市场',
          name_en: 'Market',
          lead_unit_type: 'market',
          position: 2,
        },
      ])
      .execute(),
  );
  return { city, district, street, otherStreet };
}

/** What the form sends for a new site. */
export function siteBody(unit: TestUnit, more: Record<string, unknown> = {}) {
  return {
    id: uuid(),
    code: `Y-${uuid().slice(-8)}`,
    name: '市工商局家属院',
    siteType: 'YARD',
    territoryUnitId: unit.id,
    lineBureauId: null,
    operatorUnitId: null,
    keeperPersonId: null,
    isOwnerless: false,
    address: '东方红街 1 号',
    position: null,
    note: null,
    ...more,
  };
}

/** What the form sends for a changed site. */
export function editBody(
  body: ReturnType<typeof siteBody>,
  version: number,
  more: Record<string, unknown> = {},
) {
  const { id: _id, ...content } = body;
  return { ...content, version, ...more };
}

/** Puts a problem on a site, straight into the table. */
export async function addProblem(city: TestCity, siteId: string, deadlineAt: string, state = 'assigned') {
  await city.write(async (tx) => {
    const unit = await tx.selectFrom('unit').select('id').orderBy('path').executeTakeFirstOrThrow();
    const person = await tx.selectFrom('person').select('id').executeTakeFirstOrThrow();
    await tx
      .insertInto('category')
      .values({
        city_id: city.id,
        key: 'litter',
        name: '暴露垃圾',
        name_en: 'Litter',
        kind: 'event',
        deadline_hours: '8',
        deadline_clock: 'work',
        unit_type: 'street_office',
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await tx
      .insertInto('problem')
      .values({
        city_id: city.id,
        id: uuid(),
        number: Math.floor(Math.random() * 1e12),
        state,
        site_id: siteId,
        category_key: 'litter',
        severity: 'normal',
        title: '垃圾',
        source_kind: 'meeting',
        unit_id: unit.id,
        person_id: person.id,
        deadline_hours: '8',
        deadline_clock: 'work',
        deadline_at: deadlineAt,
        struck_off_at: state === 'struck_off' ? deadlineAt : null,
        deferred_until: state === 'deferred' ? deadlineAt : null,
        raised_at: '2026-11-01T00:00:00Z',
        version: 1,
        last_hash: Buffer.alloc(32),
      })
      .execute();
  });
}
