import { sql } from 'kysely';
import type {
  Category,
  Checklist,
  ChecklistItem,
  DeadlineClock,
  EvidenceDemand,
} from '../../domain/standards/checklist.ts';
import { plainDecimal, type ScoringRule } from '../../domain/standards/standard-content.ts';
import type { Tx } from '../platform/database/database.ts';

/** A checklist of a published version with everything an inspection needs to be scored by it. */
export interface PublishedChecklist {
  readonly versionId: string;
  readonly scoring: ScoringRule;
  readonly checklist: Checklist;
  /** The categories that the items name. */
  readonly categories: readonly Category[];
}

/** The version new rounds are planned with. */
export interface CurrentVersion {
  readonly versionId: string;
  readonly standardId: string;
  readonly number: number;
  readonly title: string;
  readonly titleEn: string;
  readonly publishedAt: string;
  readonly contentHash: string;
}

const mostRemembered = 2000;
const remembered = new Map<string, PublishedChecklist>();

/**
 * The checklist of a site type in a published version, from memory where it was read before: a published
 * version never changes.
 *
 * @returns undefined for a draft, an unknown version, or a site type the version has no checklist for.
 */
export async function findPublishedChecklist(
  tx: Tx,
  cityId: string,
  versionId: string,
  siteType: string,
): Promise<PublishedChecklist | undefined> {
  const key = `${cityId} ${versionId} ${siteType}`;
  const known = remembered.get(key);
  if (known) return known;
  const head = await tx
    .selectFrom('standard_version as v')
    .innerJoin('checklist as c', (join) =>
      join.onRef('c.city_id', '=', 'v.city_id').onRef('c.version_id', '=', 'v.id'),
    )
    .innerJoin('site_type as t', (join) =>
      join.onRef('t.city_id', '=', 'c.city_id').onRef('t.code', '=', 'c.site_type'),
    )
    .select([
      'v.scoring',
      'c.site_type',
      'c.observation_scope',
      't.name',
      't.name_en',
      't.lead_unit_type',
      // published by this very transaction: it may yet be rolled back, so it is not remembered
      sql<boolean>`v.xmin = coalesce(pg_current_xact_id_if_assigned()::xid, '0'::xid)`.as('isOurs'),
    ])
    .where('v.city_id', '=', cityId)
    .where('v.id', '=', versionId)
    .where('v.state', '=', 'published')
    .where('c.site_type', '=', siteType)
    .executeTakeFirst();
  if (!head) return undefined;
  const rows = await tx
    .selectFrom('checklist_item')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('version_id', '=', versionId)
    .where('site_type', '=', siteType)
    .orderBy('position')
    .orderBy('code')
    .execute();
  const items = rows.map(itemOf);
  const found: PublishedChecklist = {
    versionId,
    scoring: head.scoring as ScoringRule,
    checklist: {
      siteType: head.site_type,
      name: head.name,
      nameEn: head.name_en,
      leadUnitType: head.lead_unit_type,
      observationScope: head.observation_scope ?? '',
      items,
    },
    categories: await listCategories(tx, cityId, [...new Set(items.map((item) => item.categoryKey))]),
  };
  if (!head.isOurs) {
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(key, found);
  }
  return found;
}

/** The version published last, or undefined where the city has published none. */
export async function findCurrentVersion(tx: Tx, cityId: string): Promise<CurrentVersion | undefined> {
  const row = await tx
    .selectFrom('standard_version as v')
    .innerJoin('standard as s', (join) =>
      join.onRef('s.city_id', '=', 'v.city_id').onRef('s.id', '=', 'v.standard_id'),
    )
    .select([
      'v.id as versionId',
      'v.standard_id as standardId',
      'v.number',
      's.title',
      's.title_en as titleEn',
      'v.published_at as publishedAt',
      'v.content_hash as contentHash',
    ])
    .where('v.city_id', '=', cityId)
    .where('v.state', '=', 'published')
    .orderBy('v.published_at', 'desc')
    .orderBy('v.number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (
    row && {
      ...row,
      titleEn: row.titleEn ?? '',
      publishedAt: row.publishedAt ?? '',
      contentHash: row.contentHash ?? '',
    }
  );
}

/** Categories of the city by key, or all of them. */
export async function listCategories(tx: Tx, cityId: string, keys?: readonly string[]): Promise<Category[]> {
  if (keys?.length === 0) return [];
  let query = tx
    .selectFrom('category')
    .select(['key', 'name', 'name_en', 'deadline_hours', 'deadline_clock', 'unit_type'])
    .where('city_id', '=', cityId)
    .orderBy('key');
  if (keys) query = query.where('key', 'in', keys);
  const rows = await query.execute();
  return rows.map((row) => ({
    key: row.key,
    name: row.name,
    nameEn: row.name_en,
    defaultDeadlineHours: Number(row.deadline_hours),
    deadlineClock: row.deadline_clock as DeadlineClock,
    defaultUnitType: row.unit_type,
  }));
}

/** Columns of an item as the database holds them. */
export interface ItemRow {
  readonly code: string;
  readonly title: string;
  readonly title_en: string | null;
  readonly campaigns: readonly string[];
  readonly weight: string;
  readonly scale: string;
  readonly deduct_per_defect: string | null;
  readonly zero_at_defects: number | null;
  readonly veto: boolean;
  readonly category_key: string;
  readonly deadline_hours: string;
  readonly deadline_clock: string;
  readonly responsible_unit_type: string;
  readonly evidence: string;
}

/** The item a row holds. */
export function itemOf(row: ItemRow): ChecklistItem {
  return {
    code: row.code,
    title: row.title,
    titleEn: row.title_en ?? '',
    campaigns: row.campaigns,
    weight: plainDecimal(row.weight),
    scale:
      row.deduct_per_defect !== null && row.zero_at_defects !== null
        ? {
            type: 'defect_count',
            deductPerDefect: plainDecimal(row.deduct_per_defect),
            zeroAtDefects: row.zero_at_defects,
          }
        : { type: 'three_level' },
    veto: row.veto,
    categoryKey: row.category_key,
    deadlineHours: Number(row.deadline_hours),
    deadlineClock: row.deadline_clock as DeadlineClock,
    responsibleUnitType: row.responsible_unit_type,
    evidence: row.evidence as EvidenceDemand,
  };
}
