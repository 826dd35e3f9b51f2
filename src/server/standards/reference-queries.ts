import type { ReferenceView } from '../../contract/standards.ts';
import type { DeadlineClock } from '../../domain/standards/checklist.ts';
import type { Tx } from '../platform/database/database.ts';
import { findCurrentVersion } from './checklist-queries.ts';

/** Names of site types, categories, kinds of units and campaigns: what records point at by code. */
export async function loadReference(tx: Tx, cityId: string): Promise<ReferenceView> {
  const siteTypes = await tx
    .selectFrom('site_type')
    .select(['code', 'name', 'name_en as nameEn', 'lead_unit_type as leadUnitType'])
    .where('city_id', '=', cityId)
    .orderBy('position')
    .orderBy('code')
    .execute();
  const categories = await tx
    .selectFrom('category')
    .select([
      'key',
      'name',
      'name_en as nameEn',
      'kind',
      'national_code as nationalCode',
      'national_standard as nationalStandard',
      'deadline_hours as hours',
      'deadline_clock as clock',
      'unit_type as defaultUnitType',
    ])
    .where('city_id', '=', cityId)
    .orderBy('key')
    .execute();
  const unitTypes = await tx
    .selectFrom('unit_type')
    .select(['code', 'name', 'name_en as nameEn'])
    .where('city_id', '=', cityId)
    .orderBy('position')
    .orderBy('code')
    .execute();
  const campaigns = await tx
    .selectFrom('campaign')
    .select(['code', 'name', 'name_en as nameEn', 'alternative_of as alternativeOf'])
    .where('city_id', '=', cityId)
    .orderBy('position')
    .orderBy('code')
    .execute();
  const current = await findCurrentVersion(tx, cityId);
  return {
    siteTypes,
    categories: categories.map(({ hours, clock, ...category }) => ({
      ...category,
      defaultDeadlineHours: Number(hours),
      deadlineClock: clock as DeadlineClock,
    })),
    unitTypes,
    campaigns,
    currentVersionId: current?.versionId ?? null,
  };
}
