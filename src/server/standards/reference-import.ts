import { sql } from 'kysely';
import type { StandardPack } from '../../contract/standard-pack.ts';
import type { Tx } from '../platform/database/database.ts';
import { type FieldFault, Refused } from '../platform/refused.ts';

/**
 * Stores the names a pack brings: campaigns, kinds of units, categories, site types. New ones are added,
 * known ones renewed; only what a published checklist uses stays as it is, since its readers were shown
 * that name.
 *
 * @throws Refused 409 `standard.contradicts` naming what would change under a published checklist.
 */
export async function saveReference(tx: Tx, cityId: string, pack: StandardPack): Promise<void> {
  await refuseContradictions(tx, cityId, pack);
  await saveCampaigns(tx, cityId, pack);
  await saveUnitTypes(tx, cityId, pack);
  await saveCategories(tx, cityId, pack);
  await saveSiteTypes(tx, cityId, pack);
}

async function refuseContradictions(tx: Tx, cityId: string, pack: StandardPack): Promise<void> {
  const categories = await tx
    .selectFrom('category as c')
    .select(['key', 'name', 'name_en', 'kind', 'deadline_hours', 'deadline_clock', 'unit_type'])
    .where('c.city_id', '=', cityId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('checklist_item as i')
          .innerJoin('standard_version as v', (join) =>
            join.onRef('v.city_id', '=', 'i.city_id').onRef('v.id', '=', 'i.version_id'),
          )
          .whereRef('i.city_id', '=', 'c.city_id')
          .whereRef('i.category_key', '=', 'c.key')
          .where('v.state', '=', 'published')
          .select(sql`1`.as('one')),
      ),
    )
    .execute();
  const siteTypes = await tx
    .selectFrom('site_type as t')
    .select(['code', 'name', 'name_en', 'lead_unit_type'])
    .where('t.city_id', '=', cityId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('checklist as c')
          .innerJoin('standard_version as v', (join) =>
            join.onRef('v.city_id', '=', 'c.city_id').onRef('v.id', '=', 'c.version_id'),
          )
          .whereRef('c.city_id', '=', 't.city_id')
          .whereRef('c.site_type', '=', 't.code')
          .where('v.state', '=', 'published')
          .select(sql`1`.as('one')),
      ),
    )
    .execute();
  const newCategories = new Map(pack.categories.map((category) => [category.key, category]));
  const newSiteTypes = new Map(pack.checklists.map((checklist) => [checklist.siteType, checklist]));
  const faults = [
    ...categories.flatMap((old) => {
      const next = newCategories.get(old.key);
      return next
        ? contradictions(`categories.${old.key}`, [
            ['name', old.name, next.name],
            ['nameEn', old.name_en, next.nameEn],
            ['kind', old.kind, next.kind],
            ['defaultDeadlineHours', Number(old.deadline_hours), next.defaultDeadlineHours],
            ['deadlineClock', old.deadline_clock, next.deadlineClock],
            ['defaultUnitType', old.unit_type, next.defaultUnitType],
          ])
        : [];
    }),
    ...siteTypes.flatMap((old) => {
      const next = newSiteTypes.get(old.code);
      return next
        ? contradictions(`checklists.${old.code}`, [
            ['name', old.name, next.name],
            ['nameEn', old.name_en, next.nameEn],
            ['leadUnitType', old.lead_unit_type, next.leadUnitType],
          ])
        : [];
    }),
  ];
  if (faults.length > 0) {
    throw new Refused(409, 'standard.contradicts', { count: faults.length }, faults.slice(0, 20));
  }
}

function contradictions(
  place: string,
  fields: readonly (readonly [string, string | number, string | number])[],
): FieldFault[] {
  return fields
    .filter(([, before, after]) => before !== after)
    .map(([field, before]) => ({
      path: `${place}.${field}`,
      code: 'standard.inUse',
      facts: { before: String(before) },
    }));
}

async function saveCampaigns(tx: Tx, cityId: string, pack: StandardPack): Promise<void> {
  const all = pack.campaigns.flatMap(({ alternatives, ...campaign }) => [
    { ...campaign, alternativeOf: null },
    ...(alternatives ?? []).map((other) => ({ ...other, alternativeOf: campaign.code })),
  ]);
  if (all.length === 0) return;
  await tx
    .insertInto('campaign')
    .values(
      all.map(({ code, name, nameEn, alternativeOf }, position) => ({
        city_id: cityId,
        code,
        name,
        name_en: nameEn,
        alternative_of: alternativeOf,
        position,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['city_id', 'code']).doUpdateSet((eb) => ({
        name: eb.ref('excluded.name'),
        name_en: eb.ref('excluded.name_en'),
        alternative_of: eb.ref('excluded.alternative_of'),
        position: eb.ref('excluded.position'),
      })),
    )
    .execute();
}

async function saveUnitTypes(tx: Tx, cityId: string, pack: StandardPack): Promise<void> {
  if (pack.unitTypes.length === 0) return;
  await tx
    .insertInto('unit_type')
    .values(
      pack.unitTypes.map(({ code, name, nameEn }, position) => ({
        city_id: cityId,
        code,
        name,
        name_en: nameEn,
        position,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['city_id', 'code']).doUpdateSet((eb) => ({
        name: eb.ref('excluded.name'),
        name_en: eb.ref('excluded.name_en'),
        position: eb.ref('excluded.position'),
      })),
    )
    .execute();
}

async function saveCategories(tx: Tx, cityId: string, pack: StandardPack): Promise<void> {
  if (pack.categories.length === 0) return;
  await tx
    .insertInto('category')
    .values(
      pack.categories.map((category) => ({
        city_id: cityId,
        key: category.key,
        name: category.name,
        name_en: category.nameEn,
        kind: category.kind,
        national_code: category.national?.code ?? null,
        national_standard: category.national?.standard ?? null,
        deadline_hours: String(category.defaultDeadlineHours),
        deadline_clock: category.deadlineClock,
        unit_type: category.defaultUnitType,
        previous_code: category.previousNational?.code ?? null,
        previous_standard: category.previousNational?.standard ?? null,
        previous_basis: category.previousNational?.basis ?? null,
        local_code: category.localCode ?? null,
        note: category.note ?? null,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['city_id', 'key']).doUpdateSet((eb) => ({
        name: eb.ref('excluded.name'),
        name_en: eb.ref('excluded.name_en'),
        kind: eb.ref('excluded.kind'),
        national_code: eb.ref('excluded.national_code'),
        national_standard: eb.ref('excluded.national_standard'),
        deadline_hours: eb.ref('excluded.deadline_hours'),
        deadline_clock: eb.ref('excluded.deadline_clock'),
        unit_type: eb.ref('excluded.unit_type'),
        previous_code: eb.ref('excluded.previous_code'),
        previous_standard: eb.ref('excluded.previous_standard'),
        previous_basis: eb.ref('excluded.previous_basis'),
        local_code: eb.ref('excluded.local_code'),
        note: eb.ref('excluded.note'),
      })),
    )
    .execute();
}

async function saveSiteTypes(tx: Tx, cityId: string, pack: StandardPack): Promise<void> {
  await tx
    .insertInto('site_type')
    .values(
      pack.checklists.map(({ siteType, name, nameEn, leadUnitType }, position) => ({
        city_id: cityId,
        code: siteType,
        name,
        name_en: nameEn,
        lead_unit_type: leadUnitType,
        position,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['city_id', 'code']).doUpdateSet((eb) => ({
        name: eb.ref('excluded.name'),
        name_en: eb.ref('excluded.name_en'),
        lead_unit_type: eb.ref('excluded.lead_unit_type'),
      })),
    )
    .execute();
}
