import { v7 as uuid } from 'uuid';
import type { Role } from '../../src/domain/access/verbs.ts';
import { inCity, type Tx } from '../../src/server/platform/database/database.ts';
import { createSessions } from '../../src/server/platform/sessions.ts';
import type { BenchHouse } from './bench-house.ts';

/** A city of about 150 units, 1200 sites and a published standard of ten items. */
export interface BenchCity {
  readonly id: string;
  readonly inspectorIds: readonly string[];
  readonly officeId: string;
  /** Head of the first street. */
  readonly headId: string;
  readonly streetPath: string;
  readonly versionId: string;
  readonly itemCodes: readonly string[];
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A session token of a person. */
  signIn(personId: string): Promise<string>;
}

interface BenchUnit {
  readonly id: string;
  readonly code: string;
  readonly path: string;
  readonly parent: BenchUnit | null;
  readonly kind: string;
  readonly unitType: string | null;
}

const [districts, streetsEach, bureaus, sites, inspectors] = [10, 12, 20, 1200, 16];
const validFrom = '2019-01-01';

export async function buildBenchCity(house: BenchHouse): Promise<BenchCity> {
  const id = uuid();
  const write = <T>(work: (tx: Tx) => Promise<T>) => inCity(house.db, id, 'write', work);
  const units = planUnits();
  const [root] = units;
  const [firstStreet] = units.filter((unit) => unit.kind === 'street');
  if (!root || !firstStreet) throw new Error('a city has a root and streets');
  const versionId = uuid();
  const itemCodes = Array.from(
    { length: 10 },
    (_none, index) => `YARD-${String(index + 1).padStart(2, '0')}`,
  );
  const sessions = createSessions(house.db, () => new Date());
  return write(async (tx) => {
    await tx
      .insertInto('city')
      .values({ city_id: id, code: root.code, name: '基准市', name_en: 'Bench City', is_sample: true })
      .execute();
    await writeUnits(tx, id, units);
    const officeId = await writePerson(tx, id, 'office', 'campaignOffice', root);
    const inspectorIds: string[] = [];
    for (let number = 1; number <= inspectors; number += 1) {
      inspectorIds.push(await writePerson(tx, id, `inspector${number}`, 'inspector', root));
    }
    const heads = new Map<string, string>();
    for (const unit of units.filter(({ kind }) => kind === 'street' || kind === 'bureau')) {
      heads.set(unit.id, await writePerson(tx, id, `head.${unit.code}`, 'unitHead', unit));
      await tx
        .updateTable('unit')
        .set({ contact_person_id: heads.get(unit.id) ?? null })
        .where('id', '=', unit.id)
        .execute();
    }
    await writeStandard(tx, id, versionId, itemCodes);
    await writeSites(
      tx,
      id,
      units.filter(({ kind }) => kind === 'street'),
    );
    return {
      id,
      inspectorIds,
      officeId,
      headId: heads.get(firstStreet.id) ?? '',
      streetPath: firstStreet.path,
      versionId,
      itemCodes,
      write,
      signIn: (personId: string) =>
        write((open) =>
          sessions.open(open, { cityId: id, personId, userAgent: 'bench' }, new Date().toISOString()),
        ),
    };
  });
}

function planUnits(): BenchUnit[] {
  const unitOf = (
    code: string,
    parent: BenchUnit | null,
    kind: string,
    unitType: string | null,
  ): BenchUnit => ({
    id: uuid(),
    code,
    path: parent ? `${parent.path}.${code}` : code,
    parent,
    kind,
    unitType,
  });
  const root = unitOf('900000', null, 'city', null);
  const units = [root];
  for (let district = 1; district <= districts; district += 1) {
    const above = unitOf(`d${district}`, root, 'district', null);
    units.push(above);
    for (let street = 1; street <= streetsEach; street += 1) {
      units.push(unitOf(`d${district}s${street}`, above, 'street', 'street_office'));
    }
  }
  for (let bureau = 1; bureau <= bureaus; bureau += 1) {
    units.push(unitOf(`b${bureau}`, root, 'bureau', bureau === 1 ? 'urban_management' : `bureau_${bureau}`));
  }
  return units;
}

async function writeUnits(tx: Tx, cityId: string, units: readonly BenchUnit[]): Promise<void> {
  const rows = units.map(({ id, code, path, parent, kind, unitType }) => ({
    city_id: cityId,
    id,
    code,
    name: `样本${code}`,
    kind,
    unit_type: unitType,
    parent_id: parent?.id ?? null,
    path,
    valid_from: validFrom,
    is_sample: true,
  }));
  await tx.insertInto('unit').values(rows).execute();
}

async function writePerson(
  tx: Tx,
  cityId: string,
  login: string,
  role: Role,
  unit: BenchUnit,
): Promise<string> {
  const id = uuid();
  const person = { city_id: cityId, id, login, name: `样本${login}`, is_sample: true };
  // sessions are opened directly, so nobody needs a password that works
  await tx
    .insertInto('person')
    .values({ ...person, password_hash: 'none', must_change_password: false })
    .execute();
  await tx
    .insertInto('role_grant')
    .values({ city_id: cityId, id: uuid(), person_id: id, role, unit_id: unit.id, valid_from: validFrom })
    .execute();
  return id;
}

async function writeStandard(
  tx: Tx,
  cityId: string,
  versionId: string,
  itemCodes: readonly string[],
): Promise<void> {
  const own = { city_id: cityId };
  const standardId = uuid();
  const clock = { deadline_hours: '8', deadline_clock: 'work' };
  const category = { ...own, ...clock, kind: 'event', unit_type: 'street_office' };
  await tx
    .insertInto('category')
    .values([
      { ...category, key: 'litter', name: '暴露垃圾', name_en: 'Litter' },
      { ...category, key: 'stall', name: '占道经营', name_en: 'Stalls' },
    ])
    .execute();
  await tx
    .insertInto('site_type')
    .values({
      ...own,
      code: 'YARD',
      name: '楼院',
      name_en: 'Yard',
      lead_unit_type: 'street_office',
      position: 1,
    })
    .execute();
  await tx
    .insertInto('standard')
    .values({ ...own, id: standardId, title: '基准标准' })
    .execute();
  const scoring = JSON.stringify({ vetoRule: 'cap', cap: '59', partly: 'raise' });
  await tx
    .insertInto('standard_version')
    .values({ ...own, id: versionId, standard_id: standardId, number: 1, scoring })
    .execute();
  const list = { ...own, version_id: versionId, site_type: 'YARD' };
  await tx
    .insertInto('checklist')
    .values({ ...list, observation_scope: '整个楼院', position: 1 })
    .execute();
  const items = itemCodes.map((code, index) => ({
    ...list,
    ...clock,
    code,
    position: index + 1,
    title: `第${index + 1}项完好`,
    campaigns: ['civilised'],
    weight: '10',
    scale: 'three_level',
    category_key: index % 2 === 0 ? 'litter' : 'stall',
    responsible_unit_type: index % 2 === 0 ? 'street_office' : 'urban_management',
    evidence: 'photo_on_fail',
  }));
  await tx.insertInto('checklist_item').values(items).execute();
  await tx
    .updateTable('standard_version')
    .set({ state: 'published', published_at: '2026-01-01T00:00:00Z', content_hash: '0'.repeat(64) })
    .where('id', '=', versionId)
    .execute();
}

async function writeSites(tx: Tx, cityId: string, streets: readonly BenchUnit[]): Promise<void> {
  const rows = Array.from({ length: sites }, (_none, index) => ({
    city_id: cityId,
    id: uuid(),
    code: `P-${index + 1}`,
    name: `${index + 1}号院`,
    site_type: 'YARD',
    territory_unit_id: streets[index % streets.length]?.id ?? '',
    lon: 113.2 + (index % 40) / 1000,
    lat: 35.2 + Math.floor(index / 40) / 1000,
    is_sample: true,
  }));
  await tx.insertInto('site').values(rows).execute();
}
