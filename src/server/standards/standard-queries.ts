import { sql } from 'kysely';
import type { VersionSummary } from '../../contract/standards.ts';
import type { Checklist, ChecklistItem } from '../../domain/standards/checklist.ts';
import type { Exemption, ScoringRule, StandardContent } from '../../domain/standards/standard-content.ts';
import type { Tx } from '../platform/database/database.ts';
import { notFound, Refused } from '../platform/refused.ts';
import { itemOf } from './checklist-queries.ts';

/** A version with what its standard says about itself. */
export interface StandardVersion extends VersionSummary {
  readonly source: string;
  readonly scoring: ScoringRule;
  readonly exemptions: readonly Exemption[];
}

/**
 * The versions of all standards, newest first. Not paged: a city publishes a handful in a year.
 */
export async function listStandardVersions(tx: Tx, cityId: string): Promise<StandardVersion[]> {
  return selectVersions(tx, cityId);
}

/** @throws Refused 404 where the city has no such version. */
export async function findStandardVersion(tx: Tx, cityId: string, id: string): Promise<StandardVersion> {
  const [version] = await selectVersions(tx, cityId, id);
  if (!version) throw notFound();
  return version;
}

async function selectVersions(tx: Tx, cityId: string, id?: string): Promise<StandardVersion[]> {
  let query = tx
    .selectFrom('standard_version as v')
    .innerJoin('standard as s', (join) =>
      join.onRef('s.city_id', '=', 'v.city_id').onRef('s.id', '=', 'v.standard_id'),
    )
    .leftJoin('person as p', (join) =>
      join.onRef('p.city_id', '=', 'v.city_id').onRef('p.id', '=', 'v.published_by'),
    )
    .select((eb) => [
      'v.id',
      'v.standard_id as standardId',
      's.title',
      's.title_en as titleEn',
      's.source',
      'v.number',
      'v.state',
      'v.version',
      'v.note',
      'v.scoring',
      'v.exemptions',
      'v.content_hash as contentHash',
      'v.created_at as createdAt',
      'v.published_at as publishedAt',
      'p.name as publishedByName',
      sql<boolean>`v.id is not distinct from (select c.id from standard_version c
        where c.city_id = ${cityId} and c.state = 'published'
        order by c.published_at desc, c.number desc limit 1)`.as('isCurrent'),
      eb
        .selectFrom('checklist as c')
        .whereRef('c.city_id', '=', 'v.city_id')
        .whereRef('c.version_id', '=', 'v.id')
        .select(eb.fn.countAll<number>().as('n'))
        .as('checklistCount'),
      eb
        .selectFrom('checklist_item as i')
        .whereRef('i.city_id', '=', 'v.city_id')
        .whereRef('i.version_id', '=', 'v.id')
        .select(eb.fn.countAll<number>().as('n'))
        .as('itemCount'),
    ])
    .where('v.city_id', '=', cityId)
    .orderBy('v.created_at', 'desc')
    .orderBy('v.number', 'desc');
  if (id !== undefined) query = query.where('v.id', '=', id);
  const rows = await query.execute();
  return rows.map((row) => ({
    ...row,
    titleEn: row.titleEn ?? '',
    source: row.source ?? '',
    note: row.note ?? '',
    state: row.state === 'published' ? 'published' : 'draft',
    scoring: row.scoring as ScoringRule,
    exemptions: row.exemptions as Exemption[],
    checklistCount: row.checklistCount ?? 0,
    itemCount: row.itemCount ?? 0,
  }));
}

/** Row of a draft, locked until the end of the transaction. */
export interface LockedVersion {
  readonly id: string;
  readonly standardId: string;
  readonly number: number;
  readonly state: string;
  readonly version: number;
  readonly scoring: ScoringRule;
  readonly note: string;
}

/** Locks a version: it orders the writers of its content and of its history. @throws Refused 404 */
export async function lockVersion(tx: Tx, cityId: string, id: string): Promise<LockedVersion> {
  const row = await tx
    .selectFrom('standard_version')
    .select(['id', 'standard_id as standardId', 'number', 'state', 'version', 'scoring', 'note'])
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound();
  return { ...row, scoring: row.scoring as ScoringRule, note: row.note ?? '' };
}

/** @throws Refused 409 where the version is published: it never changes. */
export function requireDraft(version: Pick<LockedVersion, 'state' | 'number'>): void {
  if (version.state !== 'draft') throw new Refused(409, 'standard.frozen', { number: version.number });
}

/** All checklists of a version with their items, in order. */
export async function loadChecklists(tx: Tx, cityId: string, versionId: string): Promise<Checklist[]> {
  const heads = await tx
    .selectFrom('checklist as c')
    .innerJoin('site_type as t', (join) =>
      join.onRef('t.city_id', '=', 'c.city_id').onRef('t.code', '=', 'c.site_type'),
    )
    .select(['c.site_type', 'c.observation_scope', 't.name', 't.name_en', 't.lead_unit_type'])
    .where('c.city_id', '=', cityId)
    .where('c.version_id', '=', versionId)
    .orderBy('c.position')
    .orderBy('c.site_type')
    .execute();
  const rows = await tx
    .selectFrom('checklist_item')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('version_id', '=', versionId)
    .orderBy('site_type')
    .orderBy('position')
    .orderBy('code')
    .execute();
  const items = Map.groupBy(rows, (row) => row.site_type);
  return heads.map((head) => ({
    siteType: head.site_type,
    name: head.name,
    nameEn: head.name_en,
    leadUnitType: head.lead_unit_type,
    observationScope: head.observation_scope ?? '',
    items: (items.get(head.site_type) ?? []).map(itemOf),
  }));
}

/** The content of a version, as it is hashed, compared and exported. */
export async function loadContent(
  tx: Tx,
  cityId: string,
  version: Pick<StandardVersion, 'id' | 'scoring' | 'exemptions'>,
): Promise<StandardContent> {
  return {
    scoring: version.scoring,
    exemptions: version.exemptions,
    checklists: await loadChecklists(tx, cityId, version.id),
  };
}

/** An item of a version and the checklist it stands in. */
export async function findItem(
  tx: Tx,
  cityId: string,
  versionId: string,
  code: string,
): Promise<{ siteType: string; item: ChecklistItem } | undefined> {
  const row = await tx
    .selectFrom('checklist_item')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('version_id', '=', versionId)
    .where('code', '=', code)
    .executeTakeFirst();
  return row && { siteType: row.site_type, item: itemOf(row) };
}
